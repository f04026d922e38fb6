"""Putting offers in order: hard rules first, learned taste within what they leave, one slot for something new. Pure.

1. What may not be offered is not among the candidates: her word, the clock and the way in decide that before taste.
2. A deadline, safety and what she is entitled to come before everything else, in the order of the plain rules.
3. The rest is ordered by the weighed frame; the plain rules are one column of it.
4. The last slot is for something that she never chose, drawn by Thompson sampling with the propensity kept.
5. What she was shown often and never chose is left out: fewer offers, or none, is a valid answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from manto.assistant.offers import Candidate, Chosen, Reason
from manto.assistant.plain_rules import Weights
from manto.assistant.preferences.frame import AT, COLUMNS

SHOWN_IN_VAIN = 24  # so often shown without one of its kind being chosen, a kind is not offered for a while
DRAWS = 100
UNSURE = 0.25


@dataclass(frozen=True)
class Taste:
    """What ranking needs of what was learned about a resident.

    Attributes:
        candidates: In the order of the frame's rows.
        frame: (candidates, COLUMNS).
        weights: (COLUMNS,).
        known: Which candidates she chose before.
        reasons: Which sentences may be said for each candidate because of it, strongest first.
        in_vain: By category: how often it was shown since one of it was chosen.

    """

    candidates: Sequence[Candidate]
    frame: np.ndarray
    weights: np.ndarray
    known: np.ndarray
    reasons: Mapping[str, tuple[Reason, ...]]
    in_vain: Mapping[str, int]


def is_hard(candidate: Candidate) -> bool:
    """Say whether a rule that taste cannot override puts a candidate first: deadline, safety, entitlement (2)."""
    return bool(getattr(candidate, "must_come_first", False)) or candidate.kind not in ("place", "event")


def choose_by_taste(
    weighed: Sequence[Chosen], taste: Taste, weights: Weights, random: np.random.Generator
) -> list[Chosen]:
    """Choose what to offer, best first.

    Args:
        weighed: What may be offered (1), with the plain rules' reasons.
        taste: What was learned.
        weights: The policy: how many, and how many alike.
        random: Of the draw for something new; passed in, so that a day can be repeated.

    """
    hard = sorted((one for one in weighed if is_hard(one.candidate)), key=lambda one: -one.points)
    soft = [one for one in weighed if not is_hard(one.candidate)]
    taken, of_group = hard[: weights.shown_max], Counter(one.candidate.group for one in hard[: weights.shown_max])
    left = weights.shown_max - len(taken)
    if not soft or left <= 0:
        return taken
    rows = {candidate.subject: row for row, candidate in enumerate(taste.candidates)}
    scores = taste.frame @ taste.weights
    worth = [one for one in soft if _is_worth_it(one.candidate, taste)]
    worth.sort(key=lambda one: -scores[rows[one.candidate.subject]])
    for one in worth:
        if left <= 1:
            break
        if of_group[one.candidate.group] < weights.per_group_max:
            of_group[one.candidate.group] += 1
            taken.append(_with_reasons(one, taste))
            left -= 1
    new = _something_new([one for one in worth if one not in taken], taken, rows, taste, random)
    if new is not None:
        taken.append(new)
    return taken


def _is_worth_it(candidate: Candidate, taste: Taste) -> bool:
    return taste.in_vain.get(candidate.category, 0) < SHOWN_IN_VAIN  # (5)


def _with_reasons(one: Chosen, taste: Taste) -> Chosen:
    learned = taste.reasons.get(one.candidate.subject, ())
    return replace(one, reasons=(*learned, *one.reasons), propensity=1.0)


def _something_new(
    left: list[Chosen], taken: list[Chosen], rows: Mapping[str, int], taste: Taste, random: np.random.Generator
) -> Chosen | None:
    """Draw what takes the last slot among what she never chose (4)."""
    categories = {one.candidate.category for one in taken}
    fresh = [one for one in left if not taste.known[rows[one.candidate.subject]]]
    fresh = [one for one in fresh if one.candidate.category not in categories] or fresh
    if not fresh:
        return _with_reasons(left[0], taste) if left else None
    frame = taste.frame[[rows[one.candidate.subject] for one in fresh]].copy()
    frame[:, AT["refused_kind"]] *= 2
    spread = UNSURE * frame.std(axis=0)
    noise = random.standard_normal((DRAWS, len(COLUMNS))) * UNSURE * (spread > 0)
    exploring = taste.weights.copy()
    for name in ("own_kind", "own_kind_hour", "own_kind_next", "new_kind"):
        exploring[AT[name]] *= 0.25  # something new need not be of a kind that she knows
    firsts = np.argmax((exploring + noise) @ frame.T, axis=1)
    drawn = int(firsts[0])
    propensity = float(np.count_nonzero(firsts == drawn)) / DRAWS
    one = fresh[drawn]
    return replace(one, reasons=(Reason("something_new", 0), *one.reasons), propensity=propensity, is_new=True)
