"""The desk's own views: who comes when, how notices read, and how one gets to what a plan asks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from tests.services.conftest import NOW, TODAY, agrees, know
from tests.services.test_cases import Browser

from manto.residents import commands as residents
from manto.residents import personas
from manto.residents.loading import load_personas
from manto.residents.models import Lookup
from manto.services import commands, programs
from manto.services.queries import appointments, mine


@pytest.fixture
def taken(db, clock, giulia, nora):
    """Let Giulia have the first time for Nora."""
    first = appointments.free_times("vaccination", "en", NOW)["days"][0]["times"][0]
    one = commands.hold_time(uuid4(), "vaccination", first["begins"], subject_id=nora.id, booker_id=giulia.id, now=NOW)
    commands.confirm_appointment(one.id, booker_id=giulia.id, now=NOW)
    return one


def test_the_desk_sees_times_without_names_and_asks_who_comes(taken, giulia, nora, davide):
    """Each look leaves its line with the child and with whoever comes with her."""
    desk = Browser(davide)

    (day,) = desk("GET", "/desk/appointments")
    looked_before = Lookup.objects.filter(resident__in=[giulia.id, nora.id], account=davide.id).count()
    who = desk("GET", f"/desk/appointments/{taken.id}")

    assert [one["id"] for one in day["times"]] == [str(taken.id)]
    assert "Nora" not in str(day)
    assert (who["name"], who["booker"]) == ("Nora", "Giulia Ferrari")
    looks = Lookup.objects.filter(resident__in=[giulia.id, nora.id], account=davide.id)
    assert (looked_before, looks.count()) == (0, 2)
    assert all("For the appointment of" in one.reason for one in looks)


def test_a_time_that_was_given_back_is_nobodys(taken, giulia, davide):
    """It leaves the list, and nobody is named."""
    commands.cancel_appointment(taken.id, booker_id=giulia.id, now=NOW)

    assert Browser(davide)("GET", "/desk/appointments") == []
    Browser(davide)("GET", f"/desk/appointments/{taken.id}", status=404)


def test_notices_are_read_as_a_persona_would(db, clock, davide):
    """In her language, with her own offer where she has one; whoever is none is refused."""
    load_personas(personas.content_of_city(), today=TODAY, now=NOW)
    programs.take_over_journeys(settings.CITY, now=NOW)
    amir = personas.resident_id("amir")
    commands.anticipation.anticipate(amir, now=NOW)
    davide.role = "service_designer"
    davide.save()
    desk = Browser(davide)

    def due(persona):
        listed = desk("GET", f"/desk/notices?persona={persona}")
        return next(one for one in listed if one["kind"] == "offer.due")

    assert (due("")["hers"], due("amir")["hers"], due("amir")["language"]) == (False, True, "en")
    assert due("amir")["title"] in {one["title"] for one in mine.offers_of(amir, "en", NOW)}
    assert not due("teresa")["hers"]
    assert due("teresa")["language"] == "it"
    desk("GET", "/desk/notices?persona=nobody", status=404)


def test_a_birth_leads_to_the_clinic_with_the_stroller(db, clock, giulia, nora):
    """Where a step is seen at an office, the way there is one tap away, walked as the plan says."""
    programs.take_over_journeys(settings.CITY, now=NOW)
    residents.form_household([(giulia.id, "head"), (nora.id, "child")], since=TODAY - timedelta(days=12))
    know(nora, home__since=TODAY - timedelta(days=12))
    agrees(nora, "health_plan", by=giulia)
    know(nora, health__vaccination_due=TODAY + timedelta(days=49))

    steps = {one["service"]: one for one in mine.show_plan("birth", giulia.id, nora.id, "en", NOW)["steps"]}

    assert steps["vaccination"]["way_href"] == "/way/mantova:poliambulatorio-porta-mulina?as=stroller"
    assert steps["vaccination"]["way_text"] == "The way there with the stroller"
    assert steps["nursery-place"]["way_href"] == "/way/mantova:servizi-sociali?as=stroller"
    assert steps["baby-parking"]["way_href"] is None, "its counter is at no place of the city's folder"
