"""The editors' desk over HTTP: look at a place, draft, check, publish, take back, import; and what was read how often."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from manto.kernel.errors import BadInput, NotFound
from manto.places import editing
from manto.places.commands import import_content
from manto.places.gathering import SourceFacts, gather
from manto.places.importing.geojson import read_geojson
from manto.places.layer import EDITABLE, laid_over
from manto.places.models import Place, PlaceEdit
from manto.places.programs import slug
from manto.places.snapshot import hours_reader
from manto.residents.access import staff
from manto.residents.roles import Role

router = Router(tags=["editing"])
_editor = staff(Role.EDITOR)
FEATURES_AT_ONCE_MAX = 5_000


class FindingOut(BaseModel):
    """What the check says."""

    field: str
    text: str
    bars: bool


class OverlayEditOut(BaseModel):
    """A place on the editor's desk.

    ``shown`` is what residents see now; ``drafted`` what is being worked on; ``base`` what the source says.
    """

    id: str
    version: int
    base: dict[str, Any] | None
    changes: dict[str, Any]
    draft: dict[str, Any] | None
    source: str
    source_changed: bool
    published_at: datetime | None
    edited_at: datetime | None
    findings: list[FindingOut]


class OverlayEditLineOut(BaseModel):
    """One line of the list of edits."""

    id: str
    name: str
    state: str
    edited_at: datetime


class OverlayEditsOut(BaseModel):
    """What the city says over places, the latest first."""

    items: list[OverlayEditLineOut]


class DraftIn(BaseModel):
    """What an editor writes; ``version`` is the one that she saw."""

    version: int = Field(ge=0)
    changes: dict[str, Any]


class VersionIn(BaseModel):
    """The version that an editor saw."""

    version: int = Field(ge=0)


class BulkIn(BaseModel):
    """A GeoJSON file, its source and its licence."""

    source: str = Field(min_length=1, max_length=200)
    licence: str = Field(min_length=1, max_length=100)
    attribution: str = Field("", max_length=300)
    content: dict[str, Any]


class BulkOut(BaseModel):
    """What an import did; the desk's imports tell the rest."""

    run: int
    taken: int
    changed: int
    unchanged: int
    withdrawn: int
    left: int


@router.get("/desk/overlays", response=OverlayEditsOut, auth=_editor, operation_id="desk_overlays")
def overlays(request: HttpRequest) -> dict[str, Any]:
    """List what the city says over places."""
    edits = list(PlaceEdit.objects.order_by("-edited_at")[:300])
    bases = Place.objects.filter(withdrawn_at=None).in_bulk([edit.place for edit in edits])
    return {"items": [_line(edit, bases.get(edit.place), request.LANGUAGE_CODE) for edit in edits]}


