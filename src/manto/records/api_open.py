"""What everybody may read of the registers: those public by law, whole, with a proof for each row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from manto.records import schemas
from manto.records.queries import open_data
from manto.residents.access import anyone

router = Router(tags=["registers"])


@router.get(
    "/registers/{str:type}/open.json", response=schemas.OpenRegisterOut, auth=anyone, operation_id="open_register"
)
def open_register(request: HttpRequest, type: str) -> Any:  # noqa: A002
    """Give a register that is public by law, each row with the address of its proof."""
    now = settings.CLOCK.now()
    described = open_data.describe_register(type, request.visitor.language)
    return {**described, "as_of": now, "rows": list(open_data.open_rows(type, now))}


@router.get("/registers/{str:type}/open.csv", auth=anyone, operation_id="open_register_csv")
def open_register_csv(request: HttpRequest, type: str) -> HttpResponse:  # noqa: A002
    """Give a register that is public by law as CSV."""
    response = HttpResponse(open_data.open_csv(type, settings.CLOCK.now()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{open_data.public_type(type).id}.csv"'
    return response


@router.get(
    "/registers/{str:type}/entry", response=schemas.OpenEntryOut, auth=anyone, operation_id="open_register_entry"
)
def open_register_entry(request: HttpRequest, type: str, thing: str) -> Any:  # noqa: A002
    """Ask a register whose index is open by law about one thing, as a parcel: its open fields and proof, and no persons."""
    now = settings.CLOCK.now()
    return {"as_of": now, "entry": open_data.open_entry(type, thing, now)}


@router.get("/registers/{str:type}/{uuid:id}/proof", auth=anyone, operation_id="open_register_proof")
def open_register_proof(request: HttpRequest, type: str, id: UUID) -> HttpResponse:  # noqa: A002
    """Give the proof of one row of a public register, or of an entry of an open index, for `manto verify`."""
    return HttpResponse(open_data.open_proof(type, id), content_type="application/octet-stream")
