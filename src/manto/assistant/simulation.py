"""Weeks of the demo's people with Today: each has a taste, answers what she is shown, and is learned from.

A crowd of synthetic residents can join, each with the taste of one of these people and a look once a week. Who is too
young to agree, and has nobody here to do it, stays out.

Nothing here writes what was learned: the people are shown the real Today at an hour of the past, and what they answer
goes through the same command as a phone's. It shows how learning behaves; it is no evidence that it helps anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from django.conf import settings

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.models import Outcome
from manto.assistant.queries import Offer, today
from manto.assistant.taste.learning import MEMORY
from manto.city import read_yaml
from manto.kernel.errors import NotAllowed, NotFound, UnknownName
from manto.places.things import things_by_id
from manto.residents.commands import grant_consent
from manto.residents.loading import some_synthetic
from manto.residents.personas import resident_id

HOURS = {"morning": 9, "noon": 13, "evening": 18}
ALIKE_OTHERWISE = 0.03
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Likes:
    """A persona's taste.

    Attributes:
        persona: As personas.yaml names her.
        hours: When she looks at Today.
        likes: By category: how likely she accepts one of it that she is shown.
        refuses: By category: how likely she says "not this".

    """

    persona: str
    hours: tuple[str, ...]
    likes: Mapping[str, float]
    refuses: Mapping[str, float]


def tastes_of_city() -> list[Likes]:
    """Read the city's tastes.yaml.

    Raises:
        NotFound: The city has none.

    """
    file = settings.CITY.folder / "tastes.yaml"
    if not file.is_file():
        raise NotFound(f"The city {settings.CITY.id} has no tastes.yaml.", "Write one beside its personas.yaml.")
    return [
        Likes(entry["persona"], tuple(entry["hours"]), entry["likes"], entry.get("refuses", {}))
        for entry in read_yaml(file)
    ]


def simulate(
    *, weeks: int, only: tuple[str, ...] = (), crowd: int = 0, now: datetime, progress: Progress, seed: int = 0
) -> dict[str, int]:
    """Let the people of the demo use Today for some weeks that end now; doing it twice records nothing twice.

    Args:
        weeks: How many.
        only: Which personas; all that have a taste when empty.
        crowd: How many synthetic residents join them, who also agree to be counted.
        now: The end, with a time zone.
        progress: Told how far it is.
        seed: Of what they do.

    Returns:
        By persona, and for the crowd: how many things were accepted.

    Raises:
        NotFound: The city has no tastes, or its people are not there.
        UnknownName: A persona without a taste.

    """
    tastes = tastes_of_city()
    for name in only:
        if name not in {taste.persona for taste in tastes}:
            raise UnknownName("persona with a taste", name, [taste.persona for taste in tastes])
    chosen = [taste for taste in tastes if not only or taste.persona in only]
    accepted = {taste.persona: 0 for taste in chosen}
    begin = (now - timedelta(weeks=weeks)).astimezone(settings.CITY.time_zone)
    for taste in chosen:
        grant_consent(resident_id(taste.persona), MEMORY, now=now - timedelta(weeks=weeks))
    joined = _join(crowd, now - timedelta(weeks=weeks))
    for day in range(7 * weeks):
        if day % 7 == 0:
            progress(f"week {day // 7 + 1} of {weeks}")
        for name, hour in HOURS.items():
            at = (begin + timedelta(days=day)).replace(hour=hour, minute=0, second=0, microsecond=0)
            for taste in chosen:
                if name in taste.hours and at <= now:
                    accepted[taste.persona] += _looks(resident_id(taste.persona), taste.persona, taste, at, seed)
        at = (begin + timedelta(days=day)).replace(hour=HOURS["noon"], minute=0, second=0, microsecond=0)
        for number, resident in joined[day % 7 :: 7] if at <= now else ():
            taste = tastes[number % len(tastes)]
            accepted["crowd"] = accepted.get("crowd", 0) + _looks(resident, f"crowd {number}", taste, at, seed)
    return accepted


def _join(crowd: int, at: datetime) -> list[tuple[int, UUID]]:
    """Let synthetic residents agree to be learned from and to be counted; give them with their numbers."""
    joined = []
    for number, resident in enumerate(some_synthetic(crowd) if crowd else ()):
        with suppress(NotAllowed):
            for purpose in (MEMORY, "research"):
                grant_consent(resident, purpose, now=at)
            joined.append((number, resident))
    return joined


def _looks(resident: UUID, name: str, taste: Likes, at: datetime, seed: int) -> int:
    """Show somebody Today and record what is done with it; say how many offers were accepted."""
    random = np.random.default_rng(uuid5(NAMESPACE_URL, f"{seed}:{name}:{at.isoformat()}").int % 2**63)
    told, accepted = [], 0
    for offer in today(resident, near=None, now=at, language="en").items:
        thing = things_by_id().get(offer.subject)
        category = thing.category if thing else ""
        told.append(_told(offer, Outcome.SHOWN, resident, at))
        if random.random() < taste.refuses.get(category, 0.0):
            told.append(_told(offer, Outcome.NOT_THIS, resident, at))
        elif not accepted and random.random() < taste.likes.get(category, ALIKE_OTHERWISE):
            told.append(_told(offer, Outcome.ACCEPTED, resident, at))
            accepted = 1  # one outing a sitting
    record_outcomes(resident, told, now=at)
    return accepted


def _told(offer: Offer, kind: str, resident: UUID, at: datetime) -> OutcomeTold:
    known: dict[str, Any] = {
        name: getattr(offer, name)
        for name in ("subject", "slot", "policy", "propensity", "among", "foremost", "journey")
    }
    number = uuid5(NAMESPACE_URL, f"{resident}:{offer.id}:{kind}:{at.isoformat()}")
    return OutcomeTold(id=number, offer=offer.id, kind=kind, at=at, offline=False, **known)
