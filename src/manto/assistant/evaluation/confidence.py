"""How far the chance that is told can be believed, and what keeping silent below a chance would buy. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np

from manto.assistant.preferences.abstention import curve_of, log_loss

TENTHS = 10
THRESHOLDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
FEW = 50


def log_share(scores: np.ndarray) -> float:
    """Give the logarithm of the share that the first candidate has of all."""
    high = scores.max()
    return -float(np.log(np.exp(scores - high).sum()))


def confidence(before: tuple[np.ndarray, np.ndarray], reported: tuple[np.ndarray, np.ndarray]) -> dict[str, Any] | None:
    """Fit chances on an earlier part and hold them against the reported one.

    Args:
        before: Logarithms of the first candidate's share, and whether it was chosen, where the curve is fitted.
        reported: The same, where it is judged.

    Returns:
        Reliability by tenths, told against happened; and for each chance below which one would keep silent, how often
        one speaks and how often one is then right. None where either part has fewer than ``FEW`` steps.

    """
    if min(len(before[0]), len(reported[0])) < FEW:
        return None
    curve = curve_of(np.asarray(before[0], float), np.asarray(before[1], float))
    told, right = curve.chances(np.asarray(reported[0], float)), np.asarray(reported[1], float)
    tenths = [one for one in np.array_split(np.argsort(told, kind="stable"), TENTHS) if len(one)]
    rate = np.full(len(right), np.mean(before[1]))
    return {
        "fitted_on": len(before[0]),
        "reported_on": len(right),
        "slope": curve.slope,
        "offset": curve.offset,
        "log_loss": round(log_loss(told, right), 4),
        "log_loss_of_the_rate": round(log_loss(rate, right), 4),
        "calibration_error": round(
            float(sum(len(one) * abs(told[one].mean() - right[one].mean()) for one in tenths)) / len(right), 4
        ),
        "tenths": [
            {"told": round(float(told[one].mean()), 4), "happened": round(float(right[one].mean()), 4), "n": len(one)}
            for one in tenths
        ],
        "silent_below": [_silent(told, right, least) for least in THRESHOLDS],
    }


def _silent(told: np.ndarray, right: np.ndarray, least: float) -> dict[str, float | None]:
    speaks = told >= least
    return {
        "chance": least,
        "speaks": round(float(speaks.mean()), 4),
        "right": round(float(right[speaks].mean()), 4) if speaks.any() else None,
    }
