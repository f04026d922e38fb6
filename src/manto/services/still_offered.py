"""Which of the offers still stand. They are worked out ahead, and a consent taken back counts before that is done anew.

1. What is about somebody who no longer agrees to be told before she asks stands no more; the statement that fetches
   the offers asks for the consent.
2. Where she, or somebody who lives with her, took another consent back and it was not heard yet, the rule is asked
   again, by what may be known now.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from manto.residents.commands.lookups import city_day
from manto.residents.models import Consent
from manto.residents.queries import household_of
from manto.residents.reference import purposes
from manto.services.knowing import PROACTIVE, known_case, rules_on
from manto.services.models import OfferState, ServiceOffer
from manto.services.reference import services
from manto.services.rules.deciding import State
from manto.store.outbox import waiting_subjects

HEARS_OF_WITHDRAWALS = "services.forget_on_withdrawal"


def agreed_offers() -> QuerySet[Any, Any]:
    """Ask for the open offers about those who agree to be told (1)."""
    agreed = Consent.objects.filter(
        resident=OuterRef("subject"),
        purpose=PROACTIVE,
        version=purposes()[PROACTIVE].version,
        withdrawn_at__isnull=True,
    )
    return ServiceOffer.objects.filter(Exists(agreed), state=OfferState.OPEN, service__in=services())


def still_offered(offers: QuerySet[Any, Any], now: datetime) -> list[Any]:
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
