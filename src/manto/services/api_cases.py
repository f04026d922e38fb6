"""A resident's applications over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Router, Status, UploadedFile

from manto.residents.access import a_resident
from manto.residents.commands.lookups import city_day
from manto.residents.queries import on_behalf_of
from manto.services import commands, schemas
from manto.services.queries import cases, payments

router = Router(tags=["services"])
CaseId = Path(alias="id")


def _shown(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    visitor = request.visitor
    return cases.own_case(case_id, visitor.resident_id, visitor.language, settings.CLOCK.now())


@router.get("/me/cases", response=list[schemas.CaseLineOut], auth=a_resident, operation_id="my_cases")
def my_cases(request: HttpRequest) -> Any:
    """List my applications, those that wait for me first."""
    visitor = request.visitor
    return cases.cases_of(visitor.resident_id, visitor.language, settings.CLOCK.now())


@router.post("/me/cases", response=schemas.CaseOut, auth=a_resident, operation_id="open_case")
def open_case(request: HttpRequest, body: schemas.OpenCaseIn) -> Any:
    """Begin an application, or go on with the one I began."""
    me, now = request.visitor.resident_id, settings.CLOCK.now()
    subject = on_behalf_of(me, body.subject, on=city_day(now))
    case = commands.open_case(body.id, body.service, subject_id=subject, applicant_id=me, now=now)
    return _shown(request, case.id)


@router.get("/me/cases/{uuid:id}", response=schemas.CaseOut, auth=a_resident, operation_id="my_case")
def my_case(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Show an application of mine."""
    return _shown(request, case_id)


@router.patch("/me/cases/{uuid:id}/answers", response=schemas.CaseOut, auth=a_resident, operation_id="save_answers")
def save_answers(request: HttpRequest, body: schemas.AnswersIn, case_id: UUID = CaseId) -> Any:
    """Keep some answers; the others stay."""
    commands.save_answers(case_id, body.answers, applicant_id=request.visitor.resident_id)
    return _shown(request, case_id)


@router.post(
    "/me/cases/{uuid:id}/documents/{field}", response=schemas.CaseOut, auth=a_resident, operation_id="add_document"
)
def add_document(
    request: HttpRequest,
    field: str,
    file: UploadedFile = File(...),  # noqa: B008
    case_id: UUID = CaseId,
) -> Any:
    """Hand in a file: PDF, JPEG or PNG, at most 5 MB."""
    commands.add_document(
        case_id,
        field,
        name=file.name or "",
        content=file.read(commands.documents.SIZE_MAX + 1),
        applicant_id=request.visitor.resident_id,
        now=settings.CLOCK.now(),
    )
    return _shown(request, case_id)


@router.delete(
    "/me/cases/{uuid:id}/documents/{field}", response=schemas.CaseOut, auth=a_resident, operation_id="remove_document"
)
def remove_document(request: HttpRequest, field: str, case_id: UUID = CaseId) -> Any:
    """Take a file back."""
    commands.remove_document(case_id, field, applicant_id=request.visitor.resident_id)
    return _shown(request, case_id)


@router.get("/me/cases/{uuid:id}/files/{uuid:file}", auth=a_resident, operation_id="my_document")
def my_document(request: HttpRequest, file: UUID, case_id: UUID = CaseId) -> HttpResponse:
    """Give back a file that I handed in."""
    return file_answer(cases.own_document(case_id, file, request.visitor.resident_id))


@router.post("/me/cases/{uuid:id}/send", response=schemas.CaseOut, auth=a_resident, operation_id="send_case")
def send_case(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Send an application; what costs money waits for its payment."""
    commands.send_case(case_id, applicant_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return _shown(request, case_id)


@router.post("/me/cases/{uuid:id}/complete", response=schemas.CaseOut, auth=a_resident, operation_id="complete_case")
def complete_case(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Send it again with what was missing."""
    commands.complete_case(case_id, applicant_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return _shown(request, case_id)


@router.post("/me/cases/{uuid:id}/appeal", response=schemas.CaseOut, auth=a_resident, operation_id="appeal_case")
def appeal_case(request: HttpRequest, body: schemas.ReasonIn, case_id: UUID = CaseId) -> Any:
    """Ask that a refusal be looked at again."""
    me, now = request.visitor.resident_id, settings.CLOCK.now()
    commands.appeal_case(case_id, applicant_id=me, reason=body.reason, now=now)
    return _shown(request, case_id)


@router.delete("/me/cases/{uuid:id}", response={204: None}, auth=a_resident, operation_id="withdraw_case")
def withdraw_case(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Take an application back; a draft is removed."""
    commands.withdraw_case(case_id, applicant_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return Status(204, None)


@router.post("/me/cases/{uuid:id}/pay", response=schemas.PayOut, auth=a_resident, operation_id="begin_payment")
def begin_payment(request: HttpRequest, case_id: UUID = CaseId) -> Any:
    """Begin to pay; says where to go."""
    visitor, now = request.visitor, settings.CLOCK.now()
    url = commands.begin_payment(case_id, applicant_id=visitor.resident_id, language=visitor.language, now=now)
    return {"url": url}


@router.get("/me/payments/{reference}", response=schemas.PaymentOut, auth=a_resident, operation_id="my_payment")
def my_payment(request: HttpRequest, reference: str) -> Any:
    """Show a payment of mine."""
    return payments.own_payment(reference, request.visitor.resident_id, request.visitor.language)


@router.post(
    "/me/payments/{reference}/sandbox", response=schemas.PaymentOut, auth=a_resident, operation_id="pay_in_sandbox"
)
def pay_in_sandbox(request: HttpRequest, reference: str, body: schemas.SandboxIn) -> Any:
    """Let a payment of the sandbox succeed or fail; no money moves."""
    me = request.visitor.resident_id
    proof = payments.sandbox_answer(reference, me, body.outcome)
    commands.end_payment(reference, proof, now=settings.CLOCK.now())
    return payments.own_payment(reference, me, request.visitor.language)


def file_answer(document: Any) -> HttpResponse:
    """Send a file as something to be kept, never as a page of ours."""
    response = HttpResponse(bytes(document.content), content_type=document.media_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{document.name.encode("ascii", "replace").decode()}"'
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
