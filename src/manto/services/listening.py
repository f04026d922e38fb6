"""What happens below and matters to what is due: facts, consents."""

from __future__ import annotations

from uuid import UUID

from manto.kernel.events import Delivery
from manto.residents.commands.lookups import city_day
from manto.residents.events import ConsentGranted, ConsentWithdrawn, FactChanged
from manto.residents.models import Resident
from manto.residents.queries import household_of, wards_of
from manto.services.commands.anticipation import anticipate
from manto.services.commands.ranking import add_up, on_open_lists
from manto.services.events import CaseMoved
from manto.services.knowing import UNDER
from manto.services.still_offered import HEARS_OF_WITHDRAWALS
from manto.store.outbox import subscribe


@subscribe(FactChanged, "services.anticipate_on_facts")
def on_facts(told: Delivery) -> None:
    """Work out anew what is due to somebody of whom something is known, and to those whom it may concern with her."""
    _anew(told)


@subscribe(CaseMoved, "services.anticipate_on_cases")
def on_cases(told: Delivery) -> None:
    """Offer nobody what she has asked for."""
    anticipate(UUID(told.subject), now=told.written_at)


@subscribe(ConsentGranted, "services.anticipate_on_consent")
def on_consent(told: Delivery) -> None:
    """Begin with whoever agrees to be told before she asks."""
    if told.payload["purpose"] in UNDER:
        _anew(told)


@subscribe(ConsentWithdrawn, HEARS_OF_WITHDRAWALS)
def on_withdrawal(told: Delivery) -> None:
    """Forget what rested on a consent that was taken back, of those too who live with whoever took it back."""
    if told.payload["purpose"] in UNDER:
        _anew(told)


def _anew(told: Delivery) -> None:
    resident_id, now = UUID(told.subject), told.written_at
    if not Resident.objects.filter(id=resident_id).exists():
        return
    today = city_day(now)
    concerned = {
        resident_id,
        *(member for member, _ in household_of(resident_id, on=today)),
        *wards_of(resident_id, on=today),
    }
    for one in sorted(concerned):
        anticipate(one, now=now)
        if waiting := on_open_lists(one, today):
            add_up(waiting, now=now)
