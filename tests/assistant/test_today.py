"""Today in the demo city."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from manto.assistant.pool import pool
from manto.assistant.queries import situation_of, today
from manto.residents.catalogue import SourceKind
from manto.residents.commands import (
    OWN_WORD,
    Source,
    appoint_guardian,
    form_household,
    grant_consent,
    record_fact,
    register_resident,
    withdraw_consent,
)
from manto.residents.models import Lookup

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
REGISTER = Source(SourceKind.REGISTER, "civil")
PIAZZA_SORDELLO = (45.1600, 10.7972)

pytestmark = pytest.mark.django_db


def test_today_has_five_offers_and_says_why(mantua: None) -> None:
    """In both languages the same five, each with a sentence."""
    english = today(None, near=PIAZZA_SORDELLO, now=NOW, language="en")
    italian = today(None, near=PIAZZA_SORDELLO, now=NOW, language="it")

    assert len(english.items) == 5
    assert [offer.id for offer in english.items] == [offer.id for offer in italian.items]
    assert all(offer.why.startswith("Because ") for offer in english.items)
    assert all(offer.why.startswith("Perché ") for offer in italian.items)
    assert (english.greeting, english.date_text) == ("Good morning", "Tuesday 9 June")
    assert (italian.greeting, italian.date_text) == ("Buongiorno", "Martedì 9 giugno")
    assert [offer.slot for offer in english.items] == [1, 2, 3, 4, 5]


def test_every_day_of_the_year_has_something(mantua: None) -> None:
    """And whatever is offered is open or ahead."""
    for week in range(52):
        at = NOW + timedelta(weeks=week, hours=week % 9)
        offers = today(None, near=None, now=at, language="it").items
        assert offers, at


def test_measured_limits_reach_today_with_consent_only(mantua: None) -> None:
    """A resident's limits count while she agrees, and she can read that they were used."""
    lorenzo = register_resident(now=NOW)
    grant_consent(lorenzo.id, "tailoring", now=NOW)
    for name, value in (("access.wheelchair", True), ("access.kerb_cm_max", 0)):
        record_fact(lorenzo.id, name, value, source=OWN_WORD, valid_from=NOW.date(), now=NOW)

    def subjects() -> list[str]:
        return [offer.subject for offer in today(lorenzo.id, near=PIAZZA_SORDELLO, now=NOW, language="en").items]

    everybody = [offer.subject for offer in today(None, near=PIAZZA_SORDELLO, now=NOW, language="en").items]
    assert everybody != subjects()
    assert Lookup.objects.filter(resident=lorenzo.id, room="assistant").exists()

    withdraw_consent(lorenzo.id, "tailoring", now=NOW)
    assert everybody == subjects()


def test_living_alone_counts_with_consent_only(mantua: None) -> None:
    """The register knows it for reasons of its own; Today may use it while she agrees."""
    teresa = register_resident(now=NOW)
    record_fact(teresa.id, "household.size", 1, source=REGISTER, valid_from=NOW.date(), now=NOW)

    assert not situation_of(teresa.id, None, NOW).lives_alone

    grant_consent(teresa.id, "tailoring", now=NOW)
    assert situation_of(teresa.id, None, NOW).lives_alone


def test_what_is_for_other_ages_is_left_out_under_each_ones_own_consent(mantua: None) -> None:
    """A mother and her newborn: no homework for pupils, once both let their age be used; and its reading leaves a line."""
    mother, baby = register_resident(now=NOW), register_resident(now=NOW)
    for one, born in ((mother, date(1995, 1, 20)), (baby, date(2026, 5, 28))):
        record_fact(one.id, "person.birth", born, source=REGISTER, valid_from=born, now=NOW)
    record_fact(mother.id, "household.size", 2, source=REGISTER, valid_from=NOW.date(), now=NOW)
    form_household([(mother.id, "head"), (baby.id, "child")], since=NOW.date())
    appoint_guardian(baby.id, mother.id, proof="birth record", since=NOW.date())

    def offered() -> set[str]:
        told = {one["subject"] for one in pool(mother.id, now=NOW, language="en")["candidates"]}
        return told & {"mantova:doposcuola-valletta", "mantova:canzoni-per-bebe"}

    both = {"mantova:doposcuola-valletta", "mantova:canzoni-per-bebe"}
    assert both == offered()

    grant_consent(mother.id, "tailoring", now=NOW)
    assert both == offered()

    grant_consent(baby.id, "tailoring", by=mother.id, now=NOW)
    assert {"mantova:canzoni-per-bebe"} == offered()
    assert Lookup.objects.filter(resident=baby.id, room="assistant").exists()


def test_a_position_that_is_none_is_told(client: Client) -> None:
    """Not guessed, and not a server error."""
    for near in ("45", "a,b", "91,0", "45,10,3", "nan,nan"):
        response = client.get("/api/v1/offers", {"near": near})
        assert response.status_code == 400, near
        assert "next_step" in json.loads(response.content)


def test_today_is_nobody_elses(client: Client, mantua: None) -> None:
    """No cache on the way keeps it."""
    assert "no-store" in client.get("/api/v1/offers")["Cache-Control"]
