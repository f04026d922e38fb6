"""The inbox and the ways out of it, over HTTP."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema, Status

from manto.residents.access import a_resident, anyone, staff
from manto.residents.roles import Role
from manto.services.commands import notices as commands
from manto.services.queries import notices, previews

router = Router(tags=["notices"])
Topic = Literal["cases", "offers", "dates", "records"]
Way = Literal["mail", "push", "sms"]


class NoticeOut(Schema):
    """One notice: what, why it came, where to go on."""

    id: UUID
    topic: Topic
    title: str
    text: str
    why: str
    href: str
    day: date | None
    at_text: str
    made_at: datetime
    read: bool


class InboxOut(Schema):
    """What a resident was told."""

    items: list[NoticeOut]
    unread: int


class WayOut(Schema):
    """A way to be told, and whether it is on."""

    id: Way
    text: str
    on: bool


class TopicOut(Schema):
    """Something to be told about, and whether it is on."""

    id: Topic
    text: str
    on: bool


class NoticeChoicesOut(Schema):
    """How a resident wants to be told."""

    channels: list[WayOut]
    topics: list[TopicOut]
    quiet_from: str
    quiet_to: str
    push_key: str
    calendar_url: str | None


class NoticeChoicesIn(Schema):
    """How a resident wants to be told: the ways that are on, the topics that are off, and the night."""

    channels: list[Way] = Field(max_length=3)
    stopped: list[Topic] = Field(max_length=3)
    quiet_from: time
    quiet_to: time


class PushIn(Schema):
    """A browser that may be pushed to, as it describes itself."""

    endpoint: str = Field(max_length=500)
    p256dh: str = Field(max_length=120)
    auth: str = Field(max_length=60)


class PushEndIn(Schema):
    """A browser that may not be pushed to any more."""

    endpoint: str = Field(max_length=500)


class PreviewOut(Schema):
    """A kind of notice with an example in it, or with what stands with a persona (``hers``)."""

    kind: str
    topic: Topic
    language: str
    hers: bool
    title: str
    text: str
    why: str


@router.get("/me/notices", response=InboxOut, auth=a_resident, operation_id="my_notices")
def inbox(request: HttpRequest) -> Any:
    """Show what I was told."""
    return notices.inbox(request.visitor.resident_id, request.visitor.language, settings.CLOCK.now())


@router.post("/me/notices/{uuid:id}/read", response={204: None}, auth=a_resident, operation_id="read_notice")
def read(request: HttpRequest, notice_id: UUID = Path(alias="id")) -> Any:  # noqa: B008
    """Mark a notice as read."""
    commands.read_notice(notice_id, resident_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return Status(204, None)


@router.get("/me/notice-choices", response=NoticeChoicesOut, auth=a_resident, operation_id="notice_choices")
def show_choices(request: HttpRequest) -> Any:
    """Show how I want to be told."""
    return notices.choices(request.visitor.resident_id, request.visitor.language)


@router.put("/me/notice-choices", response=NoticeChoicesOut, auth=a_resident, operation_id="choose_notices")
def choose(request: HttpRequest, body: NoticeChoicesIn) -> Any:
    """Say by which ways I want to be told, of what not, and when it is night."""
    me = request.visitor.resident_id
    commands.choose_notices(
        me, channels=body.channels, stopped=body.stopped, quiet_from=body.quiet_from, quiet_to=body.quiet_to
    )
    return notices.choices(me, request.visitor.language)


@router.post("/me/push", response={204: None}, auth=a_resident, operation_id="allow_push")
def allow_push(request: HttpRequest, body: PushIn) -> Any:
    """Let this browser be pushed to."""
    commands.allow_push(request.visitor.resident_id, **body.dict(), now=settings.CLOCK.now())
    return Status(204, None)


@router.delete("/me/push", response={204: None}, auth=a_resident, operation_id="forbid_push")
def forbid_push(request: HttpRequest, body: PushEndIn) -> Any:
    """Let this browser not be pushed to any more."""
    commands.forbid_push(request.visitor.resident_id, endpoint=body.endpoint)
    return Status(204, None)


@router.post("/me/calendar", response=NoticeChoicesOut, auth=a_resident, operation_id="make_calendar_address")
def make_calendar_address(request: HttpRequest) -> Any:
    """Make the secret address of my calendar; the one before ends."""
    me = request.visitor.resident_id
    commands.make_calendar_address(me, now=settings.CLOCK.now())
    return notices.choices(me, request.visitor.language)


@router.delete("/me/calendar", response=NoticeChoicesOut, auth=a_resident, operation_id="end_calendar_address")
def end_calendar_address(request: HttpRequest) -> Any:
    """Let the secret address of my calendar end."""
    commands.end_calendar_address(request.visitor.resident_id)
    return notices.choices(request.visitor.resident_id, request.visitor.language)


@router.get("/calendar/{secret}.ics", auth=anyone, operation_id="calendar")
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar at a secret address (iCalendar)."""
    content = notices.calendar(secret, settings.CLOCK.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@router.get(
    "/desk/notices",
    response=list[PreviewOut],
    auth=staff(Role.SERVICE_DESIGNER, Role.EDITOR),
    operation_id="desk_notices",
)
def all_previews(request: HttpRequest, persona: str = Query("", max_length=60)) -> Any:
    """Say every kind of notice with an example in it, or as a persona of the demo would read it."""
    return previews.previews(request.visitor.language, settings.CLOCK.now(), persona)
