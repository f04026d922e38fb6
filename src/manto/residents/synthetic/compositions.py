"""Who lives together: how many households there are of each size, and of whom they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from manto.kernel.errors import BadInput
from manto.residents.synthetic.ages import ADULT_AGE, AGE_END
from manto.residents.synthetic.chance import Real, Whole, apportion


class Kind(IntEnum):
    """Of whom a household is made."""

    ALONE = 0
    COUPLE = 1  # without children at home
    SHARED = 2  # adults who are not a family
    FAMILY = 3  # one or two parents, their children, at times a grandparent
    EMPTY = 4  # whoever lived here died this year


@dataclass(frozen=True)
class Composition:
    """One way in which a household of a size can be made up."""

    size: int
    kind: Kind
    usual: float  # how common it is among households of its size, before there has to be room for every child
    parents: int = 0
    children: int = 0
    grandparents: int = 0


@dataclass(frozen=True)
class HouseholdPlan:
    """How many households there are of each composition, and how many grown-up children live with their parents."""

    compositions: tuple[Composition, ...]
    counts: Whole
    grown_up_children: Whole  # per age

    def number(self, kind: Kind) -> int:
        """Count the households of a kind."""
        return sum(int(n) for c, n in zip(self.compositions, self.counts, strict=True) if c.kind == kind)


def ways_to_make_up(size: int) -> list[Composition]:
    """List how a household of a size can be made up, with how common each is in a European city.

    Source: the mix by size follows ISTAT's yearly survey "Aspetti della vita quotidiana", rounded.
    """
    if size == 1:
        return [Composition(1, Kind.ALONE, 1.0)]
    if size == 2:
        return [
            Composition(2, Kind.COUPLE, 0.64),
            Composition(2, Kind.FAMILY, 0.28, parents=1, children=1),
            Composition(2, Kind.SHARED, 0.08),
        ]
    ways = [
        Composition(size, Kind.FAMILY, 0.78, parents=2, children=size - 2),
        Composition(size, Kind.FAMILY, 0.22 / (size - 2), parents=1, children=size - 1),
        Composition(size, Kind.SHARED, 0.05),
    ]
    if size > 3:
        ways.append(Composition(size, Kind.FAMILY, 0.04 * (size - 3), parents=2, children=size - 3, grandparents=1))
    return ways


def home_leaving() -> Real:
    """Give for each age the share of residents who still, or again, live with their parents.

    Source: the shape follows Eurostat's yth_demo_020 and yth_demo_030 for Italy (half have left at 30), rounded.
    """
    known = {17: 1.0, 19: 0.95, 24: 0.82, 27: 0.55, 30: 0.40, 34: 0.22, 40: 0.09, 50: 0.05, 60: 0.0}
    at_home = np.interp(np.arange(AGE_END), list(known), list(known.values()))
    at_home[:ADULT_AGE] = 0.0
    return at_home


def household_counts(sizes: Mapping[int, float], residents: int) -> dict[int, int]:
    """Say how many households of each size hold exactly that many residents.

    >>> household_counts({1: 0.5, 2: 0.3, 4: 0.2}, 1000)
    {1: 264, 2: 158, 4: 105}
    """
    total = sum(sizes.values())
    wanted = {size: share / total for size, share in sorted(sizes.items())}
    households = residents / sum(size * share for size, share in wanted.items())
    counts = {size: int(households * share + 1e-9) for size, share in wanted.items()}
    homeless = residents - sum(size * count for size, count in counts.items())
    for size in sorted(wanted, key=lambda s: counts[s] - households * wanted[s]):
        if size <= homeless and households * wanted[size] > counts[size]:
            counts[size] += 1
            homeless -= size
    counts[1] = counts.get(1, 0) + homeless
    return dict(sorted(counts.items()))


def plan_households(sizes: Mapping[int, float], by_age: Whole) -> HouseholdPlan:
    """Choose how many households of each size are families, couples and so on, so that each child has a home.

    The usual mix of each size is tilted towards families with more (or fewer) children just as far as needed:
    weight times exp(tilt x children), the least change that makes room for the children there are.

    Args:
        sizes: The share of households of each size.
        by_age: How many residents there are of each age.

    Raises:
        BadInput: No mix of these sizes has room for these children.
    """
    counts = household_counts(sizes, int(by_age.sum()))
    at_home = by_age * home_leaving()
    minors = int(by_age[:ADULT_AGE].sum())
    ways = {size: ways_to_make_up(size) for size in counts}
    tilt = _tilt_for(ways, counts, minors + float(at_home.sum()))
    compositions: list[Composition] = []
    numbers: list[int] = []
    for size, households in counts.items():
        compositions += ways[size]
        numbers += apportion(_tilted(ways[size], tilt), households).tolist()
    rooms = sum(c.children * n for c, n in zip(compositions, numbers, strict=True))
    most = np.floor(by_age * (at_home > 0)).astype(np.int64)
    if not minors <= rooms <= minors + int(most.sum()):
        raise BadInput(
            f"The households have room for {rooms} children, but there are {minors} minors by age_bands.",
            "Raise the shares of larger households in household_sizes, or lower the shares of the young in age_bands.",
        )
    return HouseholdPlan(tuple(compositions), np.array(numbers), apportion(at_home, rooms - minors, most))


def _tilted(ways: list[Composition], tilt: float) -> Real:
    children = np.array([way.children for way in ways])
    weights: Real = np.array([way.usual for way in ways]) * np.exp(tilt * (children - children.max()))
    return weights


def _tilt_for(ways: Mapping[int, list[Composition]], counts: Mapping[int, int], children: float) -> float:
    low, high = -12.0, 12.0
    for _ in range(60):
        tilt = (low + high) / 2
        rooms = 0.0
        for size, households in counts.items():
            weights = _tilted(ways[size], tilt)
            rooms += households * float(weights @ [way.children for way in ways[size]]) / float(weights.sum())
        low, high = (tilt, high) if rooms < children else (low, tilt)
    return (low + high) / 2
