"""How often things are opened: sums without names, told once with noise, and gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.residents.test_side_by_side import at_once

from manto.kernel.clock import FixedClock
from manto.kernel.errors import BadInput, NotFound
from manto.places.models import Opened, OpenedTable
from manto.places.opened import (
    EPSILON_OF_A_YEAR,
    count_opened,
    counted_things,
    epsilon_left,
    noisy_counts,
    tell_last_week,
    told_from,
    week_of,
)
from manto.places.opened_page import OFF_BY_AT_MOST, opened_page

from .conftest import NOW, draft
from .test_importing import take

WEEK = timedelta(days=7)
TOLD = {"it": "Una storia.", "en": "A story."}


@pytest.fixture(autouse=True)
def town(db: None, settings: Any, tmp_path: Any) -> None:
    """Give a town with a story, and a bench that tells nothing."""
    settings.CLOCK = FixedClock(NOW)
    settings.HOME = tmp_path
    take(draft("tower", story=TOLD), draft("bench", category="bench"))


def test_an_opening_is_one_more_in_a_sum_and_nothing_else() -> None:
    """The row holds the week, the thing and the sum: no column could say who or when."""
    for _ in range(3):
        count_opened("overlay", "town:tower", now=NOW)

    assert [one.times for one in Opened.objects.all()] == [3]
    assert {"id", "week", "kind", "thing", "times"} == {field.name for field in Opened._meta.fields}


def test_what_residents_do_not_see_is_not_counted() -> None:
    """Neither a made-up thing nor a place without a story: nobody fills the table."""
    for kind, thing in (("overlay", "town:bench"), ("overlay", "town:none"), ("trail", "none"), ("totem", "AAAAAAAA")):
        with pytest.raises(NotFound):
            count_opened(kind, thing, now=NOW)
    with pytest.raises(BadInput):
        count_opened("person", "giulia", now=NOW)

    assert not Opened.objects.exists()


def test_a_week_is_told_once_with_noise_and_its_sums_are_deleted() -> None:
    """What was opened often is told within what is promised; asking again tells the same and costs nothing."""
    Opened.objects.create(week=week_of(NOW), kind="overlay", thing="town:tower", times=1000)
    count_opened("overlay", "town:tower", now=NOW)

    assert tell_last_week(now=NOW + WEEK)
    assert not tell_last_week(now=NOW + WEEK + timedelta(days=1))

    page = opened_page(now=NOW + WEEK, language="en")
    (row,) = page["weeks"][0]["rows"]
    assert (row["kind"], row["name"]) == ("overlay", "Tower")
    assert abs(row["times"] - 1001) < 8 * OFF_BY_AT_MOST
    assert not Opened.objects.exists()
    assert page["epsilon_left"] == EPSILON_OF_A_YEAR - 1


@pytest.mark.postgresql  # SQLite has one writer; the store's tests hold it
@pytest.mark.django_db(transaction=True)
def test_of_processes_that_begin_together_one_tells_the_week() -> None:
    """Four that start on a new city tell one table without an error, and one of them says that it was the one."""
    told: list[bool] = []

    raised = at_once([lambda: told.append(tell_last_week(now=NOW + WEEK)) for _ in range(4)])

    assert (raised, sorted(told), OpenedTable.objects.count()) == ([], [False, False, False, True], 1)


def test_a_small_count_is_not_told() -> None:
    """Below the least that is told the page says nothing of a thing, not even that it was opened."""
    for _ in range(3):
        count_opened("overlay", "town:tower", now=NOW)

    assert noisy_counts({("overlay", "town:tower"): 3}, counted_things(), lambda count: count) == []
    assert told_from(1) > 3


def test_the_noise_is_as_wide_as_what_one_phone_can_change() -> None:
    """A thousand tables of the same count: their spread is that of the scale, and their middle is the count."""
    from manto.places.opened import NOISE, _laplace

    noisy = _laplace()
    drawn = [noisy(500) for _ in range(4000)]

    assert abs(sum(drawn) / len(drawn) - 500) < 1
    assert 0.85 * NOISE < sum(abs(one - 500) for one in drawn) / len(drawn) < 1.15 * NOISE


def test_the_budget_of_a_year_is_kept() -> None:
    """When it is spent the week is not told, and its sums are deleted all the same."""
    over = week_of(NOW)
    OpenedTable.objects.create(week=over - WEEK, made_at=NOW, epsilon=EPSILON_OF_A_YEAR, told={"rows": []})
    count_opened("overlay", "town:tower", now=NOW)

    tell_last_week(now=NOW + WEEK)

    assert epsilon_left(NOW + WEEK) == 0
    assert not OpenedTable.objects.filter(week=over).exists()
    assert not Opened.objects.exists()


def test_the_route_takes_a_thing_and_refuses_whatever_says_more() -> None:
    """Without any cookie it needs no token; with one it does; a position or a name beside the thing is refused."""
    stranger = Client(enforce_csrf_checks=True)
    said = {"kind": "overlay", "thing": "town:tower"}

    def post(client: Client, body: dict[str, Any]) -> int:
        return int(client.post("/api/v1/opened", body, content_type="application/json").status_code)

    assert post(stranger, said) == 204
    assert {400, 422} & {post(stranger, {**said, "lat": 45.1})}
    stranger.cookies["sessionid"] = "somebody"
    assert post(stranger, said) == 403
    assert list(Opened.objects.values_list("times", flat=True)) == [1]
