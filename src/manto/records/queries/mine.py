"""A holder's own record, as her wallet shows it: how it stands, what burdens it, its history, who looked, what was filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.records import wording
from manto.records.models import Issued, Record
from manto.records.proposal import Standing
from manto.records.queries.guard import AlertView, LookView, alerts_of, looks_at
from manto.records.queries.trust import agencies_that_signed
from manto.records.queries.views import HistoryLine, RecordView, history, holds, record_view, the_record
from manto.records.reference import types

LINES_MAX = 100


@dataclass(frozen=True)
class Burden:
    """A type of record that would keep this one from changing hands: absent, or there."""

    name: str
    absent: bool
    standing: str = ""


@dataclass(frozen=True)
class MyRecord:
    """A record of one's own.

    Attributes:
        agencies: How many agencies have signed the rules by which it was entered.
        as_of: As of when all this is so: now.
        given_out: How many papers and credentials of it still hold.
    """

    view: RecordView
    face: list[Any]
    burdens: list[Burden]
    history: list[HistoryLine]
    looks: list[LookView]
    alerts: list[AlertView]
    agencies: int
    as_of: datetime
    given_out: int = 0
    more: list[Any] = field(default_factory=list)


def my_record(record_id: UUID, resident_id: UUID, language: str, now: datetime) -> MyRecord:
    """Give a record to who holds it.

    Raises:
        NotFound: She holds no such record.
    """
    if not holds(resident_id, record_id):
        raise NotFound("You hold no such record.", "Look at your records again.")
    view, record = record_view(record_id, language, now), the_record(record_id)
    by_name = {one.name: one for one in view.fields}
    face = [by_name[name] for name in view.face if name in by_name]
    return MyRecord(
        view=view,
        face=face,
        burdens=_burdens(record, language, now),
        history=history(record_id, language)[:LINES_MAX],
        looks=looks_at(record_id, language)[:LINES_MAX],
        alerts=alerts_of(resident_id, language, record=record_id),
        agencies=agencies_that_signed(),
        as_of=now,
        given_out=Issued.objects.filter(record=record, standing=0).count(),
        more=[one for one in view.fields if one.name not in view.face],
    )


def _burdens(record: Any, language: str, now: datetime) -> list[Burden]:
    """Say what stands beside a record and what does not, as the tables follow the ledger; a paper of it proves the same."""
    transfer = types()[record.register].life.get("transfer")
    asked = transfer.blocked_by if transfer else ()
    beside = {one.register: one for one in Record.objects.filter(subject=record.subject, register__in=asked)}
    found = []
    for register in asked:
        of, there = types()[register], beside.get(register)
        if there is None or not Standing(there.status, there.until).stands(now):
            found.append(Burden(wording.words_in(of.name, language), absent=True))
        else:
            standing = wording.status_text(of, there.status, language)
            found.append(Burden(wording.words_in(of.name, language), absent=False, standing=standing))
    return found
