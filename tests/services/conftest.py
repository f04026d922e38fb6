"""A family, an officer and a moment to begin with."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache

from manto.kernel.clock import FixedClock
from manto.residents import commands as residents
from manto.residents.catalogue import SourceKind
from manto.residents.commands import lookups
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.services import programs
from manto.services.commands import propose_journey, publish_journey
from manto.services.models import ServiceOffer
from manto.services.reference import journey_documents
from manto.store.outbox import deliver_due

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
TODAY = date(2026, 6, 9)
CIVIL = residents.Source(SourceKind.REGISTER, "civil")
BENEFITS = residents.Source(SourceKind.REGISTER, "benefits")
HEALTH = residents.Source(SourceKind.CONNECTOR, "health")


@pytest.fixture(autouse=True)
def _nothing_in_mind():
    """Begin each test with no room's line and no count remembered."""
    lookups.forget_seen()
    cache.clear()


@pytest.fixture
def clock(settings):
    """Let the clock stand still until a test moves it."""
    settings.CLOCK = FixedClock(NOW)
    return settings.CLOCK


def somebody(email, facts, *, account=True):
    """Register a resident with facts from the registers."""
    made = Account.objects.create_user(email) if account else None
    resident = residents.register_resident(now=NOW, language="en", account_id=made.id if made else None)
    for name, value in facts.items():
        source = BENEFITS if name.startswith("household.isee") else CIVIL
        residents.record_fact(resident.id, name, value, source=source, valid_from=date(2026, 2, 10), now=NOW)
    return resident


def live(service):
    """Make the city's journey of one service live."""
    for document in journey_documents(settings.CITY):
        if document["service"] == service:
            publish_journey(propose_journey(document, origin="folder", now=NOW).hash, now=NOW)


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


def offered(receiver):
    return {(offer.service, offer.subject_id) for offer in ServiceOffer.objects.filter(receiver=receiver, state="open")}


@pytest.fixture
def giulia(db):
    """Give a mother whose ISEE the city knows."""
    return somebody(
        "giulia@example.org",
        {"person.given_name": "Giulia", "person.family_name": "Ferrari", "household.isee_cents": 1684000},
    )


@pytest.fixture
def nora(giulia):
    """Give her daughter, for whom she acts."""
    child = somebody("", {"person.given_name": "Nora", "person.birth": date(2026, 5, 28)}, account=False)
    residents.appoint_guardian(child.id, giulia.id, proof="birth record 2026/112", since=date(2026, 5, 28))
    return child


@pytest.fixture
def amir(db):
    """Give a stranger to that family, of whose income the city knows nothing."""
    return somebody("amir@example.org", {"person.given_name": "Amir"})


@pytest.fixture
def davide(db):
    """Give a case officer."""
    return Account.objects.create_user("davide@example.org", name="Davide", role=Role.CASE_OFFICER)


@pytest.fixture
def city(db, clock):
    """Give a city whose journeys are live."""
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
