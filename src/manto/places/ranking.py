"""What is around me now, in the order in which it matters to me: the same in Python and on the phone.

The rule, which ``web/src/geo/now.ts`` follows word for word and ``tests/vectors/now.json`` holds both to:

1. Out is what does not hold now, what is farther than the radius, and what is for others than me.
2. It **fits** me (0) when every need that I have is met by what was measured; it does not (2) when one measurement
   breaks a need; else nobody knows (1).
3. score = relevance x nearness x opening x fit x taste, with relevance 1 where the city tells something and 0.6
   elsewhere; nearness 100 m / (100 m + distance); opening 1 open, 0.9 unknown, 0.4 closed; fit 1, 0.8, 0.3; taste
   1 + half of what I like of its kind, between -1 and 1.
4. The order is by score, then distance, then id; scores are compared to a billionth.
5. Closer than ``HERE_M``, or than the position is sure (up to 50 m), a direction says nothing: it is *here*.
6. It is *behind* a house when the straight way to it crosses a footprint that holds neither it nor me.
7. Labels: in that order, those in view get the lowest lane in which they overlap no other; at most ``labels_max``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import radians, tan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from manto.places.footprints import Footprints
from manto.places.geometry import Floats, Point, bearings_deg

HERE_M = 25.0
SURE_M_MAX = 50.0
NEAR_M = 100.0
RELEVANCE_TOLD, RELEVANCE_ELSE = 1.0, 0.6
OPENING = np.array([1.0, 0.9, 0.4])
FIT = np.array([1.0, 0.8, 0.3])
LABEL_GAP_PX = 8.0

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Needs:
    """What somebody needs of a way in; what is None or empty is not asked.

    Attributes:
        step_free: No step.
        kerb_cm_max: The highest kerb.
        incline_pct_max: The steepest slope.
        width_cm_min: The narrowest way.
        surfaces_not: Grounds that will not do.

    """

    step_free: bool = False
    kerb_cm_max: float | None = None
    incline_pct_max: float | None = None
    width_cm_min: float | None = None
    surfaces_not: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything is needed."""
        limits = (self.kerb_cm_max, self.incline_pct_max, self.width_cm_min)
        return self.step_free or bool(self.surfaces_not) or any(limit is not None for limit in limits)


@dataclass(frozen=True)
class Asking:
    """Who asks, from where, looking where.

    Attributes:
        here: Where.
        accuracy_m: How sure that is.
        heading_deg: Where one looks; None when the compass is not asked, and then everything is in view.
        view_deg: How wide the view is, below 180.
        width_px: How wide it is drawn.
        radius_m: How far one asks.
        audience: Who one is, of ``AUDIENCES``; empty when one has not said.
        needs: What one needs of a way in.
        preferences: By kind of place, from -1 to 1.
        label_px: How wide a label is.
        labels_max: How many labels at most.
        lanes: How many labels may stand above one another.
        count: How many places at most.

    """

    here: Point
    accuracy_m: float = 10.0
    heading_deg: float | None = None
    view_deg: float = 60.0
    width_px: float = 390.0
    radius_m: float = 300.0
    audience: frozenset[str] = frozenset()
    needs: Needs = field(default_factory=Needs)
    preferences: Mapping[str, float] = field(default_factory=dict)
    label_px: float = 150.0
    labels_max: int = 12
    lanes: int = 4
    count: int = 50


class Standing(NamedTuple):
    """One place as it stands to the one who asks.

    Attributes:
        fits: 0 it does, 1 nobody knows, 2 it does not.
        lane: On which lane its label stands; -1 when it has none.
        x_px: Where on the picture the middle of its label is; None when it is not in view.

    """

    id: str
    distance_m: float
    bearing_deg: float
    relative_deg: float
    score: float
    fits: int
    is_here: bool
    is_behind: bool
    lane: int
    x_px: float | None


class Facts:
    """What the ranking knows of many places, in columns.

    Args:
        audiences: Whom each is for.
        accesses: The measurements of each.
        audience_names: Every audience that there is.

    """

    def __init__(
        self, audiences: Sequence[Sequence[str]], accesses: Sequence[Mapping[str, Any]], audience_names: Sequence[str]
    ) -> None:
        self._bit_of = {name: 1 << number for number, name in enumerate(audience_names)}
        count = len(audiences)
        self.audience = np.fromiter((self.bits(names) for names in audiences), np.int64, count)
        self.step_free = np.fromiter((_truth(access.get("step_free")) for access in accesses), np.float64, count)
        self.kerb = np.fromiter((_number(access.get("kerb_cm")) for access in accesses), np.float64, count)
        self.incline = np.fromiter((_number(access.get("incline_pct")) for access in accesses), np.float64, count)
        self.width = np.fromiter((_width(access) for access in accesses), np.float64, count)
        numbers: dict[str, int] = {"": 0}
        self.surface = np.fromiter(
            (numbers.setdefault(str(access.get("surface") or ""), len(numbers)) for access in accesses), np.int64, count
        )
        self._surfaces = numbers

    def bits(self, names: Sequence[str] | frozenset[str]) -> int:
        """Write audiences as bits; one that nobody knows is none."""
        return sum(self._bit_of.get(name, 0) for name in set(names))

    def fits(self, positions: Numbers, needs: Needs) -> Numbers:
        """Say of each place whether it fits: 0, 1 or 2 as in rule 2."""
        fits = np.zeros(len(positions), np.int64)
        if not needs.any:
            return fits
        broken = np.zeros(len(positions), np.bool_)
        unknown = np.zeros(len(positions), np.bool_)

        def need(values: Floats, ok: NDArray[np.bool_]) -> None:
            known = ~np.isnan(values)
            np.logical_or(broken, known & ~ok, out=broken)
            np.logical_or(unknown, ~known, out=unknown)

        if needs.step_free:
            values = self.step_free[positions]
            need(values, values == 1.0)
        if needs.kerb_cm_max is not None:
            need(self.kerb[positions], self.kerb[positions] <= needs.kerb_cm_max)
        if needs.incline_pct_max is not None:
            need(self.incline[positions], self.incline[positions] <= needs.incline_pct_max)
        if needs.width_cm_min is not None:
            need(self.width[positions], self.width[positions] >= needs.width_cm_min)
        if needs.surfaces_not:
            codes = self.surface[positions]
            bad = [self._surfaces[name] for name in needs.surfaces_not if name in self._surfaces]
            need(np.where(codes == 0, np.nan, codes), ~np.isin(codes, bad))
        fits[unknown] = 1
        fits[broken] = 2
        return fits


