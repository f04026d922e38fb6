"""Learning with consent, in the reasons, and forgotten at the next request."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.models import Choice, Outcome
from manto.assistant.queries import today
from manto.assistant.taste.hers import learned_about
from manto.assistant.taste.learning import (
    MEMORY,
    city_quarter,
    forget_choice,
    forget_since,
    more_like_this,
    pause_learning,
)
from manto.assistant.taste.page import learned_page
from manto.assistant.taste.scene import OFFER_START
from manto.assistant.taste.sums import sums_at
from manto.kernel.errors import Conflict, NotFound
from manto.residents.commands import grant_consent, register_resident, withdraw_consent
from manto.residents.erasure import erase_resident
from manto.residents.models import Account, Consent
from manto.store.outbox import deliver_due

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def a_resident(*, agrees: bool = True) -> UUID:
    resident = register_resident(now=NOW - timedelta(days=90))
    if agrees:
        grant_consent(resident.id, MEMORY, now=NOW - timedelta(days=90))
    return resident.id


def tells(resident: UUID, kind: str, subject: str, at: datetime = NOW, **more: object) -> None:
    told = OutcomeTold(uuid4(), "o", subject, kind, 1, "plain-3", at, False, **more)  # type: ignore[arg-type]
    record_outcomes(resident, [told], now=at)


def subjects(resident: UUID | None, now: datetime = NOW) -> list[str]:
    return [offer.subject for offer in today(resident, near=None, now=now, language="en").items]


def test_todays_order_follows_what_she_chooses_and_says_so(mantua: None) -> None:
    """After ten mornings at museums a museum stands first, because of it, with the number."""
    resident = a_resident()
    for day in range(10, 0, -1):
        tells(resident, "accepted", "mantova:palazzo-te", NOW - timedelta(days=day))

    page = today(resident, near=None, now=NOW, language="en")

    assert (page.learned, page.policy) == (True, "learned-3")
    learned = [offer for offer in page.items if any(part["code"].startswith("learned") for part in offer.why_parts)]
    assert learned
    assert any("museums 10 times" in offer.why for offer in learned)
    assert learned[0].slot == 1
    assert all(0 < offer.propensity <= 1 for offer in page.items)
    assert subjects(None) != [offer.subject for offer in page.items]


def test_one_place_is_for_something_new_and_says_so(mantua: None) -> None:
    """The last card was never chosen, was drawn with a propensity that is kept, and stays the day long."""
    resident = a_resident()
    for day in range(5, 0, -1):
        tells(resident, "accepted", "mantova:palazzo-te", NOW - timedelta(days=day))

    first, again = (today(resident, near=None, now=NOW, language="it").items[-1] for _ in range(2))

    assert first.is_new
    assert "novità" in first.why
    assert (first.subject, first.propensity) == (again.subject, again.propensity)
    tells(resident, "shown", first.subject, propensity=first.propensity)
    assert Outcome.objects.get(kind="shown").propensity == first.propensity


def test_a_refused_kind_sinks(mantua: None) -> None:
    """Who says no to what stands first again and again is offered other things."""
    resident = a_resident()
    before = today(resident, near=None, now=NOW, language="en").items[0]
    from manto.places.things import things_by_id

    kind = things_by_id()[before.subject].category
    alike = [
        subject for subject, thing in things_by_id().items() if thing.category == kind and subject != before.subject
    ]
    for subject in alike[:4]:
        tells(resident, "not_this", subject, NOW - timedelta(days=1))

    assert before.subject not in subjects(resident)[:1]


@pytest.mark.parametrize("how", ["never asked", "withdrawn", "paused"])
def test_without_a_live_consent_nothing_is_learned(mantua: None, how: str) -> None:
    """Neither from outcomes nor by asking for more; and what was learned is not used."""
    resident = a_resident(agrees=how != "never asked")
    if how == "withdrawn":
        withdraw_consent(resident, MEMORY, now=NOW)
    if how == "paused":
        pause_learning(resident, paused=True)

    tells(resident, "accepted", "mantova:palazzo-te")
    with pytest.raises(Conflict):
        more_like_this(resident, "mantova:palazzo-te", now=NOW)

    assert Choice.objects.count() == 0
    assert not learned_about(resident).chosen


def test_the_database_itself_refuses_a_choice_without_consent() -> None:
    """However it is written."""
    resident = a_resident()
    with pytest.raises(IntegrityError), transaction.atomic():
        Choice.objects.create(id=uuid4(), resident_id=resident, kind="accepted", subject="x", category="y", quarter=1)


def test_each_choice_names_the_consent_under_which_it_was_learned(mantua: None) -> None:
    """The one that was in force then, not a later one."""
    resident = a_resident()
    tells(resident, "accepted", "mantova:palazzo-te")

    assert Choice.objects.get().consent_id == Consent.objects.get(resident=resident).id


def test_a_withdrawn_consent_is_not_used_and_what_it_taught_goes(mantua: None) -> None:
    """Not used from the next request; gone once the room has heard of it."""
    resident = a_resident()
    tells(resident, "accepted", "mantova:palazzo-te")
    withdraw_consent(resident, MEMORY, now=NOW)
    assert not learned_about(resident).chosen

    deliver_due(now=NOW + timedelta(minutes=1))

    assert Choice.objects.count() == 0
    assert Outcome.objects.count() == 0


def test_accepted_and_then_done_counts_once_a_day(mantua: None) -> None:
    """One outing is one choice; the next day's is another."""
    resident = a_resident()
    for kind, at in (("accepted", NOW), ("done", NOW + timedelta(hours=2)), ("accepted", NOW + timedelta(days=1))):
        tells(resident, kind, "mantova:palazzo-te", at)

    assert Choice.objects.count() == 2


