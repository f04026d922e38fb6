"""The ground plans of houses, and whether one of them stands between me and a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, inf, radians, sin

import numpy as np
from numpy.typing import NDArray

from manto.places.cells import cells_of
from manto.places.geometry import EARTH_RADIUS_M, Floats, Point
from manto.places.grid import Stretches, gathered

Ring = Sequence[Point]
"""The corners of a ground plan, latitude and longitude, the last not the first again."""

SLACK_M = 0.01
"""What rounding could lose at the edge of a circle around a house."""

Numbers = NDArray[np.int64]


class Footprints:
    """The houses of a city.

    Only those within reach are looked at, found by cells as places are, so a city's thousands cost what a street's dozens do.

    Args:
        rings: Their ground plans.

    """

    def __init__(self, rings: Iterable[Ring]) -> None:
        held = [np.asarray(ring, np.float64) for ring in rings if len(ring) >= 3]
        corners = np.concatenate(held) if held else np.empty((0, 2))
        lengths = np.fromiter((len(ring) for ring in held), np.int64, len(held))
        starts = np.cumsum(lengths) - lengths
        middle = _points(_middles(_rays(corners), starts))
        keys = cells_of(*middle)
        order = np.argsort(keys, kind="stable")  # neighbours lie beside each other: a street comes in with a few reads
        self._corners = corners[_runs(starts[order], lengths[order])]
        lengths = lengths[order]
        starts = np.cumsum(lengths) - lengths
        self._rays = _rays(self._corners)
        away = _apart_m(np.repeat(middle[:, order], lengths, axis=1), self._corners.T)
        reach_m = np.maximum.reduceat(away, starts) if held else np.empty(0)
        self._circles = np.vstack((_middles(self._rays, starts), reach_m))
        self._plans = np.vstack((starts, lengths))
        self._reach_m_max = float(reach_m.max(initial=0.0))
        self._stretches = Stretches(keys[order])

    def __len__(self) -> int:
        return int(self._plans.shape[1])

    def within(self, here: Point, radius_m: float) -> list[list[list[float]]]:
        """Give the plans of which a corner may lie within a circle."""
        stretches = self._stretches.around(here, radius_m + self._reach_m_max)
        circles, plans = gathered(self._circles, stretches), gathered(self._plans, stretches)
        near = np.flatnonzero(np.hypot(*_laid(here, circles[:3])) <= radius_m + circles[3])
        return [self._corners[start : start + length].tolist() for start, length in plans[:, near].T.tolist()]

    def between(self, here: Point, metres: Floats, bearings: Floats) -> NDArray[np.bool_]:
        """Say of each place whether the straight way to it crosses a house that holds neither it nor me.

        Everything is laid on the plane that touches the globe here, by distance and direction, so that it holds at the
        poles and across the date line as in town. Each house is first taken for a circle around its middle: only those whose
        circle a way touches are looked at wall by wall.

        Args:
            here: Where one stands.
            metres: How far each place is, shape (n,).
            bearings: In which direction.

        """
        hidden = np.zeros(len(metres), np.bool_)
        if not len(self) or not len(metres):
            return hidden
        farthest = float(metres.max())
        stretches = self._stretches.around(here, farthest + self._reach_m_max)
        circles, plans = gathered(self._circles, stretches), gathered(self._plans, stretches)
        turns = np.radians(bearings)
        ahead = np.array((np.sin(turns), np.cos(turns)))
        reach_m = circles[3] * _stretch(farthest + 2 * self._reach_m_max) + SLACK_M
        one, house = _touching(ahead, metres, _laid(here, circles[:3]), reach_m)
        starts, lengths = plans[:, house]
        corners = _laid(here, self._rays[:, _runs(starts, lengths)])
        hidden[one[_hides(corners, lengths, ahead[:, one] * metres[one])]] = True
        return hidden


def _apart_m(some: Floats, others: Floats) -> Floats:
    """Measure from each point to the one beside it, in metres; both in degrees, shape (2, n)."""
    (lat, lon), (lats, lons) = np.radians(some), np.radians(others)
    half_chord = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    metres: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half_chord)))
    return metres


def _rays(points: Floats) -> Floats:
    """Give the direction of each point, shape (n, 2), from the middle of the Earth, shape (3, n)."""
    lats, lons = np.radians(points).T
    return np.array((np.cos(lats) * np.cos(lons), np.cos(lats) * np.sin(lons), np.sin(lats)))


def _middles(rays: Floats, starts: Numbers) -> Floats:
    """Give the middle of each run of directions; the first of them where they cancel out."""
    sums = np.add.reduceat(rays, starts, axis=1)
    lengths = np.sqrt(np.einsum("ij,ij->j", sums, sums))
    middles: Floats = np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), rays[:, starts])
    return middles


def _points(rays: Floats) -> Floats:
    """Give latitude and longitude of directions from the middle of the Earth, shape (2, n)."""
    x, y, z = rays
    points: Floats = np.degrees((np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x)))
    return points


def _laid(here: Point, rays: Floats) -> Floats:
    """Lay points on the plane that touches the globe here, by distance and direction: metres eastward and northward."""
    lat, lon = radians(here[0]), radians(here[1])
    east = (-sin(lon), cos(lon), 0.0)
    north = (-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat))
    up = (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
    turned = np.array((east, north, up)) @ rays
    laid, height = turned[:2], turned[2]
    sine = np.hypot(*laid)
    laid *= EARTH_RADIUS_M * np.arctan2(sine, height) / np.maximum(sine, 1e-300)
    return laid


def _runs(starts: Numbers, lengths: Numbers) -> Numbers:
    """Count up from each start, as far as its length: ``[5, 2], [2, 1]`` gives ``[5, 6, 2]``."""
    before = np.cumsum(lengths) - lengths
    runs: Numbers = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return runs


def _stretch(metres: float) -> float:
    """Say by how much the plane draws out what lies across, so far from where it touches the globe."""
    turn = metres / EARTH_RADIUS_M
    return turn / sin(turn) if 0 < turn < 3 else 1.0 if turn <= 0 else inf


def _touching(ahead: Floats, metres: Floats, middles: Floats, reach_m: Floats) -> tuple[Numbers, Numbers]:
    """Pair each way with the circles that it touches.

    Args:
        ahead: The direction of each way, of length one, shape (2, ways).
        metres: How long each is.
        middles: Those of the circles, shape (2, circles).
        reach_m: How far each circle reaches.

    """
    along, aside = ahead.T @ middles, np.array((-ahead[1], ahead[0])).T @ middles
    touched = np.flatnonzero(np.abs(aside) <= reach_m)
    way, circle = np.divmod(touched, len(reach_m))
    along, reach_m = along.ravel()[touched], reach_m[circle]
    met = np.flatnonzero((along >= -reach_m) & (along <= metres[way] + reach_m))
    return way[met], circle[met]


def _hides(corners: Floats, lengths: Numbers, theres: Floats) -> NDArray[np.bool_]:
    """Say of each house whether it hides what lies there from me, who stand at (0, 0).

    It does when the way crosses a wall; to touch one is not to cross it. It does not when the house holds me: then the way,
    drawn on for ever, leaves it once more than it enters; nor when it holds what lies there: so does the rest of the way.

    Args:
        corners: Those of all houses, one after another, shape (2, corners).
        lengths: How many corners each has.
        theres: The other end of each way, shape (2, houses).

    """
    house = np.repeat(np.arange(len(lengths)), lengths)
    ends = np.cumsum(lengths)
    following = np.arange(1, len(house) + 1)
    following[ends - 1] = ends - lengths
    side = _cross(theres[:, house], corners)
    wall = np.flatnonzero((side < 0) != (side < 0)[following])  # its ends lie on either side of the way, or of its ends
    house, to = house[wall], following[wall]
    met_at = _cross(corners[:, wall], corners[:, to]) / (side[to] - side[wall])  # 0 is where I am, 1 there
    between, beyond = (met_at > 0) & (met_at < 1), met_at >= 1
    crossed = np.bincount(house[between & (side[wall] * side[to] < 0)], minlength=len(lengths))
    before, after = (np.bincount(house[some], minlength=len(lengths)) for some in (between, beyond))
    hides: NDArray[np.bool_] = (crossed > 0) & (before % 2 == 0) & (after % 2 == 0)
    return hides


def _cross(some: Floats, others: Floats) -> Floats:
    """Give the cross product of each with the one beside it, shape (n,): positive where the other lies to the left."""
    product: Floats = some[0] * others[1] - some[1] * others[0]
    return product
