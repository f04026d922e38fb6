"""Putting offers in order: hard rules first, learned taste within what they leave, one slot for something new. Pure.

1. What may not be offered is not among the candidates: her word, the clock and the way in decide that before taste.
2. A deadline, safety and what she is entitled to come before everything else (``hard_rules``).
3. The rest is ordered by the weighed frame; the plain rules are one column of it.
4. The last slot is for something that she never chose, drawn by Thompson sampling. How likely it was to be drawn, among
   how many, and whether it would have come first without the draw are kept, so that other policies can be judged.
5. What she was shown often and never chose is left out, and so is what she will hardly choose (``abstention``): fewer
   offers, or none, is a valid answer. What the plain rules hold worth no card stands only where she chose of its kind:
   a park for who goes to parks. Something new may be worth less, but more must speak for it than being there at any hour.
6. Where a forest was grown at night its say is added to the weighed frame's, in (2) and (3) only: the draw, the chances
   and what is left out are those of the weights alone.

The phone does the same, to the last digit that counts (``web/src/taste``, held by ``tests/vectors/taste.json``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from manto.assistant.offering.hard_rules import due_first
from manto.assistant.offering.offers import Candidate, Chosen, Reason
from manto.assistant.offering.weights import Weights
from manto.assistant.preferences.abstention import LEAST_CHANCE, Calibration
from manto.assistant.preferences.draws import normals
from manto.assistant.preferences.frame import AT, COLUMNS

SHOWN_IN_VAIN = 24  # so often shown without one of its kind being chosen, a kind is not offered for a while
DRAWS = 100
UNSURE = 0.25
FILLS_ONLY = frozenset(("", "always_open"))  # where nothing else speaks for a thing, it only fills a place
BESIDES_TASTE = ("fits", "near", "at_hand", "new_near")  # of the day and the way, not of her
KNOWN_KINDS = ("own_kind", "own_kind_hour", "own_kind_next", "new_kind")
SAME = 1e-9  # a column that differs by no more says nothing
DIGITS = 9  # of a score: what lies closer is equal, so that phone and city break ties alike


@dataclass(frozen=True)
class Taste:
    """What ranking needs of what was learned about a resident.

    Attributes:
        candidates: In the order of the frame's rows.
        frame: (candidates, COLUMNS), float64.
        weights: (COLUMNS,).
        known: Which candidates she chose before.
        reasons: Which sentences may be said for each candidate because of it, strongest first.
        in_vain: By category: how often it was shown since one of it was chosen.
        calibration: How a score becomes a chance; None where too little is known to say.
        of_her_kinds: The candidates of whose kind she chose something, by subject.
        says: What the nightly forest says for each candidate, by column; None where it has no say (6).

    """

    candidates: Sequence[Candidate]
    frame: np.ndarray
    weights: np.ndarray
    known: np.ndarray
    reasons: Mapping[str, tuple[Reason, ...]]
    in_vain: Mapping[str, int]
    calibration: Calibration | None = None
    of_her_kinds: frozenset[str] = frozenset()
    says: np.ndarray | None = None

    def scores(self) -> dict[str, float]:
        """Give by subject what the weighed frame says (3), and the forest (6)."""
        said = 0 if self.says is None else self.says.sum(axis=1)
        scores = np.round(self.frame @ self.weights + said, DIGITS).tolist()
        return {candidate.subject: score for candidate, score in zip(self.candidates, scores, strict=True)}

    def chances(self) -> dict[str, float]:
        """Give by subject how likely it is chosen when shown; nothing where that cannot be said."""
        if self.calibration is None:
            return {}
        learned = self.weights.copy()
        learned[[AT[name] for name in BESIDES_TASTE]] = 0
        chances = self.calibration.chances(np.round(self.frame @ learned, DIGITS)).tolist()
        return {candidate.subject: chance for candidate, chance in zip(self.candidates, chances, strict=True)}


def choose_by_taste(
    weighed: Sequence[Chosen], taste: Taste, weights: Weights, *, today: date, seed: int
) -> list[Chosen]:
    """Choose what to offer, best first.

    Args:
        weighed: What may be offered (1), with the plain rules' reasons.
        taste: What was learned.
        weights: The policy: how many, and how many alike.
        today: The city's day.
        seed: Of the draw for something new; passed in, so that a day can be repeated.

    """
    scores = taste.scores()
    taken = due_first(weighed, today, weights, scores)
    soft = [one for one in weighed if one.candidate.first is None and not _is_left_out(one, taste, weights)]
    soft.sort(key=lambda one: (-scores[one.candidate.subject], one.candidate.subject))
    chances = taste.chances()
    worth = [one for one in soft if one.points >= weights.worth_min or _subject(one) in taste.of_her_kinds]
    hopeful = [one for one in worth if chances.get(one.candidate.subject, 1.0) >= LEAST_CHANCE]  # (5)
    of_group: Counter[str] = Counter()
    for one in hopeful:
        if len(taken) >= weights.shown_max - 1:
            break
        if of_group[one.candidate.group] < weights.per_group_max:
            of_group[one.candidate.group] += 1
            taken.append(_with_reasons(one, taste))
    new = _something_new([one for one in soft if one not in taken], taken, taste, seed)
    if new is None and hopeful:
        new = next((_with_reasons(one, taste) for one in hopeful if _subject(one) not in map(_subject, taken)), None)
    return [*taken, *([new] if new else [])]


def _subject(one: Chosen) -> str:
    return one.candidate.subject


def _is_left_out(one: Chosen, taste: Taste, weights: Weights) -> bool:
    """Say whether it was shown in vain too often, or only fills a place: not even as something new is it offered (5)."""
    fills = one.points < weights.worth_min and {reason.code for reason in one.reasons} <= FILLS_ONLY
    in_vain = taste.in_vain.get(one.candidate.category, 0) >= SHOWN_IN_VAIN
    return in_vain or (fills and _subject(one) not in taste.of_her_kinds)


def _with_reasons(one: Chosen, taste: Taste) -> Chosen:
    learned = taste.reasons.get(one.candidate.subject, ())
    return replace(one, reasons=(*learned, *one.reasons), propensity=1.0)


def _something_new(left: list[Chosen], taken: list[Chosen], taste: Taste, seed: int) -> Chosen | None:
    """Draw what takes the last slot among what she never chose (4)."""
    rows = {candidate.subject: row for row, candidate in enumerate(taste.candidates)}
    shown, categories = {_subject(one) for one in taken}, {one.candidate.category for one in taken}
    fresh = [one for one in left if not taste.known[rows[_subject(one)]] and _subject(one) not in shown]
    fresh = [one for one in fresh if one.candidate.category not in categories] or fresh
    if not fresh:
        return None
    frame = taste.frame[[rows[_subject(one)] for one in fresh]].copy()
    frame[:, AT["refused_kind"]] *= 2
    exploring = taste.weights.copy()
    for name in KNOWN_KINDS:
        exploring[AT[name]] *= 0.25  # something new need not be of a kind that she knows
    noise = normals(seed, DRAWS * len(COLUMNS)).reshape(DRAWS, len(COLUMNS)) * UNSURE
    drawn_scores = np.round((exploring + noise * (frame.std(axis=0) > SAME)) @ frame.T, DIGITS)
    firsts = np.argmax(drawn_scores, axis=1)
    drawn = int(firsts[0])
    foremost = int(np.argmax(np.round(exploring @ frame.T, DIGITS)))
    propensity = float(np.count_nonzero(firsts == drawn)) / DRAWS
    return replace(
        fresh[drawn],
        reasons=(Reason("something_new", 0), *fresh[drawn].reasons),
        propensity=propensity,
        is_new=True,
        among=len(fresh),
        foremost=drawn == foremost,
    )
