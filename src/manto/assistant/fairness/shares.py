"""Counts of groups that tell nothing of anybody: with noise, with intervals that know it, small ones not at all. Pure.

In each dimension each resident is in one group and there in one of three cells: she was shown nothing, she was shown
something, she accepted something of it. She adds one to one cell, so a dimension costs what one count costs, however
many groups there are; what is told of a group is made of its noisy cells.

Source: Dwork, McSherry, Nissim and Smith 2006 (the Laplace mechanism; parallel composition).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

WIDEST = 0.5  # a share of which less is known than this is not told
LEAST = 20  # a group of which fewer are told, noise included, is not shown
Z_95 = 1.96

Cells = tuple[int, int, int]  # residents who were shown nothing, who were shown something, who accepted something


@dataclass(frozen=True)
class Share:
    """A share of residents.

    Attributes:
        share: Between 0 and 1.
        low: End of the 95 % interval, sampling and noise together.
        high: The other end.

    """

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """One group.

    Attributes:
        group: Its identifier.
        residents: How many there are, with noise; None where too few.
        reached: Which share of them was shown offers; None where too few, or where it may be nearly anything.
        useful: Which share of those accepted one; None likewise.

    """

    group: str
    residents: int | None
    reached: Share | None
    useful: Share | None


def told_of_groups(
    groups: Sequence[str], counts: Mapping[str, Cells], noisy: Callable[[int], int], *, noise_scale: float
) -> list[Group]:
    """Say of each group whom Today reaches and to whom it is of use.

    Args:
        groups: All that there can be, whether anybody is in them or not: who is missing must not show.
        counts: By group.
        noisy: Adds noise to a cell.
        noise_scale: Of the noise, for the intervals.

    """
    return [_told(group, [noisy(cell) for cell in counts.get(group, (0, 0, 0))], noise_scale) for group in groups]


def _told(group: str, cells: Sequence[int], scale: float) -> Group:
    unseen, seen, accepted = cells
    if sum(cells) < LEAST:
        return Group(group, None, None, None)
    return Group(group, sum(cells), _share([seen, accepted], [unseen], scale), _share([accepted], [seen], scale))


def _share(part: Sequence[int], rest: Sequence[int], scale: float) -> Share | None:
    """Estimate which share some cells have of themselves and others; None where too little is known."""
    total = sum(part) + sum(rest)
    if total < LEAST:
        return None
    share = min(1.0, max(0.0, sum(part) / total))
    likely = (share * total + 2) / (total + 4)  # so that all or nobody of a few is not certain (Agresti and Coull 1998)
    noise = 2 * scale**2 * (len(part) * (1 - share) ** 2 + len(rest) * share**2) / total**2
    spread = Z_95 * sqrt(likely * (1 - likely) / total + noise)
    low, high = max(0.0, share - spread), min(1.0, share + spread)
    return Share(round(share, 3), round(low, 3), round(high, 3)) if high - low <= WIDEST else None


def age_band(years: int) -> str:
    """Give the age group.

    >>> age_band(17), age_band(30), age_band(71)
    ('under_18', 'from_18', 'from_65')
    """
    return "under_18" if years < 18 else "from_18" if years < 35 else "from_35" if years < 65 else "from_65"


AGES = ("under_18", "from_18", "from_35", "from_65")
