"""What enters the ledger, and by which name everything else is refused."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from town import ORIGIN, ROLES, START_S, Town, delegation, governance, new_town, pair, rule_pack

from manto.kernel.errors import MantoError
from manto.ledger.state import admit, draft_after
from manto.ledger.state.errors import GovernanceRefused, WrongChange
from manto.ledger.statements import Kind, Statement, Status, batch_signatures, envelope, parse_envelope, sign_payload
from manto.ledger.statements.errors import (
    BadSignature,
    DatesOutOfRange,
    MalformedStatement,
    MissingEndorser,
    NoSuchRegister,
    RecordBlocked,
    Replayed,
    RevokedKey,
    StatementTooLarge,
    UnknownKey,
    WrongLedger,
    WrongPrevious,
    WrongStatus,
)

PAOLO, ANNA, BRUNO = (pair(name).public_key for name in ("paolo", "anna", "bruno"))
SELLING = ("registrar", "notary", "paolo", "anna")
TITLE = "land-title/E897-45-312"


@pytest.fixture
def town() -> Town:
    """Give a town where Paolo holds a title."""
    town = new_town()
    town.file(TITLE, Kind.ISSUE, "registrar", holders=(PAOLO,), body=b"\x07" * 32)
    return town


def refuse(town: Town, raw: bytes, error: type[MantoError], why: str) -> None:
    """Check that a statement is refused by name, with advice, and that nothing moves."""
    draft = draft_after(town.state, town.time_s)
    with pytest.raises(error, match=why) as refusal:
        admit(draft, raw)
    assert refusal.value.next_step
    assert (draft.heads, draft.admitted, draft.constitution) == ({}, {}, town.state.constitution)


def test_a_sale_takes_four_signatures(town: Town) -> None:
    """Registrar, notary, seller and buyer: then the title is the buyer's."""
    sale = town.file(TITLE, Kind.TRANSFER, *SELLING, holders=(ANNA,))

    head = town.state.head(TITLE)

    assert head is not None
    assert (head.statement, head.status) == (sale, Status.ACTIVE)
    assert town.read(sale).holders == (ANNA,)


@pytest.mark.parametrize(
    ("absent", "words"),
    [("registrar", "land.registrar"), ("notary", "notary"), ("paolo", "all who hold"), ("anna", "are to hold")],
)
def test_a_sale_lacking_one_signature_is_refused(town: Town, absent: str, words: str) -> None:
    """The error says who is missing."""
    signers = [name for name in SELLING if name != absent]
    raw = town.signed(town.statement(TITLE, Kind.TRANSFER, holders=(ANNA,)), *signers)

    refuse(town, raw, MissingEndorser, words)


def test_a_court_order_overrides_alone(town: Town) -> None:
    """Where the rules say any, one branch is enough."""
    town.file(TITLE, Kind.TRANSFER, "judge", holders=(ANNA,))

    assert town.read(town.latest[TITLE]).holders == (ANNA,)


def test_four_eyes_are_two_officers(town: Town) -> None:
    """One officer signing does not count twice, and neither does the agency's own key."""
    town.file("birth/1", Kind.ISSUE, "clerk")
    statement = town.statement("passport/1", Kind.ISSUE)

    refuse(town, town.signed(statement, "clerk"), MissingEndorser, "1 more of 2 officers")
    refuse(town, town.signed(statement, "clerk", "registry"), MissingEndorser, "1 more of 2 officers")
    town.file("passport/1", Kind.ISSUE, "clerk", "second clerk")


def test_a_title_sold_twice_is_sold_once(town: Town) -> None:
    """Two sales drawn up from the same state: the second names a statement that is not the latest any more."""
    first = town.signed(town.statement(TITLE, Kind.TRANSFER, holders=(ANNA,)), *SELLING)
    second = town.signed(
        town.statement(TITLE, Kind.TRANSFER, holders=(BRUNO,)), "registrar", "notary", "paolo", "bruno"
    )

    transition = town.block([first, second])

    assert [type(void.why) for void in transition.void] == [WrongPrevious]
    assert town.read(town.latest[TITLE]).holders == (ANNA,)
    refuse(town, second, WrongPrevious, "second disposal")


def test_a_replayed_statement_is_refused(town: Town) -> None:
    """The ledger knows what it holds."""
    raw = town.archive.statement(town.latest[TITLE])
    assert raw is not None

    refuse(town, raw, Replayed, "as entry 11")


