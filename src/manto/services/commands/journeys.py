"""Versions of journeys: proposed, published, withdrawn. A version's document is never changed.

1. Whoever knows a service may propose; what is proposed may be compared and tried, and changes nothing.
2. Publishing is for a second pair of eyes: never for the one who proposed it.
3. A published version serves those who begin from its day on; which that is says ``which_journey``.
4. The way back is the same as the way forth: a former version is proposed again, and published by another.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.reference import catalogue as facts
from manto.residents.roles import Role
from manto.services.events import JourneyMoved
from manto.services.journeys.checking import check_journey
from manto.services.journeys.document import Document, hash_of, same_but_for_its_number
from manto.services.models import JourneyState, JourneyVersion
from manto.services.reference import the_service
from manto.services.which_journey import live_version
from manto.store.command import command
from manto.store.outbox import publish

FOLDER, DESK = "folder", "desk"
PROPOSERS = (Role.SERVICE_DESIGNER, Role.CASE_OFFICER)
PUBLISHERS = (Role.SERVICE_DESIGNER, Role.ADMINISTRATOR)
NOTE_MIN, NOTE_MAX = 10, 500


@command
def propose_journey(
    document: Document, *, origin: str, now: datetime, account_id: UUID | None = None, note: str = ""
) -> JourneyVersion:
    """Keep a version that may be compared and tried beside the live one; the same content twice is one version.

    Args:
        document: The journey as JSON, with its number.
        origin: Where it was written.
        now: The moment.
        account_id: Who proposes it (1); nobody where it comes from the city's folder.
        note: Why.

    Raises:
        BadInput: It cannot be walked through.

    """
    check_journey(document, facts={kind.name: kind.type for kind in facts()})
    version, made = JourneyVersion.objects.get_or_create(
        hash=hash_of(document),
        defaults={
            "service": document["service"],
            "number": document["version"],
            "document": document,
            "state": JourneyState.PROPOSED,
            "origin": origin,
            "created_at": now,
            "proposed_by_id": account_id,
            "note": note.strip(),
        },
    )
    if made and account_id is not None:
        _tell(version, now)
    kept: JourneyVersion = version
    return kept


@command
def propose_change(
    service_id: str, document: Any, *, account_id: UUID, note: str, now: datetime, origin: str = DESK
) -> JourneyVersion:
    """Propose a change of a service's journey: it gets the next number, and the live one stays live (1).

    Raises:
        NotFound: The city has no such service.
        BadInput: It cannot be walked through, is of another service, or nothing is said of why.
        Conflict: Nothing differs from the live version, or from one that is proposed already.

    """
    service = the_service(service_id)
    said = _note(note)
    if not isinstance(document, dict) or document.get("service") != service.id:
        raise BadInput("This is the journey of another service.", "Open the page of that service.")
    highest = _of(service.id).aggregate(Max("number"))["number__max"] or 0
    document = {**document, "version": highest + 1}
    check_journey(document, facts={kind.name: kind.type for kind in facts()})
    live = live_version(service.id, city_day(now))
    if live is not None and same_but_for_its_number(live.document, document):
        raise Conflict("Nothing differs from the version that is live.", "Change something, then propose it.")
    for other in _of(service.id).filter(state=JourneyState.PROPOSED):
        if same_but_for_its_number(other.document, document):
            raise Conflict(f"Version {other.number} proposes the same already.", "Look at it in the list.")
    return propose_journey(document, origin=origin, now=now, account_id=account_id, note=said)


@command
def publish_journey(
    hash_: str,
    *,
    now: datetime,
    account_id: UUID | None = None,
    live_from: date | None = None,
    note: str = "",
) -> JourneyVersion:
    """Let everybody who begins from a day on walk through this version; whoever has begun stays on hers (3).

    Args:
        hash_: The version.
        now: The moment.
        account_id: Who publishes it (2); nobody where it comes from the city's folder.
        live_from: Its first day; today if none is given. The first version of a service has none: it is live at once.
        note: Why.

    Raises:
        NotFound: No such version.
        NotAllowed: She proposed it herself.
        Conflict: It was withdrawn.
        BadInput: Its number is not above those that are published, or its day is past.

    """
    version = _version(hash_)
    today, newest = city_day(now), highest_published(version.service)
    if version.state == JourneyState.PUBLISHED and version.number == newest:
        return version
    if version.state == JourneyState.WITHDRAWN:
        raise Conflict("This version was withdrawn.", "Propose it again.")
    if account_id is not None and version.proposed_by_id == account_id:
        raise NotAllowed("A second pair of eyes is another's than yours.", "Ask a colleague to publish it.")
    if live_from is not None and live_from < today:
        raise BadInput("A version cannot go live on a day that is past.", "Choose today or a later day.")
    if newest is not None and version.number <= newest:
        raise BadInput(
            f"Version {version.number} is not newer than version {newest}, which is published.",
            "Propose it again: it gets a higher number.",
        )
    version.state = JourneyState.PUBLISHED
    version.live_from = live_from or (today if newest is not None else None)
    return _decided(version, account_id, note, now)


@command
def withdraw_journey(hash_: str, *, account_id: UUID, role: Role, note: str = "", now: datetime) -> JourneyVersion:
    """Let go of a version that was proposed, or published for a day that has not come.

    Raises:
        NotFound: No such version.
        NotAllowed: It is somebody else's proposal, or was published, and she is not one of those who publish.
        Conflict: It is, or was, live.

    """
    version = _version(hash_)
    own = version.state == JourneyState.PROPOSED and version.proposed_by_id == account_id
    if not own and role not in PUBLISHERS:
        raise NotAllowed("This proposal is somebody else's.", "Ask her, or the service designer, to withdraw it.")
    if version.state == JourneyState.PUBLISHED and (version.live_from is None or version.live_from <= city_day(now)):
        raise Conflict("Applications were begun on this version.", "Propose the former one again, to be published.")
    if version.state == JourneyState.WITHDRAWN:
        return version
    version.state = JourneyState.WITHDRAWN
    return _decided(version, account_id, note, now)


def highest_published(service_id: str) -> int | None:
    """Give the highest number that is published of a service, also for a day to come."""
    number: int | None = _of(service_id).filter(state=JourneyState.PUBLISHED).aggregate(Max("number"))["number__max"]
    return number


def _of(service_id: str) -> Any:
    return JourneyVersion.objects.filter(service=service_id)


def _note(note: str) -> str:
    said = note.strip()
    if not NOTE_MIN <= len(said) <= NOTE_MAX:
        raise BadInput("It is not said why.", f"Say in {NOTE_MIN} to {NOTE_MAX} letters what changes and why.")
    return said


def _decided(version: JourneyVersion, account_id: UUID | None, note: str, now: datetime) -> JourneyVersion:
    version.decided_by_id, version.decided_at, version.decided_note = account_id, now, note.strip()[:NOTE_MAX]
    version.save()
    if account_id is not None:
        _tell(version, now)
    return version


def _tell(version: JourneyVersion, now: datetime) -> None:
    publish(JourneyMoved(version.hash, version.service, version.number, str(version.state)), at=now)


def _version(hash_: str) -> JourneyVersion:
    version: JourneyVersion | None = JourneyVersion.objects.select_for_update().filter(hash=hash_).first()
    if version is None:
        raise NotFound("There is no such version of a journey.", "Look at the list of versions.")
    return version
