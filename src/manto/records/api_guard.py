"""What a resident is told about her records and what she can do about it, over HTTP; and the one bit anybody may ask."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from manto.records import commands, queries, schemas
from manto.residents.access import a_resident, anyone

router = Router(tags=["registers"])


@router.get("/me/guard/alerts", response=list[schemas.RecordAlertOut], auth=a_resident, operation_id="my_alerts")
def my_alerts(request: HttpRequest) -> Any:
    """List what was filed against or happened to my records, the newest first."""
    return queries.alerts_of(request.visitor.resident_id, request.visitor.language)


@router.post("/me/guard/alerts/{int:id}/read", response={204: None}, auth=a_resident, operation_id="my_alert_read")
def alert_read(request: HttpRequest, id: int) -> Any:  # noqa: A002
    """Note that I have read a message."""
    commands.mark_read(id, resident_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return 204, None


@router.get("/me/guard/drafts", response=list[schemas.RecordDraftOut], auth=a_resident, operation_id="my_drafts")
def my_drafts(request: HttpRequest) -> Any:
    """List what is under way about my records, or waits for my signature."""
    return queries.drafts_for_holder(request.visitor.resident_id, request.visitor.language)


@router.get("/me/guard/drafts/{uuid:id}", response=schemas.RecordDraftOut, auth=a_resident, operation_id="my_draft")
def my_draft(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Show what is under way, with what I can do about it."""
    return queries.draft_for_holder(id, request.visitor.resident_id, request.visitor.language)


@router.post(
    "/me/guard/drafts/{uuid:id}/sign", response=schemas.RecordDraftOut, auth=a_resident, operation_id="my_draft_sign"
)
def sign_my_draft(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Agree with my key for this record; when nobody is missing it is entered."""
    resident = request.visitor.resident_id
    commands.sign_as_holder(id, resident_id=resident, now=settings.CLOCK.now())
    return queries.draft_for_holder(id, resident, request.visitor.language, closed=True)


@router.post(
    "/me/guard/drafts/{uuid:id}/object",
    response=schemas.RecordDraftOut,
    auth=a_resident,
    operation_id="my_draft_object",
)
def object_to_my_draft(request: HttpRequest, id: UUID, body: schemas.RecordSaidIn) -> Any:  # noqa: A002
    """Stop what was filed against a record of mine, until an officer has decided."""
    resident = request.visitor.resident_id
    commands.object_to_draft(id, resident_id=resident, reason=body.said, now=settings.CLOCK.now())
    return queries.draft_for_holder(id, resident, request.visitor.language)


@router.get("/registers/{str:type}/stands", response=schemas.RecordOneBitOut, auth=anyone, operation_id="stands_today")
def stands_today(request: HttpRequest, type: str, thing: str) -> Any:  # noqa: A002
    """Ask whether a thing has such a record today, as "is this plate insured?"; yes or no, and nothing else."""
    now = settings.CLOCK.now()
    return {"answer": queries.stands_today(type, thing, now), "as_of": now}
