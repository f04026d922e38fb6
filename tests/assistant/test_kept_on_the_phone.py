"""What the phone is given to make Today by itself, and what the city then hears."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from manto.assistant.api import PoolOut, written
from manto.assistant.commands import OutcomeTold, Recorded, record_outcomes
from manto.assistant.models import Choice, Outcome, TasteSettings, WeekCount
from manto.assistant.pool import pool
from manto.assistant.queries import today
from manto.assistant.taste.hers import shared_by_all
from manto.assistant.taste.learning import MEMORY, keep_on_phone, kind_of_subject, pause_learning
from manto.assistant.taste.page import learned_page
from manto.kernel.clock import FixedClock
from manto.kernel.errors import UnknownName
from manto.residents.commands import grant_consent, register_resident
from manto.residents.models import Account
from manto.services.models import ServiceOffer

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
MUSEUM = "mantova:palazzo-te"

pytestmark = pytest.mark.django_db


def a_resident(**more: Any) -> UUID:
    resident = register_resident(now=NOW - timedelta(days=90), **more).id
    grant_consent(resident, MEMORY, now=NOW - timedelta(days=90))
    return resident


def tells(resident: UUID, kind: str, subject: str, at: datetime = NOW) -> Recorded:
    return record_outcomes(resident, [OutcomeTold(uuid4(), "o", subject, kind, 1, "plain-3", at, False)], now=at)


def an_event() -> str:
    return next(
        one["subject"] for one in pool(None, now=NOW, language="en")["candidates"] if one["kind"][:6] == "event:"
    )


def test_the_pool_holds_all_that_today_shows_and_asks_for_no_position(mantua: None) -> None:
    """Each card of the city's own Today is in it, worded, under the same identifiers."""
    resident = a_resident()
    grant_consent(resident, "proactive", now=NOW)
    ServiceOffer.objects.create(service="library-card", subject_id=resident, receiver_id=resident, made_at=NOW)
    for day in range(6, 0, -1):
        tells(resident, "accepted", MUSEUM, NOW - timedelta(days=day))

    page, told = today(resident, near=None, now=NOW, language="it"), pool(resident, now=NOW, language="it")

    by_subject = {one["subject"]: one for one in told["candidates"]}
    assert {one.subject for one in page.items} <= set(by_subject)
    assert [by_subject[one.subject]["card"].title for one in page.items] == [one.title for one in page.items]
    assert [by_subject[one.subject]["learned_id"] for one in page.items] == [one.id for one in page.items]
    assert len(told["hers"]["chosen"]) == 6
    assert told["hers"]["spots"][MUSEUM]
    assert told["hers"]["may_learn"]
    assert by_subject[page.items[0].subject]["first"] == "entitlement"
    json.dumps(told["sentences"])


def test_the_pool_travels_packed_for_whoever_takes_it_so(mantua: None, client: Client, settings: Any) -> None:
    """A quarter of its length at most; unpacked it is the same."""
    settings.CLOCK = FixedClock(NOW)

    plain = client.get("/api/v1/offers/pool")
    packed = client.get("/api/v1/offers/pool", headers={"Accept-Encoding": "gzip"})

    assert (plain.has_header("Content-Encoding"), packed["Cache-Control"]) == (False, "private, no-store")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 4


def test_the_pool_is_written_as_its_schema_says_and_nothing_that_is_due_to_somebody_is_kept(mantua: None) -> None:
    """What is told alike to many is written once for a minute; an offer of hers is in no answer but hers."""
    hers, nobodys = a_resident(), a_resident()
    grant_consent(hers, "proactive", now=NOW)
    offer = ServiceOffer.objects.create(service="library-card", subject_id=hers, receiver_id=hers, made_at=NOW)

    first, again, other = (written(pool(one, now=NOW, language="it")) for one in (hers, hers, nobodys))

    assert PoolOut.model_validate_json(first).model_dump(mode="json") == json.loads(first)
    assert first == again
    assert str(offer.id) in first.decode()
    assert str(offer.id) not in other.decode()
    kept = {one["subject"]: one.text for one in pool(hers, now=NOW, language="it")["candidates"]}
    assert kept[MUSEUM]
    assert not kept[f"service:{offer.id}"]


def test_what_may_not_be_offered_to_her_is_not_in_it(mantua: None) -> None:
    """What she refused stays away, whoever makes the order."""
    resident = a_resident()
    tells(resident, "not_this", MUSEUM)

    told = pool(resident, now=NOW + timedelta(hours=1), language="en")

    assert MUSEUM not in {one["subject"] for one in told["candidates"]}
    assert told["hers"]["not_again"] == [MUSEUM]


