"""Giving out papers and credentials, and noticing when they no longer hold.

What is promised, by number:

1. Each has a place of its own in a status list, drawn at random: a list tells nobody what is beside what. A paper that is
   printed again from the same statement keeps its place.
2. A paper speaks from the record's latest statement, which its map proof shows.
3. When a later statement changes what the paper says, or who holds the record, its place says "ended"; while the record
   is on hold it says so; when the hold is lifted and nothing else changed, it holds again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from manto.kernel.errors import Conflict, Unavailable
from manto.kernel.events import Delivery
from manto.ledger.bundle import Bundle
from manto.ledger.log.errors import NotCosigned
from manto.ledger.paper import Claim, PaperCode, landmark_of, paper_of, print_codes, sign_claim
from manto.ledger.paper.claim import Shown
from manto.ledger.paper.lists import Standing
from manto.ledger.statements import parse_statement
from manto.records import node, wording
from manto.records.credentials.status_list import PLACES
from manto.records.events import RecordChanged
from manto.records.keys import paper_key
from manto.records.models import Issued, Record, StatusListPage
from manto.records.queries.views import fields_said, the_record
from manto.records.record_type import RecordType
from manto.records.reference import types
from manto.store.command import command
from manto.store.outbox import subscribe

LIST_FULL_AT = PLACES // 2
HELD = frozenset({"suspended", "disputed"})


@dataclass(frozen=True)
class Paper:
    """A paper's codes, ready to be drawn.

    Attributes:
        main: What proves the record, in one code or two.
        absent: Of records that would stand in its way and do not: which type, and the code that proves it.
        as_of_s: As of when all of it is so.
    """

    issued: UUID
    main: list[PaperCode]
    absent: list[tuple[RecordType, PaperCode]]
    as_of_s: int


def print_paper(record_id: UUID, resident_id: UUID | None, page: str, now: datetime) -> Paper:
    """Make a paper of a record as it stands.

    Args:
        record_id: Which. Whoever calls this has made sure that the reader may have it.
        resident_id: For whom.
        page: The address of the page that checks it.

    Raises:
        Conflict: What the record says was destroyed.
        Unavailable: The witnesses whom every paper must show have not seen the register's newest state yet.
    """
    try:
        return _print_paper(record_id, resident_id, page, now)
    except NotCosigned:
        raise Unavailable(
            "The witnesses of the register have not answered, and a paper without them would not hold.",
            "Try again in a few minutes.",
        ) from None


def _print_paper(record_id: UUID, resident_id: UUID | None, page: str, now: datetime) -> Paper:
    record = the_record(record_id)
    of, says = types()[record.register], fields_said(record)
    if not says:
        raise Conflict("There is nothing left that a paper could show.", "What this record said was destroyed by law.")
    ledger = node.ledger()
    bundle = ledger.bundle(record.name, with_authority=False)
    if bundle.head is None:
        raise Conflict("The ledger has no such record yet.", "Try again in a minute.")
    issued = give_place(record_id, resident_id, "paper", bundle.head.statement, now)
    shown = paper_fields(of, says)
    claim = Claim(record.name, bundle.head, shown, int(now.timestamp()), (issued.list_number, issued.place))
    code = paper_of(bundle, ledger.policy, sign_claim(claim, paper_key(of.agency)))  # (2)
    codes = print_codes(code, page)
    absent = [(one, _absence(proof)) for one, proof in absences(record)]
    as_of_s = landmark_of(bundle, ledger.policy).as_of_s
    return Paper(issued.id, codes, absent, as_of_s)


def absences(record: Any) -> list[tuple[RecordType, Bundle]]:
    """Prove, of each type that would keep this record from changing hands, that there is none, as of the same block."""
    of = types()[record.register]
    transfer = of.life.get("transfer")
    found = []
    for register in transfer.blocked_by if transfer else ():
        bundle = node.ledger().bundle(f"{register}/{record.subject}", with_authority=False)
        if bundle.head is None:
            found.append((types()[register], bundle))
    return found


def _absence(bundle: Bundle) -> PaperCode:
    code = paper_of(bundle, node.ledger().policy)
    return PaperCode(code.height, code.record, None, code.proof)


def paper_fields(of: RecordType, says: Mapping[str, Any]) -> dict[str, Shown]:
    """Give what stands on a record's face, as data where it is one value, and in words where it is several."""
    found: dict[str, Shown] = {}
    for name in of.face.fields:
        value = says.get(name)
        if isinstance(value, str | int | bool):
            found[name] = value
        elif value is not None:
            found[name] = wording.value_text(of.fields[name], value, "en")
    return found


