"""The ground plans of houses, and whether one of them stands between me and a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, inf, radians, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from manto.places.cells import cells_of
from manto.places.geometry import EARTH_RADIUS_M, Floats, Point
from manto.places.grid import Grid

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
        if held:  # neighbours lie beside each other in memory too: a street's houses come in with a few reads
            firsts = np.array([ring[0] for ring in held])
            held = [held[number] for number in np.argsort(cells_of(firsts[:, 0], firsts[:, 1]), kind="stable").tolist()]
        self._corners = np.concatenate(held) if held else np.empty((0, 2))
        self._lengths = np.fromiter((len(ring) for ring in held), np.int64, len(held))
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._rays = _rays(self._corners)
        self._middles = _middles(self._rays, self._starts) if held else np.empty((0, 3))
        middle = _points(self._middles)
        away = _apart_m(np.repeat(middle, self._lengths, axis=0), self._corners)
        self._reach_m = np.maximum.reduceat(away, self._starts) if held else np.empty(0)
        self._reach_m_max = float(self._reach_m.max(initial=0.0))
        self._grid = Grid(middle[:, 0], middle[:, 1])

    def __len__(self) -> int:
        return len(self._lengths)

    def within(self, here: Point, radius_m: float) -> list[list[list[float]]]:
        """Give the plans of which a corner may lie within a circle."""
        return [
            self._corners[self._starts[number] : self._starts[number] + self._lengths[number]].tolist()
            for number in np.sort(self._near(here, radius_m)[0]).tolist()
        ]

    def between(self, here: Point, lats: Floats, lons: Floats, metres: Floats, bearings: Floats) -> NDArray[np.bool_]:
        """Say of each place whether the straight way to it crosses a house that holds neither it nor me.

        Everything is laid on the plane that touches the globe here, by distance and direction, so that it holds at the
        poles and across the date line as in town. Each house is first taken for a circle around its middle: only those whose
        circle a way touches are looked at wall by wall.

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
        farthest = float(metres.max())
        houses, away = self._near(here, farthest)
        theirs, middles = _plane(metres, bearings), _laid(here, self._middles[houses])
        reach = self._reach_m[houses] * _stretch(farthest + 2 * self._reach_m_max) + SLACK_M
        one, touched = np.nonzero(_touched(theirs, metres, middles, reach))
        if not len(one):
            return hidden
        met = np.zeros(len(houses), np.bool_)
        met[touched] = True
        looked_at, house = np.flatnonzero(met), (np.cumsum(met) - 1)[touched]
        plans = self._plans(here, houses[looked_at])
        mine = np.flatnonzero(away[looked_at] <= reach[looked_at])
        holds_me = np.zeros(len(looked_at), np.bool_)
        holds_me[mine] = _holds(plans, mine, np.zeros((len(mine), 2)))
        kept = ~holds_me[house]
        one, house = one[kept], house[kept]
        barred = _crossed(plans, house, theirs[one])
        one, house = one[barred], house[barred]
        gap = theirs[one] - middles[looked_at][house]
        close = np.einsum("ij,ij->i", gap, gap) <= reach[looked_at][house] ** 2  # else the house cannot hold the place
        hidden[one[~close]] = True
        one, house = one[close], house[close]
        hidden[one[~_holds(plans, house, theirs[one])]] = True
        return hidden

    def _plans(self, here: Point, houses: Numbers) -> Plans:
        lengths = self._lengths[houses]
        plan = _laid(here, self._rays[_runs(self._starts[houses], lengths)])
        return Plans(plan, np.cumsum(lengths) - lengths, lengths)

    def _near(self, here: Point, radius_m: float) -> tuple[Numbers, Floats]:
        numbers, away = self._grid.within(here, radius_m + self._reach_m_max)
        near = away - self._reach_m[numbers] <= radius_m
        return numbers[near], away[near]


class Plans(NamedTuple):
    """Ground plans on the plane: all corners, where each plan's begin and how many it has."""

    corners: Floats
    starts: Numbers
    lengths: Numbers


def _apart_m(some: Floats, others: Floats) -> Floats:
    """Measure from each point to the one beside it, in metres."""
    (lat, lon), (lats, lons) = np.radians(some).T, np.radians(others).T
    half_chord = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    metres: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half_chord)))
    return metres


