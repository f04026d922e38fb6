"""The best way between two spots for one walker, and other ways that are worth a thought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from manto.places.geometry import Point
from manto.places.walking.profiles import Profile, hindrances, weight
from manto.places.walking.streets import Snap, Streets

ALTERNATIVES_MAX = 2
OTHER_FACTOR = 1.6
"""How much dearer a stretch becomes for the next way once a way uses it."""
SHARED_MAX = 0.7
"""What share of another way may be the best way too."""
COST_MAX = 1.6
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
        whole = np.bincount(streets.way, weights=streets.metres, minlength=len(streets.facts))
        on_top = weights[:, 1] / np.maximum(whole, 1e-9)
        self.costs: NDArray[np.float64] = streets.metres * (weights[:, 0] + on_top)[streets.way]
        for stretch in self.barriers:
            factor, more = weight(self.facts_of(stretch), who)
            way = streets.way[stretch]
            self.costs[stretch] = streets.metres[stretch] * (factor + more / max(whole[way], 1e-9))

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
        outs = self._ends(first)
        distances, before = dijkstra(
            self._matrix(costs), indices=[corner for corner, _ in outs], return_predecessors=True
        )
        best: tuple[float, int, int, float, float] | None = None
        for row, (_, out) in enumerate(outs):
            for corner, into in self._ends(last):
                cost = out * costs[first.stretch] + distances[row, corner] + into * costs[last.stretch]
                if np.isfinite(cost) and (best is None or cost < best[0]):
                    best = float(cost), row, corner, out, into
        if best is None:
            return None
        cost, row, corner, out, into = best
        corners = [corner]
        while (corner := int(before[row, corner])) >= 0:
            corners.append(corner)
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

    def _matrix(self, costs: NDArray[np.float64]) -> csr_matrix:
        """Give the costs between neighbours; what cannot be gone is infinitely far."""
        pairs, size = self.streets.pairs, len(self.streets.points)
        cheapest = np.minimum.reduceat(costs[pairs.stretches], pairs.begins)
        return csr_matrix((cheapest, pairs.indices, pairs.indptr), shape=(size, size))


_Way = tuple[list[Point], list[tuple[int, float]], float]
