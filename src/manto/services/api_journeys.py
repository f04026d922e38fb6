"""The desk on which the questions of a service are changed: proposed, compared, tried, published by another."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from manto.kernel.errors import BadInput
from manto.residents.access import staff
from manto.residents.desks import Clerk
from manto.residents.reference import catalogue
from manto.services import commands
from manto.services.commands.journeys import NOTE_MAX, PROPOSERS, PUBLISHERS
from manto.services.journey_words import tell_mistake
from manto.services.journeys.checking import mistakes_of
from manto.services.queries import journeys

router = Router(tags=["desk"])
proposer = staff(*PROPOSERS)
publisher = staff(*PUBLISHERS)
either = staff(*{*PROPOSERS, *PUBLISHERS})
ServiceId = Path(alias="id")
VersionHash = Path(alias="hash")
LETTERS_MAX = 200_000
MISTAKES_SHOWN = 40


class JourneyLineOut(Schema):
    """A service in the list of journeys."""

    service: str
    title: str
    proposed: int


class JourneyVersionOut(Schema):
    """A version, how it stands, and what the one who looks may do about it."""

    hash: str
    number: int
    standing: str
    origin: str
    proposed_by: str | None
    proposed_at: datetime
    note: str
    live_from: date | None
    decided_by: str | None
    decided_at: datetime | None
    decided_note: str
    own: bool
    overtaken: bool
    may_publish: bool
    may_withdraw: bool


class JourneyPageOut(Schema):
    """The versions of a service's journey, the newest first."""

    service: str
    title: str
    live: str | None
    may_propose: bool
    today: date
    versions: list[JourneyVersionOut]


class JourneyChangeOut(Schema):
    """What became of one part of a journey; ``language`` is that of a text, empty for what is said in the reader's."""

    kind: str
    where: str
    step: str
    what: str
    before: str
    after: str
    language: str


class JourneyComparisonOut(Schema):
    """What differs between two versions, question by question."""

    before: int
    after: int
    changes: list[JourneyChangeOut]


class JourneyMistakeOut(Schema):
    """Something that is wrong; ``step`` and ``field`` are counted from 1, and 0 is the whole."""

    step: int
    field: int
    key: str
    where: str
    what: str
    next_step: str
    near: str


class InventedOut(Schema):
    """Somebody who does not exist, to try things on."""

    id: str
    name: str
    situation: str


class FilledInOut(Schema):
    """What a field would be prefilled with."""

    field: str
    value: Any
    text: str
    source: str


class TriedOut(Schema):
    """A version with what it would be prefilled with."""

    number: int
    document: dict[str, Any]
    known: list[FilledInOut]


class FactNameOut(Schema):
    """A fact from which a field can be filled in."""

    name: str
    label: str
    type: str


class DocumentIn(Schema):
    """A journey as its author has it."""

    document: dict[str, Any]


class ProposalIn(DocumentIn):
    """A journey with why it is proposed."""

    note: str = Field(max_length=NOTE_MAX)


class JourneyDecisionIn(Schema):
    """From which day it is live, and why."""

    live_from: date | None = None
    note: str = Field(default="", max_length=NOTE_MAX)


def _page(request: HttpRequest, service_id: str) -> dict[str, Any]:
    visitor = request.visitor
    clerk = Clerk(visitor.account_id, visitor.role, visitor.language)
    return journeys.journey_page(service_id, clerk, settings.CLOCK.now())


@router.get("/desk/journeys", response=list[JourneyLineOut], auth=either, operation_id="desk_journeys")
def list_journeys(request: HttpRequest) -> Any:
    """List the services whose questions can be changed, those with proposals first."""
    return journeys.journeys(request.visitor.language)


@router.get("/desk/journeys/{slug:id}", response=JourneyPageOut, auth=either, operation_id="desk_journey")
def show_journey(request: HttpRequest, service_id: str = ServiceId) -> Any:
    """Show the versions of a service's journey, the newest first."""
    return _page(request, service_id)


@router.get(
    "/desk/journeys/{slug:id}/versions/{slug:hash}",
    response=dict[str, Any],
    auth=either,
    operation_id="desk_journey_version",
)
def show_version(request: HttpRequest, service_id: str = ServiceId, hash_: str = VersionHash) -> Any:
    """Give a version as JSON."""
    return journeys.the_version(service_id, hash_).document


