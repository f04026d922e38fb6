"""What was done by mistake can be undone exactly, and only so."""

from __future__ import annotations

from typing import Any

import pytest
from town import Town, new_town, pair

from manto.ledger.state import admit, draft_after
from manto.ledger.state.errors import WrongChange
from manto.ledger.statements import Kind, Status
from manto.ledger.statements.errors import WrongStatus

ENZO = (pair("enzo").public_key,)
PASSPORT = "passport/enzo"


@pytest.fixture
def town() -> Town:
    """Give a town where Enzo's suspended passport was revoked because he was declared dead."""
    town = new_town()
    town.file("birth/enzo", Kind.ISSUE, "clerk", effective_s=-700_000_000)
    town.file(PASSPORT, Kind.ISSUE, "clerk", "second clerk", holders=ENZO, until_s=town.time_s + 10**8)
    town.file(PASSPORT, Kind.SUSPEND, "clerk", reason="lost, perhaps")
    death = town.file("death/enzo", Kind.ISSUE, "clerk")
    town.file(PASSPORT, Kind.REVOKE, "clerk", evidence=(death,))
    return town


def test_a_wrong_death_is_annulled_and_the_passport_stands_as_before(town: Town) -> None:
    """Not active, which it was not, but suspended, since when it was."""
    suspended = next(one for one in chain(town, PASSPORT) if town.read(one).kind is Kind.SUSPEND)
    alive = town.file("death/enzo", Kind.ANNUL, "clerk", reason="declared dead by mistake")

    town.file(PASSPORT, Kind.REINSTATE, "clerk", status=Status.SUSPENDED, restores=suspended, evidence=(alive,))

    head = town.state.head(PASSPORT)
    assert head is not None
    assert (head.status, head.since_s) == (Status.SUSPENDED, town.read(suspended).effective_s)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"status": Status.ACTIVE}, WrongChange),
        ({"holders": (pair("impostor").public_key,)}, WrongChange),
        ({"until_s": None}, WrongChange),
        ({"body": bytes(32)}, WrongChange),
        ({"evidence": ()}, WrongStatus),
        ({"restores": None}, WrongStatus),
        ({"restores": bytes(32)}, WrongStatus),
        ({"restores": "death/enzo"}, WrongStatus),
        ({"restores": PASSPORT, "status": Status.REVOKED}, WrongStatus),
        ({"kind": Kind.AMEND}, WrongStatus),
    ],
)
def test_nothing_else_comes_back(town: Town, changes: dict[str, Any], error: type[Exception]) -> None:
    """A reinstatement from an end brings back exactly an earlier standing state of the same record, with evidence."""
    suspended = next(one for one in chain(town, PASSPORT) if town.read(one).kind is Kind.SUSPEND)
    alive = town.file("death/enzo", Kind.ANNUL, "clerk")
    fields = {"status": Status.SUSPENDED, "restores": suspended, "evidence": (alive,), **changes}
    if isinstance(fields["restores"], str):
        fields["restores"] = town.latest[fields["restores"]]
    kind = fields.pop("kind", Kind.REINSTATE)
    raw = town.signed(town.statement(PASSPORT, kind, **fields), "clerk")

    with pytest.raises(error):
        admit(draft_after(town.state, town.time_s), raw)


def test_a_record_that_came_to_its_end_expires(town: Town) -> None:
    """Not before its end, and then without anybody changing what it says."""
    until_s = town.time_s + 1000
    town.file("birth/2", Kind.ISSUE, "clerk")
    town.file("passport/2", Kind.ISSUE, "clerk", "second clerk", until_s=until_s)
    early = town.signed(town.statement("passport/2", Kind.EXPIRE), "clerk")
    with pytest.raises(WrongStatus, match="has not come to its end"):
        admit(draft_after(town.state, town.time_s), early)

    town.time_s = until_s
    town.file("passport/2", Kind.EXPIRE, "clerk")

    head = town.state.head("passport/2")
    assert head is not None
    assert (head.status, head.since_s) == (Status.EXPIRED, until_s)


def chain(town: Town, record: str) -> list[bytes]:
    """Give the hashes of a record's statements, newest first."""
    hashes, latest = list[bytes](), town.latest.get(record)
    while latest is not None:
        hashes.append(latest)
        latest = town.read(latest).prev
    return hashes
