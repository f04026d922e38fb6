"""What the city knows from all residents together: sums of whole numbers, each with how many residents stand behind.

A cell that fewer than ``RESIDENTS_MIN`` residents fill is never given out, whatever it counts.
"""

from __future__ import annotations

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
        quarter, thing, kind, hour = rows.row(at)
        quarters, places, kinds, hours = rows.before(at)
        week, part = week_of(quarter), PART_OF_HOUR.item(hour)
        same, alike = places == thing, kinds == kind
        earlier = same.nonzero()[0]
        again = len(earlier) > 0
        again_part = again and count_nonzero(IN_PART[part].take(hours[earlier]))
        again_week = again and quarters.item(earlier.item(-1)) >= first_quarter(week)
        _add(self.visits, (thing,), sign, again)
        _add(self.parts, (thing, part), sign, again_part)
        _add(self.category_hour, (kind, hour), sign, count_nonzero(alike & (hours == hour)))
        _count(self.weeks[week], thing, sign, again_week)
        if not self.weeks[week]:
            del self.weeks[week]
        if at:
            self._tell_step(rows, at, sign, same, alike)

    def _tell_step(self, rows: OwnRows, at: int, sign: int, same: np.ndarray, alike: np.ndarray) -> None:
        """Count the step from the row before; where ``same`` and ``alike`` are her earlier rows of the thing and kind."""
        quarter, thing, kind, _ = rows.row(at)
        left, thing_before, kind_before, hour = rows.row(at - 1)
        quarters, places, kinds, hours = rows.before(at - 1)
        steps = self.nexts.setdefault(thing_before, {})
        _count(steps, thing, sign, count_nonzero(same[1:] & (places == thing_before)))
        if not steps:
            del self.nexts[thing_before]
        _add(self.category_next, (kind_before, kind), sign, count_nonzero(alike[1:] & (kinds == kind_before)))
        hour, wait = hour % 24, min((quarter - left) >> 2, GAP_HOURS - 1)
        waits = (rows.quarters[1:at] - quarters) >> 2
        alike_wait = waits == wait if wait < GAP_HOURS - 1 else waits >= wait
        _add(self.gaps, (hour, wait), sign, count_nonzero(alike_wait & AT_HOUR[hour].take(hours)))

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


def _add(cells: np.ndarray, key: tuple[int, ...], sign: int, again: Any) -> None:
    """Count one more or less in a cell, and the resident behind it unless an earlier row of hers is there too."""
    cells[0, *key] += sign
    if not again:
        cells[1, *key] += sign


def _count(cells: dict[int, Cell], key: int, sign: int, again: Any) -> None:
    """Do the same where cells are kept apart, as long as they count something."""
    cell = cells.get(key)
    if cell is None:
        cell = cells[key] = [0, 0]
    cell[0] += sign
    if not again:
        cell[1] += sign
    if cell[0] == 0:
        del cells[key]
