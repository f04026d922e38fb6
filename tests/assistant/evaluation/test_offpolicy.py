"""Estimates from a log: right where they speak, and silent where they cannot know."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from manto.assistant.evaluation.offpolicy import doubly_robust, effective_sample_size, snipw
from manto.kernel.errors import BadInput

WORTH = np.array([0.1, 0.3, 0.6])
OPEN_BANDIT = Path(__file__).resolve().parents[4] / "shared" / "data" / "ml" / "obd_small.csv.gz"


def a_log(count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Three things, shown by known chances; rewards by known worth."""
    random = np.random.default_rng(seed)
    shown_by = np.array([0.5, 0.3, 0.2])
    shown = random.choice(3, size=count, p=shown_by)
    return shown, (random.random(count) < WORTH[shown]).astype(float), shown_by[shown], shown_by


def test_both_estimators_find_what_the_other_policy_is_worth() -> None:
    """Ninety-five intervals of a hundred cover it, give or take."""
    target = np.array([0.1, 0.2, 0.7])
    true = float(target @ WORTH)
    covered = [0, 0]
    for seed in range(100):
        shown, rewards, logged, _ = a_log(4000, seed)
        model = WORTH * 0.8  # a model that is wrong: the weights mend it
        weighed = snipw(rewards, logged, target[shown])
        robust = doubly_robust(
            rewards,
            logged,
            target[shown],
            expected_shown=model[shown],
            expected_target=np.full(len(shown), target @ model),
        )
        for which, estimate in enumerate((weighed, robust)):
            assert estimate.low is not None
            assert estimate.high is not None
            covered[which] += estimate.low <= true <= estimate.high

    assert min(covered) >= 88


def test_a_short_log_says_nothing_and_why() -> None:
    """Nine hundred observations are not a thousand."""
    shown, rewards, logged, _ = a_log(900, 1)

    estimate = snipw(rewards, logged, np.array([0.5, 0.3, 0.2])[shown])

    assert estimate.value is None
    assert "900 observations" in estimate.why_not


def test_a_difference_that_may_be_none_is_not_told() -> None:
    """The interval includes the baseline: silence."""
    shown, rewards, logged, shown_by = a_log(5000, 2)

    estimate = snipw(rewards, logged, shown_by[shown], baseline=float(shown_by @ WORTH))

    assert (estimate.value, estimate.effective) == (None, pytest.approx(5000))
    assert "includes the baseline" in estimate.why_not


def test_weights_that_fall_on_few_are_worth_few() -> None:
    """Ten thousand lines of which ten count are worth ten."""
    weights = np.zeros(10_000)
    weights[:10] = 1000

    assert effective_sample_size(weights) == pytest.approx(10)


@pytest.mark.parametrize("logged", [np.array([0.0, 0.5]), np.array([0.5, 1.5])])
def test_a_propensity_that_cannot_be_is_refused(logged: np.ndarray) -> None:
    """A log that says so was not kept as it must be."""
    with pytest.raises(BadInput, match="propensity"):
        snipw(np.ones(2), logged, np.array([0.5, 0.5]))


@pytest.mark.shared
@pytest.mark.skipif(not OPEN_BANDIT.exists(), reason="the reference data are not beside the checkout")
@pytest.mark.parametrize("campaign", ["all", "men", "women"])
def test_the_open_bandit_log_covers_what_was_measured(campaign: str) -> None:
    """From the random policy's log, without context, the other policy's measured rate lies within the interval."""
    with gzip.open(OPEN_BANDIT, "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["campaign"] == campaign]
    other = [row for row in rows if row["policy"] == "bts"]
    log = [row for row in rows if row["policy"] == "random"]
    shows = np.zeros((3, 100))
    for row in other:
        shows[int(row["position"]) - 1, int(row["item_id"])] += 1
    shows /= shows.sum(axis=1, keepdims=True)
    target = np.array([shows[int(row["position"]) - 1, int(row["item_id"])] for row in log])
    rewards = np.array([float(row["click"]) for row in log])
    logged = np.array([float(row["propensity_score"]) for row in log])
    measured = float(np.mean([float(row["click"]) for row in other]))

    weighed = snipw(rewards, logged, target)
    robust = doubly_robust(
        rewards,
        logged,
        target,
        expected_shown=np.full(len(log), rewards.mean()),
        expected_target=np.full(len(log), rewards.mean()),
    )

    for estimate in (weighed, robust):
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low <= measured <= estimate.high
        assert 2000 < estimate.effective < 5000
    assert snipw(rewards, logged, target, baseline=float(rewards.mean())).value is None  # forty clicks rank nothing
