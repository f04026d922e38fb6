"""What the city knows from all residents together: sums of whole numbers, each with how many residents stand behind.

A cell that fewer than ``RESIDENTS_MIN`` residents fill is never given out, whatever it counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import Any

import numpy as np
from numpy import count_nonzero

from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import Things
from manto.assistant.preferences.times import HOURS_PER_WEEK, PART_OF_HOUR, PARTS, first_quarter, week_of

RESIDENTS_MIN = 5
GAP_HOURS = 73
# By part of the week, and by hour of the day: whether each hour of the week belongs to it.
IN_PART = np.arange(PARTS)[:, None] == PART_OF_HOUR
AT_HOUR = np.arange(24)[:, None] == np.arange(HOURS_PER_WEEK) % 24

Cell = list[int]  # visits, residents


class CityCells:
    """The city's sums; what one resident adds can be taken away exactly.

    Attributes:
        visits: By thing: how many visits and, in ``residents``, by how many residents.
        parts: By thing and part of the week.
        nexts: From a thing to the next one.
        weeks: By week and thing.
        category_next: From a category to the next one, (categories, categories).
        category_part: By category and hour of the week, (categories, 168).
        gaps: By hour of the week of a visit: hours until the next one, (168, GAP_HOURS).

    """

    def __init__(self, things: Things, *, residents_min: int = RESIDENTS_MIN) -> None:
        self.things = things
        self.residents_min = residents_min
        count, kinds = len(things), things.categories
        self.visits = np.zeros((2, count), np.int32)
        self.parts = np.zeros((2, count, PARTS), np.int32)
        self.category_next = np.zeros((2, kinds, kinds), np.int32)
        self.category_hour = np.zeros((2, kinds, 168), np.int32)
        self.gaps = np.zeros((2, 24, GAP_HOURS), np.int32)
        self.nexts: dict[int, dict[int, Cell]] = {}
        self.weeks: dict[int, dict[int, Cell]] = defaultdict(dict)

    def add_last(self, rows: OwnRows) -> None:
        """Add what the last of a resident's rows means for the city."""
        last = rows.count - 1
        self._tell(rows, last, 1)

    def take_away(self, rows: OwnRows) -> None:
        """Take back everything that a resident ever added."""
        part = OwnRows()
        for quarter, thing in rows.pairs():
            part.append(thing, quarter, int(self.things.category[thing]))
            self._tell(part, part.count - 1, -1)

    def _tell(self, rows: OwnRows, at: int, sign: int) -> None:
        """Count one row, and the resident behind each cell where it is her first row there."""
        places, kinds, hours = rows.places, rows.kinds, rows.hours
        thing, kind, hour = int(places[at]), int(kinds[at]), int(hours[at])
        week, part = week_of(int(rows.quarters[at])), int(PART_OF_HOUR[hour])
        same, alike = places[:at] == thing, kinds[:at] == kind
        new = not count_nonzero(same)
        new_part = new or not count_nonzero(same & IN_PART[part][hours[:at]])
        new_week = new or not count_nonzero(same[bisect_left(rows.quarters, first_quarter(week), 0, at) :])
        _add(self.visits, thing, sign, new)
        _add(self.parts, (thing, part), sign, new_part)
        _add(self.category_hour, (kind, hour), sign, not count_nonzero(alike & (hours[:at] == hour)))
        _count(self.weeks[week], thing, sign, new_week)
        if not self.weeks[week]:
            del self.weeks[week]
        if at:
            self._tell_step(rows, at, sign, same, alike)

    def _tell_step(self, rows: OwnRows, at: int, sign: int, same: np.ndarray, alike: np.ndarray) -> None:
        """Count the step from the row before; where ``same`` and ``alike`` are her earlier rows of the thing and kind."""
        places, kinds, quarters = rows.places, rows.kinds, rows.quarters
        before, kind_before = int(places[at - 1]), int(kinds[at - 1])
        stepped = count_nonzero(same[1:] & (places[: at - 1] == before))
        steps = self.nexts.setdefault(before, {})
        _count(steps, int(places[at]), sign, not stepped)
        if not steps:
            del self.nexts[before]
        stepped = count_nonzero(alike[1:] & (kinds[: at - 1] == kind_before))
        _add(self.category_next, (kind_before, int(kinds[at])), sign, not stepped)
        hour = int(rows.hours[at - 1]) % 24
        wait = min((int(quarters[at]) - int(quarters[at - 1])) >> 2, GAP_HOURS - 1)
        waits = quarters[1:at] - quarters[: at - 1] >> 2
        alike_wait = waits == wait if wait < GAP_HOURS - 1 else waits >= wait
        known = count_nonzero(alike_wait & AT_HOUR[hour][rows.hours[: at - 1]])
        _add(self.gaps, (hour, wait), sign, not known)

    def served(self, cells: np.ndarray) -> np.ndarray:
        """Give counts, zero where too few residents stand behind them.

        Args:
            cells: Any of the arrays of this class or a part of one, counts first and residents second.

        """
        return np.where(cells[1] >= self.residents_min, cells[0], 0)

    def next_from(self, thing: int) -> tuple[np.ndarray, np.ndarray]:
        """Give where residents go next from a thing: things and counts, most frequent first."""
        least = self.residents_min
        steps = [(-cell[0], to) for to, cell in self.nexts.get(thing, {}).items() if cell[1] >= least]
        steps.sort()
        return np.array([to for _, to in steps], np.int32), np.array([-count for count, _ in steps], np.float32)

    def to_bytes(self) -> bytes:
        """Write every sum down in one order, for comparing two states byte by byte."""
        tables = (self.visits, self.parts, self.category_next, self.category_hour, self.gaps)
        nexts = [(a, b, *cell) for a, steps in sorted(self.nexts.items()) for b, cell in sorted(steps.items())]
        weeks = [(a, b, *cell) for a, cells in sorted(self.weeks.items()) for b, cell in sorted(cells.items())]
        return b"".join(table.tobytes() for table in tables) + repr((nexts, weeks)).encode()


def _add(cells: np.ndarray, key: Any, sign: int, new: bool) -> None:
    counts, residents = cells
    counts[key] += sign
    if new:
        residents[key] += sign


def _count(cells: dict[int, Cell], key: int, sign: int, new: bool) -> None:
    cell = cells.setdefault(key, [0, 0])
    cell[0] += sign
    cell[1] += sign * new
    if cell[0] == 0:
        del cells[key]