def _plane(metres: Floats, bearings: Floats) -> Floats:
    """Give eastward and northward metres, shape (n, 2)."""
    turns = np.radians(bearings)
    return np.column_stack((metres * np.sin(turns), metres * np.cos(turns)))


def _rays(points: Floats) -> Floats:
    """Give the direction of each point from the middle of the Earth, shape (n, 3)."""
    lats, lons = np.radians(points).T
    return np.column_stack((np.cos(lats) * np.cos(lons), np.cos(lats) * np.sin(lons), np.sin(lats)))


def _middles(rays: Floats, starts: Numbers) -> Floats:
    """Give the middle of each run of directions; the first of them where they cancel out."""
    sums = np.add.reduceat(rays, starts)
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None]
    middles: Floats = np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), rays[starts])
    return middles


def _points(rays: Floats) -> Floats:
    """Give latitude and longitude of directions from the middle of the Earth, shape (n, 2)."""
    x, y, z = rays.T
    points: Floats = np.degrees(np.column_stack((np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x))))
    return points


def _laid(here: Point, rays: Floats) -> Floats:
    """Lay points on the plane that touches the globe here: by distance and direction, as ``_plane`` does, in a few steps."""
    lat, lon = radians(here[0]), radians(here[1])
    east = (-sin(lon), cos(lon), 0.0)
    north = (-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat))
    up = (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
    turned = rays @ np.array((east, north, up)).T
    flat, height = turned[:, :2], turned[:, 2]
    sine = np.sqrt(np.einsum("ij,ij->i", flat, flat))
    drawn_out = np.arctan2(sine, height) / np.maximum(sine, 1e-300)
    laid: Floats = flat * (EARTH_RADIUS_M * drawn_out)[:, None]
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


def _touched(theirs: Floats, metres: Floats, middles: Floats, reach: Floats) -> NDArray[np.bool_]:
    """Say of each place and each circle whether the way there touches it, shape (places, circles)."""
    ahead = theirs / np.maximum(metres, 1e-9)[:, None]
    along = ahead @ middles.T
    aside = ahead @ np.stack((middles[:, 1], -middles[:, 0]))
    touched: NDArray[np.bool_] = (np.abs(aside) <= reach) & (along >= -reach) & (along <= metres[:, None] + reach)
    return touched


def _walls(plans: Plans, house: Numbers) -> tuple[Floats, Floats, Numbers, Numbers]:
    """Give the walls of houses, from corner to corner: both ends, which pair each is of, and where each pair's begin."""
    counts = plans.lengths[house]
    from_ = _runs(plans.starts[house], counts)
    pair = np.repeat(np.arange(len(house)), counts)
    firsts = np.cumsum(counts) - counts
    to = from_ + 1
    to[firsts + counts - 1] = plans.starts[house]
    return plans.corners[from_].T, plans.corners[to].T, pair, firsts


def _holds(plans: Plans, house: Numbers, points: Floats) -> NDArray[np.bool_]:
    """Say of each house and point whether it is within: a line eastward crosses the outline an odd number of times."""
    if not len(house):
        return np.zeros(0, np.bool_)
    (ax, ay), (bx, by), pair, firsts = _walls(plans, house)
    x, y = points[pair].T
    run = np.where(by == ay, 1.0, by - ay)
    crossed = ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / run + ax)
    inside: NDArray[np.bool_] = np.add.reduceat(crossed.astype(np.int64), firsts) % 2 == 1
    return inside


def _crossed(plans: Plans, house: Numbers, points: Floats) -> NDArray[np.bool_]:
    """Say of each house and point whether the way there crosses the outline; to touch it is not to cross it."""
    if not len(house):
        return np.zeros(0, np.bool_)
    (ax, ay), (bx, by), pair, firsts = _walls(plans, house)
    px, py = points[pair].T
    sides = (px * ay - py * ax) * (px * by - py * bx) < 0
    ex, ey = bx - ax, by - ay
    ends = (ex * -ay - ey * -ax) * (ex * (py - ay) - ey * (px - ax)) < 0
    crossed: NDArray[np.bool_] = np.logical_or.reduceat(sides & ends, firsts)
    return crossed