def test_on_the_phone_only_means_that_the_city_forgets_and_hears_no_more(mantua: None) -> None:
    """What was here is gone in the same step; outcomes are sent back; Today here knows nothing of her taste."""
    resident, event = a_resident(), an_event()
    for subject in (MUSEUM, event):
        tells(resident, "accepted", subject, NOW - timedelta(days=3))

    keep_on_phone(resident, on_phone=True)

    assert not any(table.objects.filter(resident=resident).exists() for table in (Choice, Outcome, WeekCount))
    assert tells(resident, "accepted", MUSEUM) == Recorded(0, 0, 1)
    assert not Choice.objects.exists()
    told = pool(resident, now=NOW, language="en")["hers"]
    assert (told["on_phone"], told["chosen"], told["refused"], told["in_vain"]) == (True, [], [], {})
    assert today(resident, near=None, now=NOW, language="en").learned is False

    keep_on_phone(resident, on_phone=False)
    assert tells(resident, "accepted", MUSEUM).recorded == 1


def test_only_the_kinds_that_she_shares_reach_the_city(mantua: None) -> None:
    """She shares events: those stay and are learned from, places neither."""
    resident, event = a_resident(), an_event()
    for subject in (MUSEUM, event):
        tells(resident, "accepted", subject, NOW - timedelta(days=3))

    keep_on_phone(resident, on_phone=True, shared=["event"])

    assert set(Choice.objects.values_list("subject", flat=True)) == {event}
    assert set(WeekCount.objects.values_list("subject", flat=True)) == {event}
    assert tells(resident, "done", MUSEUM).kept_on_phone == 1
    assert tells(resident, "done", event).recorded == 1
    assert [kind_of_subject(one) for one in (MUSEUM, event, f"service:{uuid4()}")] == ["place", "event", "service"]
    with pytest.raises(UnknownName, match="event"):
        keep_on_phone(resident, on_phone=True, shared=["evnt"])


def test_the_phone_may_learn_only_under_a_live_consent(mantua: None) -> None:
    """The same word holds wherever it is kept."""
    resident = a_resident()
    assert pool(resident, now=NOW, language="en")["hers"]["may_learn"]

    pause_learning(resident, paused=True)

    assert not pool(resident, now=NOW, language="en")["hers"]["may_learn"]
    assert not pool(register_resident(now=NOW).id, now=NOW, language="en")["hers"]["may_learn"]
    assert pool(None, now=NOW, language="en")["hers"] is None


def test_four_residents_are_not_told_to_a_phone_and_five_are(mantua: None) -> None:
    """The city's sums that leave the house have five residents behind each cell."""
    for number in range(5):
        assert pool(None, now=NOW + timedelta(minutes=number), language="en")["by_subject"] == {}
        assert shared_by_all()[2].by_kind_hour == {}
        tells(a_resident(), "accepted", MUSEUM)
    here = pool(a_resident(), now=NOW, language="en")
    assert here["by_kind_hour"]["museum"] == {"34": 5}


def test_she_sets_it_from_her_page_and_sees_when_what_was_learned(mantua: None, client: Client) -> None:
    """Weeks with what was chosen in each; the switch; the kinds."""
    account = Account.objects.create_user("sofia@example.org")
    resident = a_resident(account_id=account.id, language="en")
    for day in (20, 12, 11, 2):
        tells(resident, "accepted", MUSEUM, NOW - timedelta(days=day))

    weeks = learned_page(resident, now=NOW, language="en")["weeks"]

    assert [(str(week["begins"]), week["count"]) for week in weeks] == [
        ("2026-06-01", 1),
        ("2026-05-25", 2),
        ("2026-05-18", 1),
    ]
    assert weeks[0]["title"] == "Week of 1 June"
    assert weeks[0]["kinds"] == [{"kind": "museum", "text": "museums", "count": 1}]
    client.force_login(account)
    body = json.dumps({"on_phone": True, "shared": ["service"]})
    seen = client.put("/api/v1/me/learned/where", body, "application/json", headers={"Accept-Language": "en"}).json()
    assert (seen["on_phone"], seen["shared"], seen["weeks"]) == (True, ["service"], [])
    assert seen["words"]["title.hours.morning"] == "Mostly in the morning"
    assert seen["kinds"]["event:music"] == "music"
    assert TasteSettings.objects.get().on_phone
