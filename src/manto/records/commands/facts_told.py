"""What the city knows of people from a record, as its type tells: a death makes a widow, an entry a voter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
    """Tell the room of residents what a record says of people, now that a statement about it is final, or its end came.

    Of what only the first to end is told of, the others that somebody holds are told of anew: the next may be first now.
    """
    tells = types()[record.register].tells
    if not tells or record.grade == "legacy":  # nobody has verified that
        return
    day = effective_at.astimezone(settings.CITY.time_zone).date()
    firsts = {told.fact for told in tells if told.of_several == "first"}
    says = {one: list(_said(one, tells, now)) for one in (record, *(_beside(record) if firsts else ()))}
    for one, said in says.items():
        others = [(other, that) for other, those in says.items() if other != one for that in those]
        says[one] = [this for this in said if this.name not in firsts or _ends_first(one, this, others, now)]
    for one in sorted(says, key=lambda one: len(says[one])):  # what is not told any more makes room
        is_it = one == record
        said = says[one] if is_it else [replace(this, since=max(this.since, day)) for this in says[one]]
        believe_record(one.name, said, on=day, now=now, void=is_it and record.status == "annulled")


def _beside(record: Any) -> list[Any]:
    """Find the other records of the same type that somebody holds who holds this one."""
    holders = record.holders.filter(until=None, resident__isnull=False).values_list("resident", flat=True)
    held = type(record).objects.filter(register=record.register, holders__until=None, holders__resident__in=[*holders])
    return list(held.exclude(id=record.id).exclude(grade="legacy").distinct())


def _ends_first(record: Any, said: Said, others: list[tuple[Any, Said]], now: datetime) -> bool:
    """Say whether nothing that still runs, and is told of the same person, ends before this."""
    same = [(other, that.value) for other, that in others if (that.resident, that.name) == (said.resident, said.name)]
    running = [(other, value) for other, value in same if not _is_over(other, now)]
    if _is_over(record, now):
        return not running and all(value <= said.value for _, value in same)
    return all(value >= said.value for _, value in running)


def _is_over(record: Any, now: datetime) -> bool:
    return record.until is not None and record.until <= now


def _said(record: Any, tells: tuple[Told, ...], now: datetime) -> Iterator[Said]:
    if record.status != "active":
        return
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
