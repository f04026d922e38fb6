"""The streets as a graph: corners, and the stretches between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from manto.places.geometry import EARTH_RADIUS_M, Point

SNAP_M_MAX = 400.0
"""How far from any street somebody may stand."""


@dataclass(frozen=True)
class Way:
    """A street, or a part of one along which the same is known.

    Attributes:
        ref: In its source.
        name: Empty when it has none.
        corners: The name of each corner, the same in every way that meets there.
        points: Where they are.
        facts: What is known of it; see ``profiles.Facts``.

    """

    ref: str
    name: str
    corners: tuple[str, ...]
    points: tuple[Point, ...]
    facts: Mapping[str, Any] = field(default_factory=lambda: {"kind": "street"})


@dataclass(frozen=True)
class Snap:
    """The spot on a stretch that is nearest to somewhere.

    Attributes:
        share: How far along the stretch, from 0 to 1.
        off_m: How far away it is.

    """

    stretch: int
    share: float
    point: Point
    off_m: float


@dataclass(frozen=True)
class Streets:
    """The graph: stretch number i goes from corner ``a[i]`` to corner ``b[i]`` along way ``way[i]``."""

    points: NDArray[np.float64]
    names: list[str]
    facts: list[Mapping[str, Any]]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    way: NDArray[np.int64]
    metres: NDArray[np.float64]

    @cached_property
    def pairs(self) -> Pairs:
        """Give the neighbours of each corner."""
        return _pairs_of(self)

    def nearest(self, there: Point, among: NDArray[np.bool_] | None = None) -> Snap | None:
        """Find the spot nearest to somewhere on a stretch, of those that may be gone; None when all are too far."""
        if not len(self.a):
            return None
        lat, lon = there
        scale = np.radians(1.0) * EARTH_RADIUS_M
        plane = (self.points - (lat, lon)) * (scale, scale * np.cos(np.radians(lat)))
        starts, ends = plane[self.a], plane[self.b]
        along = ends - starts
        lengths = np.maximum((along**2).sum(axis=1), 1e-12)
        shares = np.clip(-(starts * along).sum(axis=1) / lengths, 0.0, 1.0)
        off = np.hypot(*(starts + shares[:, None] * along).T)
        if among is not None:
            off = np.where(among, off, np.inf)
        best = int(off.argmin())
        if not off[best] <= SNAP_M_MAX:
            return None
        share = float(shares[best])
        first, last = self.points[self.a[best]], self.points[self.b[best]]
        spot = first + share * (last - first)
        return Snap(best, share, (float(spot[0]), float(spot[1])), float(off[best]))


@dataclass(frozen=True)
class Pairs:
    """Which corners are neighbours, in the compressed rows that SciPy reads.

    Attributes:
        stretches: All stretches twice, once for each direction, those between the same two corners together.
        begins: Where the stretches of each pair begin.
        indptr: Where each corner's neighbours begin.
        indices: The neighbours.

    """

    stretches: NDArray[np.int64]
    begins: NDArray[np.int64]
    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]

    def between(self, one: int, other: int) -> list[int]:
        """List the stretches from one corner to its neighbour."""
        first, last = self.indptr[one], self.indptr[one + 1]
        place = int(first + np.searchsorted(self.indices[first:last], other))
        end = self.begins[place + 1] if place + 1 < len(self.begins) else len(self.stretches)
        return [int(stretch) for stretch in self.stretches[self.begins[place] : end]]


def _pairs_of(streets: Streets) -> Pairs:
    start, end = np.concatenate([streets.a, streets.b]), np.concatenate([streets.b, streets.a])
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    new = np.ones(len(start), dtype=bool)
    new[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    begins = np.flatnonzero(new)
    counts = np.bincount(start[begins], minlength=len(streets.points)) if len(begins) else np.zeros(1, dtype=np.int64)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    stretches = order % max(len(streets.a), 1)
    return Pairs(stretches, begins, indptr, end[begins].astype(np.int32))


def streets_of(ways: Iterable[Way]) -> Streets:
    """Join ways at the corners that they share."""
    corners: dict[str, int] = {}
    points: list[Point] = []
    names, facts = [], []
    a, b, way = [], [], []
    for number, one in enumerate(ways):
        names.append(one.name)
        facts.append(one.facts)
        numbers = []
        for corner, point in zip(one.corners, one.points, strict=True):
            if corner not in corners:
                corners[corner] = len(points)
                points.append(point)
            numbers.append(corners[corner])
        pairs = [pair for pair in pairwise(numbers) if pair[0] != pair[1]]
        a += [first for first, _ in pairs]
        b += [last for _, last in pairs]
        way += [number] * len(pairs)
    places = np.array(points, dtype=np.float64).reshape(-1, 2)
    starts, ends = np.array(a, dtype=np.int64), np.array(b, dtype=np.int64)
    metres = lengths_m(places[starts], places[ends])
    return Streets(places, names, facts, starts, ends, np.array(way, dtype=np.int64), metres)


def lengths_m(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure many stretches at once, as ``geometry.distance_m`` does."""
    up = np.sin(np.radians(ends[:, 0] - starts[:, 0]) / 2)
    across = np.sin(np.radians(ends[:, 1] - starts[:, 1]) / 2)
    half_chord = up**2 + np.cos(np.radians(starts[:, 0])) * np.cos(np.radians(ends[:, 0])) * across**2
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half_chord)))
    return metres