@command
def give_place(record_id: UUID, resident_id: UUID | None, form: str, statement: bytes, now: datetime) -> Any:
    """Note what is given out, with a place of its own in a status list (1)."""
    given = Issued.objects.filter(record=record_id, resident=resident_id, form=form, statement=statement)
    if form == "paper" and (before := given.filter(standing=Standing.VALID).first()):
        return before  # printed again from the same statement, it is the same paper
    number = _list_with_room()
    for _ in range(50):
        try:
            with transaction.atomic():
                return Issued.objects.create(
                    record_id=record_id,
                    resident_id=resident_id,
                    form=form,
                    statement=statement,
                    content=_content_of(statement),
                    list_number=number,
                    place=_free_place(number),
                    made_at=now,
                )
        except IntegrityError:
            continue  # somebody else drew the same place
    raise Conflict("No place in the status list could be found.", "Try again.")


def _list_with_room() -> int:
    newest = StatusListPage.objects.order_by("-number").first()
    if newest is None:
        return int(StatusListPage.objects.get_or_create(number=1)[0].number)
    if Issued.objects.filter(list_number=newest.number).count() < LIST_FULL_AT:
        return int(newest.number)
    return int(StatusListPage.objects.get_or_create(number=newest.number + 1)[0].number)


def _free_place(number: int) -> int:
    pretended = {place for place, _ in StatusListPage.objects.get(number=number).decoys}
    while True:
        place = secrets.randbelow(PLACES)
        if place not in pretended:
            return place


def _content_of(statement_hash: bytes) -> bytes:
    """Hash what a statement left: what is said, and who holds it."""
    of = node.ledger().statement(statement_hash)
    if of is None:
        return bytes(32)
    statement = parse_statement(of.payload)
    return sha256(b"".join([statement.fields or bytes(32), *statement.holders])).digest()


def _content_now(record: Any) -> bytes:
    """Hash the same of how a record stands, from its row: any process of the city can, whoever has the ledger."""
    keys = record.holders.filter(until=None, key__isnull=False).values_list("key", flat=True)
    return sha256(b"".join([bytes(record.commitment or bytes(32)), *sorted({bytes(one) for one in keys})])).digest()


@subscribe(RecordChanged, "records.note_what_no_longer_holds")
def note_what_no_longer_holds(delivery: Delivery) -> None:
    """Look at all that was given out of a record that has changed (3)."""
    record = Record.objects.filter(id=delivery.subject).first()
    if record is not None:
        refresh_issued(record, delivery.written_at)


@command
def refresh_issued(record: Any, now: datetime) -> int:
    """Say of everything given out of a record how it stands now; say of how many that changed (3)."""
    content, changed = _content_now(record), 0
    for one in Issued.objects.filter(record=record).exclude(standing=Standing.INVALID):
        standing = _standing(record, bytes(one.content) == content)
        if standing == one.standing:
            continue
        one.standing = standing
        one.ended_at = now if standing is Standing.INVALID else None
        one.save(update_fields=["standing", "ended_at"])
        StatusListPage.objects.filter(number=one.list_number).update(due=True)
        changed += 1
    return changed


def _standing(record: Any, is_same: bool) -> Standing:
    if not is_same or record.status not in {"active", *HELD}:
        return Standing.INVALID
    return Standing.SUSPENDED if record.status in HELD else Standing.VALID
