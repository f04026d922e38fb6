"""Trails over HTTP: what phones hold, and what groups lay together."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from manto.places import trail_shelf
from manto.places.public_reads import kept_for_a_minute
from manto.residents.access import anyone
from manto.residents.out import Out

router = Router(tags=["trails"])
Words = dict[str, str]


class StopMediumOut(Out):
    """What there is to see or hear at a stop, with what is said instead of it."""

    kind: Literal["image", "audio", "video", "panorama"]
    url: str
    alternative: Words
    transcript: Words = Field(default_factory=dict)
    creator: str
    licence: str


class StopOut(Out):
    """A stop; ``answers`` and ``codes`` are salted hashes to compare with."""

    id: str
    place: str
    name: Words
    at: list[float]
    radius_m: float
    salt: str
    answers: list[str]
    codes: list[str]
    tell: Words
    media: list[StopMediumOut] = Field(default_factory=list)
    riddle: Words
    question: Words
    choices: list[Words]
    hints: list[Words]
    after: Words
    otherwise: dict[str, Words]
    way: dict[str, Any]


class TrailOut(Out):
    """A trail in every language of the city, as a phone holds it."""

    id: str
    kind: Literal["hunt", "tour"]
    title: Words
    about: Words
    minutes: int
    badge: Words
    audience: list[str]
    stops: list[StopOut]


class TrailsOut(Out):
    """Trails, by name."""

    items: list[TrailOut]


class SolvedIn(BaseModel):
    """What one phone has solved."""

    trail: str = Field(max_length=60)
    solved: list[str] = Field(max_length=100)


class HuntGroupOut(Out):
    """What a group has solved together, and until when it is remembered."""

    code: str
    trail: str
    solved: list[str]
    until: datetime


@router.get("/trails", response=TrailsOut, auth=anyone, operation_id="trails")
@decorate_view(kept_for_a_minute)
def trails(request: HttpRequest) -> dict[str, Any]:
    """List the trails through the city."""
    return {"items": list(trail_shelf.shown_trails())}


@router.get("/trails/{id}", response=TrailOut, auth=anyone, operation_id="trail")
@decorate_view(kept_for_a_minute)
def trail(request: HttpRequest, id: str) -> Any:  # noqa: A002
    """Give one trail."""
    return trail_shelf.shown_trail(id)


@router.post("/trail-groups/{code}", response=HuntGroupOut, auth=anyone, operation_id="share_progress")
def share_progress(request: HttpRequest, code: str, body: SolvedIn) -> Any:
    """Lay what one phone has solved to what its group has solved."""
    group = trail_shelf.share_progress(code.upper(), body.trail, body.solved, now=settings.CLOCK.now())
    return {name: getattr(group, name) for name in ("code", "trail", "solved", "until")}
