"""What another policy would have earned, told from the log of the one in force, or nothing where the log cannot tell.

Source: Swaminathan and Joachims 2015 (self-normalised inverse propensity weighting); Dudik, Langford and Li 2011
(doubly robust); Kish 1965 (effective sample size).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manto.kernel.errors import BadInput

EFFECTIVE_LEAST = 1000.0
EFFECTIVE_RESIDENTS_LEAST = 100.0
Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """What a policy would earn for each thing shown.

    Attributes:
        value: The estimate; None where the log cannot tell.
        low: End of the 95 % interval.
        high: The other end.
        effective: How many unweighted observations the log is worth for this policy.
        why_not: Why nothing is said; empty when something is.

    """

    value: float | None
    low: float | None
    high: float | None
    effective: float
    why_not: str = ""


def snipw(
    rewards: np.ndarray,
    logged: np.ndarray,
    target: np.ndarray,
    *,
    baseline: float | None = None,
    of: np.ndarray | None = None,
) -> Estimate:
    """Weigh each observation by how much likelier the other policy would have shown it, and divide by the weights.

    Args:
        rewards: 0 or 1, or any worth.
        logged: How likely the policy in force was to show what it showed, in (0, 1].
        target: How likely the other policy would have been to.
        baseline: What it must differ from, so that anything is said; None when nothing is compared.
        of: Whose each observation is, a whole number: one resident's are not independent. None when all are.

    Raises:
        BadInput: A propensity outside (0, 1], or columns of different lengths.

    """
    weights = _weights(rewards, logged, target)
    total = weights.sum()
    if not total:
        return _silent(0.0, "the other policy would have shown none of this")
    value = float(weights @ rewards / total)
    spread = np.sqrt(np.sum(_summed(weights * (rewards - value), of) ** 2)) / total
    return _said(value, float(spread), weights, baseline, of)


def doubly_robust(
    rewards: np.ndarray,
    logged: np.ndarray,
    target: np.ndarray,
    *,
    expected_shown: np.ndarray,
    expected_target: np.ndarray,
    baseline: float | None = None,
    of: np.ndarray | None = None,
) -> Estimate:
    """Begin from a model of the reward and mend it by the weighed errors; right when either of the two is right.

    Args:
        rewards: 0 or 1, or any worth.
        logged: How likely the policy in force was to show what it showed.
        target: How likely the other policy would have been to.
        expected_shown: What a model expects for what was shown.
        expected_target: What it expects on average under the other policy.
        baseline: What it must differ from, so that anything is said.
        of: Whose each observation is; None when all are independent.

    Raises:
        BadInput: A propensity outside (0, 1], or columns of different lengths.

    """
    weights = _weights(rewards, logged, target)
    if not weights.sum():
        return _silent(0.0, "the other policy would have shown none of this")
    worth = expected_target + weights * (rewards - expected_shown)
    spread = float(np.sqrt(np.sum(_summed(worth - worth.mean(), of) ** 2)) / len(worth))
    return _said(float(worth.mean()), spread, weights, baseline, of)


def effective_sample_size(weights: np.ndarray) -> float:
    """Say how many observations of equal weight these are worth.

    >>> effective_sample_size(np.ones(10)), effective_sample_size(np.array([1.0, 0.0, 0.0]))
    (10.0, 1.0)
    """
    squares = float((weights**2).sum())
    return float(weights.sum() ** 2 / squares) if squares else 0.0


def _weights(rewards: np.ndarray, logged: np.ndarray, target: np.ndarray) -> np.ndarray:
    if not len(rewards) == len(logged) == len(target):
        raise BadInput("Rewards and propensities are not of one length.", "Give one of each for each thing shown.")
    if len(logged) and not (np.all(logged > 0) and np.all(logged <= 1)):
        raise BadInput("A logged propensity is not in (0, 1].", "Log how likely each shown thing was to be shown.")
    if len(target) and not (np.all(target >= 0) and np.all(target <= 1)):
        raise BadInput("A propensity of the other policy is not in [0, 1].", "Give chances.")
    weights: np.ndarray = target / logged
    return weights


def _summed(errors: np.ndarray, of: np.ndarray | None) -> np.ndarray:
    """Add up the errors of each resident."""
    return errors if of is None else np.bincount(np.unique(of, return_inverse=True)[1], weights=errors)


def _said(value: float, spread: float, weights: np.ndarray, baseline: float | None, of: np.ndarray | None) -> Estimate:
    effective, residents = effective_sample_size(weights), effective_sample_size(_summed(weights, of))
    low, high = value - Z_95 * spread, value + Z_95 * spread
    if effective < EFFECTIVE_LEAST:
        return _silent(
            effective, f"the log is worth {effective:.0f} observations, and {EFFECTIVE_LEAST:.0f} are needed"
        )
    if of is not None and residents < EFFECTIVE_RESIDENTS_LEAST:
        return _silent(
            effective, f"the log is worth {residents:.0f} residents, and {EFFECTIVE_RESIDENTS_LEAST:.0f} are needed"
        )
    if baseline is not None and low <= baseline <= high:
        return _silent(effective, f"the interval [{low:.4f}, {high:.4f}] includes the baseline {baseline:.4f}")
    return Estimate(value, low, high, effective)


def _silent(effective: float, why: str) -> Estimate:
    return Estimate(None, None, None, effective, why)
