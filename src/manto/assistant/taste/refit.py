"""Fitting the shared weights anew, every night, from the choices that are there.

What somebody has had forgotten is not among them any more, so nothing of it is left in the weights after the next
fitting: that is the lag, one night. Fitting begins each time at the weights of the first day, never at last night's.

Where ``manto[rerank]`` is installed a small forest is grown beside the weights (``forest``), from nothing each night, on
all but the latest fifth of the same sittings. It is kept where it orders that fifth better than the weights alone,
which have seen it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np

from manto.assistant.models import Outcome, TasteState
from manto.assistant.offering.offers import Candidate
from manto.assistant.offering.policy import LEARNED_POLICIES
from manto.assistant.offering.ranking import BESIDES_TASTE
from manto.assistant.preferences import abstention
from manto.assistant.preferences.frame import AT, COLUMNS
from manto.assistant.preferences.logit import Logit
from manto.assistant.preferences.trees import available
from manto.assistant.taste import forest
from manto.assistant.taste.forest import Forest, Sitting
from manto.assistant.taste.hers import learned_about, spots
from manto.assistant.taste.learning import city_quarter
from manto.assistant.taste.scene import OFFER_START, Learned, Scene, refused_counts, shared_weights
from manto.assistant.taste.sums import sums_at
from manto.places.things import things_by_id
from manto.store.command import command

SITTING = timedelta(hours=1)
FITTED_ON_AT_MOST = 20_000
MOVES_AT_MOST = 0.5  # no weight moves further from the first day's: a few residents cannot bend the city's order
LEAST_SITTINGS = 50
QUARTERS_OF_A_SITTING = 4


@dataclass(frozen=True)
class Refitted:
    """What came of a night's fitting.

    Attributes:
        sittings: On how many the shared weights were fitted.
        judged: What was decided about the forest, and on which figures.

    """

    sittings: int
    judged: dict[str, Any]

    @property
    def trees_text(self) -> str:
        """Say in a sentence what was decided about the forest."""
        told = self.judged
        if told["decided"] == "not_installed":
            return "No trees beside it: manto[rerank] is not installed."
        if told["decided"] == "too_few":
            return f"No trees beside it: they need {forest.LEAST_SITTINGS} choices."
        (gain, low, high), (alone, both), places = told["gain"], told["surprise"], told["place"]
        return (
            f"Trees beside it, {'kept' if told['decided'] == 'better' else 'not kept'}: on {told['sittings']:,} later choices"
            f" of {told['residents']:,} residents they lessen the surprise by {gain:.4f} ({low:.4f} to {high:.4f}),"
            f" from {alone:.3f} to {both:.3f}; mean reciprocal rank {places[0]:.3f}, with them {places[1]:.3f}."
        )


@dataclass(frozen=True)
class _Asked:
    """A sitting as the weights see it.

    Attributes:
        frame: (shown, COLUMNS), without what is of the day and the way.
        chosen: Which of what was shown.

    """

    resident: UUID
    quarter: int
    frame: np.ndarray
    chosen: int


@command
def refit_shared_weights(*, now: datetime) -> Refitted:
    """Fit the shared weights, and a forest beside them. With fewer than ``LEAST_SITTINGS`` the first day's stand."""
    state, _ = TasteState.objects.get_or_create(id=1)
    sittings = _sittings(now)
    state.weights, state.calibration, state.fitted_at, state.fitted_on = None, None, None, len(sittings)
    state.trees, state.judged = None, {"decided": "too_few"}
    if len(sittings) >= LEAST_SITTINGS:
        asked = _asked(sittings, state.changes)
        weights = _fitted(asked)
        state.weights = {name: round(float(weights[AT[name]]), 4) for name in COLUMNS if abs(weights[AT[name]]) > 1e-6}
        state.calibration = _calibrated(weights, now, state.changes)
        state.trees, state.judged = _forest_beside(shared_weights(state.weights), asked)
        state.fitted_at = now
    state.trees_digest = sha256(state.trees.encode()).hexdigest()[:16] if state.trees else ""
    state.save()
    return Refitted(len(sittings), state.judged)


def _forest_beside(weights: np.ndarray, asked: list[_Asked]) -> tuple[str | None, dict[str, Any]]:
    """Grow a forest and judge it; give its text where it is better, and what was decided."""
    if not available():
        return None, {"decided": "not_installed"}
    if len(asked) < forest.LEAST_SITTINGS:
        return None, {"decided": "too_few"}
    sittings = [
        Sitting(one.resident, forest.seen(one.frame, one.quarter), one.frame @ weights, one.chosen) for one in asked
    ]
    cut = int(len(sittings) * (1 - forest.HELD_BACK))
    text = forest.grown(sittings[:cut])
    told = forest.judged(Forest(text), sittings[cut:])
    return (
        (text, {"decided": "better", **asdict(told)})
        if told.better
        else (None, {"decided": "no_better", **asdict(told)})
    )


