"""The assistant over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from manto.assistant import commands, queries
from manto.assistant.adapters.access_api import router as access_router
from manto.assistant.commands import OutcomeTold
from manto.assistant.conversation.api import router as conversation_router
from manto.assistant.conversation.desk_api import router as conversation_desk_router
from manto.assistant.fairness.api import router as fairness_router
from manto.assistant.pool import pool
from manto.assistant.taste.api import router as taste_router
from manto.kernel.errors import BadInput
from manto.residents.access import anyone
from manto.residents.out import Out

router = Router(tags=["assistant"])
router.add_router("", taste_router)
router.add_router("", fairness_router)
router.add_router("", conversation_router)
router.add_router("", conversation_desk_router)
router.add_router("", access_router)


class OfferSpotOut(Out):
    """Where an offer is."""

    id: str
    name: str
    lat: float
    lon: float


class WhyPartOut(Out):
    """One reason for an offer."""

    code: str
    text: str


class ActOut(Out):
    """What the offer's one button says and where it leads."""

    label: str
    href: str


class OfferOut(Out):
    """One card of Today."""

    id: str
    kind: Literal["place", "event", "service"]
    subject: str
    title: str
    text: str
    when_text: str | None
    place: OfferSpotOut | None
    distance_m: float | None
    why: str
    why_parts: list[WhyPartOut]
    act: ActOut
    slot: int
    policy: str
    propensity: float
    among: int
    foremost: bool
    journey: str
    is_new: bool
    urgent: bool


class TodayOut(Out):
    """The first page: at most five offers, then nothing."""

    greeting: str
    date_text: str
    policy: str
    learned: bool
    items: list[OfferOut]
    all_done_text: str


class PoolReasonOut(Out):
    """One thing that speaks for a candidate; its code is empty where it is not worth a sentence."""

    code: str
    points: int
    text: str


class PoolCandidateOut(Out):
    """A thing that may be offered: what the phone weighs, and the card that it draws."""

    subject: str
    kind: str
    group: str
    lat: float | None
    lon: float | None
    until: int | None
    first: Literal["deadline", "safety", "entitlement"] | None
    by: date | None
    matters: int
    tie: str
    reasons: list[PoolReasonOut]
    card: OfferOut
    learned_id: str


class PoolRulesOut(Out):
    """The numbers of the plain rules."""

    shown_max: int
    per_group_max: int
    due_shown_max: int
    cannot_wait_days: int
    considered_within_m: int
    near_within_m: list[tuple[int, int]]
    shown_in_vain: int
    worth_min: int
    said_at_most: int


class PoolTreesOut(Out):
    """What the nightly forest says for each candidate, by column, in the quarter of an hour for which it was asked."""

    policy: str
    quarter: int
    says: dict[str, dict[str, float]]


class PoolHersOut(Out):
    """What is counted of the one who asks: rows of subject, category and quarter of an hour; none while the phone keeps them."""

    draw: str
    may_learn: bool
    on_phone: bool
    shared: list[str]
    chosen: list[tuple[str, str, int]]
    refused: list[tuple[str, int]]
    spots: dict[str, tuple[float, float]]
    not_again: list[str]
    in_vain: dict[str, int]
    trees: PoolTreesOut | None


class PoolOut(Out):
    """All that a phone needs to put Today in order by itself."""

    greeting: str
    date_text: str
    day: date
    utc_offset_s: int
    policy: str
    learned_policy: str
    rules: PoolRulesOut
    weights: dict[str, float]
    calibration: dict[str, float] | None
    by_subject: dict[str, tuple[int, int]]
    by_kind_hour: dict[str, dict[str, int]]
    candidates: list[PoolCandidateOut]
    hers: PoolHersOut | None
    sentences: dict[str, str | dict[str, str]]
    kinds: dict[str, str]
    all_done_text: str
    nothing_text: str


class OutcomeIn(Schema):
    """What became of an offer; the phone makes the identifier, so that telling it twice records it once."""

    id: UUID
    offer: str = Field(max_length=64)
    subject: str = Field(max_length=100)
    kind: Literal["shown", "opened", "accepted", "not_now", "not_this", "done"]
    slot: int = Field(ge=1, le=20)
    policy: str = Field(max_length=40)
    at: datetime
    offline: bool = False
    propensity: float | None = Field(default=None, gt=0, le=1)
    among: int | None = Field(default=None, ge=1, le=10_000)
    foremost: bool | None = None
    journey: str = Field(default="", max_length=64)


class OutcomesIn(Schema):
    """Outcomes, as many as have waited on the phone."""

    items: list[OutcomeIn] = Field(max_length=500)


class RecordedOut(Out):
    """How many outcomes were recorded, were known already, or stay on the phone for want of consent."""

    recorded: int
    already_known: int
    kept_on_phone: int


@router.get("/offers", response=TodayOut, auth=anyone, operation_id="offers")
def offers(request: HttpRequest, response: HttpResponse, near: str | None = None) -> Any:
    """Give Today: at most five offers, each with why."""
    response["Cache-Control"] = "private, no-store"
    visitor, now = request.visitor, settings.CLOCK.now()
    return queries.today(visitor.resident_id, near=_position(near), now=now, language=visitor.language)


@router.get("/offers/pool", response=PoolOut, auth=anyone, operation_id="offers_pool")
@decorate_view(gzip_page)  # nothing that somebody else chose stands in it, and a chance length is added
def offers_pool(request: HttpRequest) -> Any:
    """Give what may be offered and all that orders it, so that the phone makes Today and tells nobody where it is."""
    visitor = request.visitor
    made = pool(visitor.resident_id, now=settings.CLOCK.now(), language=visitor.language)
    return HttpResponse(
        written(made),
        content_type="application/json; charset=utf-8",
        headers={"Cache-Control": "private, no-store"},
    )


def written(made: dict[str, Any]) -> bytes:
    """Write the pool as ``PoolOut`` says; the text of what is told alike to many is kept with it and written once."""
    besides = PoolOut.model_validate({**made, "candidates": []}).model_dump_json(exclude={"candidates"})
    for one in made["candidates"]:
        one.text = one.text or PoolCandidateOut.model_validate(one).model_dump_json()
    candidates = ",".join(one.text for one in made["candidates"])
    return f'{besides[:-1]},"candidates":[{candidates}]}}'.encode()


@router.post("/outcomes", response=RecordedOut, auth=anyone, operation_id="record_outcomes")
def outcomes(request: HttpRequest, told: OutcomesIn) -> Any:
    """Record what became of offers, once, and only with consent; without it they stay on the phone."""
    items = [OutcomeTold(**item.dict()) for item in told.items]
    return commands.record_outcomes(request.visitor.resident_id, items, now=settings.CLOCK.now())


def _position(near: str | None) -> tuple[float, float] | None:
    """Read ``latitude,longitude``."""
    if not near:
        return None
    try:
        lat, lon = (float(part) for part in near.split(","))
    except ValueError:
        raise BadInput(f"near={near} is not a position.", "Write latitude,longitude in degrees.") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadInput(f"near={near} is not on the earth.", "Latitude comes first, then longitude.")
    return lat, lon
