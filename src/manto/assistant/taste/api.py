"""What was learned, over HTTP: a resident sees it, adds to it, pauses it and has it forgotten."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from manto.assistant.taste import learning
from manto.assistant.taste.page import learned_page
from manto.residents.access import a_resident

router = Router(tags=["assistant"])


class LearnedStatementOut(Schema):
    """One thing that was learned, with how strong it is from 0 to 1."""

    code: str
    title: str
    text: str
    share: float


class LearnedChoiceOut(Schema):
    """One choice that it was learned from."""

    id: UUID
    title: str
    how: str
    kind: str
    day: date
    when: str


class LearnedKindOut(Schema):
    """A kind and how often it was chosen in a week."""

    kind: str
    text: str
    count: int


class LearnedWeekOut(Schema):
    """What was chosen in a week, by kind, most often first."""

    begins: date
    title: str
    count: int
    kinds: list[LearnedKindOut]


class LearnedOut(Schema):
    """All that was learned about the one who asks."""

    state: Literal["learning", "paused", "no_consent"]
    statements: list[LearnedStatementOut]
    choices: list[LearnedChoiceOut]
    weeks: list[LearnedWeekOut]
    on_phone: bool
    shared: list[Literal["place", "event", "service"]]
    brief_at: time | None
    words: dict[str, str | dict[str, str]]
    kinds: dict[str, str]
    weights_text: str


class ForgetLearnedIn(Schema):
    """What to forget: everything from a day on, or everything."""

    since: date | None = None


class PauseLearningIn(Schema):
    """Whether learning pauses."""

    paused: bool


class KeepLearnedIn(Schema):
    """Where what she likes is kept: on her phone only, but for the kinds of offers that she shares."""

    on_phone: bool
    shared: list[Literal["place", "event", "service"]] = Field(default_factory=list)


class MorningBriefIn(Schema):
    """At which hour she wants to be told of the day, city time; null for not at all."""

    at: time | None


class MoreLikeThisIn(Schema):
    """Of what she wants more."""

    subject: str = Field(max_length=100)


@router.get("/me/learned", response=LearnedOut, auth=a_resident, operation_id="my_learned")
def my_learned(request: HttpRequest, response: HttpResponse) -> Any:
    """Say what Manto has learned about me, all of it."""
    response["Cache-Control"] = "private, no-store"
    return _page(request)


@router.post("/me/learned/more", response=LearnedOut, auth=a_resident, operation_id="more_like_this")
def more_like_this(request: HttpRequest, body: MoreLikeThisIn) -> Any:
    """Ask for more like something that was offered."""
    learning.more_like_this(request.visitor.resident_id, body.subject, now=settings.CLOCK.now())
    return _page(request)


@router.post("/me/learned/forget", response=LearnedOut, auth=a_resident, operation_id="forget_learned")
def forget(request: HttpRequest, body: ForgetLearnedIn) -> Any:
    """Have everything since a day forgotten, or everything."""
    since = datetime.combine(body.since, time(), settings.CITY.time_zone) if body.since else None
    learning.forget_since(request.visitor.resident_id, since)
    return _page(request)


@router.delete("/me/learned/choices/{uuid:choice}", response=LearnedOut, auth=a_resident, operation_id="forget_choice")
def forget_choice(request: HttpRequest, choice: UUID) -> Any:
    """Have one choice forgotten."""
    learning.forget_choice(request.visitor.resident_id, choice)
    return _page(request)


@router.put("/me/learned/pause", response=LearnedOut, auth=a_resident, operation_id="pause_learning")
def pause(request: HttpRequest, body: PauseLearningIn) -> Any:
    """Pause learning, or go on with it."""
    learning.pause_learning(request.visitor.resident_id, paused=body.paused)
    return _page(request)


@router.put("/me/learned/where", response=LearnedOut, auth=a_resident, operation_id="keep_learned")
def where(request: HttpRequest, body: KeepLearnedIn) -> Any:
    """Keep what I like on my phone only, or here again; what is here and not shared is forgotten."""
    learning.keep_on_phone(request.visitor.resident_id, on_phone=body.on_phone, shared=body.shared)
    return _page(request)


@router.put("/me/learned/brief", response=LearnedOut, auth=a_resident, operation_id="choose_morning_brief")
def brief(request: HttpRequest, body: MorningBriefIn) -> Any:
    """Have the day told every morning at an hour, or stop it."""
    learning.choose_brief(request.visitor.resident_id, body.at)
    return _page(request)


def _page(request: HttpRequest) -> dict[str, Any]:
    visitor = request.visitor
    return learned_page(visitor.resident_id, now=settings.CLOCK.now(), language=visitor.language)
