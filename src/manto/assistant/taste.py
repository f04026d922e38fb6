"""What was learned about one resident, brought into the one feature frame for Today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db import models
from django.db.models import Count, Exists, Max, Sum

from manto.assistant.learning import city_quarter
from manto.assistant.models import Choice, Outcome, TasteSettings, TasteState, WeekCount
from manto.assistant.offers import Candidate, Chosen
from manto.assistant.preferences.abstention import Calibration
from manto.assistant.preferences.city import RESIDENTS_MIN, CityCells
from manto.assistant.preferences.frame import AT, COLUMNS, Framer, Moment, at_this_hour
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import Things, unit_vectors
from manto.assistant.preferences.times import QUARTERS_PER_DAY, hour_of_week
from manto.assistant.ranking import Taste
from manto.assistant.taste_reasons import reasons_for
from manto.places.things import things_by_id
from manto.residents.queries import is_in_force
from manto.store.asked_often import AskedOften

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
LATELY_WEEKS = 8
IN_VAIN_DAYS = 60


@dataclass(frozen=True)
class Learned:
    """A resident's choices as rows.

    Attributes:
        chosen: (subject, category, quarter) in the order of time.
        refused: (category, quarter).

    """

    chosen: tuple[tuple[str, str, int], ...]
    refused: tuple[tuple[str, int], ...]


_LEARNED = AskedOften(
    lambda of: (
        Choice.objects.filter(resident=of, consent__withdrawn_at__isnull=True)
        .exclude(Exists(TasteSettings.objects.filter(resident=of, paused=True)))
        .order_by("quarter", "id")
        .values_list("kind", "subject", "category", "quarter", "consent__purpose", "consent__version")
    ),
    of=models.UUIDField(),
)
_SHOWN = AskedOften(
    lambda of, since: Outcome.objects.filter(resident=of, kind=Outcome.SHOWN, at__gte=since).values_list(
        "subject", "at"
    ),
    of=models.UUIDField(),
    since=models.DateTimeField(),
)
_STATE = AskedOften(lambda: TasteState.objects.filter(id=1).values_list("changes", "weights", "calibration"))


def learned_about(resident_id: UUID) -> Learned:
    """Read what was learned about a resident under a consent that is in force; nothing while it pauses."""
    rows = _LEARNED(of=resident_id)
    rows = [row for row in rows if is_in_force(row[4], row[5])]
    chosen = tuple((row[1], row[2], row[3]) for row in rows if row[0] != Choice.REFUSED)
    return Learned(chosen, tuple((row[2], row[3]) for row in rows if row[0] == Choice.REFUSED))


def taste_for(
    resident_id: UUID, learned: Learned, weighed: Sequence[Chosen], position: tuple[float, float] | None, now: datetime
) -> Taste:
    """Build the frame of what may be offered, with the reasons that learning gives."""
    quarter = city_quarter(now)
    candidates = [one.candidate for one in weighed]
    changes, stored, curve = (_STATE() or [(0, None, None)])[0]
    weights = shared_weights(stored)
    scene = Scene(learned, candidates, quarter, sums_at(changes))
    origin = unit_vectors(np.array([position[0]]), np.array([position[1]]))[0] if position else None
    frame = scene.frame(origin)
    frame[:, AT["fits"]] = [one.points / 10 for one in weighed]
    frame[:, AT["refused_kind"]] = refused_counts(learned, candidates, quarter)
    return Taste(
        candidates=candidates,
        frame=frame,
        weights=weights,
        known=frame[:, AT["been_before"]] > 0,
        reasons=reasons_for(learned.chosen, candidates, frame, weights, quarter),
        in_vain=in_vain(resident_id, learned, now),
        calibration=Calibration(**curve) if curve else None,
    )


def category_of(candidate: Candidate) -> str:
    """Give a candidate's category as choices are kept under it: of services by their domain."""
    return f"event:{candidate.category}" if candidate.kind == "event" else candidate.category


class Scene:
    """A resident's own things and the candidates of this moment, numbered together."""

    def __init__(self, learned: Learned, candidates: Sequence[Candidate], quarter: int, sums: Sums) -> None:
        self.quarter = quarter
        known = things_by_id()
        own = list(dict.fromkeys(subject for subject, _, _ in learned.chosen))
        subjects = list(dict.fromkeys([*own, *(candidate.subject for candidate in candidates)]))
        number = {subject: at for at, subject in enumerate(subjects)}
        category = {subject: kind for subject, kind, _ in learned.chosen}
        category |= {candidate.subject: category_of(candidate) for candidate in candidates}
        kinds = {kind: at for at, kind in enumerate(sorted({*category.values(), *sums.by_kind_hour}))}
        spots = [known.get(subject) for subject in subjects]
        self.things = Things(
            np.array([kinds[category[subject]] for subject in subjects], np.int32),
            np.array([spot.lat if spot else np.nan for spot in spots]),
            np.array([spot.lon if spot else np.nan for spot in spots]),
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


@dataclass(frozen=True)
class Sums:
    """The city's sums, each cell with the residents behind it; cells with too few are not in here at all.

    Attributes:
        by_subject: Choices and residents, and choices of the last weeks.
        by_kind_hour: By category and hour of the week: choices and residents.

    """

    by_subject: dict[str, tuple[tuple[int, int], int]]
    by_kind_hour: dict[str, dict[int, tuple[int, int]]]


@lru_cache(maxsize=1)
def sums_at(_changes: int) -> Sums:
    """Add up the city's sums from the counters that are there; kept until anything that was learned changes."""
    newest = WeekCount.objects.aggregate(newest=Max("week"))["newest"] or 0
    by_subject = {subject: (cell, 0) for subject, cell in _cells(WeekCount.objects.all()).items()}
    for subject, cell in _cells(WeekCount.objects.filter(week__gt=newest - LATELY_WEEKS)).items():
        by_subject[subject] = (by_subject[subject][0], cell[0])
    hours: dict[str, dict[int, Any]] = {}
    chosen = Choice.objects.filter(kind__in=Choice.CHOSEN)
    for category, quarter, resident in chosen.values_list("category", "quarter", "resident").iterator():
        cell = hours.setdefault(category, {}).setdefault(hour_of_week(quarter), [0, set()])
        cell[0] += 1
        cell[1].add(resident)
    by_kind_hour = {
        category: {hour: (cell[0], len(cell[1])) for hour, cell in cells.items() if len(cell[1]) >= RESIDENTS_MIN}
        for category, cells in hours.items()
    }
    return Sums(by_subject, by_kind_hour)


def _cells(counters: models.QuerySet[WeekCount]) -> dict[str, tuple[int, int]]:
    """Give by subject its choices and the residents behind them, where those are enough."""
    rows = counters.values("subject").annotate(visits=Sum("count"), who=Count("resident", distinct=True))
    return {row["subject"]: (row["visits"], row["who"]) for row in rows if row["who"] >= RESIDENTS_MIN}


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


def in_vain(resident_id: UUID, learned: Learned, now: datetime) -> dict[str, int]:
    """Count by category what was shown since one of it was chosen."""
    known = things_by_id()
    latest: dict[str, int] = {category: quarter for _, category, quarter in learned.chosen}
    counts: Counter[str] = Counter()
    for subject, at in _SHOWN(of=resident_id, since=now - timedelta(days=IN_VAIN_DAYS)):
        thing = known.get(subject)
        if thing is not None and city_quarter(at) > latest.get(thing.category, 0):
            counts[thing.category.removeprefix("event:")] += 1
    return dict(counts)
