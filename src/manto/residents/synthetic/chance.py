"""Chance, decided by a seed: the only place where the making of a city is random."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Chance:
    """The draws of one stage, decided by the seed and the stage's name and by nothing else.

    Only uniform doubles are taken from NumPy; what else is needed is worked out from them here. A release of NumPy
    that draws its normals or its shuffles another way does not change the city. Sorts are stable for the same reason.

    >>> Chance(7, "names").uniforms(2).tolist() == Chance(7, "names").uniforms(2).tolist()
    True
    >>> Chance(7, "names").uniforms(2).tolist() == Chance(7, "homes").uniforms(2).tolist()
    False
    """

    def __init__(self, seed: int, stage: str) -> None:
        bits = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(stage.encode())]))
        self._generator = np.random.Generator(bits)

    def uniforms(self, count: int) -> Real:
        """Draw `count` numbers evenly from 0 up to, but not including, 1."""
        return self._generator.random(count)

    def normals(self, count: int) -> Real:
        """Draw `count` numbers from the normal distribution with mean 0 and deviation 1.

        Source: Box and Muller 1958.
        """
        distance = np.sqrt(-2.0 * np.log1p(-self.uniforms(count)))
        return distance * np.cos(2.0 * np.pi * self.uniforms(count))

    def happens(self, probability: Real) -> Flags:
        """Say for each probability whether it came true."""
        return self.uniforms(len(probability)) < probability

    def order(self, count: int) -> Whole:
        """Give the numbers 0 to count-1 in a random order."""
        return np.argsort(self.uniforms(count), kind="stable")

    def codes(self, shares: ArrayLike, count: int) -> Whole:
        """Draw `count` positions in `shares`, each as often as its share says."""
        bounds = np.cumsum(np.asarray(shares, dtype=np.float64))
        return np.searchsorted(bounds[:-1] / bounds[-1], self.uniforms(count), side="right")

    def dealt(self, shares: ArrayLike, count: int) -> Whole:
        """Deal `count` positions in `shares` in a random order, with no sampling error in how often each occurs."""
        counts = apportion(np.asarray(shares, dtype=np.float64), count)
        return np.repeat(np.arange(len(counts)), counts)[self.order(count)]

    def chosen(self, weights: Real, quota: float, sizes: Whole | None = None) -> Flags:
        """Choose people, or groups of people, at random until the quota is filled.

        Args:
            weights: How readily each is chosen; none of weight 0 is ever chosen.
            quota: How many people to choose; a group that would pass it is left out, with all after it.
            sizes: How many members each group has; otherwise each is one person.

        Source: Efraimidis and Spirakis 2006.
        """
        may = np.flatnonzero(weights > 0)
        keys = -np.log1p(-self.uniforms(len(may))) / weights[may]
        if sizes is not None:
            order = np.argsort(keys, kind="stable")
            taken = order[np.cumsum(sizes[may[order]]) <= quota]
        elif quota < len(may):
            taken = np.argpartition(keys, int(quota))[: int(quota)]
        else:
            taken = np.arange(len(may))
        chosen = np.zeros(len(weights), dtype=np.bool_)
        chosen[may[taken]] = True
        return chosen


def apportion(weights: Real, total: int, most: Whole | None = None) -> Whole:
    """Share out a whole number by weight, rounding by the largest remainder.

    Args:
        weights: What each should get in proportion to; none below zero.
        total: What to share out.
        most: The most that each may get; what one cannot take goes to the others.

    Raises:
        ValueError: There is more to share out than all may get.

    >>> apportion(np.array([1.0, 1.0, 2.0]), 10).tolist()
    [3, 2, 5]
    >>> apportion(np.array([1.0, 1.0, 2.0]), 10, np.array([9, 9, 2])).tolist()
    [4, 4, 2]
    """
    limit = np.where(weights > 0, total if most is None else most, 0).astype(np.int64)
    if total > int(limit.sum()):
        raise ValueError(f"{total} to share out, but at most {int(limit.sum())} fit")
    fair = np.zeros(len(weights))
    free = limit > 0
    while free.any():  # those who are full drop out one round after another, and the rest share what is left
        left = total - float(fair[~free].sum())
        fair[free] = weights[free] * (left / float(weights[free].sum()))
        full = free & (fair >= limit)
        if not full.any():
            break
        fair[full] = limit[full]
        free &= ~full
    counts = np.minimum(np.floor(fair + 1e-9).astype(np.int64), limit)
    rest = total - int(counts.sum())
    while rest > 0:
        open_to = np.flatnonzero(counts < limit)
        neediest = open_to[np.argsort((counts - fair)[open_to], kind="stable")][:rest]
        counts[neediest] += 1
        rest = total - int(counts.sum())
    return counts


def ranks_within(groups: Whole) -> Whole:
    """Count through each run of equal values from 0.

    >>> ranks_within(np.array([4, 4, 7, 9, 9, 9])).tolist()
    [0, 1, 0, 0, 1, 2]
    """
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(groups)) + 1))
    lengths = np.diff(np.append(starts, len(groups)))
    ranks: Whole = np.arange(len(groups)) - np.repeat(starts, lengths)
    return ranks
