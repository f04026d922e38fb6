"""What is due is offered before anybody asks, to whom agreed, and with a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.services.conftest import CIVIL, NOW, TODAY, somebody

from manto.kernel.errors import Conflict
from manto.residents import commands as residents
from manto.residents.catalogue import SourceKind
from manto.residents.models import Lookup
from manto.services import programs, sweeping
from manto.services.anticipation.forecast import first_day, forecast
from manto.services.anticipation.plans import plans, steps_of
from manto.services.commands import notices
from manto.services.commands.anticipation import answer_offer
from manto.services.commands.sweeps import begin_sweep
from manto.services.models import Case, Notice, ServiceOffer, Standing, Sweep
from manto.services.queries import coverage, mine
from manto.services.queries.notices import calendar
from manto.services.reference import services
from manto.services.rules.deciding import State
from manto.store.outbox import deliver_due

HEALTH = residents.Source(SourceKind.CONNECTOR, "health")
LANGUAGE = "en"


@given(first=st.integers(1, 400))
def test_the_day_on_which_something_begins_is_found_exactly(first):
    """However far away within the days looked at."""
    begins = TODAY + timedelta(days=first)

    assert begins == first_day(lambda day: day >= begins, TODAY, TODAY + timedelta(days=401))


@given(begins=st.integers(-30, 200), lasts=st.integers(1, 300))
def test_a_forecast_says_when_it_begins_and_when_it_ends(begins, lasts):
    """Within ninety days; what comes and goes between two looks is not promised."""
    first, end = TODAY + timedelta(days=begins), TODAY + timedelta(days=begins + lasts)

    seen = forecast(lambda day: State.YES if first <= day < end else State.NO, TODAY)

    if seen.now is State.YES:
        assert seen.begins is None
        assert seen.ends == (end if end <= TODAY + timedelta(days=90) else None)
    elif seen.begins is not None:
        assert first == seen.begins


def agrees(resident, *purposes, by=None):
    for purpose in purposes:
        residents.grant_consent(resident.id, purpose, by=by and by.id, language="en", now=NOW)


def know(resident, **facts):
    for name, value in facts.items():
        kind = name.replace("__", ".")
        source = HEALTH if kind.startswith(("family.", "health.")) else CIVIL
        residents.record_fact(resident.id, kind, value, source=source, valid_from=TODAY - timedelta(days=12), now=NOW)


def tell_everybody(now=NOW):
    while deliver_due(now=now):
        pass


@pytest.fixture
def city(db, clock):
    """Give a city whose journeys are live."""
    from django.conf import settings

    programs.take_over_journeys(settings.CITY, now=NOW)


@pytest.fixture
def born(city, giulia, nora):
    """Let Nora be born, and her mother agree for both to be told."""
    residents.form_household([(giulia.id, "head"), (nora.id, "child")], since=TODAY - timedelta(days=12))
    know(giulia, home__since=date(2021, 9, 15), vehicle__count=1, person__birth=date(1995, 1, 20))
    know(nora, home__since=date(2026, 5, 28), home__district="valletta-valsecchi")
    agrees(giulia, "proactive")
    agrees(nora, "proactive", "health_plan", by=giulia)
    know(nora, health__vaccination_due=date(2026, 7, 28), family__doctor=False)
    return nora


def offered(receiver):
    return {(offer.service, offer.subject_id) for offer in ServiceOffer.objects.filter(receiver=receiver, state="open")}


def test_a_birth_brings_one_word_with_everything_that_is_due(born, giulia):
    """Seven services, one notice: the mother is told, for the child."""
    tell_everybody()

    hers = {service for service, subject in offered(giulia.id) if subject == born.id}
    assert {"nursery-place", "family-allowance", "health-visits", "family-doctor", "vaccination"} <= hers
    assert ("baby-parking", giulia.id) in offered(giulia.id)
    notices = Notice.objects.filter(resident=giulia.id, matter=f"offer:birth:{born.id}", read_at__isnull=True)
    assert notices.count() == 1
    assert f"/services/plans/birth/{born.id}" == notices.get().href
    assert Lookup.objects.filter(resident=born.id, room="services", reason="anticipate").exists()


def test_no_word_speaks_of_an_event_that_is_long_over(born, giulia):
    """A mother who has lived here for five years has not moved: what is due to her is one word without an event."""
    tell_everybody()

    told = {notice.matter: notice for notice in Notice.objects.filter(resident=giulia.id)}
    hers = [service for service, subject in offered(giulia.id) if subject == giulia.id]
    word = told[f"offer:several:{giulia.id}"]
    assert f"offer:move:{giulia.id}" not in told
    assert (word.kind, word.href) == ("offer.several", "/services")
    assert 1 < word.values["count"] <= len(hers)
    assert "Library card" in word.values["text"]["en"]


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


def test_nobody_is_compared_who_did_not_agree(city, giulia):
    """And whoever takes the agreement back is forgotten."""
    know(giulia, home__since=date(2021, 9, 15))
    tell_everybody()
    assert 0 == Standing.objects.count() == ServiceOffer.objects.count()

    agrees(giulia, "proactive")
    tell_everybody()
    assert Standing.objects.filter(resident=giulia.id).exists()
    assert ("library-card", giulia.id) in offered(giulia.id)

    residents.withdraw_consent(giulia.id, "proactive", now=NOW)
    tell_everybody()
    assert 0 == Standing.objects.count() == ServiceOffer.objects.count()


def test_accepting_begins_an_application_that_is_filled_in(born, giulia):
    """Nothing is left to ask; and what was accepted is not offered again."""
    tell_everybody()
    offer = ServiceOffer.objects.get(service="nursery-place", subject=born.id)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(giulia.account, backend="django.contrib.auth.backends.ModelBackend")

    said = browser.post(f"/api/v1/me/service-offers/{offer.id}", {"answer": "accept"}, content_type="application/json")
    case = browser.get(f"/api/v1/me/cases/{said.json()['case']}").json()
    sent = browser.post(f"/api/v1/me/cases/{case['id']}/send").json()
    tell_everybody()

    assert (case["next_step"], case["for_name"]) == (None, "Nora")
    assert (sent["state"], sent["turn"]) == ("sent", "office")  # a ranking: a person decides
    assert "nursery-place" not in {service for service, _ in offered(giulia.id)}


def test_what_is_refused_for_good_stays_away_and_what_is_put_off_comes_back(born, giulia, clock):
    """After a fortnight; and a refusal can be taken back."""
    tell_everybody()
    by_name = {offer.service: offer for offer in ServiceOffer.objects.filter(receiver=giulia.id)}

    answer_offer(by_name["nursery-place"].id, "not_now", receiver_id=giulia.id, now=NOW)
    answer_offer(by_name["baby-parking"].id, "never", receiver_id=giulia.id, now=NOW)
    sweeping.sweep(now=NOW + timedelta(days=13))
    early = {service for service, _ in offered(giulia.id)}
    sweeping.sweep(now=NOW + timedelta(days=14))
    late = {service for service, _ in offered(giulia.id)}
    answer_offer(by_name["baby-parking"].id, "again", receiver_id=giulia.id, now=NOW)

    assert set() == {"nursery-place", "baby-parking"} & early
    assert {"nursery-place"} == {"nursery-place", "baby-parking"} & late
    assert "baby-parking" in {service for service, _ in offered(giulia.id)}


def test_what_begins_later_is_told_with_its_day_and_cannot_be_accepted_before(city, amir):
    """An identity card that expires in two hundred days is due from the day on which half a year is left."""
    know(amir, home__since=date(2026, 6, 2), identity_card__expires=TODAY + timedelta(days=200))
    agrees(amir, "proactive")
    tell_everybody()

    offer = ServiceOffer.objects.get(service="identity-card")
    assert TODAY + timedelta(days=20) == offer.begins
    with pytest.raises(Conflict):
        answer_offer(offer.id, "accept", receiver_id=amir.id, now=NOW)
    assert offer.told_at is not None  # its file says sixty days ahead


def test_what_is_no_longer_hers_goes_without_a_word(city, amir):
    """A card that was issued at the counter is not offered any more."""
    know(amir, home__since=date(2026, 6, 2))
    agrees(amir, "proactive")
    tell_everybody()
    assert ("library-card", amir.id) in offered(amir.id)

    know(amir, library__card=True)
    tell_everybody()

    assert ("library-card", amir.id) not in offered(amir.id)


def test_a_sweep_twice_on_a_day_changes_nothing(born, giulia):
    """No offer twice, no word twice."""
    tell_everybody()
    before = (ServiceOffer.objects.count(), Notice.objects.count())

    made = sweeping.sweep(now=NOW)

    assert (made.residents, made.changed, made.offers) == (2, 0, 0)
    assert before == (ServiceOffer.objects.count(), Notice.objects.count())


def test_a_sweep_finds_what_time_alone_has_made_due(born, giulia):
    """Without any event; and whoever stands as before is not gone into again."""
    sweeping.sweep(now=NOW)
    first = offered(giulia.id)

    made = sweeping.sweep(now=NOW + timedelta(days=1))
    later = sweeping.sweep(now=NOW + timedelta(days=400))

    assert (made.residents, made.offers) == (2, 0)
    assert later.changed
    assert first != offered(giulia.id)


def test_a_sweep_is_made_once_for_a_day_and_its_rules(born, settings):
    """Whoever comes second does nothing; the next day it is due again, and after a change of the rules."""
    assert sweeping.sweep_when_due(now=NOW) == 1
    assert sweeping.sweep_when_due(now=NOW) == 0
    assert sweeping.sweep_when_due(now=NOW + timedelta(days=1)) == 1

    Sweep.objects.update(rules="of before")

    assert sweeping.sweep_when_due(now=NOW + timedelta(days=1)) == 1


def test_a_sweep_that_died_is_taken_over(born):
    """After some hours; until then it may still be at work."""
    begin_sweep(TODAY, sweeping.rules_hash(), now=NOW)

    assert sweeping.sweep_when_due(now=NOW + timedelta(hours=1)) == 0
    assert sweeping.sweep_when_due(now=NOW + timedelta(hours=7)) == 1


def test_nothing_is_offered_to_the_dead(city, amir):
    """Nor looked at again, by night or by day."""
    agrees(amir, "proactive")
    know(amir, home__since=date(2026, 6, 2), person__birth=date(1999, 1, 1))
    tell_everybody()
    assert offered(amir.id)

    know(amir, person__death=TODAY - timedelta(days=1))
    tell_everybody()
    sweeping.sweep(now=NOW)

    assert not offered(amir.id)
    assert not Standing.objects.filter(resident=amir.id).exists()


def test_the_machine_grants_what_every_condition_proves_and_leaves_the_rest_to_a_person(city, amir):
    """With the reason and the law; what it cannot say yes to waits at the desk."""
    from manto.services import commands

    know(
        amir,
        home__since=date(2026, 6, 2),
        person__birth=date(1999, 1, 1),
        person__citizenship="IT",
        voter_roll__registered=False,
    )

    def send(service):
        case = commands.open_case(uuid4(), service, subject_id=amir.id, applicant_id=amir.id, now=NOW)
        return commands.send_case(case.id, applicant_id=amir.id, now=NOW)

    granted = send("electoral-card")
    residents.record_fact(amir.id, "person.citizenship", "FR", source=CIVIL, valid_from=date(2026, 6, 1), now=NOW)
    waits = send("electoral-card")

    assert (granted.state, waits.state) == ("granted", "sent")
    last = granted.moves.order_by("-id").first()
    assert (last.who, "299" in last.law) == ("machine", True)
    assert (granted.explanation["value"], waits.explanation["value"]) == ("yes", "no")
    assert Case.objects.filter(tasks__done_at__isnull=True).distinct().count() == 1


PLANS = {
    "birth": {"birth-registration", "family-doctor", "health-visits", "vaccination", "family-allowance", "nursery-place"},
    "move": {"residence-change", "waste-tax", "electoral-card", "library-card", "family-doctor", "residents-parking",
             "ztl-permit", "reduced-fare", "bike-box", "rent-support"},
    "bereavement": {"survivor-pension", "single-home", "reduced-fare", "home-care"},
    "business": {"new-shop", "shop-sign", "shop-waste"},
    "injury": {"disabled-badge", "aids-loan", "accompanied-trips", "home-care"},
}  # fmt: skip


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


def test_three_questions_settle_nine_services_for_a_newcomer(city, amir):
    """Each says what it settles; once answered nothing is asked, and each service has its why."""
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


def test_whom_it_misses_is_counted_and_small_numbers_are_not_shown(city, amir, giulia):
    """Nobody is told what fewer than five people stand behind."""
    for number in range(6):
        other = somebody(f"other{number}@example.org", {"home.since": date(2020, 1, 1)})
        agrees(other, "proactive")
    agrees(amir, "proactive")
    tell_everybody()

    report = coverage.report(LANGUAGE, date(2026, 6, 9))

    of = {line["service"]: line for line in report["services"]}
    assert (report["residents"], report["agreed"], report["without_account"]) == (8, 7, 0)
    assert of["library-card"]["hers"] == 6
    assert None is of["library-card"]["unknown"]
    assert "Household ISEE" in of["reduced-fare"]["asks"]
    assert of["active-retirement"]["asks"] == ["Living here since", "Retired since (nobody else)"]
    assert "Identity card valid until" in of["identity-card"]["lacks"]
    assert len(report["does"]) == 3


def test_a_page_of_hers_says_why_a_service_is_hers_or_not(born, giulia, amir, clock):
    """With each condition, what is known and from where; and only to whom acts for the child."""
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(giulia.account, backend="django.contrib.auth.backends.ModelBackend")
    stranger = Client()
    stranger.force_login(amir.account, backend="django.contrib.auth.backends.ModelBackend")

    said = browser.get(f"/api/v1/me/services/nursery-place?of={born.id}").json()
    lines = {line["text"]: line for line in said["explanation"]["conditions"]}

    assert said["value_text"] == "By what the city knows this is for you."
    assert lines["Is under three"]["known_text"] == "Date of birth: 28 May 2026"
    assert "ISEE" in lines["The ISEE is up to €36,000"]["known_text"]
    assert "From the ISEE declaration" in lines["The ISEE is up to €36,000"]["from_text"]
    assert stranger.get(f"/api/v1/me/services/nursery-place?of={born.id}").status_code == 403
