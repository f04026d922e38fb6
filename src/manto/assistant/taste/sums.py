"""The city's sums: how often each thing was chosen and by how many, kept in step with the choices one by one.

A choice that comes or goes moves the few cells that it touches, by the difference between what its resident put into
them before and puts into them after. So reading the sums costs what the city has of things, however long it has been
learning, and after an erasure each cell is what it would be had she never been there: a cell of nothing is no row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from manto.assistant.models import Choice, HourSum, TasteState, ThingSum
from manto.assistant.preferences.city import RESIDENTS_MIN
from manto.assistant.preferences.times import hour_of_week, week_of
from manto.assistant.taste.scene import Sums

LATELY_WEEKS = 8

Cell = tuple[str, int]  # a subject and the week in which the weeks end, or a category and an hour of the week
Put = tuple[Counter[Cell], Counter[Cell]]  # what a resident puts into the cells of things, and into those of hours


@contextmanager
def kept_in_sums(resident_id: UUID) -> Iterator[None]:
    """Let a resident's choices come and go inside a command, and move the sums by the difference.

    Whoever enters holds the state's row until the command ends, so what is read before is still so after.
    """
    if not TasteState.objects.filter(id=1).update(changes=F("changes") + 1):
        TasteState.objects.get_or_create(id=1, defaults={"changes": 1})
    things, hours = _put_by(resident_id)
    yield
    things_after, hours_after = _put_by(resident_id)
    _move(ThingSum, ("subject", "until"), things, things_after)
    _move(HourSum, ("category", "hour"), hours, hours_after)


def _put_by(resident_id: UUID) -> Put:
    chosen = Choice.objects.filter(resident=resident_id, kind__in=Choice.CHOSEN)
    return cells_of(chosen.values_list("subject", "category", "quarter").iterator())


def cells_of(chosen: Iterator[tuple[str, str, int]]) -> Put:
    """Count what choices put into which cells: ever, in each eight weeks that hold them, and by hour of the week.

    >>> things, hours = cells_of(iter([("mantova:palazzo-te", "museum", 0)]))
    >>> len(things), things["mantova:palazzo-te", ThingSum.EVER], sum(hours.values())
    (9, 1, 1)
    """
    things, hours = Counter[Cell](), Counter[Cell]()
    for subject, category, quarter in chosen:
        week = week_of(quarter)
        for until in (ThingSum.EVER, *range(week, week + LATELY_WEEKS)):
            things[subject, until] += 1
        hours[category, hour_of_week(quarter)] += 1
    return things, hours


def _moves(before: Counter[Cell], after: Counter[Cell]) -> dict[str, dict[tuple[int, int], list[int]]]:
    """Give by subject or category which cells move by how many choices and residents."""
    moves: dict[str, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for name, at in sorted({*before, *after}):
        then, now = before[name, at], after[name, at]
        if then != now:
            moves[name][now - then, (now > 0) - (then > 0)].append(at)
    return moves


def _move(table: Any, columns: tuple[str, str], before: Counter[Cell], after: Counter[Cell]) -> None:
    """Move the cells of a table, each named by two of its columns."""
    name, at = columns
    for of, moves in _moves(before, after).items():
        cells = table.objects.filter(**{name: of})
        for (visits, residents), places in moves.items():
            none_yet = [table(**{name: of, at: place}, visits=0, residents=0) for place in places]
            table.objects.bulk_create(none_yet, ignore_conflicts=True)
            touched = cells.filter(**{f"{at}__in": places})
            touched.update(visits=F("visits") + visits, residents=F("residents") + residents)
        cells.filter(visits=0).delete()


@lru_cache(maxsize=1)
def sums_at(_changes: int) -> Sums:
    """Read the city's sums, cells with enough residents only; kept until anything that was learned changes."""
    newest = (ThingSum.objects.aggregate(last=Max("until"))["last"] or 0) - LATELY_WEEKS + 1
    served = ThingSum.objects.filter(residents__gte=RESIDENTS_MIN)
    lately = dict(served.filter(until=newest).values_list("subject", "visits"))
    ever = served.filter(until=ThingSum.EVER).values_list("subject", "visits", "residents")
    by_kind_hour: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    hours = HourSum.objects.filter(residents__gte=RESIDENTS_MIN)
    for category, hour, visits, residents in hours.values_list("category", "hour", "visits", "residents"):
        by_kind_hour[category][hour] = (visits, residents)
    by_subject = {subject: ((visits, who), lately.get(subject, 0)) for subject, visits, who in ever}
    return Sums(by_subject, dict(by_kind_hour))
