"""The weeks' counters are what the choices say, and what was forgotten was never counted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.models import Choice, HourSum, ThingSum, WeekCount
from manto.assistant.preferences.times import hour_of_week, week_of
from manto.assistant.taste.learning import MEMORY, city_quarter, forget_choice, forget_since
from manto.assistant.taste.sums import LATELY_WEEKS, sums_at
from manto.residents import personal_data
from manto.residents.commands import grant_consent, register_resident
from manto.residents.erasure import erase_resident

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
PLACES = ("mantova:palazzo-te", "mantova:teatro-bibiena", "mantova:palazzo-ducale")
STEPS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(PLACES), st.integers(0, 50)), min_size=1, max_size=14)

pytestmark = pytest.mark.django_db


def a_resident() -> UUID:
    resident = register_resident(now=NOW - timedelta(days=90)).id
    grant_consent(resident, MEMORY, now=NOW - timedelta(days=90))
    return resident


def accepts(resident: UUID, subject: str, days_ago: int) -> None:
    at = NOW - timedelta(days=days_ago)
    record_outcomes(resident, [OutcomeTold(uuid4(), "o", subject, "accepted", 1, "plain-3", at, False)], now=at)


def counters(resident: UUID) -> list[tuple[int, str, str, int]]:
    rows = WeekCount.objects.filter(resident=resident).order_by("week", "subject")
    return list(rows.values_list("week", "subject", "category", "count"))


def recounted(resident: UUID) -> dict[tuple[int, str], int]:
    counts: dict[tuple[int, str], int] = {}
    for subject, quarter in Choice.objects.filter(resident=resident).values_list("subject", "quarter"):
        counts[week_of(quarter), subject] = counts.get((week_of(quarter), subject), 0) + 1
    return counts


def sums() -> list[tuple]:
    things = ThingSum.objects.order_by("subject", "until").values_list("subject", "until", "visits", "residents")
    return [
        *things,
        *HourSum.objects.order_by("category", "hour").values_list("category", "hour", "visits", "residents"),
    ]


def sums_from_the_choices() -> list[tuple]:
    """Count every cell anew, the long way."""
    things: dict[tuple[str, int], list[UUID]] = {}
    hours: dict[tuple[str, int], list[UUID]] = {}
    for one in Choice.objects.filter(kind__in=Choice.CHOSEN):
        for until in (ThingSum.EVER, *range(week_of(one.quarter), week_of(one.quarter) + LATELY_WEEKS)):
            things.setdefault((one.subject, until), []).append(one.resident_id)
        hours.setdefault((one.category, hour_of_week(one.quarter)), []).append(one.resident_id)
    return [(*cell, len(who), len(set(who))) for cells in (things, hours) for cell, who in sorted(cells.items())]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(0, 50), st.data())
def test_counters_are_the_choices_counted(mantua: None, steps: list, since: int, data: st.DataObject) -> None:
    """After learning, forgetting one, and forgetting since a day in the middle of a week."""
    residents = [a_resident(), a_resident()]
    for who, subject, days_ago in sorted(steps, key=lambda step: -step[2]):
        accepts(residents[who], subject, days_ago)
    some = Choice.objects.filter(resident=residents[0]).first()
    if some and data.draw(st.booleans()):
        forget_choice(residents[0], some.id)
    forget_since(residents[0], NOW - timedelta(days=since))

    for resident in residents:
        assert {(week, subject): count for week, subject, _, count in counters(resident)} == recounted(resident)
        assert all(count > 0 for *_, count in counters(resident))
    assert sums() == sums_from_the_choices()
    cut = city_quarter(NOW - timedelta(days=since))
    assert not Choice.objects.filter(resident=residents[0], quarter__gte=cut).exists()


def test_forgetting_june_leaves_the_counters_of_one_who_slept_through_it(mantua: None) -> None:
    """Byte for byte, also where June begins in the middle of a week."""
    sofia, other = a_resident(), a_resident()
    june = datetime(2026, 6, 1, tzinfo=UTC)
    for days_ago in range(30, 0, -1):
        accepts(sofia, PLACES[days_ago % 3], days_ago)
        if NOW - timedelta(days=days_ago) < june - timedelta(days=3):
            accepts(other, PLACES[days_ago % 3], days_ago)

    forget_since(sofia, june - timedelta(days=3))

    assert repr(counters(sofia)).encode() == repr(counters(other)).encode()


def test_the_counters_go_with_her_and_are_hers_to_take_along(mantua: None) -> None:
    """Export holds them; erasure removes them; nobody else's change."""
    anna, bea = a_resident(), a_resident()
    for resident in (anna, bea):
        accepts(resident, PLACES[0], 3)
    before = counters(bea)
    export = personal_data.export_everything(anna, now=NOW)

    erase_resident(anna, now=NOW)

    assert counters(anna) == []
    assert counters(bea) == before
    assert export["rooms"]["assistant"]["week_counts"][0]["count"] == 1


def test_the_citys_sums_after_an_erasure_are_byte_for_byte_those_without_her(mantua: None) -> None:
    """Two cities, in one of which she never was: after her erasure no cell differs."""
    bea, carla = a_resident(), a_resident()
    for resident, days_ago in ((bea, 3), (carla, 20), (bea, 40)):
        accepts(resident, PLACES[days_ago % 3], days_ago)
    without_her = repr(sums()).encode()
    anna = a_resident()
    for days_ago in (60, 40, 20, 3, 2):
        accepts(anna, PLACES[days_ago % 3], days_ago)
    assert repr(sums()).encode() != without_her

    erase_resident(anna, now=NOW)

    assert repr(sums()).encode() == without_her


def test_reading_the_sums_costs_what_the_city_has_of_things(mantua: None) -> None:
    """However many choices were made, none of them is read: only cells with five residents behind them."""
    residents = [a_resident() for _ in range(5)]
    for resident in residents:
        for days_ago in (40, 3):
            accepts(resident, PLACES[0], days_ago)
    accepts(residents[0], PLACES[1], 2)

    sums_at.cache_clear()
    with CaptureQueriesContext(connection) as asked:
        read = sums_at(1)

    assert not [one["sql"] for one in asked if "choice" in one["sql"] or "weekcount" in one["sql"]]
    assert read.by_subject == {PLACES[0]: ((10, 5), 10)}
    assert {cell for hours in read.by_kind_hour.values() for cell in hours.values()} == {(5, 5)}
