"""The best way between two spots for one walker, and other ways that are worth a thought."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from manto.places.geometry import Point, distance_m
from manto.places.walking.profiles import Profile, hindrances, profiles, weight
from manto.places.walking.streets import Snap, Streets

ALTERNATIVES_MAX = 2
OTHER_FACTOR = 1.6
"""How much dearer a stretch becomes for the next way once a way uses it."""
SHARED_MAX = 0.7
"""What share of another way may be the best way too."""
COST_MAX = 1.6
LOOK_M, LOOK_TIMES = 800.0, 2.0
"""How far is looked at first, in cost: so many metres, and so many times the distance as the crow flies."""
"""How many times the best way's cost another may have."""


@dataclass(frozen=True)
class Walk:
    """A way from door to door.

    Attributes:
        points: Its line, both spots on the street included.
        pieces: Each stretch with the metres that are walked on it, one for each two neighbouring points.
        cost: What it costs this walker, in metres that feel like it.

    """

    points: list[Point]
    pieces: list[tuple[int, float]]
    metres: float
    cost: float


class Network:
    """The streets as one walker finds them today.

    Args:
        streets: The graph.
        who: The walker.
        barriers: What was reported, by stretch: facts laid over those of the way.

    """

    def __init__(self, streets: Streets, who: Profile, barriers: Mapping[int, Mapping[str, Any]] | None = None) -> None:
        self.streets, self.who, self.barriers = streets, who, barriers or {}
        weights = np.array([weight(facts, who) for facts in streets.facts], dtype=np.float64).reshape(-1, 2)
        self._whole = np.bincount(streets.way, weights=streets.metres, minlength=len(streets.facts))
        on_top = weights[:, 1] / np.maximum(self._whole, 1e-9)
        self._usual: NDArray[np.float64] = streets.metres * (weights[:, 0] + on_top)[streets.way]
        self.costs = self._with_barriers()

    def _with_barriers(self) -> NDArray[np.float64]:
        costs = self._usual.copy()
        for stretch in self.barriers:
            factor, more = weight(self.facts_of(stretch), self.who)
            way = self.streets.way[stretch]
            costs[stretch] = self.streets.metres[stretch] * (factor + more / max(self._whole[way], 1e-9))
        return costs

    @cached_property
    def free(self) -> Network:
        """Give the same streets as somebody finds them whom nothing stops."""
        return Network(self.streets, profiles()["walker"])

    @cached_property
    def unreported(self) -> Network:
        """Give the same streets as this walker would find them if nobody had reported anything."""
        return self.reported({})

    def reported(self, barriers: Mapping[int, Mapping[str, Any]]) -> Network:
        """Give the same streets with other reports: the city is not weighed again for them."""
        other = copy(self)
        other.barriers, other.free = barriers, self.free
        other.__dict__.pop("unreported", None)
        other.costs = other._with_barriers()
        return other

    def facts_of(self, stretch: int) -> Mapping[str, Any]:
        """Say what is known of a stretch today."""
        return {**self.streets.facts[self.streets.way[stretch]], **self.barriers.get(stretch, {})}

    def stops(self, stretch: int) -> list[tuple[str, Any]]:
        """List what stops this walker on a stretch."""
        return hindrances(self.facts_of(stretch), self.who)

    def walks(self, start: Point, end: Point, *, others: int = ALTERNATIVES_MAX) -> list[Walk]:
        """Find the best way and others that are really others; nothing when there is none that she can go."""
        best = self._walk(start, end, self.costs)
        if best is None:
            return []
        found, costs = [best], self.costs.copy()
        used = dict(best.pieces)
        for _ in range(others):
            costs[list(used)] *= OTHER_FACTOR
            other = self._walk(start, end, costs)
            if other is None:
                break
            shared = sum(metres for stretch, metres in other.pieces if stretch in used)
            used.update(other.pieces)
            if shared <= SHARED_MAX * other.metres and other.cost <= COST_MAX * best.cost:
                found.append(other)
        return found

    def _walk(self, start: Point, end: Point, costs: NDArray[np.float64]) -> Walk | None:
        passable = np.isfinite(costs)
        first, last = self.streets.nearest(start, passable), self.streets.nearest(end, passable)
        if first is None or last is None:
            return None
        ways = [way for way in (self._along(first, last, costs), self._across(first, last, costs)) if way]
        if not ways:
            return None
        points, pieces, _ = min(ways, key=lambda way: way[2])
        real = sum(self.costs[stretch] * metres / max(self.streets.metres[stretch], 1e-9) for stretch, metres in pieces)
        return Walk(points, pieces, sum(metres for _, metres in pieces), float(real))

    def _along(self, first: Snap, last: Snap, costs: NDArray[np.float64]) -> _Way | None:
        """Go along one stretch, when both spots lie on it."""
        if first.stretch != last.stretch:
            return None
        share = abs(first.share - last.share)
        piece = (first.stretch, float(share * self.streets.metres[first.stretch]))
        return [first.point, last.point], [piece], float(share * costs[first.stretch])

    def _across(self, first: Snap, last: Snap, costs: NDArray[np.float64]) -> _Way | None:
        """Go by the corners at the ends of both stretches."""
        streets = self.streets
        outs = dict(self._ends(first))
        source = len(streets.points)
        matrix = self._matrix(costs, {corner: out * costs[first.stretch] for corner, out in outs.items()})
        goals = self._ends(last)
        reach = LOOK_M + LOOK_TIMES * distance_m(first.point, last.point)
        for limit in (reach, np.inf):  # near by first: most ways need no look at the other end of the city
            far, before = dijkstra(matrix, indices=source, return_predecessors=True, limit=limit)
            reached = [(float(far[corner] + into * costs[last.stretch]), corner, into) for corner, into in goals]
            cost, corner, into = min(reached)
            if cost <= limit and np.isfinite(cost):
                break
        else:
            return None
        corners = [corner]
        while (corner := int(before[corner])) != source:
            corners.append(corner)
        out = outs[corners[-1]]
        corners.reverse()
        line = [(float(lat), float(lon)) for lat, lon in streets.points[corners]]
        pieces = [self._between(*pair, costs) for pair in pairwise(corners)]
        if out > 0:
            line.insert(0, first.point)
            pieces.insert(0, (first.stretch, float(out * streets.metres[first.stretch])))
        if into > 0:
            line.append(last.point)
            pieces.append((last.stretch, float(into * streets.metres[last.stretch])))
        return line, pieces, cost

    def _ends(self, snap: Snap) -> list[tuple[int, float]]:
        streets = self.streets
        return [(int(streets.a[snap.stretch]), snap.share), (int(streets.b[snap.stretch]), 1 - snap.share)]

    def _between(self, a: int, b: int, costs: NDArray[np.float64]) -> tuple[int, float]:
        """Name the cheapest stretch between two neighbours."""
        stretch = min(self.streets.pairs.between(a, b), key=lambda one: float(costs[one]))
        return stretch, float(self.streets.metres[stretch])

    def _matrix(self, costs: NDArray[np.float64], outs: Mapping[int, float]) -> csr_matrix:
        """Give the costs between neighbours, and from one corner more, the start, to the corners at its ends.

        What cannot be gone is infinitely far.
        """
        pairs, size = self.streets.pairs, len(self.streets.points)
        cheapest = np.minimum.reduceat(costs[pairs.stretches], pairs.begins)
        indptr = np.append(pairs.indptr, pairs.indptr[-1] + len(outs)).astype(np.int32)
        indices = np.append(pairs.indices, list(outs)).astype(np.int32)
        # Nothing is so near that it counts as no way at all, as a cost of nought would to SciPy.
        costs_out = [max(cost, 1e-9) for cost in outs.values()]
        return csr_matrix((np.append(cheapest, costs_out), indices, indptr), shape=(size + 1, size + 1))


_Way = tuple[list[Point], list[tuple[int, float]], float]
