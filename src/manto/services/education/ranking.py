"""A ranking list: who comes before whom, and for whom there is a place. Pure.

1. Whoever asked in time comes before whoever asked late.
2. Then who has more points.
3. Then the older child; then who asked first.
4. Places that were given stay given. The others are proposed in this order; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Entry:
    """Somebody on a list; ``holds`` says that she has been given a place."""

    case: UUID
    late: bool
    points: int
    birth: date
    sent_at: datetime
    holds: bool = False


@dataclass(frozen=True)
class Ranked:
    """Where somebody stands, counted from one, and whether a place is proposed for her or is hers."""

    entry: Entry
    position: int
    within: bool


def ranked(entries: Iterable[Entry], places: int) -> list[Ranked]:
    """Put a list in its order and propose the places that are free (1-4)."""
    order = sorted(entries, key=lambda one: (one.late, -one.points, one.birth, one.sent_at, one.case))
    free = places - sum(one.holds for one in order)
    found = []
    for position, one in enumerate(order, start=1):
        within = one.holds or free > 0
        free -= within and not one.holds
        found.append(Ranked(one, position, within))
    return found
