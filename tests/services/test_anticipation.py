"""What is due is offered before anybody asks, to whom agreed, and with a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.services.conftest import CIVIL, NOW, TODAY, agrees, know, offered, somebody, tell_everybody

from manto.assistant.adapters.mcp_server import use_tool
from manto.assistant.adapters.tools import TOOLS
from manto.assistant.conversation.commands import give_access
from manto.kernel.errors import Conflict
from manto.residents import commands as residents
from manto.residents.models import Lookup
from manto.services import sweeping
from manto.services.anticipation.forecast import first_day, forecast
from manto.services.commands.anticipation import answer_offer
from manto.services.models import Case, Notice, ServiceOffer, Standing
from manto.services.queries import coverage
from manto.services.rules.deciding import State

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


def test_a_consent_taken_back_counts_in_the_very_next_request(born, giulia):
    """Before any outbox has run: on every page where offers stand, and for an assistant of her own."""
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(giulia.account, backend="django.contrib.auth.backends.ModelBackend")
    tools = list(TOOLS)
    _, token = give_access(uuid4(), giulia.id, "Home helper", ["my_due"], known_tools=tools, days=30, now=NOW)

    def withdraw(purpose, of=""):
        address = f"/api/v1/me/consents/{purpose}{of}"
        assert browser.put(address, {"granted": False}, content_type="application/json").status_code == 200

    def page(name):
        return browser.get(f"/api/v1/{name}").json()

    def services_offered():
        return {(one["service"], one["subject"]) for one in page("me/services")["offers"]}

    def seen():
        return {
            "my services": services_offered(),
            "today": [one["subject"] for one in page("offers")["items"] if one["kind"] == "service"],
            "pool": [one["subject"] for one in page("offers/pool")["candidates"] if one["first"]],
            "assistant": use_tool(token, "my_due", {}, "en").lines,
        }

    tell_everybody()
    before = seen()
    assert all(before.values())
    assert ("vaccination", str(born.id)) in before["my services"]

    withdraw("health_plan", f"?of={born.id}")
    without_health = services_offered()
    assert ("vaccination", str(born.id)) not in without_health
    assert ("family-allowance", str(born.id)) in without_health
    tell_everybody()
    assert without_health == services_offered(), "as it is when it was worked out anew"

    withdraw("proactive", f"?of={born.id}")
    assert {subject for _, subject in services_offered()} == {str(giulia.id)}

    withdraw("proactive")
    assert not any(seen().values())


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
