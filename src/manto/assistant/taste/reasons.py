"""Which sentences may be said for an offer because of what was learned: only what really weighed, with its numbers.

A reason is given when the columns that it stands for speak for the candidate, against the average of what could be
offered, by at least ``LEAST``. Its numbers are counted from the resident's own rows. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from manto.assistant.offering.offers import Candidate, Reason
from manto.assistant.preferences.frame import AT
from manto.assistant.preferences.times import QUARTERS_PER_WEEK, hour_of_week

LEAST = 0.3
SAID_AT_MOST = 2
GROUPS = {
    "learned_kind": ("own_kind", "own_kind_next", "new_kind"),
    "learned_hour": ("own_kind_hour", "own_hour", "own_hour_day"),
    "learned_again": ("own_visits", "own_month", "own_week", "own_next", "been_before", "own_next_or_share"),
    "learned_city": ("city_visits", "city_lately", "city_part", "new_liked"),
}


def reasons_for(
    chosen: Sequence[tuple[str, str, int]],
    candidates: Sequence[Candidate],
    frame: np.ndarray,
    weights: np.ndarray,
    quarter: int,
    says: np.ndarray | None = None,
) -> dict[str, tuple[Reason, ...]]:
    """Give, by subject, the learned reasons that may be said, strongest first.

    Args:
        chosen: The resident's rows: subject, category and quarter.
        candidates: In the order of the frame.
        frame: (candidates, COLUMNS).
        weights: (COLUMNS,).
        quarter: Now.
        says: What the nightly forest says, (candidates, COLUMNS and more): a part of what weighed.

    """
    if not len(candidates):
        return {}
    known = _Known(chosen, hour_of_week(quarter) % 24)
    spoken = (frame - frame.mean(axis=0)) * weights
    if says is not None:
        spoken += (says - says.mean(axis=0))[:, : frame.shape[1]]
    of_group = {code: sum(spoken[:, AT[name]] for name in columns).tolist() for code, columns in GROUPS.items()}
    said: dict[str, tuple[Reason, ...]] = {}
    for row, candidate in enumerate(candidates):
        found: list[tuple[float, Reason]] = []
        for code, spoken_of_all in of_group.items():
            weight = spoken_of_all[row]
            if round(weight, 9) >= LEAST and (reason := _counted(code, candidate, known, weight)) is not None:
                found.append((weight, reason))
        found.sort(key=lambda weighed: -round(weighed[0], 9))
        said[candidate.subject] = tuple(reason for _, reason in found[:SAID_AT_MOST])
    return said


class _Known:
    """A resident's rows, counted once for all candidates: how often each thing, when each kind, and when at this hour."""

    def __init__(self, chosen: Sequence[tuple[str, str, int]], hour: int) -> None:
        self.times = Counter(subject for subject, _, _ in chosen)
        self.alike: dict[str, list[int]] = defaultdict(list)
        self.near: Counter[str] = Counter()
        for _, kind, at in chosen:
            self.alike[kind].append(at)
            apart = abs(hour_of_week(at) % 24 - hour)
            self.near[kind] += min(apart, 24 - apart) <= 2


def _counted(code: str, candidate: Candidate, known: _Known, weight: float) -> Reason | None:
    """Fill a reason with what was counted; None where the count does not bear it out."""
    category = f"event:{candidate.category}" if candidate.kind == "event" else candidate.category
    alike = known.alike.get(category)
    points = round(weight * 10)
    if code == "learned_kind" and alike:
        return Reason(code, points, {"count": len(alike), "category": category, "since": min(alike)})
    if code == "learned_hour":
        near = known.near[category]
        return Reason(code, points, {"count": near, "category": category}) if near >= 2 else None
    if code == "learned_again":
        count = known.times[candidate.subject]
        return Reason(code, points, {"count": count}) if count else None
    if code == "learned_city":
        return Reason(code, points, {})
    return None


def weeks_ago(quarter: int, now: int) -> int:
    """Say how many whole weeks lie between."""
    return (now - quarter) // QUARTERS_PER_WEEK
