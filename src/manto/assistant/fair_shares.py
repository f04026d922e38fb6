"""Counts of groups that tell nothing of anybody: with noise, with intervals that know it, small ones not at all. Pure.

Each resident is in one group of a dimension and adds at most one to each count, so a dimension's two counts cost what
two counts cost, however many groups there are.

Source: Dwork, McSherry, Nissim and Smith 2006 (the Laplace mechanism; parallel composition).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

WIDEST = 0.5  # a share of which less is known than this is not told
LEAST = 20  # a group of which fewer are told, noise included, is not shown
Z_95 = 1.96


@dataclass(frozen=True)
class Share:
    """One group.

    Attributes:
        group: Its identifier.
        reached: How many residents were shown offers, with noise; None where too few.
        useful: Which share of them accepted one; None where too few, or where it may be nearly anything.
        low: End of the 95 % interval, sampling and noise together.
        high: The other end.

    """

    group: str
    reached: int | None
    useful: float | None
    low: float | None
    high: float | None


def shares(
    groups: Sequence[str], counts: Mapping[str, tuple[int, int]], noisy: Callable[[int], int], *, noise_scale: float
) -> list[Share]:
    """Give each group's share.

    Args:
        groups: All that there can be, whether anybody is in them or not: who is missing must not show.
        counts: By group: residents reached, and those who accepted something.
        noisy: Adds noise to a count.
        noise_scale: Of the noise, for the intervals.

    """
    told = []
    for group in groups:
        reached, accepted = counts.get(group, (0, 0))
        told.append(_share(group, noisy(reached), noisy(accepted), noise_scale))
    return told


def _share(group: str, reached: int, accepted: int, scale: float) -> Share:
    if reached < LEAST:
        return Share(group, None, None, None, None)
    share = min(1.0, max(0.0, accepted / reached))
    spread = sqrt(share * (1 - share) / reached + 2 * scale**2 * (1 + share**2) / reached**2)
    low, high = max(0.0, share - Z_95 * spread), min(1.0, share + Z_95 * spread)
    if high - low > WIDEST:
        return Share(group, reached, None, None, None)
    return Share(group, reached, round(share, 3), round(low, 3), round(high, 3))


def age_band(years: int) -> str:
    """Give the age group.

    >>> age_band(17), age_band(30), age_band(71)
    ('under_18', 'from_18', 'from_65')
    """
    return "under_18" if years < 18 else "from_18" if years < 35 else "from_35" if years < 65 else "from_65"


AGES = ("under_18", "from_18", "from_35", "from_65")
