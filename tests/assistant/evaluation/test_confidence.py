"""Chances that are told by the evaluation can be believed, and silence buys being right."""

from pathlib import Path

import numpy as np
from tests.assistant.evaluation.test_evaluate import silent, with_header

from manto.assistant.evaluation.confidence import confidence, log_share
from manto.assistant.evaluation.evaluate import evaluate
from manto.assistant.evaluation.walk import Plan


def steps(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    shares = -random.exponential(1.5, count)
    return shares, random.random(count) < 1 / (1 + np.exp(-(1.4 * shares + 1)))


def test_what_is_told_is_what_happens_and_silence_pays() -> None:
    """By tenths, on steps that were not fitted to; who speaks more rarely is right more often."""
    said = confidence(steps(4000, 1), steps(4000, 2))

    assert said is not None
    assert said["calibration_error"] < 0.04
    assert said["log_loss"] < said["log_loss_of_the_rate"]
    speaks = [one["speaks"] for one in said["silent_below"]]
    right = [one["right"] for one in said["silent_below"] if one["right"] is not None]
    assert speaks[0] == 1
    assert speaks == sorted(speaks, reverse=True)
    assert right == sorted(right)
    assert confidence(steps(10, 1), steps(4000, 2)) is None


def test_the_share_of_the_first_is_of_all() -> None:
    """Four alike have a quarter each."""
    assert np.exp(log_share(np.zeros(4))) == 0.25


def test_the_report_holds_it_for_every_protocol(tmp_path: Path) -> None:
    """Fitted on the validation part; a run on the validation part has nothing earlier to fit on and does not tell it."""
    file = with_header(tmp_path / "a.csv")

    said = evaluate(file, told={}, protocols="ST", plan=Plan(trees=False), progress=silent)
    held = evaluate(file, told={}, protocols="S", plan=Plan(trees=False, validate=True), progress=silent)

    for protocol in "ST":
        told = said["protocols"][protocol]["confidence"]
        assert told["fitted_on"] >= 50
        assert sum(tenth["n"] for tenth in told["tenths"]) == told["reported_on"]
    assert "confidence" not in held["protocols"]["S"]
