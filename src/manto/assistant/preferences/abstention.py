"""When nothing is worth showing: scores turned into chances that hold, and a chance below which one keeps silent. Pure.

A score says what stands before what, not how likely it is chosen. It is fitted to what was really chosen of what was
shown (Platt 1999: a logistic curve with two numbers), and used only where it says more than the mere rate does, on
later events than those it was fitted to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST_CHANCE = 0.01
LEAST_EVENTS, LEAST_CHOSEN = 200, 20
HELD_BACK = 0.3
STEPS, RIDGE = 50, 1e-3


@dataclass(frozen=True)
class Calibration:
    """A logistic curve over scores."""

    slope: float
    offset: float

    def chances(self, scores: np.ndarray) -> np.ndarray:
        """Say how likely each is chosen when it is shown."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.offset + self.slope * scores, -30, 30))))


def fitted(scores: np.ndarray, chosen: np.ndarray) -> Calibration | None:
    """Fit the curve; None where it would say no more than the rate.

    Args:
        scores: Of what was shown, in the order of time.
        chosen: Whether each was chosen.

    """
    scores, chosen = np.asarray(scores, float), np.asarray(chosen, float)
    cut = int(len(scores) * (1 - HELD_BACK))
    if len(scores) < LEAST_EVENTS or chosen[:cut].sum() < LEAST_CHOSEN or not 0 < chosen[cut:].mean() < 1:
        return None
    curve = curve_of(scores[:cut], chosen[:cut])
    rate = np.full(len(chosen) - cut, chosen[:cut].mean())
    if curve.slope <= 0 or log_loss(curve.chances(scores[cut:]), chosen[cut:]) >= log_loss(rate, chosen[cut:]):
        return None
    return curve


def log_loss(chances: np.ndarray, chosen: np.ndarray) -> float:
    """Give the mean surprise of chances at what was chosen."""
    chances = np.clip(chances, 1e-9, 1 - 1e-9)
    return float(-np.mean(chosen * np.log(chances) + (1 - chosen) * np.log(1 - chances)))


def curve_of(scores: np.ndarray, chosen: np.ndarray) -> Calibration:
    """Fit the two numbers (Newton's method, with a little shrinkage)."""
    table, numbers = np.column_stack([scores, np.ones(len(scores))]), np.array([1.0, 0.0])
    for _ in range(STEPS):
        chance = Calibration(*numbers.tolist()).chances(scores)
        slope = table.T @ (chosen - chance) - RIDGE * numbers
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + RIDGE * np.eye(2)
        step = np.linalg.solve(bend, slope)
        numbers = numbers + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(round(float(numbers[0]), 6), round(float(numbers[1]), 6))
