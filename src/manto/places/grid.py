"""Points in memory, sorted by cell, so that those around a point are found without looking at the others."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import numpy as np
from numpy.typing import NDArray

from manto.places.cells import CELL_M, cells_of, spans_around
from manto.places.geometry import Floats, Point, distances_m

Positions = NDArray[np.int64]
"""Which points: indices into the arrays that the grid was made from, shape (n,)."""

Keep = Callable[[Positions], NDArray[np.bool_]]
"""Says of each of the points whether it is wanted."""


FEW = 4096
"""So many points are measured faster than a circle is widened."""


class Grid:
    """The points of a city, or some of them.

    Args:
        lats: Latitudes of all points, degrees.
        lons: Longitudes of all points, degrees.
        positions: Which of them this grid holds; all when not given.

    """

    def __init__(self, lats: Floats, lons: Floats, positions: Positions | None = None) -> None:
        held = np.arange(len(lats), dtype=np.int64) if positions is None else positions
        keys = cells_of(lats[held], lons[held])
        order = np.argsort(keys, kind="stable")
        self.positions: Positions = held[order]
        self._lats, self._lons = lats[self.positions], lons[self.positions]
        self._cells, starts = np.unique(keys[order], return_index=True)
        self._bounds = np.append(starts, len(held)).astype(np.int64)

    def __len__(self) -> int:
        return len(self.positions)

    def within(self, here: Point, radius_m: float, keep: Keep | None = None) -> tuple[Positions, Floats]:
        """Find the points no farther than a radius and how far each is, in no order."""
        slots = self._slots(here, radius_m)
        if keep is not None and len(slots):
            slots = slots[keep(self.positions[slots])]
        metres = distances_m(here, self._lats[slots], self._lons[slots])
        if radius_m != inf:
            near = metres <= radius_m
            slots, metres = slots[near], metres[near]
        return self.positions[slots], metres

    def nearest(self, here: Point, count: int, keep: Keep | None = None) -> tuple[Positions, Floats]:
        """Find at least the nearest ``count`` points, however far, and how far each is, in no order.

        It looks at a small circle first and widens it until the circle holds enough; every point within the last
        circle is given, so that ties at its edge stay together.
        """
        radius_m = 2 * CELL_M
        while radius_m < 20_000_000 and len(self) > FEW:
            if self._count_at_most(here, radius_m) >= count:
                positions, metres = self.within(here, radius_m, keep)
                if len(positions) >= count:
                    return positions, metres
            radius_m *= 2
        return self.within(here, inf, keep)

    def _spans(self, here: Point, radius_m: float) -> tuple[Positions, Positions]:
        spans = np.asarray(spans_around(here, radius_m), dtype=np.int64)
        firsts = np.searchsorted(self._cells, spans[:, 0], side="left")
        lasts = np.searchsorted(self._cells, spans[:, 1], side="right")
        return self._bounds[firsts], self._bounds[lasts]

    def _count_at_most(self, here: Point, radius_m: float) -> int:
        starts, ends = self._spans(here, radius_m)
        return int((ends - starts).sum())

    def _slots(self, here: Point, radius_m: float) -> Positions:
        if radius_m == inf:
            return np.arange(len(self.positions), dtype=np.int64)
        starts, ends = self._spans(here, radius_m)
        filled = ends > starts
        starts, ends = starts[filled], ends[filled]
        if not len(starts):
            return np.empty(0, dtype=np.int64)
        lengths = ends - starts
        shifts = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        return np.arange(lengths.sum(), dtype=np.int64) + shifts