@pytest.mark.parametrize(
    ("record", "kind", "fields", "error", "why"),
    [
        (TITLE, Kind.TRANSFER, {"prev": None}, WrongPrevious, "not the latest"),
        (TITLE, Kind.TRANSFER, {"prev": bytes(32)}, WrongPrevious, "not the latest"),
        ("land-title/new", Kind.ISSUE, {"prev": bytes(32)}, WrongPrevious, "There is no record"),
        ("land-title/new", Kind.AMEND, {}, WrongStatus, "There is no record"),
        (TITLE, Kind.ISSUE, {}, WrongStatus, "exists already"),
        (TITLE, Kind.REINSTATE, {}, WrongStatus, "is active; 'reinstate' cannot"),
        (TITLE, Kind.AMEND, {"status": Status.REVOKED}, WrongStatus, "cannot make it revoked"),
        (TITLE, Kind.EXPIRE, {}, WrongStatus, "has not come to its end"),
        (TITLE, Kind.AMEND, {"holders": (ANNA,)}, WrongChange, "changes who holds"),
        (TITLE, Kind.SUSPEND, {"body": None}, WrongChange, "changes what"),
        (TITLE, Kind.TRANSFER, {"signed_s": START_S - 40 * 86_400}, DatesOutOfRange, "more than 30 days"),
        (TITLE, Kind.TRANSFER, {"signed_s": START_S + 86_400}, DatesOutOfRange, "or after it"),
        (TITLE, Kind.TRANSFER, {"effective_s": START_S + 86_400}, DatesOutOfRange, "does not allow"),
        (TITLE, Kind.TRANSFER, {"effective_s": START_S - 500 * 86_400}, DatesOutOfRange, "400 days"),
        (TITLE, Kind.TRANSFER, {"until_s": START_S - 1}, DatesOutOfRange, "end before it begins"),
        (TITLE, Kind.EXPIRE, {"until_s": START_S + 1}, WrongChange, "changes what"),
        (TITLE, Kind.TRANSFER, {"evidence": (bytes(32),)}, RecordBlocked, "does not stand"),
        (TITLE, Kind.TRANSFER, {"ledger": "ledger.cremona.example"}, WrongLedger, "ledger.cremona.example"),
        ("fishing/1", Kind.ISSUE, {}, NoSuchRegister, "Known are: birth, death, land-title"),
        ("lien/E897", Kind.ISSUE, {"effective_s": START_S - 86_400}, DatesOutOfRange, "0 days"),
        ("passport/2", Kind.ISSUE, {}, MissingEndorser, "passport.officer"),
        ("lien/1", Kind.SUSPEND, {}, WrongStatus, "There is no record"),
    ],
)
def test_each_fault_has_its_name(
    town: Town, record: str, kind: Kind, fields: dict[str, Any], error: type[MantoError], why: str
) -> None:
    """The log does not move, and the message says what to do."""
    signers = ("registrar", "judge") if record == TITLE else ("clerk",)
    ledger = fields.pop("ledger", ORIGIN)
    statement = town.statement(record, kind, **{"holders": (PAOLO,) if record == TITLE else (), **fields})
    moved = Statement(**{**vars(statement), "ledger": ledger})

    refuse(town, town.signed(moved, *signers), error, why)


def test_a_kind_that_the_rules_do_not_name_is_refused(town: Town) -> None:
    """What nobody may do, nobody may do."""
    town.file("lien/1", Kind.ISSUE, "bank")

    refuse(town, town.signed(town.statement("lien/1", Kind.SUSPEND), "bank"), MissingEndorser, "let nobody 'suspend'")


def test_a_lien_blocks_the_sale_until_it_is_lifted(town: Town) -> None:
    """The record of the same subject in another register stands in the way, and then does not."""
    lien = TITLE.replace("land-title", "lien")
    town.file(lien, Kind.ISSUE, "bank")
    raw = town.signed(town.statement(TITLE, Kind.TRANSFER, holders=(ANNA,)), *SELLING)
    refuse(town, raw, RecordBlocked, "lien/E897-45-312 is active")

    town.file(lien, Kind.REVOKE, "bank")

    town.block([raw])
    assert town.read(town.latest[TITLE]).holders == (ANNA,)


def test_a_passport_needs_a_birth(town: Town) -> None:
    """A record that another depends on must be active."""
    raw = town.signed(town.statement("passport/9", Kind.ISSUE), "clerk", "second clerk")
    refuse(town, raw, RecordBlocked, "needs birth/9")

    town.file("birth/9", Kind.ISSUE, "clerk", effective_s=-1_000_000_000)

    assert town.block([raw]).void == ()


