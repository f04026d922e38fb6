"""The sweep: time alone makes things due, whether or not a fact changes.

1. What every service is to everybody who agreed is worked out in the database at once, today, in 21 and in 90 days.
2. Only who stands otherwise than at the last look, or has something to hear of again today, is gone into one by one;
   each is a transaction of her own, so an interrupted sweep is begun again, and twice on a day changes nothing.
3. It is made once for a day and the rules of that day: whoever writes its row makes it, and a rule that is published
   has it made anew. One that was begun long ago and never ended is taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from manto.residents.commands.lookups import city_day
from manto.services import rulebook
from manto.services.anticipation.forecast import LATER_DAYS
from manto.services.commands.anticipation import anticipate, forget_anticipation, may_be_told, stand_as, tell_of
from manto.services.commands.sweeps import begin_sweep, end_sweep
from manto.services.models import OfferState, ServiceOffer, Standing, Sweep
from manto.services.population import evaluate_population
from manto.services.reference import services
from manto.services.still_offered import agreed_offers, still_offered

Progress = Callable[[str, int, int], None]
ROWS = 500


def sweep(*, now: datetime, progress: Progress | None = None) -> Sweep:
    """Work out what is due to everybody who agreed, and offer it."""
    return _sweep(begin_sweep(city_day(now), rules_hash(), now=now, again=True), now, progress)


def sweep_when_due(*, now: datetime, progress: Progress | None = None) -> int:
    """Make the sweep of this day and these rules if nobody has; says how many sweeps were made (3)."""
    begun = begin_sweep(city_day(now), rules_hash(), now=now)
    if begun is not None:
        _sweep(begun, now, progress)
    return 0 if begun is None else 1


def rules_hash() -> str:
    """Tell all versions of all services by one hash."""
    hashes = (version.hash for service in rulebook.services() for version in service.versions)
    return sha256("".join(hashes).encode()).hexdigest()


def _sweep(begun: Sweep, now: datetime, progress: Progress | None) -> Sweep:
    states, seen = _states(now)
    changed = [one for one in states if states[one] != seen.get(one)]
    quiet = [one for one in changed if "y" not in "".join(states[one].values())]
    for start in range(0, len(quiet), ROWS):
        stand_as({one: states[one] for one in quiet[start : start + ROWS]}, city_day(now))
    closer = sorted({*changed, *_to_hear_again(city_day(now))} - set(quiet))
    offers = 0
    for done, resident_id in enumerate(closer, start=1):  # (2)
        offers += len(anticipate(resident_id, now=now))
        if progress and (done % 100 == 0 or done == len(closer)):
            progress("Looking ahead", done, len(closer))
    for gone in set(seen) - set(states):  # who has died, or no longer agrees
        forget_anticipation(gone)
    tell_when_it_is_time(now=now)
    return end_sweep(begun.pk, residents=len(states), changed=len(changed), offers=offers, now=now)


def _states(now: datetime) -> tuple[dict[UUID, dict[str, str]], dict[UUID, dict[str, str]]]:
    """Give how every service stands with everybody (1), and how it stood at the last look."""
    today = city_day(now)
    looked_at = [service for service in rulebook.services() if service.id in services()]
    days = [today, *(today + timedelta(days=days) for days in LATER_DAYS)]
    found = evaluate_population(looked_at, days, now=now)
    in_force = [(place, service.id) for place, service in enumerate(looked_at) if found.versions[0][place]]
    states = {
        resident: {name: "".join(code[place] for code in codes) for place, name in in_force}
        for resident, codes in found
    }
    return states, dict(Standing.objects.values_list("resident", "states").iterator())


def _to_hear_again(today: date) -> Iterable[UUID]:
    """Name who put something off until today, or was offered what begins today, or has no longer what she was offered."""
    due = Q(state=OfferState.NOT_NOW, back_on__lte=today) | Q(state=OfferState.OPEN, begins__lte=today)
    due |= Q(state=OfferState.OPEN, ends__lte=today)
    return list(ServiceOffer.objects.filter(due).values_list("subject", flat=True))


def tell_when_it_is_time(*, now: datetime) -> None:
    """Tell of offers that were made before it was the season for a word about them."""
    today = city_day(now)
    untold = still_offered(agreed_offers().filter(told_at__isnull=True), now)
    tell_of([offer for offer in untold if may_be_told(offer, today)], now=now)
