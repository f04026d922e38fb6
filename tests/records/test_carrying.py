"""One filing, two who carry it: the register's own round and the request that signed it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from tests.records.conftest import TITLE, Office

from manto.kernel.errors import Conflict, NotAllowed
from manto.ledger.log.notes import Note, SignatureLine
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.node import RecordsLedger
from manto.ledger.sequencer.store import open_store
from manto.ledger.statements import decode_cbor
from manto.records import commands, keys, node
from manto.records.commands import drafts, filings
from manto.records.drawing_up import draw_up
from manto.records.models import Draft, Filing, Record
from manto.records.signing import sealed, signatures_by


class SlowWitness:
    """Lets a checkpoint be published when the test says so."""

    def __init__(self) -> None:
        self.hurry = threading.Event()
        self.hurry.set()

    def cosign(self, note: Note, tiles: VerifiedTiles) -> Sequence[SignatureLine]:
        """Wait, and sign nothing."""
        self.hurry.wait(20)
        return ()


@pytest.fixture
def witness(office: Office, settings: Any) -> Iterator[SlowWitness]:
    """Put a witness under the city's ledger that can be held up."""
    slow = SlowWitness()
    [place] = node._opened
    node.close_ledger()
    node._opened[place] = RecordsLedger(open_store(node.folder()), clock=settings.CLOCK, cosigners=slow)
    yield slow
    slow.hurry.set()


def lodged(office: Office, number: int = 7) -> tuple[UUID, UUID]:
    """Give a draft of a new title that everybody has signed, and its filing."""
    says = TITLE | {"parcel": f"E897-45-312-{number}"}
    draft = office.file("chiara", office.entry("land-title", "issue", says, to="paolo"))
    office.check(draft, "second")
    drafts._sign_as_officer(draft, account_id=office.officers["chiara"], now=office.now)
    filing = drafts._lodge_when_complete(draft, office.now, "en")
    assert filing is not None
    return draft, filing


def envelopes_of(filing: UUID) -> list[bytes]:
    envelopes: list[bytes] = decode_cbor(bytes(Filing.objects.get(id=filing).envelopes))
    return envelopes


@pytest.mark.parametrize("waits_behind_another", [False, True], ids=["sealed", "not yet in a block"])
def test_the_second_who_carries_it_waits_until_it_is_final(
    office: Office, witness: SlowWitness, waits_behind_another: bool
) -> None:
    """The ledger has it already and it is in no checkpoint: its history is behind, and says nothing of what has no effect."""
    draft, filing = lodged(office)
    _, another = lodged(office, 8)
    witness.hurry.clear()
    if waits_behind_another:
        node.ledger().file(envelopes_of(another))
    node.ledger().file(envelopes_of(filing))  # the first is about to wait for it
    threading.Timer(0.4, witness.hurry.set).start()

    [record] = filings.carry(filing)

    assert Draft.objects.get(id=draft).state == "final"
    assert Record.objects.get(id=record).status == "active"
    assert not Filing.objects.filter(id=filing).exists()


def test_carrying_it_a_third_time_changes_nothing(office: Office) -> None:
    """Whoever comes when the tables follow already finds nothing left to do."""
    draft, filing = lodged(office)
    filings.carry(filing)

    assert filings.carry(filing) == []
    assert commands.tick(office.now) == 0
    assert Draft.objects.get(id=draft).state == "final"


def test_what_is_on_its_way_is_neither_signed_nor_stopped_nor_taken_back(office: Office) -> None:
    """A further signature would make another statement of it; taking it back would destroy what it says."""
    draft, filing = lodged(office)
    chiara, paolo = office.officers["chiara"], office.residents["paolo"]

    with pytest.raises(Conflict):
        commands.sign_as_officer(draft, account_id=office.officers["second"], now=office.now)
    with pytest.raises(Conflict):
        commands.withdraw_draft(draft, account_id=chiara, said="No", now=office.now)
    with pytest.raises((Conflict, NotAllowed)):
        commands.object_to_draft(draft, resident_id=paolo, reason="No", now=office.now)
    with pytest.raises(Conflict):
        lodged(office)  # nor is the same thing begun beside it

    filings.carry(filing)
    assert Draft.objects.get(id=draft).state == "final"


def test_what_the_ledger_refuses_closes_its_draft_with_the_reason(office: Office) -> None:
    """Whoever carried it, the round included; it is not tried again."""
    flat = office.flat()
    draft = office.file("carlo", office.entry("land-title", "dispute", of=flat))
    drafts._sign_as_officer(draft, account_id=office.officers["carlo"], now=office.now)
    filing = drafts._lodge_when_complete(draft, office.now, "en")
    assert filing is not None
    node.ledger().file([suspended(office, flat)])

    commands.tick(office.now)

    closed = Draft.objects.get(id=draft)
    assert (closed.state, "latest statement" in closed.said) == ("refused", True)
    assert Filing.objects.get(id=filing).state == "refused"
    assert commands.tick(office.now) == 0


def suspended(office: Office, flat: Any) -> bytes:
    """Give a statement about the same record that nobody here knows of."""
    [drawn] = draw_up([office.entry("land-title", "suspend", of=flat)], office.now)
    [row, *_] = keys.keys_of(office.officers["carlo"], office.now)
    pair = keys.officer_key(row)
    [signature] = signatures_by(pair, [drawn.payload])
    return sealed(drawn.payload, {pair.public_key: signature})