@router.get("/desk/overlays/{path:id}", response=OverlayEditOut, auth=_editor, operation_id="desk_overlay")
def overlay(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002
    """Show a place to its editor: what the source says, what is shown, what is drafted, what the check finds."""
    return _told(id, request.LANGUAGE_CODE)


@router.post("/desk/overlays", response=OverlayEditOut, auth=_editor, operation_id="draft_new_overlay")
def draft_new(request: HttpRequest, body: DraftIn) -> dict[str, Any]:
    """Draft a place that no source has."""
    edit = _draft("", body, request)
    return _told(edit.place, request.LANGUAGE_CODE)


@router.put("/desk/overlays/{path:id}", response=OverlayEditOut, auth=_editor, operation_id="draft_overlay")
def draft(request: HttpRequest, id: str, body: DraftIn) -> dict[str, Any]:  # noqa: A002
    """Keep what an editor is writing; nobody else sees it."""
    _draft(id, body, request)
    return _told(id, request.LANGUAGE_CODE)


@router.post(
    "/desk/overlay-publication/{path:id}", response=OverlayEditOut, auth=_editor, operation_id="publish_overlay"
)
def publish(request: HttpRequest, id: str, body: VersionIn) -> dict[str, Any]:  # noqa: A002
    """Show what was drafted, once the check finds nothing that bars it."""
    account = request.visitor.account_id
    editing.publish_overlay(id, version=body.version, account=account, now=settings.CLOCK.now())
    return _told(id, request.LANGUAGE_CODE)


@router.post(
    "/desk/overlay-withdrawal/{path:id}", response=OverlayEditsOut, auth=_editor, operation_id="withdraw_overlay"
)
def withdraw(request: HttpRequest, id: str, body: VersionIn) -> dict[str, Any]:  # noqa: A002
    """Take back all that the city says over a place."""
    account = request.visitor.account_id
    editing.withdraw_overlay(id, version=body.version, account=account, now=settings.CLOCK.now())
    listed: dict[str, Any] = overlays(request)
    return listed


@router.post("/desk/overlay-import", response=BulkOut, auth=_editor, operation_id="import_overlays")
def bulk(request: HttpRequest, body: BulkIn) -> Any:
    """Take in many places from GeoJSON, whole or not at all."""
    features = body.content.get("features")
    if not isinstance(features, list) or len(features) > FEATURES_AT_ONCE_MAX:
        raise BadInput(
            f"This is no GeoJSON with at most {FEATURES_AT_ONCE_MAX} features.", "Use `manto import` for larger files."
        )
    facts = SourceFacts(slug(body.source), body.source, body.licence, body.attribution)
    reading = read_geojson(body.content, facts.id, settings.CITY.default_language)
    content = gather(reading, hours_reader().check, lambda *_: None)
    report = import_content(facts, content, file="desk.geojson", kind="geojson", now=settings.CLOCK.now())
    return {name: getattr(report, name) for name in ("run", "taken", "changed", "unchanged", "withdrawn", "left")}


def _draft(place: str, body: DraftIn, request: HttpRequest) -> PlaceEdit:
    edit: PlaceEdit = editing.draft_overlay(
        place,
        body.changes,
        version=body.version,
        account=request.visitor.account_id,
        now=settings.CLOCK.now(),
    )
    return edit


def _told(place: str, language: str) -> dict[str, Any]:
    edit = PlaceEdit.objects.filter(place=place).first()
    base = Place.objects.select_related("source").filter(id=place, withdrawn_at=None).first()
    if edit is None and base is None:
        raise NotFound(f"There is no place '{place}'.", "Look for it on the desk.")
    now = settings.CLOCK.now()
    checked = edit or PlaceEdit(place=place, edited_at=now)
    return {
        "id": place,
        "version": edit.version if edit else 0,
        "base": _facts(base) if base else None,
        "changes": edit.changes if edit else {},
        "draft": edit.draft if edit else None,
        "source": base.source.name if base else "",
        "source_changed": bool(edit and base and edit.published_at and edit.over not in ("", base.digest)),
        "published_at": edit.published_at if edit else None,
        "edited_at": edit.edited_at if edit else None,
        "findings": [
            {"field": finding.field, "text": finding.text(language), "bars": finding.bars}
            for finding in editing.check_draft(checked, base, now)
        ],
    }


def _facts(place: Place) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(
        json.dumps(
            {key: getattr(place, key) for key in EDITABLE if key != "hidden"}, default=lambda value: value.isoformat()
        )
    )
    return plain


def _line(edit: PlaceEdit, base: Place | None, language: str) -> dict[str, Any]:
    changes = edit.draft if edit.draft is not None else edit.changes
    shown = laid_over(base, edit.place, {**changes, "hidden": False}, edited_at=edit.edited_at)
    name = (shown.name.get(language) or next(iter(shown.name.values()), "")) if shown else ""
    state = "vanished" if shown is None else "draft" if edit.draft is not None else "published"
    return {"id": edit.place, "name": name or edit.place, "state": state, "edited_at": edit.edited_at}
