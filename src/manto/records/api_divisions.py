"""Dividing and joining records over HTTP, for officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from manto.kernel.errors import BadInput
from manto.records import commands, schemas
from manto.records.api_desk import OFFICERS
from manto.records.divisions import division_entries
from manto.records.queries.divisions import before_division
from manto.records.queries.drafts import draft_for_officer
from manto.records.queries.views import the_record

router = Router(tags=["registers"])
SOURCES = Query(..., min_length=1, max_length=16)


class RecordPartyOut(Schema):
    """Somebody who is named in a record, and her share."""

    name: str
    share: str


class RecordSourceOut(Schema):
    """A record that is to be divided or joined: how much it is, and whose."""

    id: UUID
    title: str
    amount: int
    amount_text: str
    owners: list[RecordPartyOut]


class RecordDivisionOut(Schema):
    """What there is before a division or a joining, and who owns what begins."""

    sources: list[RecordSourceOut]
    amount: int
    amount_text: str
    owners: list[RecordPartyOut]


class RecordDivisionIn(Schema):
    """A division or a joining: what ends, what each new record says, why, and by which law."""

    sources: list[UUID] = Field(min_length=1, max_length=16)
    parts: list[dict[str, Any]] = Field(min_length=1, max_length=16)
    reason: str
    law: str


@router.get(
    "/desk/registers/divisions",
    response=RecordDivisionOut,
    auth=OFFICERS,
    operation_id="desk_division_before",
)
def division_before(request: HttpRequest, reason: str, source: list[UUID] = SOURCES) -> Any:
    """Say how much some records are together, and who would own what is made of them."""
    visitor = request.visitor
    return before_division(source, visitor.account_id, reason, visitor.language, settings.CLOCK.now())


@router.post(
    "/desk/registers/divisions",
    response=schemas.RecordDraftOut,
    auth=OFFICERS,
    operation_id="desk_division_new",
)
def new_division(request: HttpRequest, body: RecordDivisionIn) -> Any:
    """Draw up a division or a joining; owners, shares and holders follow from what there was."""
    visitor, now = request.visitor, settings.CLOCK.now()
    if not body.reason.strip() or not body.law.strip():
        raise BadInput("A draft says what, why and by which law.", "Fill all three in.")
    sources = [the_record(one) for one in body.sources]
    entries = division_entries(sources, body.parts, reason=body.reason.strip(), law=body.law.strip())
    draft = commands.file_draft(entries, account_id=visitor.account_id, now=now, language=visitor.language)
    return draft_for_officer(draft, visitor.account_id, visitor.language, now)
