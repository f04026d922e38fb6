"""The people of the file move into a real city."""

from datetime import UTC, date, datetime

import pytest

from manto.residents import personas
from manto.residents.loading import load_personas
from manto.residents.models import Consent, Fact, Guardianship, Membership

from .conftest import read

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_everybody_moves_in_once_with_what_is_known_of_them() -> None:
    """All residents and staff, every fact, every consent; a second time changes nothing."""
    content = read("mantova", "personas.yaml")
    people = len(content["residents"]) + len(content["staff"])
    facts = sum(len(resident["facts"]) for resident in content["residents"])
    consents = sum(len(resident["consents"]) for resident in content["residents"])

    first = load_personas(content, today=TODAY, now=NOW)
    again = load_personas(content, today=TODAY, now=NOW)

    assert (first, again) == (people, 0)
    assert Fact.objects.count() == facts
    assert Consent.objects.count() == consents
    assert Membership.objects.count() == len(content["residents"])
    assert Guardianship.objects.filter(child=personas.resident_id("nora")).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "situation"), [("it", "È rimasta vedova ieri."), ("en", "Was widowed yesterday.")]
)
def test_the_page_of_personas_lists_the_eight_and_the_desk(language: str, situation: str) -> None:
    """Each with a name, an age and a line in the reader's language; the families are not on it."""
    content = read("mantova", "personas.yaml")
    load_personas(content, today=TODAY, now=NOW)

    listed = {person["id"]: person for person in personas.on_the_page(language, NOW)}

    assert len(listed) == 8 + len(content["staff"])
    assert "nora" not in listed
    assert (listed["giulia"]["name"], listed["giulia"]["age"]) == ("Giulia Ferrari", 31)
    assert listed["teresa"]["situation"] == situation
    assert listed["irene"]["role"] == "auditor"
