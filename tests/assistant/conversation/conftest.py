"""A city whose assistant has learned how people ask, and residents who ask."""

import os
from datetime import UTC, date, datetime

import pytest
from django.conf import settings as city_settings

from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.intents import prepare
from manto.assistant.conversation.sentence_model import SentenceModel, packaged_model
from manto.kernel.clock import FixedClock
from manto.residents import commands as residents
from manto.residents.catalogue import SourceKind
from manto.residents.models import Account
from manto.services.programs import take_over_journeys

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
CIVIL = residents.Source(SourceKind.REGISTER, "civil")


@pytest.fixture
def clock(settings):
    """Let the clock stand still until a test moves it."""
    settings.CLOCK = FixedClock(NOW)
    return settings.CLOCK


@pytest.fixture
def town(mantua, clock):
    """Give the demo city's places and journeys, and an assistant that has learned."""
    take_over_journeys(city_settings.CITY, now=NOW)
    prepare()


@pytest.fixture
def amir(town):
    """Give a newcomer of the centre."""
    account = Account.objects.create_user("amir@example.org")
    resident = residents.register_resident(now=NOW, language="it", account_id=account.id)
    facts = {
        "person.given_name": "Amir",
        "person.birth": date(1999, 3, 2),
        "home.district": "centro-storico",
        "home.street": "Via Chiassi",
        "home.number": "12",
    }
    for name, value in facts.items():
        residents.record_fact(resident.id, name, value, source=CIVIL, valid_from=date(2026, 6, 1), now=NOW)
    return resident


@pytest.fixture
def sentence_model(monkeypatch: pytest.MonkeyPatch) -> SentenceModel:
    """Give the model of the extra, which scripts/real-parts lays apart so that no other test finds it."""
    if folder := os.environ.get("MANTO_TEST_SENTENCE_MODEL"):
        monkeypatch.syspath_prepend(folder)
    model = packaged_model.__wrapped__()
    if model is None:
        pytest.skip("the sentence model of manto[semantic] is not installed")
    return model


@pytest.fixture
def ask():
    """Give a way to ask one question after the other, remembering."""
    from manto.assistant.conversation.dialogue import converse
    from manto.assistant.conversation.memory import Memory

    memory = {"kept": Memory()}

    def asking(question, resident=None, language="it", page="/", near=None):
        asked = Asked(question, resident.id if resident else None, language, NOW, page, near, {})
        answer, memory["kept"] = converse(asked, memory["kept"])
        return answer

    return asking
