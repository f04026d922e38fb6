"""What is around is ranked by one's own taste, and the reason given for it is true."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.taste.learning import MEMORY, pause_learning
from manto.places.preferences import preferences_of
from manto.places.queries import around_now
from manto.places.ranking import Asking
from manto.residents.commands import grant_consent, register_resident, withdraw_consent
from manto.residents.models import Account

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
SORDELLO = (45.16035, 10.79725)

pytestmark = pytest.mark.django_db


def somebody(*subjects: str, kind: str = "accepted", account: Account | None = None) -> UUID:
    """Register a resident who took up, or refused, each of some places."""
    account_id = account.id if account else None
    resident = register_resident(now=NOW - timedelta(days=90), account_id=account_id)
    grant_consent(resident.id, MEMORY, now=NOW - timedelta(days=90))
    for day, subject in enumerate(subjects, 1):
        at = NOW - timedelta(days=day)
        record_outcomes(resident.id, [OutcomeTold(uuid4(), "o", subject, kind, 1, "plain-3", at, False)], now=at)
    return UUID(str(resident.id))


def around(resident: UUID | None) -> list[tuple[str, str]]:
    """Give what is around Piazza Sordello for somebody: id and kind, best first."""
    scores = {kind: liked.score for kind, liked in preferences_of(resident).items()}
    asking = Asking(here=SORDELLO, radius_m=500, preferences=scores, count=30)
    return [(card.id, card.category) for _, card in around_now(asking, now=NOW, language="en")[0]]


def test_two_people_see_another_order_at_the_same_spot(mantua: None) -> None:
    """Who goes to museums sees museums earlier than who goes to churches, and the other way round."""
    museums = somebody(*["mantova:palazzo-te"] * 9)
    churches = somebody(*["mantova:basilica-sant-andrea"] * 9)

    orders = {who: around(who) for who in (museums, churches)}

    def mean_place(who: UUID, category: str) -> float:
        at = [place for place, (_, kind) in enumerate(orders[who]) if kind == category]
        return sum(at) / len(at)

    assert orders[museums] != orders[churches]
    assert mean_place(museums, "museum") < mean_place(churches, "museum")
    assert mean_place(churches, "church") < mean_place(museums, "church")
    assert around(None) == around(somebody())


def test_the_reason_counts_what_was_done(mantua: None) -> None:
    """So many times taken up, so many refused; and the score follows from them."""
    account = Account.objects.create_user("r@example.org")
    resident = somebody(*["mantova:palazzo-te"] * 4, account=account)
    refused = NOW - timedelta(hours=1)
    told = OutcomeTold(uuid4(), "o", "mantova:palazzo-te", "not_this", 1, "plain-3", refused, False)
    record_outcomes(resident, [told], now=refused)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    items = client.get("/api/v1/me/liking").json()["items"]

    assert items == [{"category": "museum", "score": 0.375, "why": "Museum: 4 taken up, 1 refused"}]


def test_without_consent_or_while_pausing_nothing_is_liked(mantua: None) -> None:
    """At the next question, not some day."""
    paused = somebody(*["mantova:palazzo-te"] * 5)
    withdrawn = somebody(*["mantova:palazzo-te"] * 5)
    assert preferences_of(paused)
    assert preferences_of(withdrawn)

    pause_learning(paused, paused=True)
    withdraw_consent(withdrawn, MEMORY, now=NOW)

    assert (preferences_of(paused), preferences_of(withdrawn)) == ({}, {})
