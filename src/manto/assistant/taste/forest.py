"""A small forest beside the shared weights: what choices have in common that no weighed sum of columns can say. Pure.

Its trees begin at the weights' scores and climb the same likelihood, that of each choice among what was shown with it,
so what they say is added to those scores. Of each column they say an exact part (Lundberg and Lee 2017, as LightGBM
works it out), and the parts make up the whole. What is of the day and the way, and what she refused, they do not see.

Optional: growing and asking it need the extra ``manto[rerank]``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from manto.assistant.offering.ranking import BESIDES_TASTE
from manto.assistant.preferences.frame import AT, COLUMNS
from manto.assistant.preferences.logit import chances
from manto.assistant.preferences.times import hour_of_week

SEEN = (*COLUMNS, "hour", "weekday")
UNSEEN = [AT[name] for name in (*BESIDES_TASTE, "refused_kind")]
SAY_AT_MOST = 1.0  # as much as ten points of the plain rules: no forest can bend the order further
SAY_DIGITS = 4
LEAST_SITTINGS, LEAST_RESIDENTS = 500, 20  # fewer sittings grow no trees; fewer residents judge none
HELD_BACK = 0.2
SURE = 1.96
TREES = 30  # with four leaves each: asked of a hundred candidates in some 0.6 ms, 21 kB of text
PLAN: dict[str, Any] = {
    "num_leaves": 4,
    "learning_rate": 0.1,
    "min_data_in_leaf": 50,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "seed": 0,
    "verbose": -1,
}


@dataclass(frozen=True)
class Sitting:
    """What was shown together, and what of it was chosen.

    Attributes:
        resident: Who chose.
        seen: (shown, SEEN).
        scores: The shared weights', (shown,).
        chosen: Which of them.

    """

    resident: Hashable
    seen: np.ndarray
    scores: np.ndarray
    chosen: int


@dataclass(frozen=True)
class Judged:
    """How a forest did on later sittings that it was not grown on.

    Attributes:
        sittings: How many, of how many residents.
        surprise: The mean surprise at what was chosen: by the weights alone, and with the forest's say.
        place: The mean reciprocal rank of what was chosen, likewise.
        gain: By how much the forest lessens the surprise; from where to where, at 95 % over residents.

    """

    sittings: int
    residents: int
    surprise: tuple[float, float]
    place: tuple[float, float]
    gain: tuple[float, float, float]

    @property
    def better(self) -> bool:
        """Whether the forest orders better than the weights alone, its surprise lessened beyond chance."""
        return self.residents >= LEAST_RESIDENTS and self.gain[1] > 0 and self.place[1] > self.place[0]


def seen(frame: np.ndarray, quarter: int) -> np.ndarray:
    """Give what trees see of a frame, (candidates, SEEN): taste, the hour and the day of the week."""
    out: np.ndarray = np.empty((len(frame), len(SEEN)))
    out[:, : len(COLUMNS)] = frame
    out[:, UNSEEN] = 0
    hour = hour_of_week(quarter)
    out[:, len(COLUMNS) :] = hour % 24, hour // 24
    return out


class Forest:
    """Trees that were grown, asked for their say."""

    def __init__(self, text: str) -> None:
        import lightgbm

        self._trees = lightgbm.Booster(model_str=text)

    def says(self, frame: np.ndarray, quarter: int) -> np.ndarray:
        """Give what the forest says for each candidate of a frame, by column, (candidates, SEEN)."""
        return self.parts(seen(frame, quarter))

    def parts(self, columns: np.ndarray) -> np.ndarray:
        """Give the parts of each row's say; together no more than ``SAY_AT_MOST``, for or against."""
        if not len(columns):
            return np.zeros(columns.shape)
        parts = np.asarray(self._trees.predict(columns, pred_contrib=True, num_threads=1))[:, :-1]
        whole = np.abs(parts.sum(axis=1, keepdims=True))
        return np.asarray(np.round(parts * (SAY_AT_MOST / np.maximum(whole, SAY_AT_MOST)), SAY_DIGITS))


def grown(sittings: Sequence[Sitting]) -> str:
    """Grow a forest; give it as LightGBM's text, the same for the same sittings."""
    import lightgbm

    sizes = np.array([len(one.scores) for one in sittings])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    chosen = np.zeros(sizes.sum())
    chosen[starts + [one.chosen for one in sittings]] = 1

    def slopes(scores: np.ndarray, _: Any) -> tuple[np.ndarray, np.ndarray]:
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        expected = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
        return expected - chosen, expected * (1 - expected)

    table = lightgbm.Dataset(
        np.concatenate([one.seen for one in sittings]),
        chosen,
        init_score=np.concatenate([one.scores for one in sittings]),
        feature_name=list(SEEN),
    )
    return str(lightgbm.train({**PLAN, "objective": slopes}, table, TREES).model_to_string())


def judged(forest: Forest, later: Sequence[Sitting]) -> Judged:
    """Hold a forest against the weights alone, on sittings that it was not grown on."""
    said = forest.parts(np.concatenate([one.seen for one in later])).sum(axis=1)
    ends = np.cumsum([len(one.scores) for one in later])
    both = [one.scores + say for one, say in zip(later, np.split(said, ends[:-1]), strict=True)]
    alone, with_say = (
        np.array([_surprise(scores, one.chosen) for scores, one in zip(every, later, strict=True)])
        for every in ([one.scores for one in later], both)
    )
    places = tuple(
        float(np.mean([_reciprocal(scores, one.chosen) for scores, one in zip(every, later, strict=True)]))
        for every in ([one.scores for one in later], both)
    )
    gains, of = Counter[Hashable](), Counter(one.resident for one in later)
    mean = float((alone - with_say).mean())
    for one, gain in zip(later, alone - with_say, strict=True):
        gains[one.resident] += gain
    off = SURE * float(np.sqrt(sum((gains[who] - mean * count) ** 2 for who, count in of.items()))) / len(later)
    return Judged(
        sittings=len(later),
        residents=len(of),
        surprise=(float(alone.mean()), float(with_say.mean())),
        place=places,  # type: ignore[arg-type]
        gain=(mean, mean - off, mean + off),
    )


def _surprise(scores: np.ndarray, chosen: int) -> float:
    return -float(np.log(chances(scores)[chosen]))


def _reciprocal(scores: np.ndarray, chosen: int) -> float:
    """Give one over the place of what was chosen; what is equal counts at its expected place."""
    return float(1 / ((scores > scores[chosen]).sum() + (scores == scores[chosen]).sum() / 2 + 0.5))