def _sittings(now: datetime) -> list[tuple[UUID, datetime, list[str], str]]:
    """Gather what was shown together and what of it was accepted, from those who may still be learned from."""
    kinds = (Outcome.SHOWN, Outcome.ACCEPTED)
    rows = Outcome.objects.filter(kind__in=kinds, at__gte=now - timedelta(days=180)).order_by("at", "id")
    by_resident: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.values_list("resident", "at", "kind", "subject").iterator():
        by_resident[row[0]].append(row[1:])
    found = []
    for resident, told in by_resident.items():
        for at, kind, subject in told:
            if kind == Outcome.ACCEPTED:
                shown = {one for when, what, one in told if what == Outcome.SHOWN and abs(when - at) <= SITTING}
                if len(shown | {subject}) >= 2:
                    found.append((resident, at, sorted(shown | {subject}), subject))
    found.sort(key=lambda sitting: (sitting[1], str(sitting[0])))
    return found[-FITTED_ON_AT_MOST:]


def _asked(sittings: list[tuple[UUID, datetime, list[str], str]], changes: int) -> list[_Asked]:
    """Frame each sitting as what was known of her before it."""
    known, learned = things_by_id(), {resident: learned_about(resident) for resident in {one[0] for one in sittings}}
    asked = []
    for resident, at, shown, chosen in sittings:
        quarter = city_quarter(at)
        there = [subject for subject in shown if subject in known]
        if chosen not in there or len(there) < 2 or not learned[resident].chosen:
            continue
        before = _before(learned[resident], quarter)
        candidates = [_candidate(subject, known[subject].category) for subject in there]
        frame = Scene(before, candidates, quarter, sums_at(changes), spots()).frame(None)
        frame[:, [AT[name] for name in BESIDES_TASTE]] = 0
        asked.append(_Asked(resident, quarter, frame, there.index(chosen)))
    return asked


def _fitted(asked: list[_Asked]) -> np.ndarray:
    start = np.zeros(len(COLUMNS), np.float32)
    for name, weight in OFFER_START.items():
        start[AT[name]] = weight
    logit = Logit(len(COLUMNS), start=start, rate=0.03)
    for one in asked:
        logit.learn(one.frame, one.chosen)
    return np.clip(logit.weights, start - MOVES_AT_MOST, start + MOVES_AT_MOST)


def _calibrated(weights: np.ndarray, now: datetime, changes: int) -> dict[str, float] | None:
    """Fit how likely something is chosen when it is shown; None where too little is known to say."""
    kinds = (Outcome.SHOWN, Outcome.ACCEPTED, Outcome.DONE)
    rows = Outcome.objects.filter(kind__in=kinds, policy__in=LEARNED_POLICIES, at__gte=now - timedelta(days=180))
    chosen: dict[tuple[UUID, str], list[datetime]] = defaultdict(list)
    looks: dict[tuple[UUID, int], set[str]] = defaultdict(set)
    for resident, at, kind, subject in rows.order_by("at", "id").values_list("resident", "at", "kind", "subject"):
        if kind == Outcome.SHOWN:
            looks[resident, city_quarter(at)].add(subject)
        else:
            chosen[resident, subject].append(at)
    known, scores, took = things_by_id(), [], []
    learned = {resident: learned_about(resident) for resident in {who for who, _ in looks}}
    for (resident, quarter), shown in list(looks.items())[-FITTED_ON_AT_MOST:]:
        there = [subject for subject in sorted(shown) if subject in known]
        if not there:
            continue
        candidates = [_candidate(subject, known[subject].category) for subject in there]
        before = _before(learned[resident], quarter)
        frame = Scene(before, candidates, quarter, sums_at(changes), spots()).frame(None)
        frame[:, AT["refused_kind"]] = refused_counts(before, candidates, quarter)
        frame[:, [AT[name] for name in BESIDES_TASTE]] = 0
        scores += (frame @ weights).tolist()
        took += [
            any(0 <= city_quarter(at) - quarter <= QUARTERS_OF_A_SITTING for at in chosen[resident, subject])
            for subject in there
        ]
    curve = abstention.fitted(np.array(scores), np.array(took))
    return {"slope": curve.slope, "offset": curve.offset} if curve else None


def _before(learned: Learned, quarter: int) -> Learned:
    return Learned(
        tuple(one for one in learned.chosen if one[2] < quarter),
        tuple(one for one in learned.refused if one[1] < quarter),
    )


def _candidate(subject: str, category: str) -> Candidate:
    kind = "event" if category.startswith("event:") else "place"
    return Candidate(kind=kind, subject=subject, category=category.removeprefix("event:"), group=category)  # type: ignore[arg-type]
