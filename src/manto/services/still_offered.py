"""Which of the offers still stand. They are worked out ahead, and a consent taken back counts before that is done anew.

1. What is about somebody who no longer agrees to be told before she asks stands no more; the statement that fetches
   the offers asks for the consent.
2. Where she, or somebody who lives with her, took another consent back and it was not heard yet, the rule is asked
   again, by what may be known now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from manto.residents.commands.lookups import city_day
from manto.residents.models import Consent
from manto.residents.queries import household_of
from manto.residents.reference import purposes
from manto.services.knowing import PROACTIVE, known_case, rules_on
from manto.services.models import OfferState, ServiceOffer
from manto.services.reference import services
from manto.services.rules.deciding import State
from manto.services.which_journey import live_hash
from manto.store.asked_often import AskedOften
from manto.store.outbox import waiting_subjects

HEARS_OF_WITHDRAWALS = "services.forget_on_withdrawal"


@dataclass(frozen=True)
class OpenOffer:
    """An offer that stands, as far as Today and her page tell it; ``journey`` is the version it would be answered on."""

    id: UUID
    service: str
    subject_id: UUID
    begins: date | None
    ends: date | None
    made_at: datetime
    journey: str | None


def agreed_offers() -> QuerySet[Any, Any]:
    """Ask for the open offers about those who agree to be told (1)."""
    return _agreed(purposes()[PROACTIVE].version).filter(service__in=services())


def offers_to(receiver_id: UUID, now: datetime) -> list[OpenOffer]:
    """Give the offers that stand to somebody now."""
    asked = _open_to(purposes()[PROACTIVE].version)
    offers = [OpenOffer(*row) for row in asked(receiver=receiver_id, today=city_day(now))]
    return still_offered((offer for offer in offers if offer.service in services()), now)


def _agreed(version: int) -> QuerySet[Any, Any]:
    agreed = Consent.objects.filter(
        resident=OuterRef("subject"), purpose=PROACTIVE, version=version, withdrawn_at__isnull=True
    )
    return ServiceOffer.objects.filter(Exists(agreed), state=OfferState.OPEN)


@lru_cache(maxsize=4)
def _open_to(version: int) -> AskedOften:
    """Prepare the question for what is offered to somebody under a version of the consent to be told."""
    return AskedOften(
        lambda receiver, today: (
            _agreed(version)
            .filter(receiver=receiver)
            .annotate(journey=live_hash(OuterRef("service"), today))
            .values_list("id", "service", "subject", "begins", "ends", "made_at", "journey")
        ),
        receiver=models.UUIDField(),
        today=models.DateField(),
    )


def still_offered(offers: Iterable[Any], now: datetime) -> list[Any]:
    """Give those of some offers that still stand."""
    found = list(offers)
    unheard = set(waiting_subjects(HEARS_OF_WITHDRAWALS)) if found else set()
    gone: set[UUID] = set()
    for subject in {offer.subject_id for offer in found} if unheard else ():
        with_her = {subject, *(member for member, _ in household_of(subject, on=city_day(now)))}
        if unheard & {str(one) for one in with_her}:
            gone |= _no_longer_hers(subject, [offer for offer in found if offer.subject_id == subject], now)
    return [offer for offer in found if offer.id not in gone]


def _no_longer_hers(subject: UUID, offers: list[Any], now: datetime) -> set[UUID]:
    """Name the offers that do not follow any more from what may be known of her (2)."""
    today, case = city_day(now), known_case(subject, now, proactively=True).case
    rules = {offer.id: rules_on(offer.begins or today).get(offer.service) for offer in offers}
    return {id_ for id_, rule in rules.items() if rule is None or rule.state_of(case) is not State.YES}
