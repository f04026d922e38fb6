"""A resident's own rows and what may be offered to her now, laid out as the one feature frame. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from manto.assistant.offering.offers import Candidate, Chosen
from manto.assistant.offering.ranking import Taste
from manto.assistant.preferences.abstention import Calibration
from manto.assistant.preferences.city import CityCells
from manto.assistant.preferences.frame import AT, COLUMNS, Framer, Moment, at_this_hour
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import Things, unit_vectors
from manto.assistant.preferences.times import QUARTERS_PER_DAY
from manto.assistant.taste.reasons import reasons_for

# Weights of the first day, rounded by hand; fitted anew every night. A point of the plain rules counts a tenth.
OFFER_START = {
    "own_kind": 0.55,
    "own_kind_hour": 0.3,
    "own_month": 0.12,
    "city_lately": 0.15,
    "city_kind_hour": 0.05,
    "near": -0.1,
    "in_a_day": -1.5,
    "fits": 1.0,
    "refused_kind": -0.9,
}
REFUSAL_HALF_LIFE_D = 60.0
NOWHERE = (float("nan"), float("nan"))

Spots = Mapping[str, tuple[float, float]]
Says = Callable[[np.ndarray, int], np.ndarray]
"""Takes a frame and the quarter of an hour; gives what a forest says for each candidate, by column."""


@dataclass(frozen=True)
class Learned:
    """A resident's choices as rows.

    Attributes:
        chosen: (subject, category, quarter) in the order of time.
        refused: (category, quarter).

    """

    chosen: tuple[tuple[str, str, int], ...]
    refused: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Sums:
    """The city's sums, each cell with the residents behind it; cells with too few are not in here at all.

    Attributes:
        by_subject: Choices and residents, and choices of the last weeks.
        by_kind_hour: By category and hour of the week: choices and residents.

    """

    by_subject: dict[str, tuple[tuple[int, int], int]]
    by_kind_hour: dict[str, dict[int, tuple[int, int]]]


def category_of(candidate: Candidate) -> str:
    """Give a candidate's category as choices are kept under it: of services by their domain."""
    return f"event:{candidate.category}" if candidate.kind == "event" else candidate.category


class Scene:
    """A resident's own things and the candidates of this moment, numbered together."""

    def __init__(
        self, learned: Learned, candidates: Sequence[Candidate], quarter: int, sums: Sums, spots: Spots
    ) -> None:
        self.quarter = quarter
        own = list(dict.fromkeys(subject for subject, _, _ in learned.chosen))
        subjects = list(dict.fromkeys([*own, *(candidate.subject for candidate in candidates)]))
        number = {subject: at for at, subject in enumerate(subjects)}
        category = {subject: kind for subject, kind, _ in learned.chosen}
        category |= {candidate.subject: category_of(candidate) for candidate in candidates}
        kinds = {kind: at for at, kind in enumerate(sorted({*category.values(), *sums.by_kind_hour}))}
        self.things = Things(
            np.array([kinds[category[subject]] for subject in subjects], np.int32),
            np.array([spots.get(subject, NOWHERE)[0] for subject in subjects]),
            np.array([spots.get(subject, NOWHERE)[1] for subject in subjects]),
            len(kinds),
        )
        self.rows = OwnRows()
        for subject, _, at in learned.chosen:
            self.rows.append(number[subject], at, int(self.things.category[number[subject]]))
        self._asked = [number[candidate.subject] for candidate in candidates]
        self.city = CityCells(self.things)
        self.lately = np.zeros(len(subjects))
        for subject, at in number.items():
            self.city.visits[:, at], self.lately[at] = sums.by_subject.get(subject, ((0, 0), 0))
        for kind, hours in sums.by_kind_hour.items():
            for hour, cell in hours.items():
                self.city.category_hour[:, kinds[kind], hour] = cell

    def frame(self, origin: np.ndarray | None) -> np.ndarray:
        """Build the frame of the candidates, in their order."""
        order = np.arange(len(self.things), dtype=np.int32)  # her own stand first
        last, second = [*self.rows.places[::-1][:2].tolist(), -1, -1][:2]
        moment = Moment(self.quarter, at_this_hour(self.quarter, exact=True), origin, (last, second))
        whole = Framer(self.city, np.float64).frame(self.rows, moment, order, self.lately)
        return whole[self._asked]


def shared_weights(stored: dict[str, float] | None) -> np.ndarray:
    """Give the weights in force: those fitted last night, or those of the first day."""
    weights = np.zeros(len(COLUMNS))
    for name, weight in {**OFFER_START, **(stored or {})}.items():
        if name in AT:
            weights[AT[name]] = weight
    return weights


def refused_counts(learned: Learned, candidates: Sequence[Candidate], quarter: int) -> list[float]:
    """Count, for each candidate, how often its kind was refused, halved every sixty days."""
    counts: Counter[str] = Counter()
    for category, at in learned.refused:
        counts[category] += 2 ** (-max(quarter - at, 0) / (REFUSAL_HALF_LIFE_D * QUARTERS_PER_DAY))  # type: ignore[assignment]
    return [counts[category_of(candidate)] for candidate in candidates]


def taste_of(
    learned: Learned,
    weighed: Sequence[Chosen],
    quarter: int,
    position: tuple[float, float] | None,
    *,
    sums: Sums,
    spots: Spots,
    weights: np.ndarray,
    calibration: Calibration | None,
    in_vain: Mapping[str, int],
    says: Says | None = None,
) -> Taste:
    """Build the frame of what may be offered, with the reasons that learning gives.

    Args:
        learned: About her.
        weighed: What may be offered, with the plain rules' reasons.
        quarter: Now.
        position: Where she is; None when that is unknown.
        sums: The city's.
        spots: Where things are, in degrees.
        weights: Shared by all.
        calibration: How a score becomes a chance.
        in_vain: By category: how often it was shown since one of it was chosen.
        says: The nightly forest; None where there is none.

    """
    candidates = [one.candidate for one in weighed]
    scene = Scene(learned, candidates, quarter, sums, spots)
    origin = unit_vectors(np.array([position[0]]), np.array([position[1]]))[0] if position else None
    frame = scene.frame(origin)
    frame[:, AT["fits"]] = [one.points / 10 for one in weighed]
    frame[:, AT["refused_kind"]] = refused_counts(learned, candidates, quarter)
    said = says(frame, quarter) if says else None
    her_kinds = {kind for _, kind, _ in learned.chosen}
    return Taste(
        candidates=candidates,
        frame=frame,
        weights=weights,
        known=frame[:, AT["been_before"]] > 0,
        reasons=reasons_for(learned.chosen, candidates, frame, weights, quarter, said),
        in_vain=in_vain,
        calibration=calibration,
        of_her_kinds=frozenset(one.subject for one in candidates if category_of(one) in her_kinds),
        says=said,
    )