def test_a_signature_by_a_stranger_is_refused(town: Town) -> None:
    """No key is tolerated that nobody answers for, whatever the others say."""
    statement = town.statement(TITLE, Kind.TRANSFER, holders=(ANNA,))

    refuse(town, town.signed(statement, *SELLING, "stranger"), UnknownKey, "nobody|no member's")


def test_a_forged_signature_is_refused(town: Town) -> None:
    """A signature over something else is not a signature."""
    payload = town.statement(TITLE, Kind.AMEND).to_bytes()
    forged = envelope(payload, [sign_payload(payload + b" ", pair("registrar"))])

    refuse(town, forged.raw, BadSignature, "does not hold")


def test_an_agencys_batch_is_admitted_statement_by_statement(town: Town) -> None:
    """One signature for two hundred titles, any of which may be left out."""
    statements = [town.statement(f"land-title/b{n}", Kind.ISSUE, holders=(PAOLO,)) for n in range(200)]
    payloads = [statement.to_bytes() for statement in statements]
    signatures = batch_signatures(payloads, pair("land office"))
    raws = [envelope(one, [signature]).raw for one, signature in zip(payloads, signatures, strict=True)]

    transition = town.block(raws[::2])

    assert transition.void == ()
    assert town.state.head("land-title/b1") is None
    town.block(raws[1::2])
    assert town.state.head("land-title/b1") is not None


def test_malformed_and_too_large_are_refused(town: Town) -> None:
    """Noise and ten megabytes have their names."""
    refuse(town, b"noise", MalformedStatement, "not a COSE_Sign")
    refuse(town, bytes(10_000_000), StatementTooLarge, "10,000,000")


def test_a_revoked_key_signs_nothing_from_its_index_on(town: Town) -> None:
    """What it signed before stands; what is filed from there on does not."""
    key = pair("registrar").public_key
    before = town.file("land-title/before", Kind.ISSUE, "registrar", holders=(PAOLO,))
    from_index = town.state.size + 4
    content = {"from_index": from_index}
    town.file(f"delegation/{key.hex()}", Kind.REVOKE, "land office", content=content)

    town.file("land-title/still", Kind.ISSUE, "registrar", holders=(PAOLO,))
    raw = town.signed(town.statement("land-title/after", Kind.ISSUE, holders=(PAOLO,)), "registrar")

    refuse(town, raw, RevokedKey, f"from entry {from_index}")
    head = town.state.head("land-title/before")
    assert head is not None
    assert head.statement == before


def test_a_key_signs_only_in_its_time(town: Town) -> None:
    """Before the delegation begins and after it ends, the key is nobody's."""
    town.block([delegation(town, "land office", "trainee", ["land.registrar"], from_s=START_S + 3600)])
    raw = town.signed(town.statement("land-title/t", Kind.ISSUE, holders=(PAOLO,)), "trainee")
    refuse(town, raw, RevokedKey, "not delegated for the time")

    town.time_s = START_S + 7200
    town.file("land-title/t", Kind.ISSUE, "trainee", holders=(PAOLO,))

    town.time_s = START_S + 366 * 86_400
    raw = town.signed(town.statement("land-title/u", Kind.ISSUE, holders=(PAOLO,)), "trainee")
    refuse(town, raw, RevokedKey, "not delegated for the time")


def test_an_agency_cannot_give_a_role_that_it_does_not_have(town: Town) -> None:
    """The notaries cannot make a judge."""
    refuse(town, delegation(town, "notaries", "impostor", ["court"]), GovernanceRefused, "does not have")


def test_nobody_delegates_in_anothers_name(town: Town) -> None:
    """A delegation is signed by the agency that it names."""
    payload = town.statement(
        f"delegation/{pair('impostor').public_key.hex()}",
        Kind.ISSUE,
        content={"agency": "court", "roles": ["court"], "from_s": 0, "until_s": 2**40},
    )

    refuse(town, town.signed(payload, "notaries"), MissingEndorser, "the agency 'court'")


def test_rules_need_a_quorum_and_do_not_reach_back(town: Town) -> None:
    """Two of four are no quorum of three; a pack comes into force after the block that carries it."""
    rules = {"name": "new", "registers": {"lien": {"endorse": {"issue": ["role", "court"]}}}}
    height = town.state.height + 1

    refuse(town, rule_pack(town, rules, height + 5, ["court", "notaries"]), MissingEndorser, "1 more of 3")
    refuse(town, rule_pack(town, rules, height), GovernanceRefused, "Choose a block above")


