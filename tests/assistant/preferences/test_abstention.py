"""Chances that hold, and silence where nothing is worth it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from manto.assistant.offering.offers import Candidate, Chosen, Reason
from manto.assistant.offering.policy import plain_weights
from manto.assistant.offering.ranking import Taste, choose_by_taste
from manto.assistant.preferences.abstention import LEAST_EVENTS, Calibration, fitted
from manto.assistant.preferences.frame import AT, COLUMNS

RANDOM = np.random.default_rng(11)


def shown(count: int, slope: float) -> tuple[np.ndarray, np.ndarray]:
    scores = RANDOM.normal(size=count)
    return scores, RANDOM.random(count) < 1 / (1 + np.exp(-(slope * scores - 2)))


def test_a_chance_that_is_told_is_how_often_it_happens() -> None:
    """On events that were not fitted to, in each tenth."""
    scores, chosen = shown(6000, 1.5)

    curve = fitted(scores[:4000], chosen[:4000])

    assert curve is not None
    told, happened = curve.chances(scores[4000:]), chosen[4000:]
    for tenth in np.array_split(np.argsort(told), 10):
        assert told[tenth].mean() == pytest.approx(happened[tenth].mean(), abs=0.1)


@pytest.mark.parametrize(
    ("scores", "chosen"), [shown(LEAST_EVENTS - 1, 1.5), (np.zeros(4000), RANDOM.random(4000) < 0.1)]
)
def test_where_it_cannot_be_said_nothing_is_said(scores: np.ndarray, chosen: np.ndarray) -> None:
    """Too few events, or scores that say nothing about what is chosen."""
    assert fitted(scores, chosen) is None


def test_a_score_that_speaks_against_what_happens_is_not_used() -> None:
    """It would leave out just what is liked."""
    scores, chosen = shown(4000, 1.5)
    assert fitted(-scores, chosen) is None


def page(
    liking: float, calibration: Calibration | None, worth_min: int = 0, *, known: bool = True, says: str = "free"
) -> list[Chosen]:
    candidates = [Candidate("place", f"p{at}", "museum", f"g{at}") for at in range(8)]
    frame = np.zeros((8, len(COLUMNS)))
    frame[:, AT["own_kind"]] = liking
    frame[:, AT["fits"]] = 5  # how well it fits the day says nothing of her
    weights = np.ones(len(COLUMNS))
    hers = frozenset(one.subject for one in candidates if liking > 0)
    taste = Taste(candidates, frame, weights, np.full(8, known), {}, {}, calibration, hers)
    weighed = [Chosen(one, (Reason(says, 4),)) for one in candidates]
    return choose_by_taste(weighed, taste, replace(plain_weights(), worth_min=worth_min), today=DAY, seed=1)


DAY = date(2026, 6, 9)


def test_what_she_will_hardly_choose_is_left_out() -> None:
    """An empty page is a valid answer; without knowing the chances everything is shown."""
    curve = Calibration(slope=1.0, offset=0.0)
    assert page(-6.0, curve) == []
    assert len(page(-6.0, None)) == len(page(2.0, curve)) == 5


def test_what_is_worth_no_card_stands_only_where_she_chose_of_its_kind() -> None:
    """And what nothing speaks for but being there at any hour not even as something new."""
    assert page(0.0, None, worth_min=5, known=True) == []
    assert page(0.0, None, worth_min=5, says="always_open", known=False) == []
    assert [one.is_new for one in page(0.0, None, worth_min=5, known=False)] == [True]
    assert len(page(0.0, None, worth_min=4)) == len(page(2.0, None, worth_min=5)) == 5
