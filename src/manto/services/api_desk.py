"""The case officer's desk over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from manto.residents.access import staff
from manto.residents.desks import Clerk
from manto.residents.roles import Role
from manto.residents.schemas import TaskOut
from manto.services import commands, schemas
from manto.services.api_cases import file_answer
from manto.services.queries import desk

router = Router(tags=["desk"])
officer = staff(Role.CASE_OFFICER)
CaseId = Path(alias="id")


def _shown(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    visitor = request.visitor
    return desk.case_for_desk(case_id, visitor.account_id, visitor.language, settings.CLOCK.now())


@router.get("/desk/cases", response=list[TaskOut], auth=officer, operation_id="desk_cases")
def tasks(request: HttpRequest) -> Any:
    """List the cases that wait for the office, what is due first."""
    visitor = request.visitor
    return desk.open_tasks(Clerk(visitor.account_id, visitor.role, visitor.language), settings.CLOCK.now())


@router.get("/desk/cases/{uuid:id}", response=schemas.DeskCaseOut, auth=officer, operation_id="desk_case")
def show_case(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Show a case: each condition with its value and source, the papers, the law."""
    return _shown(request, case_id)


@router.get("/desk/cases/{uuid:id}/files/{uuid:file}", auth=officer, operation_id="desk_document")
def show_document(request: HttpRequest, file: UUID, case_id: UUID = CaseId) -> HttpResponse:
    """Give a file of a case; opening the case has left the line."""
    _shown(request, case_id)
    return file_answer(desk.document_for_desk(case_id, file))


@router.post("/desk/cases/{uuid:id}/take", response=schemas.DeskCaseOut, auth=officer, operation_id="take_case")
def take(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Take up a case."""
    commands.take_case(case_id, account_id=request.visitor.account_id, now=settings.CLOCK.now())
    return _shown(request, case_id)


@router.post("/desk/cases/{uuid:id}/ask", response=schemas.DeskCaseOut, auth=officer, operation_id="ask_to_complete")
def ask_to_complete(request: HttpRequest, body: schemas.ReasonIn, case_id: UUID = CaseId) -> Any:
    """Ask the applicant for what is missing."""
    account, now = request.visitor.account_id, settings.CLOCK.now()
    commands.ask_to_complete(case_id, account_id=account, reason=body.reason, now=now)
    return _shown(request, case_id)


@router.post("/desk/cases/{uuid:id}/decide", response=schemas.DeskCaseOut, auth=officer, operation_id="decide_case")
def decide(request: HttpRequest, body: schemas.CaseDecisionIn, case_id: UUID = CaseId) -> Any:
    """Grant or refuse, with the reason and the law."""
    account, now = request.visitor.account_id, settings.CLOCK.now()
    commands.decide_case(case_id, body.decision, account_id=account, reason=body.reason, law=body.law, now=now)
    return _shown(request, case_id)
