"""What an operator does with services, from the program ``manto``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from manto.city import City
from manto.residents.commands.lookups import city_day
from manto.services.commands.journeys import FOLDER, propose_journey, publish_journey
from manto.services.commands.rules import archive_rules
from manto.services.demo import fill_desks
from manto.services.models import JourneyState
from manto.services.reference import journey_documents, the_service
from manto.services.sweeping import sweep_when_due
from manto.services.which_journey import live_version

Progress = Callable[[str, int, int], None]


def take_over_journeys(city: City, *, now: datetime, progress: Progress | None = None) -> int:
    """Publish the journeys of a city's folder that are not live yet; twice changes nothing. Says how many there are.

    Where the desk has gone on meanwhile, the folder's version waits beside it as a proposal.

    Raises:
        BadInput: A journey cannot be walked through, or changed without a higher number.
        NotFound: A journey of no service.

    """
    documents = journey_documents(city)
    for done, document in enumerate(documents, start=1):
        the_service(document["service"])
        version = propose_journey(document, origin=FOLDER, now=now)
        live = live_version(version.service, city_day(now))
        desk_went_on = live is not None and live.origin != FOLDER and live.number >= version.number
        if version.state == JourneyState.PROPOSED and not desk_went_on:
            publish_journey(version.hash, now=now)
        if progress:
            progress("Journeys of the services", done, len(documents))
    return len(documents)


def bring_up_services(progress: Progress) -> None:
    """Take over the services of the city's folder, and keep every version of their rules."""
    archive_rules(now=settings.CLOCK.now())
    take_over_journeys(settings.CITY, now=settings.CLOCK.now(), progress=progress)


def look_ahead_in_demo(progress: Progress) -> None:
    """Let the demo's people find what a night's sweep has found for them."""
    sweep_when_due(now=settings.CLOCK.now(), progress=progress)


def fill_desks_in_demo(progress: Progress) -> None:
    """Let something wait at the demo's desks."""
    if made := fill_desks(settings.CLOCK.now()):
        progress("Applications and reports at the desks", made, made)