def test_a_block_is_judged_by_the_rules_of_its_height(town: Town) -> None:
    """The old pack rules until the block before, the new one from its block on."""
    rules = {"name": "new", "registers": {"lien": {"endorse": {"issue": ["role", "court"]}}}}
    town.block([rule_pack(town, rules, town.state.height + 3)])

    town.file("lien/a", Kind.ISSUE, "bank")

    refuse(town, town.signed(town.statement("lien/b", Kind.ISSUE), "bank"), MissingEndorser, "role court")
    town.file("lien/b", Kind.ISSUE, "judge")


def test_members_change_by_quorum(town: Town) -> None:
    """Three of four take the fourth out; its officers sign nothing any more."""
    smaller = governance(["land office", "notaries", "registry"], quorum=2)
    statement = town.statement("governance/ledger", Kind.AMEND, content=smaller)
    refuse(town, town.signed(statement, "land office", "notaries"), MissingEndorser, "1 more of 3 members")

    town.block([town.signed(statement, "land office", "notaries", "registry")])

    raw = town.signed(town.statement(TITLE, Kind.TRANSFER, holders=(ANNA,)), "judge", "anna")
    refuse(town, raw, RevokedKey, "no member any more")


def test_only_the_announced_key_follows(town: Town) -> None:
    """A member that announced its next key cannot be given another one by whoever has a quorum."""
    announced = sha256(pair("court, next").public_key).digest()
    content = governance(court={"next_key_hash": announced})
    town.file("governance/ledger", Kind.AMEND, *list(ROLES)[:3], content=content)
    other = governance(court={"key": pair("someone").public_key})
    statement = town.statement("governance/ledger", Kind.AMEND, content=other)
    refuse(town, town.signed(statement, *list(ROLES)[:3]), GovernanceRefused, "not the one that it announced")

    right = governance(court={"key": pair("court, next").public_key})
    town.file("governance/ledger", Kind.AMEND, *list(ROLES)[:3], content=right)

    assert town.state.constitution.members["court"].key == pair("court, next").public_key


@pytest.mark.parametrize(
    "content",
    [
        governance(quorum=2),
        governance(quorum=5),
        governance([], quorum=0),
        governance(["court", "court"], quorum=2),
        governance(court={"key": pair("notaries").public_key}),
        governance(court={"key": (1).to_bytes(32, "little")}),
        governance(court={"key": [1]}),
        governance(court={"roles": [""]}),
        governance(court={"next_key_hash": b"short"}),
        {"members": 4, "quorum": 3},
        {"quorum": 3},
        {**governance(), "extra": 1},
    ],
)
def test_a_governance_that_would_not_govern_is_refused(town: Town, content: dict[str, Any]) -> None:
    """Minorities, doubles and keys that anyone could sign with."""
    raw = town.signed(town.statement("governance/ledger", Kind.AMEND, content=content), *ROLES)

    refuse(town, raw, GovernanceRefused, "no majority|Two members|member has|governance record has|is not 32 bytes")


def test_a_stranger_cannot_found_a_second_government(town: Town) -> None:
    """A governance record beside the first, signed by its own members, is refused."""
    content = governance(["stranger"], quorum=1)
    raw = town.signed(town.statement("governance/other", Kind.ISSUE, content=content), "stranger")

    refuse(town, raw, UnknownKey, "no member's")


def test_an_erasure_receipt_is_signed_by_every_custodian(town: Town) -> None:
    """Each custodian attests that it destroyed what it held."""
    content = {"statements": [town.latest[TITLE]], "custodians": ["land office", "registry"]}
    statement = town.statement("erasure/1", Kind.ISSUE, content=content)
    refuse(town, town.signed(statement, "registrar"), MissingEndorser, "registry")

    town.block([town.signed(statement, "registrar", "registry")])

    assert town.state.head("erasure/1") is not None


def test_nothing_is_said_before_the_ledger_is_founded() -> None:
    """The first statement is the governance, signed by all whom it names."""
    town = Town()
    founding = town.statement("governance/ledger", Kind.ISSUE, content=governance())

    refuse(town, town.signed(town.statement(TITLE, Kind.ISSUE), "registrar"), NoSuchRegister, "none yet")
    refuse(town, town.signed(founding, "court"), MissingEndorser, "every founding member")


def test_a_statement_is_the_bytes_that_were_signed(town: Town) -> None:
    """The ledger keeps what came, bit by bit."""
    raw = town.signed(town.statement(TITLE, Kind.AMEND), "registrar")

    town.block([raw])

    assert town.archive.statement(parse_envelope(raw).hash) == raw
