"""What comes before taste: a deadline, safety, and what one is entitled to, in this order. Pure.

1. What is due stands before everything else, so many at most; what is about safety or ends soon does not wait for that.
2. One place is left for something else, so that a busy time does not close Today in on itself.
3. Neither points nor anything learned changes this; it only orders what the rules leave equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

from manto.assistant.offering.offers import Candidate, Chosen, First
from manto.assistant.offering.weights import Weights

ORDER: dict[First | None, int] = {first: at for at, first in enumerate(get_args(First))}


def rule_of(ends: date | None, today: date, weights: Weights, *, safety: bool) -> First:
    """Say which rule puts first what is due: an end that is near, safety, or that she is entitled to it."""
    if ends is not None and ends <= today + timedelta(days=weights.deadline_within_days):
        return "deadline"
    return "safety" if safety else "entitlement"


def due_first(
    weighed: Sequence[Chosen], today: date, weights: Weights, liked: Mapping[str, float] | None = None
) -> list[Chosen]:
    """Give what is due, in the order of the rules, as many as Today shows of it.

    Args:
        weighed: What may be offered, of any kind.
        today: The city's day.
        weights: How many.
        liked: By subject: what taste says; it counts among equals only (3).

    """
    due = [one for one in weighed if one.candidate.first is not None]
    due.sort(key=lambda one: (*_standing(one.candidate), -(liked or {}).get(one.candidate.subject, 0.0)))
    shown = [
        one for at, one in enumerate(due) if at < weights.due_shown_max or _cannot_wait(one, today, weights)
    ]  # (1)
    return shown[: weights.shown_max - 1 if len(due) < len(weighed) else weights.shown_max]  # (2)


def _standing(candidate: Candidate) -> tuple[int, date, int]:
    return ORDER[candidate.first], candidate.by or date.max, -candidate.matters


def _cannot_wait(one: Chosen, today: date, weights: Weights) -> bool:
    candidate = one.candidate
    soon = candidate.by is not None and candidate.by <= today + timedelta(days=weights.cannot_wait_days)
    return candidate.first == "safety" or (candidate.first == "deadline" and soon)
