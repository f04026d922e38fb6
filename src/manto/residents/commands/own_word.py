"""What a resident tells the city of herself: her own word, where the catalogue takes it.

1. Her word stands where nobody else's does. Where a register, a record or another office has said something, she
   contests that instead, and a registrar decides.
2. Telling again replaces what she told from the day on; taking back ends it at once. What she told before stays in the
   history for as long as the catalogue says, so that a decision that rested on it can still be explained.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.residents.catalogue import SourceKind
from manto.residents.commands.facts import OWN_WORD, record_fact
from manto.residents.commands.lookups import city_day
from manto.residents.commands.people import the_resident
from manto.residents.events import FactChanged
from manto.residents.models import Fact
from manto.residents.reference import catalogue
from manto.store.command import command
from manto.store.outbox import publish


@command
def tell_own_word(resident_id: UUID, name: str, value: Any, *, now: datetime, since: date | None = None) -> Fact:
    """Record what a resident says of herself, from a day on.

    Args:
        since: The first day on which it is true; today if none is given.

    Raises:
        UnknownName: No such fact in the catalogue.
        BadInput: The value cannot be, the catalogue takes nobody's own word for it, or the day is to come.
        NotAllowed: It needs a consent that she has not given.
        Conflict: Somebody else has said it already.
        NotFound: No such resident.

    """
    kind, today = catalogue()[name], city_day(now)
    since = since or today
    if since > today:
        raise BadInput("The day is still to come.", "Tell it when it is true, or give an earlier day.")
    believed = Fact.objects.filter(resident=the_resident(resident_id), name=kind.name, superseded_at__isnull=True)
    if believed.exclude(source_kind=SourceKind.OWN_WORD).exclude(valid_to__lte=since).exists():  # (1)
        raise Conflict(
            "The city knows this from somebody else already.",
            "If it is wrong, say so beside the fact: a registrar decides.",
        )
    return record_fact(resident_id, kind.name, value, source=OWN_WORD, valid_from=since, now=now)


@command
def take_back_own_word(resident_id: UUID, name: str, *, now: datetime) -> None:
    """Take back what a resident told of herself; from now on the city no longer believes it (2).

    Raises:
        UnknownName: No such fact in the catalogue.
        NotFound: She has told nothing of this, or there is no such resident.

    """
    kind = catalogue()[name]
    told = Fact.objects.filter(
        resident=the_resident(resident_id), name=kind.name, source_kind=SourceKind.OWN_WORD, superseded_at__isnull=True
    )
    if not told.update(superseded_at=now):
        raise NotFound("You have told nothing of this.", "Reload the page to see what holds now.")
    publish(FactChanged(str(resident_id), kind.name), at=now)
