"""What the last card would earn if it were chosen otherwise: without the draw, or by lot. Pure.

The log says of each card that was drawn how likely that was, among how many, and whether it would have come first
without the draw. That is all that these two policies need: the first shows what comes first, the second anything alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from manto.assistant.evaluation.offpolicy import EFFECTIVE_LEAST, Z_95, Estimate, doubly_robust, snipw

FIRST_ALWAYS, BY_LOT = "without_the_draw", "by_lot"
POLICIES = (FIRST_ALWAYS, BY_LOT)
TENTHS_AT_MOST = 40  # of a weight, where noise must hide one resident: nobody counts for more than four
NOISY_SUMS = 5


@dataclass(frozen=True)
class DrawnCard:
    """One card that was drawn and shown.

    Attributes:
        resident: A number that tells residents apart, and nothing else.
        propensity: How likely it was to be drawn, in (0, 1].
        among: How many could have been.
        foremost: Whether it would have come first without the draw.
        useful: Whether the resident accepted it.

    """

    resident: int
    propensity: float
    among: int
    foremost: bool
    useful: bool


@dataclass(frozen=True)
class Judgement:
    """What a policy would earn for each card, by both estimators; silent where the log cannot tell."""

    policy: str
    weighed: Estimate
    robust: Estimate


@dataclass(frozen=True)
class Judged:
    """All that a log tells.

    Attributes:
        cards: How many were drawn and shown.
        residents: To how many.
        useful: Which share of the cards was accepted under the policy in force; None without cards.
        policies: What others would earn.

    """

    cards: int
    residents: int
    useful: float | None
    policies: tuple[Judgement, ...]


@dataclass(frozen=True)
class NoisyJudgement:
    """What may be told of a log to those who do not keep it: from sums with noise, one card of each resident.

    Attributes:
        useful: The share under the policy in force; None where nothing is said.
        value: Under the other policy.
        low: End of the 95 % interval, sampling and noise together.
        high: The other end.
        effective: How many observations the log is worth, about.
        why_not: ``too_few`` or ``no_difference``; empty when something is said.

    """

    useful: float | None
    value: float | None
    low: float | None
    high: float | None
    effective: int
    why_not: str = ""


def judge(cards: Sequence[DrawnCard]) -> Judged:
    """Judge both policies by a log."""
    resident, propensity, among, foremost, useful = _columns(cards)
    in_force = float(useful.mean()) if len(cards) else None
    first, other = _expected(resident, foremost, useful)
    expected = np.where(foremost, first, other)
    targets = {
        FIRST_ALWAYS: (foremost.astype(float), first),
        BY_LOT: (1 / among, (first + (among - 1) * other) / among),
    }
    told = []
    for policy, (target, expected_target) in targets.items():
        weighed = snipw(useful, propensity, target, baseline=in_force, of=resident)
        robust = doubly_robust(
            useful,
            propensity,
            target,
            expected_shown=expected,
            expected_target=expected_target,
            baseline=in_force,
            of=resident,
        )
        told.append(Judgement(policy, weighed, robust))
    return Judged(len(cards), len(set(resident.tolist())), in_force, tuple(told))


def judge_with_noise(
    cards: Sequence[DrawnCard], noisy: Callable[[int, int], int], *, scale: Callable[[int], float]
) -> NoisyJudgement:
    """Judge what always comes first by five sums with noise.

    Args:
        cards: At most one of each resident.
        noisy: Adds noise to a sum to which one resident adds at most so much.
        scale: Gives the scale of that noise.

    """
    _, propensity, _, foremost, useful = _columns(cards)
    weights = np.minimum(np.round(10 * foremost / propensity), TENTHS_AT_MOST).astype(int)
    square = TENTHS_AT_MOST**2
    total = noisy(int(weights.sum()), TENTHS_AT_MOST) / 10
    earned = noisy(int(weights @ useful.astype(int)), TENTHS_AT_MOST) / 10
    squares = noisy(int((weights**2).sum()), square) / 100
    shown, accepted = noisy(len(cards), 1), noisy(int(useful.sum()), 1)
    effective = int(total**2 / squares) if total > 0 and squares > 0 else 0
    effective = min(effective, max(shown, 0))  # no log is worth more than there are cards
    if effective < EFFECTIVE_LEAST:
        return NoisyJudgement(None, None, None, None, effective, "too_few")
    value, in_force = (min(1.0, max(0.0, share)) for share in (earned / total, accepted / shown))
    noise = 2 * (scale(TENTHS_AT_MOST) / 10) ** 2 * (1 + value**2) / total**2
    spread = Z_95 * float(np.sqrt(value * (1 - value) / effective + noise))
    low, high = max(0.0, value - spread), min(1.0, value + spread)
    if low <= in_force <= high:
        return NoisyJudgement(round(in_force, 3), None, None, None, effective, "no_difference")
    return NoisyJudgement(round(in_force, 3), round(value, 3), round(low, 3), round(high, 3), effective)


def _columns(cards: Sequence[DrawnCard]) -> tuple[np.ndarray, ...]:
    return (
        np.array([card.resident for card in cards], int),
        np.array([card.propensity for card in cards], float),
        np.array([card.among for card in cards], float),
        np.array([card.foremost for card in cards], bool),
        np.array([card.useful for card in cards], float),
    )


def _expected(resident: np.ndarray, foremost: np.ndarray, useful: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expect of each card what other residents made of those that come first, and of the others.

    Residents are cut in two halves; what is expected of one half is learned from the other.
    """
    first, other = np.zeros(len(resident)), np.zeros(len(resident))
    for half in (0, 1):
        here, there = resident % 2 == half, resident % 2 != half
        for column, which in ((first, foremost), (other, ~foremost)):
            known = useful[there & which]
            column[here] = (known.sum() + 1) / (len(known) + 2)
    return first, other
