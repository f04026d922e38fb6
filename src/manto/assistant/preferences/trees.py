"""An optional second opinion: boosted trees that put the best candidates of the logit in a finer order.

They are fitted at night from remembered choices and need the extra ``manto[rerank]``; without it the logit's order
stands. Two forests vote: one learns orders, one learns chances.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from manto.assistant.preferences.closer import CLOSER, OF_HER, closer_columns, of_her
from manto.assistant.preferences.discovery import NEW_COLUMNS, New
from manto.assistant.preferences.frame import COLUMNS
from manto.assistant.preferences.logit import Logit
from manto.assistant.preferences.model import Ranked
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.times import hour_of_week
from manto.assistant.preferences.votes import VOTED, Ballot, Votes

RERANKED = 60
CLOSELY, NEW_CLOSELY, NEW_ASKED = 50, 25, 150
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
Forests = tuple[tuple[dict[str, Any], int], ...]
FORESTS: Forests = (
    ({**SHARED, "objective": "lambdarank", "lambdarank_truncation_level": 15}, 110),
    ({**SHARED, "objective": "binary", "learning_rate": 0.06}, 160),
)
SMALL = SHARED | {"num_leaves": 7, "min_data_in_leaf": 100}
NEW_FORESTS: Forests = (
    ({**SMALL, "objective": "lambdarank", "lambdarank_truncation_level": 30}, 200),
    ({**SMALL, "objective": "binary"}, 300),
)
KNOWN = ("own_rows", "own_things", "hour", "weekday")
OF_ALL = (*OF_HER, *KNOWN)
BESIDES = ("logit_behind_best", "logit_place", "new_behind_best", "new_place")
ASKED = (*COLUMNS, *BESIDES[:2], *KNOWN)
ASKED_CLOSELY = (*COLUMNS, *VOTED, *BESIDES, *CLOSER, *OF_ALL)
WIDE, BESIDE, CLOSE = (ASKED_CLOSELY.index(names[0]) for names in (BESIDES, CLOSER, OF_ALL))
VOTED_NEW = slice(NEW_COLUMNS.index(VOTED[0]), NEW_COLUMNS.index(VOTED[0]) + len(VOTED))
ASKED_NEW = (*NEW_COLUMNS, "logit_behind_best", "logit_place", *OF_ALL)


def available() -> bool:
    """Say whether the trees can grow here."""
    return find_spec("lightgbm") is not None


def question(ranked: Ranked, rows: OwnRows) -> tuple[np.ndarray, np.ndarray]:
    """Give the logit's best candidates, and what the trees see of each where the time of the visit is not known.

    Returns:
        Things, and (things, ASKED).

    """
    best, hour = ranked.best(RERANKED), hour_of_week(ranked.moment.quarter)
    out, wide = np.empty((len(best), len(ASKED)), np.float32), len(COLUMNS)
    out[:, :wide] = ranked.frame[best]
    out[:, wide] = ranked.scores[best] - ranked.scores[best[0]]
    out[:, wide + 1] = np.arange(len(best))
    out[:, wide + 2 :] = np.log1p(rows.count), np.log1p(rows.things), hour % 24, hour // 24
    return ranked.things[best], out


def closer_question(
    ranked: Ranked, rows: OwnRows, new: New, ballot: Ballot, votes: Votes, logit: Logit
) -> tuple[np.ndarray, np.ndarray]:
    """Give the best candidates of both rankers, and what the trees see of each where the time is known.

    Args:
        ranked: By the logit.
        rows: The resident's own.
        new: What she never chose, by its own ranker.
        ballot: How her own visits vote.
        votes: What the ballot means.
        logit: That ranked.

    Returns:
        Things, and (things, ASKED_CLOSELY).

    """
    best, order = ranked.best(CLOSELY), np.argsort(-new.scores, kind="stable")
    fresh = order[: 2 * NEW_CLOSELY]
    fresh = fresh[~np.isin(new.things[fresh], ranked.things[best])][:NEW_CLOSELY]
    things = np.concatenate([ranked.things[best], new.things[fresh]])
    scores = np.concatenate([ranked.scores[best], logit.scores(new.whole[fresh])])
    out, old = np.empty((len(things), len(ASKED_CLOSELY)), np.float32), len(best)
    out[:old, : len(COLUMNS)], out[old:, : len(COLUMNS)] = ranked.frame[best], new.whole[fresh]
    out[:old, len(COLUMNS) : WIDE] = votes.columns(ballot, rows, ranked.things, rows.things)[best]
    out[old:, len(COLUMNS) : WIDE] = new.frame[fresh, VOTED_NEW]
    out[:, WIDE] = scores - scores.max()
    out[:, WIDE + 1] = np.argsort(np.argsort(-scores, kind="stable"))
    out[:, WIDE + 2 : BESIDE] = _by_the_other(things, new, order)
    hers = closer_columns(rows, ranked.moment.quarter, ballot)
    out[:, BESIDE:CLOSE] = hers.min(axis=0) - 1
    own = np.flatnonzero(best < rows.things)  # her own come first among the candidates
    out[own, BESIDE:CLOSE] = hers[best[own]]
    out[:, CLOSE:] = _of_all(rows, ranked, ballot)
    return things, out


def new_question(ranked: Ranked, rows: OwnRows, new: New, ballot: Ballot) -> tuple[np.ndarray, np.ndarray]:
    """Give the best of what she never chose, and what the trees see of each, (things, ASKED_NEW)."""
    best = np.argsort(-new.scores, kind="stable")[:NEW_ASKED]
    beside = [new.scores[best] - new.scores.max(), np.arange(len(best))]
    of_all = np.broadcast_to(_of_all(rows, ranked, ballot), (len(best), len(OF_ALL)))
    return new.things[best], np.column_stack([new.frame[best], *beside, of_all]).astype(np.float32)


def _by_the_other(things: np.ndarray, new: New, order: np.ndarray) -> np.ndarray:
    """Say how the ranker of what is new sees things: behind its best, and at which place; her own stand before."""
    out = np.tile(np.array([1, -1], np.float32), (len(things), 1))
    if len(new.things):
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order))
        sorted_ = np.argsort(new.things)
        at = sorted_[np.minimum(np.searchsorted(new.things, things, sorter=sorted_), len(sorted_) - 1)]
        seen = new.things[at] == things
        out[seen, 0], out[seen, 1] = (new.scores[at] - new.scores.max())[seen], place[at][seen]
    return out


def _of_all(rows: OwnRows, ranked: Ranked, ballot: Ballot) -> np.ndarray:
    quarter, hour = ranked.moment.quarter, hour_of_week(ranked.moment.quarter)
    known = [np.log1p(rows.count), np.log1p(rows.things), hour % 24, hour // 24]
    return np.concatenate([of_her(rows, quarter, ballot), known])


class Reranker:
    """Remembers the latest choices and, once fitted, orders candidates."""

    def __init__(self, remembered: int = 12_000, forests: Forests = FORESTS) -> None:
        self._remembered, self._plans = remembered, forests
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
            lightgbm.train(plan, lightgbm.Dataset(table, labels, group=sizes), rounds) for plan, rounds in self._plans
        ]
        return True

    def scores(self, question: np.ndarray) -> np.ndarray:
        """Score a question's candidates; only their order means something."""
        votes = [forest.predict(question, raw_score=True, num_threads=1) for forest in self._forests]
        return np.asarray(sum(votes))
