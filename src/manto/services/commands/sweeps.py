"""Who makes a sweep, and what came of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, overload

from manto.services.models import Sweep
from manto.store.command import command

GIVEN_UP_AFTER = timedelta(hours=6)


@overload
def begin_sweep(day: date, rules: str, *, now: datetime, again: Literal[True]) -> Sweep: ...
@overload
def begin_sweep(day: date, rules: str, *, now: datetime) -> Sweep | None: ...
@command
def begin_sweep(day: date, rules: str, *, now: datetime, again: bool = False) -> Sweep | None:
    """Take a sweep upon oneself; none when somebody makes or has made it.

    Args:
        day: The city's day.
        rules: The hash of all versions.
        now: The moment.
        again: Whether it is made whoever has made it.

    """
    row, new = Sweep.objects.select_for_update().get_or_create(day=day, rules=rules, defaults={"begun_at": now})
    left = row.ended_at is None and row.begun_at < now - GIVEN_UP_AFTER
    if not (new or left or again):
        return None
    row.begun_at, row.ended_at = now, None
    row.save()
    made: Sweep = row
    return made


@command
def end_sweep(number: int, *, residents: int, changed: int, offers: int, now: datetime) -> Sweep:
    """Write down what came of a sweep."""
    row: Sweep = Sweep.objects.get(pk=number)
    row.ended_at, row.residents, row.changed, row.offers = now, residents, changed, offers
    row.save()
    return row
