"""Outcomes are recorded once, and only with consent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from manto.assistant.commands import MEMORY, OutcomeTold, record_outcomes
from manto.assistant.models import Outcome
from manto.assistant.queries import today
from manto.kernel.errors import BadInput
from manto.residents.commands import grant_consent, register_resident, withdraw_consent

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def a_resident(*, agrees: bool = True) -> UUID:
    resident = register_resident(now=NOW)
    if agrees:
        grant_consent(resident.id, MEMORY, now=NOW)
    return resident.id


def told(kind: str = "shown", **known: object) -> OutcomeTold:
    usual = {
        "id": uuid4(),
        "offer": "o1",
        "subject": "palazzo-te",
        "slot": 1,
        "policy": "plain-1",
        "at": NOW,
        "offline": False,
    }
    return OutcomeTold(**{**usual, "kind": kind, **known})


def test_an_outcome_told_twice_is_recorded_once() -> None:
    """A phone that did not hear the answer tells it again."""
    resident, outcome = a_resident(), told()

    first = record_outcomes(resident, [outcome, outcome], now=NOW)
    second = record_outcomes(resident, [outcome, told("opened")], now=NOW)

    assert (first.recorded, first.already_known) == (1, 0)
    assert (second.recorded, second.already_known) == (1, 1)
    assert Outcome.objects.count() == 2


def test_nothing_is_remembered_without_consent() -> None:
    """Signed out, never asked, or withdrawn: it stays on the phone."""
    withdrawn = a_resident()
    withdraw_consent(withdrawn, MEMORY, now=NOW)

    for resident in (None, a_resident(agrees=False), withdrawn):
        assert record_outcomes(resident, [told()], now=NOW).kept_on_phone == 1
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("at", [NOW + timedelta(hours=1), NOW - timedelta(days=90)])
def test_a_wrong_clock_is_told_and_nothing_is_recorded(at: datetime) -> None:
    """One impossible time refuses the whole of what was sent."""
    with pytest.raises(BadInput, match="clock"):
        record_outcomes(a_resident(), [told(), told(at=at)], now=NOW)

    assert Outcome.objects.count() == 0


def test_a_refusal_holds_and_a_delay_ends_with_the_day(mantua: None) -> None:
    """What she does not want does not come back; what she put off is there tomorrow."""
    resident = a_resident()
    first = today(resident, near=None, now=NOW, language="en").items
    refused, put_off = first[0].subject, first[1].subject

    record_outcomes(resident, [told("not_this", subject=refused), told("not_now", subject=put_off)], now=NOW)

    same_day = {offer.subject for offer in today(resident, near=None, now=NOW, language="en").items}
    assert not {refused, put_off} & same_day
    for day in range(1, 8):
        later = NOW + timedelta(days=day)
        assert refused not in {offer.subject for offer in today(resident, near=None, now=later, language="en").items}
