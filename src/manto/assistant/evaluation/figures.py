"""From ranks to figures: accuracy at one, five and ten, mean reciprocal rank, and how sure they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

MEASURES = ("acc_1", "acc_5", "acc_10", "mrr")
RESAMPLED = 1000
INTERVAL = (2.5, 97.5)
FEW = 20


def measured(ranks: np.ndarray) -> np.ndarray:
    """Turn ranks into what each counts for, (ranks, MEASURES).

    A rank shared by ties counts as its expected place: 5.5 is not among the first five.

    >>> measured(np.array([1.0, 5.5])).tolist()
    [[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 1.0, 0.18181818181818182]]
    """
    return np.stack([ranks <= 1, ranks <= 5, ranks <= 10, 1 / ranks], axis=1).astype(float)


def resample(residents: np.ndarray, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw residents with replacement, for intervals that know that one resident's steps hang together.

    Args:
        residents: Whose step each is.
        seed: Of the drawing.

    Returns:
        Which resident each step is of, numbered from 0, and how often each was drawn, (RESAMPLED, residents).

    """
    who, number = np.unique(residents, return_inverse=True)
    random = np.random.default_rng(seed)
    count = max(len(who), 1)
    drawn = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLED)
    return number, drawn


def figures(ranks: Mapping[str, np.ndarray], residents: np.ndarray, *, against: str = "") -> dict[str, Any]:
    """Give each method's figures with 95 % intervals, and how far each is from a baseline.

    Args:
        ranks: By method, one for each step.
        residents: Whose step each is.
        against: The method that the others are compared with, step by step; none when empty.

    Returns:
        ``n``, ``residents`` and, by method, each measure with ``low`` and ``high``; with few steps no interval.

    """
    count = len(residents)
    out: dict[str, Any] = {"n": count, "residents": len(np.unique(residents)), "methods": {}}
    if not count:
        return out
    number, drawn = resample(residents)
    steps = drawn @ np.bincount(number)
    worth = {name: measured(np.asarray(values)) for name, values in ranks.items()}
    for name, table in worth.items():
        out["methods"][name] = _with_interval(table, number, drawn, steps)
        if against and name != against:
            out["methods"][name]["more_than"] = {against: _with_interval(table - worth[against], number, drawn, steps)}
    return out


def _with_interval(table: np.ndarray, number: np.ndarray, drawn: np.ndarray, steps: np.ndarray) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for column, name in enumerate(MEASURES):
        values = table[:, column]
        said[name] = {"value": round(float(values.mean()), 4)}
        if len(values) >= FEW:
            means = drawn @ np.bincount(number, values) / np.maximum(steps, 1)
            low, high = np.percentile(means, INTERVAL)
            said[name] |= {"low": round(float(low), 4), "high": round(float(high), 4)}
    return said
