"""What has ended and begins again, and what ran out before anybody said so."""

from __future__ import annotations

import pytest
from town import RULES, Town, new_town, pair

from manto.kernel.errors import MantoError
from manto.ledger.state import admit, draft_after
from manto.ledger.state.errors import GovernanceRefused
from manto.ledger.state.rules import parse_pack
from manto.ledger.statements import Kind, Status, encode_cbor
from manto.ledger.statements.errors import MissingEndorser, RecordBlocked, WrongStatus

PAOLO = pair("paolo").public_key
BANK = ["role", "lien.bank"]
REGISTRAR = ["role", "land.registrar"]
REGISTERS = {
    "notice": {"endorse": {"issue": ["all", BANK, ["new-holders"]], "revoke": BANK, "expire": BANK}, "again": True},
    "policy": {"endorse": {"issue": BANK, "revoke": BANK}, "again": True},
    "once": {"endorse": {"issue": BANK, "revoke": BANK}},
    "car": {
        "endorse": {"issue": REGISTRAR, "transfer": REGISTRAR},
        "needs": {"issue": ["policy"], "transfer": ["policy"]},
        "blocked_by": {"transfer": ["notice"]},
    },
}


@pytest.fixture
def town() -> Town:
    """Give a town whose rules let some registers begin again."""
    return new_town({**RULES, "registers": RULES["registers"] | REGISTERS})


def refused(town: Town, error: type[MantoError], record: str, kind: Kind, *signers: str, **fields: object) -> None:
    """Check that a statement is refused by name."""
    with pytest.raises(error):
        admit(draft_after(town.state, town.time_s), town.signed(town.statement(record, kind, **fields), *signers))


def test_what_has_ended_is_issued_again_where_the_register_says_so(town: Town) -> None:
    """A second policy on the same car; the history keeps both."""
    first = town.file("policy/car-1", Kind.ISSUE, "bank")
    town.file("policy/car-1", Kind.REVOKE, "bank")

    second = town.file("policy/car-1", Kind.ISSUE, "bank", body=b"\x02" * 32)

    head = town.state.head("policy/car-1")
    assert head is not None
    assert (head.statement, head.status, head.since_s) == (second, Status.ACTIVE, town.read(second).effective_s)
    assert town.read(second).prev != first


def test_what_stands_is_not_issued_a_second_time(town: Town) -> None:
    """One standing record for each subject, whatever the register allows afterwards."""
    town.file("policy/car-1", Kind.ISSUE, "bank")

    refused(town, WrongStatus, "policy/car-1", Kind.ISSUE, "bank")


def test_other_registers_issue_once(town: Town) -> None:
    """Where the rules say nothing, an end is an end."""
    town.file("once/1", Kind.ISSUE, "bank")
    town.file("once/1", Kind.REVOKE, "bank")

    refused(town, WrongStatus, "once/1", Kind.ISSUE, "bank")


def test_who_held_it_before_has_no_say_when_it_is_issued_again(town: Town) -> None:
    """Those who are to hold it sign anew, even when they held the one that ended."""
    town.file("notice/parcel", Kind.ISSUE, "bank", "paolo", holders=(PAOLO,))
    town.file("notice/parcel", Kind.REVOKE, "bank")

    refused(town, MissingEndorser, "notice/parcel", Kind.ISSUE, "bank", holders=(PAOLO,))


def test_a_policy_past_its_end_is_none(town: Town) -> None:
    """A car cannot be registered on a policy that ran out, though nobody has filed its end."""
    town.file("policy/car-1", Kind.ISSUE, "bank", until_s=town.time_s + 1000)
    town.time_s += 1000

    refused(town, RecordBlocked, "car/car-1", Kind.ISSUE, "registrar")


def test_what_is_needed_until_a_time_makes_what_needs_it_good_until_then(town: Town) -> None:
    """Admitted now and placed in a block after the policy's end, it must be judged again."""
    town.file("policy/car-1", Kind.ISSUE, "bank", until_s=town.time_s + 1000)
    draft = draft_after(town.state, town.time_s)
    end = town.read(town.latest["policy/car-1"]).until_s
    assert end is not None

    admit(draft, town.signed(town.statement("car/car-1", Kind.ISSUE), "registrar"))

    assert draft.would_be_good_at(end - 1)
    assert not draft.would_be_good_at(end)


def test_a_notice_past_its_end_blocks_nobody(town: Town) -> None:
    """It locks until its day, and not a day longer."""
    town.file("policy/car-1", Kind.ISSUE, "bank")
    town.file("car/car-1", Kind.ISSUE, "registrar")
    town.file("notice/car-1", Kind.ISSUE, "bank", until_s=town.time_s + 1000)
    refused(town, RecordBlocked, "car/car-1", Kind.TRANSFER, "registrar", holders=(PAOLO,))

    town.time_s += 1000

    town.file("car/car-1", Kind.TRANSFER, "registrar", holders=(PAOLO,))


def test_again_is_yes_or_no() -> None:
    """Anything else is no rule."""
    with pytest.raises(GovernanceRefused):
        parse_pack(encode_cbor({"name": "x", "registers": {"y": {"endorse": {"issue": BANK}, "again": 1}}}), 1)
