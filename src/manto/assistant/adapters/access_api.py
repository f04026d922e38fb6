"""A resident's leave for an assistant of her own, over HTTP: given, seen in use, taken back at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from manto.assistant.adapters.tools import TOOLS
from manto.assistant.conversation import commands, queries, schemas
from manto.assistant.conversation.wording import texts
from manto.residents.access import a_resident

router = Router(tags=["conversation"])
AccessId = Path(alias="id")


@router.get("/me/accesses", response=schemas.AccessesOut, auth=a_resident, operation_id="my_accesses")
def my_accesses(request: HttpRequest, response: HttpResponse) -> Any:
    """List the accesses that I gave to assistants of my own, with their uses."""
    response["Cache-Control"] = "private, no-store"
    return _page(request)


@router.post("/me/accesses", response=schemas.AccessGivenOut, auth=a_resident, operation_id="give_access")
def give_access(request: HttpRequest, response: HttpResponse, body: schemas.AccessIn) -> Any:
    """Give an access: for whom, to which tools, until when; the token is shown this once."""
    response["Cache-Control"] = "private, no-store"
    _, token = commands.give_access(
        body.id,
        request.visitor.resident_id,
        body.name,
        body.tools,
        known_tools=list(TOOLS),
        days=body.days,
        now=settings.CLOCK.now(),
    )
    return {"token": token, "accesses": _page(request)}


@router.delete("/me/accesses/{uuid:id}", response=schemas.AccessesOut, auth=a_resident, operation_id="revoke_access")
def revoke_access(request: HttpRequest, access_id: UUID = AccessId) -> Any:
    """Take an access back, at once."""
    commands.revoke_access(access_id, request.visitor.resident_id, now=settings.CLOCK.now())
    return _page(request)


def _page(request: HttpRequest) -> dict[str, Any]:
    language = request.visitor.language
    return {
        "address": f"{settings.PUBLIC_URL}/mcp",
        "tools": [{"tool": name, "title": texts.say(f"access.tool.{name}", language)} for name in TOOLS],
        "given": queries.accesses_of(request.visitor.resident_id, language),
    }
