"""The ground plans of houses, and whether one of them stands between me and a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from manto.places.geometry import Floats, Point, bearings_deg, distances_m

Ring = Sequence[Point]
"""The corners of a ground plan, latitude and longitude, the last not the first again."""


class Footprints:
    """The houses of a city.

    Each is looked at only where its middle is within reach, so a city's thousands cost what a street's dozens do.

    Args:
        rings: Their ground plans.

    """

    def __init__(self, rings: Iterable[Ring]) -> None:
        held = [np.asarray(ring, np.float64) for ring in rings if len(ring) >= 3]
        self._corners = np.concatenate(held) if held else np.empty((0, 2))
        lengths = np.fromiter((len(ring) for ring in held), np.int64, len(held))
        self._starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        self._first = np.array([ring[0] for ring in held]).reshape(-1, 2)
        self._reach_m = np.fromiter(
            (distances_m((ring[0, 0], ring[0, 1]), ring[:, 0], ring[:, 1]).max() for ring in held),
            np.float64,
            len(held),
        )

    def __len__(self) -> int:
        return len(self._reach_m)

    def within(self, here: Point, radius_m: float) -> list[list[list[float]]]:
        """Give the plans of which a corner may lie within a circle."""
        away = distances_m(here, self._first[:, 0], self._first[:, 1])
        return [
            self._corners[self._starts[number] : self._starts[number + 1]].tolist()
            for number in np.flatnonzero(away - self._reach_m <= radius_m).tolist()
        ]

    def between(self, here: Point, lats: Floats, lons: Floats, metres: Floats, bearings: Floats) -> NDArray[np.bool_]:
        """Say of each place whether the straight way to it crosses a house that holds neither it nor me.

        Everything is laid on the plane that touches the globe here, by distance and direction, so that it holds at the
        poles and across the date line as in town.

        Args:
            here: Where one stands.
            lats: Latitudes of the places, shape (n,).
            lons: Longitudes of the places, shape (n,).
            metres: How far each is.
            bearings: In which direction.

        """
        hidden = np.zeros(len(lats), np.bool_)
        if not len(self) or not len(lats):
            return hidden
        away = distances_m(here, self._first[:, 0], self._first[:, 1])
        theirs = _plane(metres, bearings)
        for number in np.flatnonzero(away - self._reach_m <= metres.max()).tolist():
            corners = self._corners[self._starts[number] : self._starts[number + 1]]
            plan = _plane(
                distances_m(here, corners[:, 0], corners[:, 1]), bearings_deg(here, corners[:, 0], corners[:, 1])
            )
            if _holds(plan, np.zeros((1, 2)))[0]:
                continue
            hidden |= _crossed(plan, theirs) & ~_holds(plan, theirs)
        return hidden


def _plane(metres: Floats, bearings: Floats) -> Floats:
    """Give eastward and northward metres, shape (n, 2)."""
    turns = np.radians(bearings)
    return np.column_stack((metres * np.sin(turns), metres * np.cos(turns)))


def _holds(plan: Floats, points: Floats) -> NDArray[np.bool_]:
    """Say of each point whether it is within: a line from it eastward crosses the outline an odd number of times."""
    x1, y1 = plan[:, 0], plan[:, 1]
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    x, y = points[:, 0:1], points[:, 1:2]
    rises = (y1 > y) != (y2 > y)
    run = np.where(y2 == y1, 1.0, y2 - y1)
    crossed = rises & (x < (x2 - x1) * (y - y1) / run + x1)
    inside: NDArray[np.bool_] = crossed.sum(axis=1) % 2 == 1
    return inside


def _crossed(plan: Floats, points: Floats) -> NDArray[np.bool_]:
    """Say of each point whether the way to it from the origin crosses the outline; to touch it is not to cross it."""
    ax, ay = plan[:, 0], plan[:, 1]
    bx, by = np.roll(ax, -1), np.roll(ay, -1)
    px, py = points[:, 0:1], points[:, 1:2]
    sides = (px * ay - py * ax) * (px * by - py * bx) < 0
    ex, ey = bx - ax, by - ay
    ends = (ex * -ay - ey * -ax) * (ex * (py - ay) - ey * (px - ax)) < 0
    return np.asarray((sides & ends).any(axis=1), np.bool_)
