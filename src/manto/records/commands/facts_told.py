"""What the city knows of people from a record, as its type tells: a death makes a widow, an entry a voter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.records.proposals import fields_of
from manto.records.record_type import Told
from manto.records.reference import types
from manto.residents.commands import Said, believe_record
from manto.residents.queries import Room, household_of, read_facts

HERE = Room("records")
CIVIL_STATUS = "person.civil_status"


def tell_facts(record: Any, effective_at: datetime, now: datetime) -> None:
    """Tell the room of residents what a record says of people, now that a statement about it is final."""
    tells = types()[record.register].tells
    if not tells or record.grade == "legacy":  # nobody has verified that
        return
    day = effective_at.astimezone(settings.CITY.time_zone).date()
    says = list(_said(record, tells, now)) if record.status == "active" else []
    believe_record(record.name, says, on=day, now=now, void=record.status == "annulled")


def _said(record: Any, tells: tuple[Told, ...], now: datetime) -> Iterator[Said]:
    fields = fields_of(record.name)
    since = record.since.astimezone(settings.CITY.time_zone).date()
    for told in tells:
        value = fields.get(told.field) if told.field else told.value
        if value is None or any(fields.get(field) != wanted for field, wanted in told.where.items()):
            continue
        for holder in record.holders.filter(until=None, resident__isnull=False):
            whom = holder.resident_id if told.of == "holder" else _spouse(holder.resident_id, since, now)
            if whom is not None:
                yield Said(whom, told.fact, value, since)


def _spouse(resident: UUID, on: date, now: datetime) -> UUID | None:
    """Find who lived with somebody and was married to her on the day before, as the civil register has it."""
    on -= timedelta(days=1)
    for other, relation in household_of(resident, on=on):
        if relation != "partner":
            continue
        status = read_facts(other, [CIVIL_STATUS], HERE, "widowed", now, on=on).get(CIVIL_STATUS)
        if status is not None and status.value == "married":
            return other
    return None
