"""A holder's own record, as her wallet shows it: how it stands, what burdens it, its history, who looked, what was filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.ledger.state.constitution import GOVERNANCE_RECORD
from manto.ledger.statements import parse_statement
from manto.records import node, wording
from manto.records.commands.issuing import absences
from manto.records.models import Issued
from manto.records.queries.guard import AlertView, LookView, alerts_of, looks_at
from manto.records.queries.views import HistoryLine, RecordView, history, holds, record_view, the_record
from manto.records.reference import types

LINES_MAX = 100


@dataclass(frozen=True)
class Burden:
    """A type of record that would keep this one from changing hands: proven absent, or there."""

    name: str
    absent: bool
    standing: str = ""


@dataclass(frozen=True)
class MyRecord:
    """A record of one's own.

    Attributes:
        agencies: How many agencies keep the ledger that it stands in.
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
        burdens=_burdens(record, language),
        history=history(record_id, language)[:LINES_MAX],
        looks=looks_at(record_id, language)[:LINES_MAX],
        alerts=[one for one in alerts_of(resident_id, language) if one.record == record_id],
        agencies=agencies_that_keep_it(),
        as_of=now,
        given_out=Issued.objects.filter(record=record, standing=0).count(),
        more=[one for one in view.fields if one.name not in view.face],
    )


def agencies_that_keep_it() -> int:
    """Say how many members the ledger has."""
    latest = node.ledger().latest(GOVERNANCE_RECORD)
    return 0 if latest is None else len((latest.statement.content or {}).get("members", ()))


def _burdens(record: Any, language: str) -> list[Burden]:
    of = types()[record.register]
    transfer = of.life.get("transfer")
    absent = {one.id for one, _ in absences(record)}
    found = []
    for register in transfer.blocked_by if transfer else ():
        name = wording.words_in(types()[register].name, language)
        if register in absent:
            found.append(Burden(name, True))
            continue
        head = node.ledger().head(f"{register}/{record.subject}")
        of_head = node.ledger().statement(head.statement) if head is not None else None
        status = parse_statement(of_head.payload).status.name.lower() if of_head is not None else "active"
        found.append(Burden(name, False, wording.status_text(types()[register], status, language)))
    return found