@router.get(
    "/desk/journeys/{slug:id}/versions/{slug:hash}/changes/{slug:after}",
    response=JourneyComparisonOut,
    auth=either,
    operation_id="compare_journeys",
)
def compare(request: HttpRequest, after: str, service_id: str = ServiceId, hash_: str = VersionHash) -> Any:
    """Say what differs between two versions, question by question."""
    return journeys.compared(service_id, hash_, after, request.visitor.language)


@router.get("/desk/journeys/{slug:id}/people", response=list[InventedOut], auth=either, operation_id="people_to_try_on")
def people(request: HttpRequest, service_id: str = ServiceId) -> Any:
    """List the invented people on whom it can be tried."""
    return journeys.people_to_try_on(service_id, request.visitor.language)


@router.get(
    "/desk/journeys/{slug:id}/versions/{slug:hash}/try", response=TriedOut, auth=either, operation_id="try_journey"
)
def try_version(request: HttpRequest, persona: str = "", service_id: str = ServiceId, hash_: str = VersionHash) -> Any:
    """Give a version with what it would be prefilled with for somebody invented; nothing is written."""
    version = journeys.the_version(service_id, hash_)
    known = journeys.known_of(service_id, hash_, persona, request.visitor.language, settings.CLOCK.now())
    return {"number": version.number, "document": version.document, "known": known}


@router.get("/desk/journey-facts", response=list[FactNameOut], auth=proposer, operation_id="journey_facts")
def facts(request: HttpRequest) -> Any:
    """List the facts from which a field can be filled in."""
    return journeys.facts_to_fill_from(request.visitor.language)


@router.post(
    "/desk/journeys/{slug:id}/check", response=list[JourneyMistakeOut], auth=proposer, operation_id="check_journey"
)
def check(request: HttpRequest, body: DocumentIn, service_id: str = ServiceId) -> Any:
    """Tell every mistake of a journey at its place; nothing is kept."""
    document = _not_too_long(body.document)
    found = mistakes_of(document, facts={kind.name: kind.type for kind in catalogue()})
    return [tell_mistake(one, document, request.visitor.language) for one in found[:MISTAKES_SHOWN]]


@router.post("/desk/journeys/{slug:id}/propose", response=JourneyPageOut, auth=proposer, operation_id="propose_journey")
def propose(request: HttpRequest, body: ProposalIn, service_id: str = ServiceId) -> Any:
    """Keep a version beside the live one, to be compared, tried and published by somebody else."""
    account, now = request.visitor.account_id, settings.CLOCK.now()
    document = _not_too_long(body.document)
    commands.propose_change(service_id, document, account_id=account, note=body.note, now=now)
    return _page(request, service_id)


@router.post(
    "/desk/journeys/{slug:id}/versions/{slug:hash}/publish",
    response=JourneyPageOut,
    auth=publisher,
    operation_id="publish_journey",
)
def publish(
    request: HttpRequest, body: JourneyDecisionIn, service_id: str = ServiceId, hash_: str = VersionHash
) -> Any:
    """Let those who begin from a day on walk through a version; whoever has begun stays on hers."""
    journeys.the_version(service_id, hash_)
    account, now = request.visitor.account_id, settings.CLOCK.now()
    commands.publish_journey(hash_, account_id=account, live_from=body.live_from, note=body.note, now=now)
    return _page(request, service_id)


@router.post(
    "/desk/journeys/{slug:id}/versions/{slug:hash}/withdraw",
    response=JourneyPageOut,
    auth=either,
    operation_id="withdraw_journey",
)
def withdraw(
    request: HttpRequest, body: JourneyDecisionIn, service_id: str = ServiceId, hash_: str = VersionHash
) -> Any:
    """Let go of a proposal, or of what was published for a day that has not come."""
    journeys.the_version(service_id, hash_)
    visitor, now = request.visitor, settings.CLOCK.now()
    commands.withdraw_journey(hash_, account_id=visitor.account_id, role=visitor.role, note=body.note, now=now)
    return _page(request, service_id)


def _not_too_long(document: dict[str, Any]) -> dict[str, Any]:
    if len(json.dumps(document)) > LETTERS_MAX:
        raise BadInput("This form is too long.", "Ask less: nobody answers that many questions.")
    return document
