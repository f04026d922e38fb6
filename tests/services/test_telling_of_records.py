"""Guard my records: what is filed stands in the inbox and goes out by mail and push at once, whatever the hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.records.conftest import TITLE, Office, office  # noqa: F401

from manto.records.models import Alert
from manto.residents.commands import record_fact
from manto.residents.commands.facts import OWN_WORD
from manto.services import postman
from manto.services.commands.notices import allow_push, choose_notices
from manto.services.models import Notice
from manto.services.notices.templates import say
from manto.store.outbox import deliver_due

SOLD = TITLE | {"owners": [{"name": "Giulia Ferrari", "share": "1/1"}], "tax_clearance": "AE-1"}


@pytest.fixture
def paolo(office: Office) -> Any:  # noqa: F811
    """Give Paolo's identifier: he has an address, a phone that may be pushed to, and no wish to hear of his records."""
    known = office.residents["paolo"]
    record_fact(
        known, "contact.email", "paolo@posta.example", source=OWN_WORD, valid_from=office.now.date(), now=office.now
    )
    allow_push(known, endpoint="https://push.example/1", p256dh="B" * 87, auth="a" * 22, now=office.now)
    choose_notices(known, channels=["mail", "push"], stopped=["records"])
    return known


def tell(office: Office) -> None:  # noqa: F811
    while deliver_due(now=office.now):
        pass


def test_a_filing_goes_out_at_night_by_mail_and_push_though_he_stopped_the_rest(office: Office, paolo: Any) -> None:  # noqa: F811
    """It says which kind of record, which step and until when; not which flat."""
    flat = office.flat()
    tell(office)
    [entered] = Notice.objects.filter(resident=paolo)
    assert (entered.kind, entered.deliveries.count()) == ("record.entered", 0)
    office.clock.advance(timedelta(hours=13))
    draft = office.file("carlo", office.entry("land-title", "transfer", SOLD, of=flat, to="giulia"))
    tell(office)

    told = Notice.objects.get(resident=paolo, kind="record.filed")
    said = say(told.kind, told.values, "en")
    assert (said.title, said.text) == (
        "Land title: somebody filed 'transfer'",
        "If you did not agree to it, stop it until 12 June 2026, 23.41.",
    )
    assert told.href == f"/records/filed/{draft}"
    assert {(one.channel, one.due_at) for one in told.deliveries.all()} == {("mail", office.now), ("push", office.now)}
    assert "Corridoni" not in str(told.values)
    message = postman.message_of(told, "it")
    assert message.title == "Titolo di proprietà: qualcuno ha chiesto: trasferimento"
    assert [one.kind for one in Notice.objects.filter(resident=office.residents["giulia"])] == ["record.asked"]


def test_what_was_read_in_the_app_is_not_sent_as_well(office: Office, paolo: Any) -> None:  # noqa: F811
    """The message was read before it could go out."""
    office.flat()
    Alert.objects.update(read_at=office.now)

    tell(office)

    assert not Notice.objects.filter(resident=paolo).exists()
