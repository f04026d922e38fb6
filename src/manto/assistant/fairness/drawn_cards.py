"""The log of what was drawn for Today's last card, read for judging other policies.

Only cards of residents whose consent to the memory of offers is in force are read; whoever takes it back, or has a time
forgotten, is in no judgement from then on. Who a card was shown to leaves this module as a number only.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import UUID

from manto.assistant.evaluation.judging import DrawnCard
from manto.assistant.models import Outcome
from manto.assistant.offering.policy import LEARNED_POLICIES
from manto.assistant.taste.learning import MEMORY
from manto.residents.queries import has_consent

USEFUL = (Outcome.ACCEPTED, Outcome.DONE)


def drawn_cards(
    since: datetime, until: datetime, *, policies: Collection[str] = LEARNED_POLICIES
) -> list[tuple[UUID, DrawnCard]]:
    """Give each card that was drawn and shown, once, in the order of time, with its resident.

    Args:
        since: The beginning, not in it.
        until: The end.
        policies: Which put it there; the log of one is not that of another, but trees have no say in the draw.

    """
    agrees = cache(lambda resident: has_consent(resident, MEMORY))
    recent = Outcome.objects.filter(policy__in=policies, at__gt=since, at__lte=until)
    useful = set(recent.filter(kind__in=USEFUL).values_list("resident", "offer"))
    shown = recent.filter(kind=Outcome.SHOWN, among__gt=1, propensity__isnull=False, foremost__isnull=False)
    cards: dict[tuple[UUID, str], DrawnCard] = {}
    numbers: dict[UUID, int] = {}
    rows = shown.order_by("at", "id").values_list("resident", "offer", "propensity", "among", "foremost")
    for resident, offer, propensity, among, foremost in rows.iterator():
        if (resident, offer) not in cards and agrees(resident):
            number = numbers.setdefault(resident, len(numbers))
            card = DrawnCard(number, propensity, among, foremost, (resident, offer) in useful)
            cards[resident, offer] = card
    return [(resident, card) for (resident, _), card in cards.items()]
