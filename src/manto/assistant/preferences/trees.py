"""An optional second opinion: boosted trees that put the best candidates of the logit in a finer order.

They are fitted at night from remembered choices and need the extra ``manto[rerank]``; without it the logit's order
stands. Two forests vote: one learns orders, one learns chances.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from manto.assistant.preferences.frame import COLUMNS
from manto.assistant.preferences.times import hour_of_week

RERANKED = 60
SHARED: dict[str, Any] = {
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "deterministic": True,
    "seed": 0,
    "verbose": -1,
}
FORESTS = (
    ({"objective": "lambdarank", "lambdarank_truncation_level": 15}, 110),
    ({"objective": "binary", "learning_rate": 0.06}, 160),
)
COLUMNS_WITH_QUERY = (*COLUMNS, "logit_behind_best", "logit_place", "own_rows", "own_things", "hour", "weekday")


def available() -> bool:
    """Say whether the trees can grow here."""
    return find_spec("lightgbm") is not None


def widened(frame: np.ndarray, scores: np.ndarray, rows: int, own: int, quarter: int) -> np.ndarray:
    """Add what the trees see of the whole question to a frame in the logit's order.

    Args:
        frame: (candidates, COLUMNS), best first.
        scores: The logit's, best first.
        rows: How many rows the resident has, and on how many own things.
        own: On how many things.
        quarter: When.

    """
    count, hour = len(frame), hour_of_week(quarter)
    out = np.empty((count, len(COLUMNS_WITH_QUERY)), np.float32)
    out[:, : len(COLUMNS)] = frame
    out[:, -6] = scores - scores[0]
    out[:, -5] = np.arange(count)
    out[:, -4:] = np.log1p(rows), np.log1p(own), hour % 24, hour // 24
    return out


class Reranker:
    """Remembers the latest choices and, once fitted, orders candidates."""

    def __init__(self, remembered: int = 12_000) -> None:
        self._remembered = remembered
        self._questions: list[np.ndarray] = []
        self._chosen: list[int] = []
        self._forests: list[Any] = []

    @property
    def fitted(self) -> bool:
        """Whether there are trees."""
        return bool(self._forests)

    def remember(self, question: np.ndarray, chosen: int) -> None:
        """Keep one choice for the next fitting; the oldest beyond what is remembered goes."""
        self._questions.append(question)
        self._chosen.append(chosen)
        if len(self._questions) > 1.25 * self._remembered:
            del self._questions[: -self._remembered], self._chosen[: -self._remembered]

    def fit(self, *, least: int = 500) -> bool:
        """Grow the trees anew; say whether there was enough to learn from."""
        questions, chosen = self._questions[-self._remembered :], self._chosen[-self._remembered :]
        if len(questions) < least or not available():
            return False
        import lightgbm

        sizes = np.array([len(question) for question in questions])
        labels = np.zeros(sizes.sum(), np.int8)
        labels[np.r_[0, np.cumsum(sizes)[:-1]] + np.array(chosen)] = 1
        table = np.concatenate(questions)
        self._forests = [
            lightgbm.train({**SHARED, **own}, lightgbm.Dataset(table, labels, group=sizes), rounds)
            for own, rounds in FORESTS
        ]
        return True

    def scores(self, question: np.ndarray) -> np.ndarray:
        """Score a question's candidates; only their order means something."""
        votes = [forest.predict(question, raw_score=True, num_threads=1) for forest in self._forests]
        return np.asarray(sum(votes))