@dataclass(frozen=True)
class Near:
    """Places within the radius that hold now, as the ranking needs them; arrays of one length."""

    positions: Numbers
    metres: Floats
    states: NDArray[np.int8]
    told: NDArray[np.bool_]
    tastes: Floats


def ranked(near: Near, facts: Facts, id_order: Numbers, asking: Asking) -> tuple[Numbers, Floats, Numbers]:
    """Order the places (rules 1 to 4).

    Returns:
        Which of ``near`` are shown, the best first and at most ``asking.count``; the scores and fits of all of ``near``.

    """
    relevance = np.where(near.told, RELEVANCE_TOLD, RELEVANCE_ELSE)
    fits = facts.fits(near.positions, asking.needs)
    scores = relevance * (NEAR_M / (NEAR_M + near.metres)) * OPENING[near.states] * FIT[fits] * near.tastes
    chosen = np.arange(len(scores))
    if asking.audience:
        meant = facts.audience[near.positions]
        chosen = np.flatnonzero((meant == 0) | ((meant & facts.bits(asking.audience)) != 0))
    if len(chosen) > 4 * asking.count:
        edge = np.partition(scores[chosen], len(chosen) - asking.count)[len(chosen) - asking.count]
        chosen = chosen[scores[chosen] >= edge - 1e-9]
    billionths = -np.rint(scores[chosen] * 1e9)
    order = np.lexsort((id_order[near.positions[chosen]], near.metres[chosen], billionths))[: asking.count]
    return chosen[order], scores, fits


def standings(
    ids: Sequence[str],
    lats: Floats,
    lons: Floats,
    metres: Floats,
    scores: Floats,
    fits: Numbers,
    footprints: Footprints | None,
    asking: Asking,
) -> list[Standing]:
    """Say how each of the ordered places stands to the one who asks (rules 5 to 7)."""
    if not len(ids):
        return []
    bearings = bearings_deg(asking.here, lats, lons)
    heading = asking.heading_deg
    relative = np.zeros(len(bearings)) if heading is None else (bearings - heading + 540.0) % 360.0 - 180.0
    is_here = metres < max(HERE_M, min(asking.accuracy_m, SURE_M_MAX))
    behind = footprints.between(asking.here, metres, bearings) if footprints else np.zeros(len(ids), np.bool_)
    xs, lanes = _lanes(relative, is_here, asking)
    columns = (metres, bearings, relative, scores, fits, is_here, behind)
    facts = zip(ids, *(column.tolist() for column in columns), lanes, xs, strict=True)
    return list(map(Standing._make, facts))


def focal_px(asking: Asking) -> float:
    """Say how far before the eye the picture stands, in its own pixels: x = middle + focal x tan(direction)."""
    return asking.width_px / 2 / tan(radians(asking.view_deg / 2))


def _lanes(relative: Floats, is_here: NDArray[np.bool_], asking: Asking) -> tuple[list[float | None], list[int]]:
    xs: list[float | None] = [None] * len(relative)
    lanes = [-1] * len(relative)
    if asking.heading_deg is None:
        return xs, lanes
    apart = asking.label_px + LABEL_GAP_PX
    placed: list[list[float]] = [[] for _ in range(asking.lanes)]
    labels = 0
    in_view = np.flatnonzero((np.abs(relative) <= asking.view_deg / 2) & ~is_here)
    middles = asking.width_px / 2 + focal_px(asking) * np.tan(np.radians(relative[in_view]))
    for at, x in zip(in_view.tolist(), middles.tolist(), strict=True):
        xs[at] = x
        if labels >= asking.labels_max:
            continue
        for lane, taken in enumerate(placed):
            if all(abs(x - other) >= apart for other in taken):
                taken.append(x)
                lanes[at] = lane
                labels += 1
                break
    return xs, lanes


def _truth(value: Any) -> float:
    return float(value) if isinstance(value, bool) else np.nan


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


def _width(access: Mapping[str, Any]) -> float:
    known = [number for number in map(_number, (access.get("width_cm"), access.get("door_cm"))) if number == number]
    return min(known, default=np.nan)
