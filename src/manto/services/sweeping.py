"""The nightly sweep: time alone makes things due, whether or not a fact changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from manto.residents.commands.lookups import city_day
from manto.residents.models import Consent
from manto.residents.reference import purposes
from manto.services.commands.anticipation import anticipate, may_be_told, tell_of
from manto.services.knowing import PROACTIVE
from manto.services.models import ServiceOffer

Progress = Callable[[str, int, int], None]


def sweep(*, now: datetime, progress: Progress | None = None) -> tuple[int, int]:
    """Work out what is due to everybody who agreed; says of how many, and how many new offers there are.

    Each resident is a transaction of her own: an interrupted sweep is begun again, and twice on a day changes nothing.
    """
    agreed = Consent.objects.filter(purpose=PROACTIVE, version=purposes()[PROACTIVE].version, withdrawn_at__isnull=True)
    residents = list(agreed.order_by("resident").values_list("resident", flat=True))
    offers = 0
    for done, resident_id in enumerate(residents, start=1):
        offers += len(anticipate(resident_id, now=now))
        if progress and (done % 100 == 0 or done == len(residents)):
            progress("Looking ahead", done, len(residents))
    tell_when_it_is_time(now=now)
    return len(residents), offers


def tell_when_it_is_time(*, now: datetime) -> None:
    """Tell of offers that were made before it was the season for a word about them."""
    today = city_day(now)
    untold = ServiceOffer.objects.filter(state="open", told_at__isnull=True)
    tell_of([offer for offer in untold if may_be_told(offer, today)], now=now)
