"""The morning brief: asked for, once a day, by the ways that stand, and stopped as easily."""

import json
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.test import Client

from manto.assistant.brief import brief_due
from manto.assistant.taste.learning import choose_brief
from manto.residents.commands import grant_consent, record_fact, register_resident
from manto.residents.commands.facts import OWN_WORD
from manto.residents.models import Account
from manto.services.commands.notices import choose_notices
from manto.services.models import Notice, NoticeDelivery
from manto.services.postman import message_of

DAWN = datetime(2026, 6, 9, 5, 0, tzinfo=UTC)  # seven o'clock in Mantua

pytestmark = pytest.mark.django_db


def a_resident() -> UUID:
    account = Account.objects.create_user("anna@example.org")
    resident = register_resident(now=DAWN - timedelta(days=1), account_id=account.id, language="en").id
    grant_consent(resident, "tailoring", now=DAWN - timedelta(days=1))
    before = DAWN - timedelta(days=1)
    record_fact(resident, "contact.email", "anna@example.org", source=OWN_WORD, valid_from=before.date(), now=before)
    return resident


def test_nobody_is_briefed_who_did_not_ask(mantua: None) -> None:
    """However many live here."""
    a_resident()

    assert brief_due(now=DAWN + timedelta(hours=6)) == 0
    assert not Notice.objects.exists()


def test_her_day_is_told_once_at_her_hour_with_why(mantua: None) -> None:
    """Not before, not twice, and again the next day; at most five offers, each with its reason, and where to stop it."""
    resident = a_resident()
    choose_brief(resident, time(8, 30))

    assert brief_due(now=DAWN + timedelta(hours=1)) == 0
    assert brief_due(now=DAWN + timedelta(hours=2)) == 1
    assert brief_due(now=DAWN + timedelta(hours=3)) == 0

    notice = Notice.objects.get()
    message = message_of(notice, "en")
    lines = message.text.splitlines()
    assert 1 <= len(lines) <= 5
    assert all("Because " in line for line in lines)
    assert message.title.startswith("Your day: ")
    assert "You asked to be told" in message.why
    assert message.stop_url
    assert message_of(notice, "it").title.startswith("La tua giornata: ")
    assert brief_due(now=DAWN + timedelta(days=1, hours=2)) == 1
    assert Notice.objects.count() == 1  # the unread one of yesterday gave way


def test_it_keeps_to_her_quiet_hours_and_her_ways(mantua: None) -> None:
    """At six she sleeps: it stands in the inbox, and the mail waits until seven; stopped, no mail goes at all."""
    resident = a_resident()
    choose_brief(resident, time(6, 0))
    choose_notices(resident, channels=["mail"], stopped=[], quiet_from=time(21), quiet_to=time(7))

    assert brief_due(now=DAWN - timedelta(minutes=50)) == 1
    assert NoticeDelivery.objects.get().due_at == DAWN
    choose_notices(resident, channels=["mail"], stopped=["offers"])
    brief_due(now=DAWN + timedelta(days=1))
    assert NoticeDelivery.objects.count() == 0


def test_she_stops_it_from_the_page(mantua: None, client: Client) -> None:
    """And then nothing comes."""
    resident = a_resident()
    client.force_login(Account.objects.get())
    for at, told in (("07:30", "07:30:00"), (None, None)):
        body = json.dumps({"at": at})
        assert client.put("/api/v1/me/learned/brief", body, "application/json").json()["brief_at"] == told

    assert brief_due(now=DAWN + timedelta(hours=6)) == 0
    assert not Notice.objects.filter(resident=resident).exists()
