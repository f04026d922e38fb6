"""Reports of problems at the case officer's desk."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from manto.residents.access import staff
from manto.residents.desks import Clerk
from manto.residents.roles import Role
from manto.residents.schemas import TaskOut
from manto.services.api_reports import ReportChoiceOut, ReportOut, photo_answer
from manto.services.commands import report_office as commands
from manto.services.queries import reports

router = Router(tags=["desk"])
officer = staff(Role.CASE_OFFICER)
ReportId = Path(alias="id")


class ReportAnswerOut(Schema):
    """What the reporter answered to a question of the office."""

    text: str
    value: str


class ReportForwardOut(Schema):
    """How a report stands with the agency that it was handed to."""

    to: str
    number: str | None
    error: str | None
    tries: int


class DeskReportOut(ReportOut):
    """A report as the office sees it."""

    id: UUID
    via: str
    open_to_all: bool
    media_url: str | None
    due: date
    officer: UUID | None
    officers: list[ReportChoiceOut]
    answers: list[ReportAnswerOut]
    forward: ReportForwardOut | None


class TakeReportIn(Schema):
    """Whether all may see its words and picture."""

    open_to_all: bool = False


class AssignReportIn(Schema):
    """To whom a report is given."""

    officer: UUID


class ReportReplyIn(Schema):
    """What the office says."""

    text: str = Field(max_length=4000)


class CloseReportIn(Schema):
    """How a report ends, and why."""

    outcome: Literal["done", "not_done"]
    reason: str = Field(max_length=4000)


def _shown(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    shown = reports.for_desk(report_id, request.visitor.language, settings.CLOCK.now())
    return shown | {"officers": [{**one, "id": str(one["id"])} for one in shown["officers"]]}


@router.get("/desk/reports", response=list[TaskOut], auth=officer, operation_id="desk_reports")
def tasks(request: HttpRequest) -> Any:
    """List the reports that wait for the office, what is due first."""
    visitor = request.visitor
    return reports.open_tasks(Clerk(visitor.account_id, visitor.role, visitor.language), settings.CLOCK.now())


@router.get("/desk/reports/{uuid:id}", response=DeskReportOut, auth=officer, operation_id="desk_report")
def show(request: HttpRequest, report_id: UUID = ReportId) -> Any:
    """Show a report; who reported it is not told."""
    return _shown(request, report_id)


@router.get("/desk/reports/{uuid:id}/photo", auth=officer, operation_id="desk_report_photo")
def photo(request: HttpRequest, report_id: UUID = ReportId) -> HttpResponse:
    """Give the picture of a report."""
    return photo_answer(reports.desk_photo(report_id))


@router.post("/desk/reports/{uuid:id}/take", response=DeskReportOut, auth=officer, operation_id="take_report")
def take(request: HttpRequest, body: TakeReportIn, report_id: UUID = ReportId) -> Any:
    """Take up a report, and say whether all may see its words and picture."""
    account, now = request.visitor.account_id, settings.CLOCK.now()
    commands.take_report(report_id, account_id=account, open_to_all=body.open_to_all, now=now)
    return _shown(request, report_id)


@router.post("/desk/reports/{uuid:id}/assign", response=DeskReportOut, auth=officer, operation_id="assign_report")
def assign(request: HttpRequest, body: AssignReportIn, report_id: UUID = ReportId) -> Any:
    """Give a report to an officer."""
    commands.assign_report(report_id, body.officer, account_id=request.visitor.account_id, now=settings.CLOCK.now())
    return _shown(request, report_id)


@router.post("/desk/reports/{uuid:id}/answer", response=DeskReportOut, auth=officer, operation_id="answer_report")
def answer(request: HttpRequest, body: ReportReplyIn, report_id: UUID = ReportId) -> Any:
    """Tell the reporter something; all can read it."""
    commands.answer_report(report_id, body.text, account_id=request.visitor.account_id, now=settings.CLOCK.now())
    return _shown(request, report_id)


@router.post("/desk/reports/{uuid:id}/close", response=DeskReportOut, auth=officer, operation_id="close_report")
def close(request: HttpRequest, body: CloseReportIn, report_id: UUID = ReportId) -> Any:
    """Close a report: done, or not done and why."""
    account, now = request.visitor.account_id, settings.CLOCK.now()
    commands.close_report(report_id, body.outcome, body.reason, account_id=account, now=now)
    return _shown(request, report_id)
