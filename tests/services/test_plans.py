"""What comes after a birth, a move, a death, a new shop or a broken leg is one plan with its steps in order."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from tests.services.conftest import HEALTH, NOW, TODAY, agrees, know, somebody

from manto.residents import commands as residents
from manto.services.anticipation.plans import plans, steps_of
from manto.services.commands import notices
from manto.services.models import ServiceOffer
from manto.services.queries import mine
from manto.services.queries.notices import calendar
from manto.services.reference import services

LANGUAGE = "en"
PLANS = {
    "birth": {"birth-registration", "family-doctor", "health-visits", "vaccination", "family-allowance", "nursery-place"},
    "move": {"residence-change", "waste-tax", "electoral-card", "library-card", "family-doctor", "residents-parking",
             "ztl-permit", "reduced-fare", "bike-box", "rent-support"},
    "bereavement": {"survivor-pension", "single-home", "reduced-fare", "home-care"},
    "business": {"new-shop", "shop-sign", "shop-waste"},
    "injury": {"disabled-badge", "aids-loan", "accompanied-trips", "home-care"},
}  # fmt: skip


def test_the_days_of_a_plan_stand_in_the_calendar(born, giulia, clock):
    """What is still to come, each on its day; what has no day is not there, and turned off it is none."""
    secret = notices.make_calendar_address(giulia.id, now=NOW)

    def days():
        events = Calendar.from_ical(calendar(secret, NOW)).walk("VEVENT")
        return {str(event["summary"]): event["dtstart"].dt for event in events}

    assert days()["Children's vaccinations: Nora"] == date(2026, 7, 28)
    assert days()["Choosing a family doctor or paediatrician: Nora"] == TODAY + timedelta(days=8)
    notices.choose_notices(giulia.id, channels=["mail"], stopped=["dates"])
    assert days() == {}


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_has_its_steps_over_several_offices_in_the_order_of_their_days(plan):
    """Each is a service of the city, none comes before the event but what must be done ahead of it."""
    steps = steps_of(plan, services().values(), TODAY, TODAY, {})

    assert PLANS[plan] <= {step.service for step in steps}
    assert [max(step.start, TODAY) for step in steps] == sorted(max(step.start, TODAY) for step in steps)
    assert all(step.by is None or step.by >= step.start for step in steps)
    assert set(PLANS) == set(plans())


def test_five_things_that_happen_in_a_life_each_bring_their_plan(born, giulia, city):
    """A birth, a move, a death, a shop, a broken leg: for whom they happen, and for nobody else."""
    mover = somebody("mover@example.org", {"home.since": TODAY - timedelta(days=7), "person.birth": date(1999, 1, 1)})
    widow = somebody("widow@example.org", {"person.widowed_since": TODAY - timedelta(days=1)})
    baker = somebody("baker@example.org", {"business.opens": TODAY + timedelta(days=30)})
    broken = somebody("broken@example.org", {})
    agrees(broken, "tailoring")
    residents.record_fact(
        broken.id, "mobility.limited_until", TODAY + timedelta(days=40), source=HEALTH, valid_from=TODAY, now=NOW
    )

    def stands(resident):
        return [one.plan.id for one in mine.standing_plans(resident.id, LANGUAGE, NOW)]

    assert stands(giulia) == ["birth"]
    assert stands(mover) == ["move"]
    assert stands(widow) == ["bereavement"]
    assert stands(baker) == ["business"]
    assert stands(broken) == ["injury"]


def test_a_birth_is_one_page_with_the_right_order_and_nothing_to_ask(born, giulia):
    """What is done stands as done; the vaccination on its day; the nursery in its season."""
    plan = mine.show_plan("birth", giulia.id, born.id, LANGUAGE, NOW)

    steps = {step["service"]: step for step in plan["steps"]}
    assert plan["title"] == "Nora is born"
    assert plan["questions"] == []
    assert steps["birth-registration"]["state"] == "had"
    assert steps["vaccination"]["day_text"] == "From Tuesday 28 July"
    assert steps["family-allowance"]["by_text"] == "By Friday 25 September"
    nursery = steps["nursery-place"]
    assert (nursery["state"], nursery["day_text"], nursery["by_text"]) == ("due", None, "By Thursday 15 April 2027")
    assert not ServiceOffer.objects.filter(service="nursery-place", ends__isnull=False).exists()


def test_three_questions_are_needed_for_five_services_of_a_newcomer(city, amir):
    """Each says for which; the registers answer for four more. Then nothing is asked, and each service has its why."""
    know(
        amir, home__since=TODAY - timedelta(days=7), home__district="centro-storico", person__birth=date(1998, 11, 22),
        person__citizenship="IT", voter_roll__registered=False, waste_tax__registered=False,
    )  # fmt: skip
    agrees(amir, "proactive", "health_plan")

    before = mine.show_plan("move", amir.id, None, LANGUAGE, NOW)
    answers = {"vehicle.count": 0, "household.isee_cents": 1100000, "family.doctor": False}
    for question in before["questions"]:
        residents.tell_own_word(amir.id, question["fact"], answers[question["fact"]], now=NOW)
    after = mine.show_plan("move", amir.id, None, LANGUAGE, NOW)

    assert set(answers) == {question["fact"] for question in before["questions"]}
    assert sum(len(question["settles"]) for question in before["questions"]) == 5
    by_registers = [step["service"] for step in before["steps"] if step["state"] == "due"]
    assert by_registers == ["waste-tax", "bike-box", "electoral-card", "library-card"]
    settled = [step for step in after["steps"] if step["service"] != "residence-change"]
    assert (len(settled), after["questions"]) == (9, [])
    assert "ask" not in {step["state"] for step in settled}
    assert all(step["why"] for step in settled)


def test_the_widow_is_asked_nothing(city):
    """What is due stands with its deadline, what stops and who was told beside it, and a person to call."""
    teresa = somebody(
        "teresa@example.org",
        {
            "person.birth": date(1955, 1, 8), "person.widowed_since": TODAY - timedelta(days=1), "household.size": 1,
            "home.since": date(1982, 5, 17), "waste_tax.registered": True, "income.yearly_cents": 1280000,
        },
    )  # fmt: skip

    plan = mine.show_plan("bereavement", teresa.id, None, LANGUAGE, NOW)

    states = {step["service"]: step["state"] for step in plan["steps"]}
    assert states == {"survivor-pension": "due", "single-home": "due", "reduced-fare": "due", "home-care": "confirm"}
    assert plan["questions"] == []
    assert plan["done"]
    assert plan["stops"]
    assert "+39 0376 3381" in plan["person"]
