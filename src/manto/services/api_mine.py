"""What is due to a resident, over HTTP: offers, plans, a service as it stands with her."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Schema

from manto.residents.access import a_resident, staff
from manto.residents.commands.lookups import city_day
from manto.residents.roles import Role
from manto.services.commands.anticipation import answer_offer
from manto.services.queries import coverage, mine
from manto.services.schemas import ExplanationOut

router = Router(tags=["services"])


class ServiceOfferOut(Schema):
    """A service that is or will be hers."""

    id: UUID
    service: str
    subject: UUID
    title: str
    text: str
    why: str
    when_text: str | None
    urgent: bool
    begins: date | None
    ends: date | None
    act: str
    plan: str | None
    ready: bool


class PlanLineOut(Schema):
    """A plan that stands with her."""

    id: str
    subject: UUID
    title: str
    lead: str


class PlanStepOut(Schema):
    """A service as a step of a plan: how it stands with her, from when, by when, why."""

    service: str
    subject: UUID
    title: str
    text: str
    state: Literal["due", "confirm", "ask", "later", "asked", "had", "no"]
    state_text: str
    day_text: str | None
    by_text: str | None
    why: list[str]
    why_not: list[str]
    law: str
    act: str
    way_href: str | None
    way_text: str
    case: UUID | None


class ChoiceOut(Schema):
    """One of several answers."""

    id: str
    text: str


class QuestionOut(Schema):
    """A fact that she alone can tell, and the services that are settled once she has; ``none`` says that there is none."""

    fact: str
    title: str
    label: str
    hint: str | None
    none: str | None
    type: Literal["text", "date", "integer", "boolean"]
    form: str
    choices: list[ChoiceOut]
    settles: list[str]


class BeginningOut(Schema):
    """A plan that she begins herself: what is asked, and the purpose to agree to first, if one is missing."""

    id: str
    subject: UUID
    title: str
    question: QuestionOut
    consent: str | None


class MyServicesOut(Schema):
    """What is due to a resident, her plans, and those that she may begin by telling a day."""

    offers: list[ServiceOfferOut]
    plans: list[PlanLineOut]
    beginnings: list[BeginningOut]


class PlanOut(PlanLineOut):
    """A plan: its day, its steps in their order, what is done, what stops, whom to call, what is still asked."""

    on_text: str
    done: list[str]
    stops: list[str]
    person: str
    steps: list[PlanStepOut]
    settled: int
    questions: list[QuestionOut]


class SchoolOut(Schema):
    """The school of a home: which place it is, and from which address that was worked out."""

    place: str
    name: str
    why: str


class ForMeOut(Schema):
    """A service as it stands with her."""

    service: str
    subject: UUID
    explanation: ExplanationOut | None
    value_text: str | None
    begins_text: str | None
    questions: list[QuestionOut]
    case: UUID | None
    school: SchoolOut | None


class OfferAnswerIn(Schema):
    """What she says to an offer."""

    answer: Literal["accept", "not_now", "never", "again"]


class OfferAnsweredOut(Schema):
    """Where an accepted offer goes on."""

    case: UUID | None


class ServiceCoverageOut(Schema):
    """Whom a service reaches unasked, and whom it misses; null where fewer than five people stand behind a number."""

    service: str
    title: str
    hers: int | None
    later: int | None
    unknown: int | None
    asks: list[str]
    lacks: list[str]


class CoverageReportOut(Schema):
    """Whom being told before one asks reaches, and whom it misses and why."""

    residents: int
    agreed: int | None
    without_account: int | None
    services: list[ServiceCoverageOut]
    does: list[str]


@router.get("/me/services", response=MyServicesOut, auth=a_resident, operation_id="my_services")
def my_services(request: HttpRequest) -> Any:
    """Show what is due to me, and my plans."""
    return mine.home(request.visitor.resident_id, request.visitor.language, settings.CLOCK.now())


@router.get("/me/services/{slug:id}", response=ForMeOut, auth=a_resident, operation_id="service_for_me")
def service_for_me(request: HttpRequest, id: str, of: UUID | None = None) -> Any:  # noqa: A002
    """Say whether a service is for me, or for a child I act for, and why."""
    visitor = request.visitor
    return mine.for_me(id, visitor.resident_id, of, visitor.language, settings.CLOCK.now())


@router.get("/me/plans/{slug:id}", response=PlanOut, auth=a_resident, operation_id="my_plan")
def my_plan(request: HttpRequest, id: str, of: UUID | None = None) -> Any:  # noqa: A002
    """Show a plan of mine, or of a child I act for."""
    visitor = request.visitor
    return mine.show_plan(id, visitor.resident_id, of, visitor.language, settings.CLOCK.now())


@router.post(
    "/me/service-offers/{uuid:id}", response=OfferAnsweredOut, auth=a_resident, operation_id="answer_service_offer"
)
def answer(request: HttpRequest, body: OfferAnswerIn, offer_id: UUID = Path(alias="id")) -> Any:  # noqa: B008
    """Accept an offer, put it off, refuse it for good, or take a refusal back."""
    now = settings.CLOCK.now()
    offer = answer_offer(offer_id, body.answer, receiver_id=request.visitor.resident_id, now=now)
    return {"case": offer.case_id}


@router.get(
    "/desk/services",
    response=CoverageReportOut,
    auth=staff(Role.SERVICE_DESIGNER, Role.CASE_OFFICER),
    operation_id="desk_services",
)
def coverage_report(request: HttpRequest) -> Any:
    """Say whom being told before one asks reaches, and whom it misses and why."""
    return coverage.report(request.visitor.language, city_day(settings.CLOCK.now()))