def test_forgetting_shows_at_the_next_request_as_if_it_had_never_been(mantua: None) -> None:
    """Since a day, one choice, or everything: Today is that of one who never did it."""
    sofia, other = a_resident(), a_resident()
    for day in (40, 38, 36):
        for resident in (sofia, other):
            tells(resident, "accepted", "mantova:teatro-bibiena", NOW - timedelta(days=day))
    for day in range(8, 0, -1):
        tells(sofia, "accepted", "mantova:palazzo-te", NOW - timedelta(days=day))
    assert len(learned_about(sofia).chosen) == 11

    assert forget_since(sofia, NOW - timedelta(days=9)) == 8
    assert learned_about(sofia).chosen == learned_about(other).chosen
    assert subjects(sofia)[:4] == subjects(other)[:4]

    forget_choice(sofia, Choice.objects.filter(resident=sofia).first().id)
    assert len(learned_about(sofia).chosen) == 2

    forget_since(sofia, None)
    assert subjects(sofia) == subjects(a_resident())
    with pytest.raises(NotFound):
        forget_choice(sofia, uuid4())


def test_the_citys_sums_after_an_erasure_are_those_without_her(mantua: None) -> None:
    """Five residents make a cell; with one erased it is gone, and no row of hers is left."""
    residents = [a_resident() for _ in range(5)]
    for resident in residents:
        tells(resident, "accepted", "mantova:palazzo-te")
    assert sums_at(1).by_subject["mantova:palazzo-te"][0] == (5, 5)

    erase_resident(residents[0], now=NOW)

    assert sums_at(2).by_subject == {}
    assert not Choice.objects.filter(resident=residents[0]).exists()


def test_hard_rules_come_before_any_taste(mantua: None) -> None:
    """What she refused, what is shut and what she cannot enter stays out, however much she likes its kind."""
    resident = a_resident()
    for day in range(20, 0, -1):
        tells(resident, "accepted", "mantova:palazzo-te", NOW - timedelta(days=day))
    tells(resident, "not_this", "mantova:palazzo-te", NOW - timedelta(hours=1))

    assert "mantova:palazzo-te" not in subjects(resident)


def test_the_page_hides_nothing(mantua: None, client: Client) -> None:
    """Every choice stands on it, in words, and can be forgotten from it; nobody else's does."""
    account = Account.objects.create_user("sofia@example.org")
    resident = register_resident(now=NOW, account_id=account.id, language="en").id
    grant_consent(resident, MEMORY, now=NOW - timedelta(days=90))
    tells(a_resident(), "accepted", "mantova:palazzo-te")
    for day in range(6, 0, -1):
        tells(resident, "accepted", "mantova:palazzo-te", NOW - timedelta(days=day))
    tells(resident, "not_this", "mantova:teatro-bibiena", NOW - timedelta(days=1))

    page = learned_page(resident, now=NOW, language="en")

    assert len(page["choices"]) == Choice.objects.filter(resident=resident).count() == 7
    assert {one["code"] for one in page["statements"]} >= {"kind", "hours", "refused"}
    assert page["statements"][0]["title"] == "Museums"
    assert page["statements"][0]["text"].startswith("You chose it 6 times since 3 June")
    assert all(0 <= one["share"] <= 1 for one in page["statements"])

    client.force_login(account)
    seen = client.get("/api/v1/me/learned").json()
    gone = client.delete(f"/api/v1/me/learned/choices/{seen['choices'][0]['id']}").json()
    assert len(gone["choices"]) == 6
    since = json.dumps({"since": str(date(2026, 6, 5))})
    assert len(client.post("/api/v1/me/learned/forget", since, "application/json").json()["choices"]) == 2
    assert client.put("/api/v1/me/learned/pause", '{"paused": true}', "application/json").json()["state"] == "paused"
    assert client.post("/api/v1/me/learned/forget", "{}", "application/json").json()["choices"] == []


def test_the_quarter_is_that_of_the_citys_clock() -> None:
    """Eight in the morning in Greenwich is ten in Mantua in June."""
    assert city_quarter(NOW) % 96 == 40
    assert set(OFFER_START) >= {"fits", "refused_kind", "own_kind"}
