"""The weeks' counters are what the choices say, and what was forgotten was never counted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.learning import MEMORY, city_quarter, forget_choice, forget_since
from manto.assistant.models import Choice, WeekCount
from manto.assistant.preferences.times import week_of
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
