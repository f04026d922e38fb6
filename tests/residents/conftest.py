"""A resident, a clerk and a moment to begin with."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from manto.residents import commands
from manto.residents.catalogue import SourceKind
from manto.residents.commands import lookups
from manto.residents.models import Account
from manto.residents.roles import Role

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
TODAY = date(2026, 6, 9)
CIVIL = commands.Source(SourceKind.REGISTER, "civil")


@pytest.fixture(autouse=True)
def _nothing_in_mind():
    """Begin each test with no room's line and no count remembered."""
    lookups.forget_seen()
    cache.clear()


@pytest.fixture
def giulia(db):
    """Give a resident who can sign in and whose name and home the city knows."""
    account = Account.objects.create_user("giulia@example.org")
    resident = commands.register_resident(now=NOW, language="en", account_id=account.id)
    for name, value in [
        ("person.given_name", "Giulia"),
        ("person.family_name", "Ferrari"),
        ("person.birth", date(1995, 2, 3)),
        ("home.street", "Via Grossi"),
    ]:
        commands.record_fact(resident.id, name, value, source=CIVIL, valid_from=date(2019, 3, 12), now=NOW)
    return resident


@pytest.fixture
def davide(db):
    """Give a case officer."""
    return Account.objects.create_user("davide@example.org", name="Davide", role=Role.CASE_OFFICER)


@pytest.fixture
def chiara(db):
    """Give a registrar."""
    return Account.objects.create_user("chiara@example.org", name="Chiara", role=Role.REGISTRAR)
