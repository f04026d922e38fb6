"""Versions of journeys: proposed, published, retired. A version's document is never changed."""

from __future__ import annotations

from datetime import datetime

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.residents.reference import catalogue as facts
from manto.services.journeys.document import Document, check_journey, hash_of
from manto.services.models import JourneyState, JourneyVersion
from manto.store.command import command

FOLDER = "folder"


@command
def propose_journey(document: Document, *, origin: str, now: datetime) -> JourneyVersion:
    """Keep a version that may be compared and tried beside the live one; the same content twice is one version.

    Args:
        document: The journey as JSON.
        origin: Whose proposal it is.

    Raises:
        BadInput: It cannot be walked through.

    """
    check_journey(document, facts={kind.name: kind.type for kind in facts()})
    version, _ = JourneyVersion.objects.get_or_create(
        hash=hash_of(document),
        defaults={
            "service": document["service"],
            "number": document["version"],
            "document": document,
            "state": JourneyState.PROPOSED,
            "origin": origin,
            "created_at": now,
        },
    )
    made: JourneyVersion = version
    return made


@command
def publish_journey(hash_: str, *, now: datetime) -> JourneyVersion:
    """Let everybody who begins from now on walk through this version; whoever has begun stays on hers.

    Raises:
        NotFound: No such version.
        BadInput: Its number is not above that of the live one.

    """
    version = _version(hash_)
    live = JourneyVersion.objects.filter(service=version.service, state=JourneyState.LIVE).first()
    if live is not None and live.hash == hash_:
        return version
    if live is not None:
        if version.number <= live.number:
            raise BadInput(
                f"Version {version.number} of '{version.service}' is not newer than {live.number}, which is live.",
                "Give the new version a higher number.",
            )
        JourneyVersion.objects.filter(hash=live.hash).update(state=JourneyState.RETIRED)
    version.state = JourneyState.LIVE
    version.save()
    return version


@command
def retire_journey(hash_: str) -> None:
    """Let go of a version that was proposed.

    Raises:
        NotFound: No such version.
        Conflict: It is live.

    """
    version = _version(hash_)
    if version.state == JourneyState.LIVE:
        raise Conflict("This version is live.", "Publish another one first.")
    version.state = JourneyState.RETIRED
    version.save()


def _version(hash_: str) -> JourneyVersion:
    version: JourneyVersion | None = JourneyVersion.objects.select_for_update().filter(hash=hash_).first()
    if version is None:
        raise NotFound("There is no such version of a journey.", "Look at the list of versions.")
    return version
