"""The two counters that any learning must beat, and the rank that a tie is worth. Pure."""

from __future__ import annotations

import numpy as np

from manto.assistant.preferences.rows import OwnRows


def expected_rank(scores: np.ndarray, chosen: int) -> float:
    """Give the rank of a candidate; among equals the mean of the ranks they share.

    >>> expected_rank(np.array([3.0, 1.0, 3.0]), 0), expected_rank(np.array([3.0, 1.0, 3.0]), 1)
    (1.5, 3.0)
    """
    better = np.count_nonzero(scores > scores[chosen])
    equal = np.count_nonzero(scores == scores[chosen])
    return float(1 + better + (equal - 1) / 2)


def rank_among_the_rest(candidates: int, things: int) -> float:
    """Give the expected rank of a thing that is not among the candidates: the rest are tied behind them.

    >>> rank_among_the_rest(0, 3), rank_among_the_rest(2, 5)
    (2.0, 4.0)
    """
    return candidates + (things - candidates + 1) / 2


def counter_rank(rows: OwnRows, thing: int, things: int) -> float:
    """Rank by how often the resident chose each thing."""
    if thing not in rows:
        return rank_among_the_rest(rows.things, things)
    counts = np.bincount(rows.index)
    return expected_rank(counts.astype(float), rows.where(thing))


def markov_rank(rows: OwnRows, last: int, thing: int, things: int) -> float:
    """Rank by how often she chose each thing straight after the last one, then by how often at all."""
    if thing not in rows:
        return rank_among_the_rest(rows.things, things)
    counts = np.bincount(rows.index)
    after = np.bincount(rows.index[1:], rows.places[:-1] == last, minlength=len(counts))
    return expected_rank(after * (rows.count + 1.0) + counts, rows.where(thing))
