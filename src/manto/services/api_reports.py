"""Reporting a problem over HTTP: for everybody, with an account or without."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import Field, File, Query, Router, Schema, UploadedFile

from manto.city.pictures import BYTES_MAX, plain_photo
from manto.residents.access import a_resident, anyone
from manto.services.commands import reports as commands
from manto.services.queries import reports

router = Router(tags=["reports"])
ReportStateName = Literal["filed", "taken", "closed"]


class ReportChoiceOut(Schema):
    """One of several answers."""

    id: str
    text: str


class ReportAskOut(Schema):
    """Something that the office needs to know."""

    code: str
    text: str
    required: bool
    choices: list[ReportChoiceOut]


class ReportKindOut(Schema):
    """A kind of problem, and what the office then does."""

    code: str
    title: str
    about: str
    notice: str
    barrier: bool
    passed_on: str | None
    asks: list[ReportAskOut]


class ReportGroupOut(Schema):
    """Kinds of problems that belong together."""

    id: str
    title: str
    kinds: list[ReportKindOut]


class ReportMoveOut(Schema):
    """Something that happened to a report."""

    text: str
    said: str
    who: Literal["reporter", "office", "agency"]
    day_text: str


class MyReportOut(Schema):
    """What the reporter alone sees: the code that opens this page, and what can be done."""

    id: UUID
    code: str
    can_say_more: bool
    can_reopen: bool


class ReportOut(Schema):
    """A report, as whoever asks may see it."""

    number: str
    kind: str
    title: str
    state: ReportStateName
    state_text: str
    at: list[float] | None
    address: str
    place: str | None
    filed_text: str
    due_text: str | None
    office: str
    joined: int
    text: str | None
    photo: str | None
    moves: list[ReportMoveOut]
    mine: MyReportOut | None


class NearReportOut(ReportOut):
    """A report that may be of the same problem."""

    metres: int


class ReportIn(Schema):
    """What is reported; the identifier is made by the phone, so that a report sent twice is one."""

    id: UUID
    kind: str = Field(max_length=60)
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    address: str = Field("", max_length=200)
    place: str = Field("", max_length=120)
    text: str = Field("", max_length=4000)
    answers: dict[str, str] = Field(default_factory=dict, max_length=20)


class ReportTextIn(Schema):
    """Something said about a report."""

    text: str = Field(max_length=4000)


class JoinIn(Schema):
    """Somebody else who met the same problem; ``once`` is made by the phone."""

    once: UUID


def _shown(request: HttpRequest, key: str) -> dict[str, Any]:
    visitor = request.visitor
    return reports.by_key(key, visitor.resident_id, visitor.language, settings.CLOCK.now())


@router.get("/report-kinds", response=list[ReportGroupOut], auth=anyone, operation_id="report_kinds")
def report_kinds(request: HttpRequest, response: HttpResponse) -> Any:
    """List what can be reported, group by group."""
    patch_cache_control(response, public=True, max_age=60)
    response.headers["Vary"] = "Accept-Language"
    return reports.kinds(request.visitor.language)


@router.get("/reports/near", response=list[NearReportOut], auth=anyone, operation_id="reports_near")
def reports_near(
    request: HttpRequest,
    kind: str,
    lat: float = Query(..., ge=-90, le=90),
    lon: float = Query(..., ge=-180, le=180),
) -> Any:
    """List open reports that may be of the same problem: one kind, near and recent."""
    return reports.near(kind, (lat, lon), request.visitor.language, settings.CLOCK.now())


@router.post("/reports", response=ReportOut, auth=anyone, operation_id="file_report")
def file_report(request: HttpRequest, body: ReportIn) -> Any:
    """Report a problem; the answer holds the code with which to follow it."""
    problem = commands.Problem(
        kind=body.kind,
        at=(body.lat, body.lon) if body.lat is not None and body.lon is not None else None,
        address=body.address,
        place=body.place,
        text=body.text,
        answers=body.answers,
    )
    report = commands.file_report(
        body.id, problem, via="app", reporter_id=request.visitor.resident_id, now=settings.CLOCK.now()
    )
    return _shown(request, commands.code_of(report.id))


@router.post("/reports/{key}/photo", response=ReportOut, auth=anyone, operation_id="add_report_photo")
def add_photo(request: HttpRequest, key: str, file: UploadedFile = File(...)) -> Any:  # noqa: B008
    """Add a picture to my report: JPEG, PNG or WebP, at most 8 MB; what is written beside the picture is not kept."""
    report_id = reports.id_by_code(key)
    photo = plain_photo(file.read(BYTES_MAX + 1))
    commands.add_report_photo(report_id, photo, now=settings.CLOCK.now())
    return _shown(request, key)


@router.get("/reports/{key}", response=ReportOut, auth=anyone, operation_id="report")
def show(request: HttpRequest, key: str) -> Any:
    """Show a report by its number, or by the code of its reporter."""
    return _shown(request, key)


@router.get("/reports/{key}/photo", auth=anyone, operation_id="report_photo")
def photo(request: HttpRequest, key: str) -> HttpResponse:
    """Give the picture of a report, once a clerk has looked at it, or to its reporter."""
    return photo_answer(reports.photo_of(key, request.visitor.resident_id))


@router.post("/reports/{key}/words", response=ReportOut, auth=anyone, operation_id="follow_up_report")
def follow_up(request: HttpRequest, key: str, body: ReportTextIn) -> Any:
    """Add something to my report."""
    commands.follow_up(reports.id_by_code(key), body.text, now=settings.CLOCK.now())
    return _shown(request, key)


@router.post("/reports/{key}/reopen", response=ReportOut, auth=anyone, operation_id="reopen_report")
def reopen(request: HttpRequest, key: str, body: ReportTextIn) -> Any:
    """Open my report again: the problem is still there."""
    commands.reopen_report(reports.id_by_code(key), body.text, now=settings.CLOCK.now())
    return _shown(request, key)


@router.post("/reports/{key}/join", response=ReportOut, auth=anyone, operation_id="join_report")
def join(request: HttpRequest, key: str, body: JoinIn) -> Any:
    """Say that I met the same problem."""
    commands.join_report(key, body.once, resident_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return _shown(request, key)


@router.get("/me/reports", response=list[ReportOut], auth=a_resident, operation_id="my_reports")
def my_reports(request: HttpRequest) -> Any:
    """List what I reported or joined."""
    return reports.reports_of(request.visitor.resident_id, request.visitor.language, settings.CLOCK.now())


def photo_answer(content: bytes) -> HttpResponse:
    """Send a picture that may be shown only to whoever asked for it."""
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
