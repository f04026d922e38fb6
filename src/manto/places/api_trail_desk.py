"""The editors' desk for trails over HTTP: draft, check, publish, hide, go back; export and import as one file."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from manto.kernel.errors import BadInput, NotFound
from manto.places import trail_desk, trail_shelf
from manto.places.models import Trail
from manto.residents.access import staff
from manto.residents.out import Out
from manto.residents.roles import Role

router = Router(tags=["trails"])
_editor = staff(Role.EDITOR)


class TrailFindingOut(Out):
    """What the check says of a stop, counted from 1, or of the trail itself (0)."""

    stop: int
    text: str
    bars: bool


class WrittenTrailOut(Out):
    """A trail as its editor sees it: what residents have, and what is drafted.

    ``folder`` says how it stands to the city's folder: the same, another, or in no file of it.
    """

    id: str
    version: int
    shown: bool
    edited_at: datetime
    content: dict[str, Any]
    draft: dict[str, Any] | None
    folder: Literal["same", "other", "none"]
    findings: list[TrailFindingOut]


class TrailLineOut(Out):
    """A trail in the list of the desk."""

    id: str
    title: str
    state: Literal["draft", "published", "hidden"]
    stops: int


class WrittenTrailsOut(Out):
    """Trails on the desk."""

    items: list[TrailLineOut]


class TrailIn(BaseModel):
    """A trail as it is to be kept."""

    version: int = Field(ge=0)
    shown: bool
    content: dict[str, Any]


class TrailDraftIn(BaseModel):
    """A trail as it is being written; ``version`` is the one that the editor saw."""

    version: int = Field(ge=0)
    content: dict[str, Any]


class TrailVersionIn(BaseModel):
    """The version that an editor saw."""

    version: int = Field(ge=0)


@router.get("/desk/trails", response=WrittenTrailsOut, auth=_editor, operation_id="desk_trails")
def desk_trails(request: HttpRequest) -> dict[str, Any]:
    """List the trails, those too that residents do not see."""
    return {"items": [_line(one, request.LANGUAGE_CODE) for one in Trail.objects.order_by("id")]}


@router.get("/desk/trails/{id}", response=WrittenTrailOut, auth=_editor, operation_id="desk_trail")
def desk_trail(request: HttpRequest, id: str) -> Any:  # noqa: A002
    """Give a trail as it is written, with its answers, its draft and what the check finds."""
    held = Trail.objects.filter(id=id).first()
    if held is None:
        raise NotFound(f"There is no trail '{id}'.", "The desk lists those that there are.")
    return _told(held, request)


@router.put("/desk/trails/{id}", response=WrittenTrailOut, auth=_editor, operation_id="write_trail")
def write_trail(request: HttpRequest, id: str, body: TrailIn) -> Any:  # noqa: A002
    """Keep a trail at once, new or changed: what was exported can be imported."""
    if body.content.get("id") != id:
        raise BadInput("The trail has another name than its address.", "Give both the same.")
    kept = trail_shelf.write_trail(
        body.content,
        shown=body.shown,
        version=body.version,
        account=request.visitor.account_id,
        now=settings.CLOCK.now(),
    )
    return _told(kept, request)


@router.put("/desk/trail-drafts/{id}", response=WrittenTrailOut, auth=_editor, operation_id="draft_trail")
def draft(request: HttpRequest, id: str, body: TrailDraftIn) -> Any:  # noqa: A002
    """Keep what an editor is writing; nobody else sees it."""
    account = request.visitor.account_id
    kept = trail_desk.draft_trail(id, body.content, version=body.version, account=account, now=settings.CLOCK.now())
    return _told(kept, request)


@router.post("/desk/trail-publication/{id}", response=WrittenTrailOut, auth=_editor, operation_id="publish_trail")
def publish(request: HttpRequest, id: str, body: TrailVersionIn) -> Any:  # noqa: A002
    """Show what was drafted, once the check finds nothing that bars it."""
    account = request.visitor.account_id
    return _told(trail_desk.publish_trail(id, version=body.version, account=account, now=settings.CLOCK.now()), request)


@router.post("/desk/trail-hiding/{id}", response=WrittenTrailOut, auth=_editor, operation_id="hide_trail")
def hide(request: HttpRequest, id: str, body: TrailVersionIn) -> Any:  # noqa: A002
    """Take a trail out of residents' sight."""
    account = request.visitor.account_id
    return _told(trail_desk.hide_trail(id, version=body.version, account=account, now=settings.CLOCK.now()), request)


@router.post("/desk/trail-restoration/{id}", response=WrittenTrailOut, auth=_editor, operation_id="restore_trail")
def restore(request: HttpRequest, id: str, body: TrailVersionIn) -> Any:  # noqa: A002
    """Go back to what the city's folder says, and follow it again."""
    return _told(trail_desk.restore_trail(id, version=body.version, now=settings.CLOCK.now()), request)


def _told(held: Trail, request: HttpRequest) -> dict[str, Any]:
    now = held.draft if held.draft is not None else held.content
    folder = "none" if held.folder is None else "same" if held.folder == held.content else "other"
    plain = {name: getattr(held, name) for name in ("id", "version", "shown", "edited_at", "content", "draft")}
    return {**plain, "folder": folder, "findings": trail_desk.trail_findings(now, request.LANGUAGE_CODE)}


def _line(held: Trail, language: str) -> dict[str, Any]:
    now = held.draft if held.draft is not None else held.content
    title = now.get("title") or {}
    state = "draft" if held.draft is not None else "published" if held.shown else "hidden"
    words = title.get(language) or next(iter(title.values()), "") if isinstance(title, dict) else ""
    return {"id": held.id, "title": words or held.id, "state": state, "stops": len(now.get("stops") or ())}
