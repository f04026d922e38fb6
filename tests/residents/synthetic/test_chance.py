"""Quotas, seats and draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.residents.synthetic.chance import Chance, apportion
from manto.residents.synthetic.seating import NOBODY, match_in_order, seat

WEIGHTS = st.lists(st.floats(0.001, 10.0), min_size=1, max_size=12).map(np.array)


@given(weights=WEIGHTS, total=st.integers(0, 10_000))
def test_everything_is_shared_out_and_nobody_is_a_whole_one_off(weights: np.ndarray, total: int) -> None:
    """Shares are rounded to the next whole number below or above, and sum to the total."""
    counts = apportion(weights, total)

    fair = weights / weights.sum() * total
    assert counts.sum() == total
    assert (np.abs(counts - fair) < 1 + 1e-6).all()


@given(data=st.data(), weights=WEIGHTS)
def test_nobody_gets_more_than_they_may(data: st.DataObject, weights: np.ndarray) -> None:
    """What one cannot take goes to the others, down to the last."""
    most = np.array(data.draw(st.lists(st.integers(0, 50), min_size=len(weights), max_size=len(weights))))
    total = data.draw(st.integers(0, int(most.sum())))

    counts = apportion(weights, total, most)

    assert counts.sum() == total
    assert (counts <= most).all()
    assert (counts >= 0).all()


def test_more_than_fits_is_refused() -> None:
    """There is no silent loss when limits are too tight."""
    with pytest.raises(ValueError, match="at most 3 fit"):
        apportion(np.ones(3), 4, np.ones(3, dtype=np.int64))


@given(
    wanted=st.lists(st.integers(0, 30), max_size=40),
    slack=st.integers(0, 10),
    stock=st.lists(st.integers(0, 3), min_size=31, max_size=31),
)
def test_seats_lie_within_the_limits_and_come_out_of_the_stock(wanted: list[int], slack: int, stock: list[int]) -> None:
    """Nobody gets an age outside the limits, no age is given out twice, and none within reach is left lying."""
    aim, before = np.array(wanted, dtype=np.int64), np.array(stock)
    lowest, highest, left = np.maximum(aim - slack, 0), np.minimum(aim + slack, 30), before.copy()

    given_ages = seat(aim, lowest, highest, left)

    seated = given_ages != NOBODY
    assert ((given_ages >= lowest) & (given_ages <= highest))[seated].all()
    assert (before - np.bincount(given_ages[seated], minlength=31) == left).all()
    assert all(left[low : high + 1].sum() == 0 for low, high in zip(lowest[~seated], highest[~seated], strict=True))


@given(wanted=st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_ages_matched_in_order_keep_the_order_wanted(wanted: list[float]) -> None:
    """Whoever wants to be older is not younger, and every age is used once."""
    ages = np.arange(len(wanted))[::-1] * 2

    matched = match_in_order(np.array(wanted), ages)

    assert sorted(matched.tolist()) == sorted(ages.tolist())
    assert (np.diff(matched[np.argsort(wanted, kind="stable")]) >= 0).all()


def test_groups_are_chosen_up_to_the_quota_and_by_weight() -> None:
    """The quota of members is met within one group, and heavy groups are chosen more often."""
    sizes, weights = np.full(20_000, 2), np.repeat([1.0, 3.0, 0.0], [8_000, 8_000, 4_000])

    chosen = Chance(1, "test").chosen(weights, 8_001, sizes)

    assert sizes[chosen].sum() == 8_000
    assert not chosen[16_000:].any()
    assert 2.3 < chosen[8_000:16_000].sum() / chosen[:8_000].sum() < 3.2


def test_normal_draws_are_normal() -> None:
    """Mean, deviation and tails are those of the normal distribution, within five standard errors."""
    draws = Chance(2, "test").normals(200_000)

    assert abs(draws.mean()) < 5 / np.sqrt(200_000)
    assert abs(draws.std() - 1) < 5 / np.sqrt(400_000)
    assert abs((np.abs(draws) > 1.959964).mean() - 0.05) < 5 * np.sqrt(0.05 * 0.95 / 200_000)


@given(weights=st.lists(st.sampled_from([0.0, 0.5, 4.0]), max_size=60), quota=st.integers(0, 70))
def test_people_are_chosen_to_the_quota_or_to_the_last_who_may(weights: list[float], quota: int) -> None:
    """Exactly the quota is chosen while there are enough, never one of weight zero."""
    able = sum(weight > 0 for weight in weights)

    chosen = Chance(3, "test").chosen(np.array(weights), quota)

    assert chosen.sum() == min(quota, able)
    assert not chosen[np.array(weights) == 0].any()
