"""A resident's wallet of records."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from manto.records.queries import records_held_by
from manto.records.queries.mine import my_record
from manto.residents.access import a_resident

router = Router(tags=["records"])


class RecordHeldOut(Schema):
    """A record in the wallet's list."""

    id: UUID
    register_id: str
    type_name: str
    title: str
    valid: bool
    status: str
    status_text: str
    since_text: str
    until_text: str
    why: str
    grade: str
    grade_text: str


class RecordsHeldOut(Schema):
    """Everything that a resident holds."""

    records: list[RecordHeldOut]
    as_of: datetime


class MyFieldOut(Schema):
    """One field in words."""

    name: str
    label: str
    text: str


class MyBurdenOut(Schema):
    """What would keep a record from changing hands: proven absent, or there."""

    name: str
    absent: bool
    standing: str


class MyHistoryOut(Schema):
    """One statement about a record."""

    what: str
    recorded_text: str
    by: list[str]
    cause: str
    law: str


class MyLookOut(Schema):
    """Who looked."""

    who: str
    role: str
    reason: str
    at_text: str


class MyAlertOut(Schema):
    """What was filed against a record, or happened to it, in one sentence; and the draft that can still be stopped."""

    what: str
    text: str
    at_text: str
    window_text: str
    draft: UUID | None
    can_object: bool


class MyRecordOut(RecordHeldOut):
    """A record whole, as its holder sees it."""

    about: str
    agency: str
    face: list[MyFieldOut]
    more: list[MyFieldOut]
    burdens: list[MyBurdenOut]
    history: list[MyHistoryOut]
    looks: list[MyLookOut]
    alerts: list[MyAlertOut]
    agencies: int
    as_of: datetime
    given_out: int
    publicity_law: str
    retention_law: str
    erased: bool


@router.get("/me/records", response=RecordsHeldOut, auth=a_resident, operation_id="my_records")
def my_records(request: HttpRequest) -> Any:
    """List the records that I hold."""
    now = settings.CLOCK.now()
    held = records_held_by(request.visitor.resident_id, request.visitor.language, now)
    return {"records": [_held(one) for one in held], "as_of": now}


@router.get("/me/records/{uuid:id}", response=MyRecordOut, auth=a_resident, operation_id="my_record")
def one_of_my_records(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Show one of my records: how it stands, what burdens it, its history, who looked."""
    visitor = request.visitor
    mine = my_record(id, visitor.resident_id, visitor.language, settings.CLOCK.now())
    return _held(mine.view) | vars(mine.view) | {name: value for name, value in vars(mine).items() if name != "view"}


def _held(summary: Any) -> dict[str, Any]:
    return {**vars(summary), "register_id": summary.register}
