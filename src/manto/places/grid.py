"""Points in memory, sorted by cell, so that those around a point are found without looking at the others."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

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


class Stretches:
    """Where the points of each cell lie in arrays that are sorted by cell.

    Args:
        keys: The cell of each point, ascending.

    """

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self._cells, starts = np.unique(keys, return_index=True)
        self._bounds = np.append(starts, len(keys)).astype(np.int64)

    def around(self, here: Point, radius_m: float) -> list[slice]:
        """Cut out the stretches that together hold every point of a circle, and some outside it."""
        ends = np.fromiter((end for first, last in spans_around(here, radius_m) for end in (first, last + 1)), np.int64)
        bounds = self._bounds[np.searchsorted(self._cells, ends)].tolist()
        return [slice(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end]


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
        self._stretches = Stretches(keys[order])

    def __len__(self) -> int:
        return len(self.positions)

    def within(self, here: Point, radius_m: float, keep: Keep | None = None) -> tuple[Positions, Floats]:
        """Find the points no farther than a radius and how far each is, in no order."""
        positions, lats, lons = self.positions, self._lats, self._lons
        if radius_m != inf:
            stretches = self._stretches.around(here, radius_m)
            positions, lats, lons = (gathered(whole, stretches) for whole in (positions, lats, lons))
        if keep is not None and len(positions):
            kept = keep(positions)
            positions, lats, lons = positions[kept], lats[kept], lons[kept]
        metres = distances_m(here, lats, lons)
        if radius_m != inf:
            near = np.flatnonzero(metres <= radius_m)
            positions, metres = positions[near], metres[near]
        return positions, metres

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

    def _count_at_most(self, here: Point, radius_m: float) -> int:
        return sum(stretch.stop - stretch.start for stretch in self._stretches.around(here, radius_m))


def gathered(whole: NDArray[Any], stretches: list[slice]) -> NDArray[Any]:
    """Put stretches of an array, along its last axis, beside each other."""
    return np.concatenate([whole[..., stretch] for stretch in stretches], axis=-1) if stretches else whole[..., :0]
