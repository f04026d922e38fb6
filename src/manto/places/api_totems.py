"""Totems over HTTP: where a code leads, and what the desk prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from manto.city.texts import Texts
from manto.kernel.errors import NotFound
from manto.places import totem_sheets, totems
from manto.places.models import Totem
from manto.places.queries import places_by_id
from manto.residents.access import anyone, staff
from manto.residents.roles import Role

router = Router(tags=["totems"])
_texts = Texts.of_room("manto.places")
_editor = staff(Role.EDITOR)


class LeadsOut(BaseModel):
    """Where a code leads."""

    state: Literal["stands", "revoked", "gone", "forged"]
    place: str


class TotemOut(BaseModel):
    """A totem as the desk sees it."""

    code: str
    url: str
    place: str
    name: str
    made_at: datetime
    revoked_at: datetime | None
    revoked_why: str


class TotemsOut(BaseModel):
    """Totems, the newest first."""

    items: list[TotemOut]


class TotemsIn(BaseModel):
    """For which places."""

    places: list[str] = Field(min_length=1, max_length=totems.AT_ONCE_MAX)


class RevokeIn(BaseModel):
    """Why."""

    why: str = Field(min_length=1, max_length=200)


@router.get("/totems/{code}", response=LeadsOut, auth=anyone, operation_id="totem")
def totem(request: HttpRequest, code: str) -> Any:
    """Say where a code in the street leads."""
    return vars(totems.leads_to(code))


@router.get("/desk/totems", response=TotemsOut, auth=_editor, operation_id="desk_totems")
def desk_totems(request: HttpRequest) -> dict[str, Any]:
    """List the totems."""
    return {"items": _told(list(Totem.objects.order_by("-made_at", "code")[:1000]), request.LANGUAGE_CODE)}


@router.post("/desk/totems", response={201: TotemsOut}, auth=_editor, operation_id="make_totems")
def make_totems(request: HttpRequest, body: TotemsIn) -> Any:
    """Make a code for each of some places."""
    made = totems.make_totems(body.places, account=request.visitor.account_id, now=settings.CLOCK.now())
    return Status(201, {"items": _told(made, request.LANGUAGE_CODE)})


@router.post("/desk/totems/{code}/revoke", response=TotemOut, auth=_editor, operation_id="revoke_totem")
def revoke_totem(request: HttpRequest, code: str, body: RevokeIn) -> Any:
    """Take a code out of use."""
    revoked = totems.revoke_totem(code, why=body.why, now=settings.CLOCK.now())
    return _told([revoked], request.LANGUAGE_CODE)[0]


@router.get("/desk/totem-sheet", auth=_editor, operation_id="totem_sheet")
def sheet(
    request: HttpRequest,
    codes: str = Query("", description="Which, with commas between; all that stand when empty"),
    language: str = Query("", max_length=5),
) -> HttpResponse:
    """Print a sheet of labels (PDF/UA)."""
    spoken = language if language in settings.CITY.languages else request.LANGUAGE_CODE
    standing = totems.standing_totems(code for code in codes.split(",") if code.strip())
    if not standing:
        raise NotFound("None of these totems stands.", "Make one first.")
    now = settings.CLOCK.now()
    city = settings.CITY.name.get(spoken) or settings.CITY.name[settings.CITY.default_language]
    labels = [
        totem_sheets.Label(
            code=one["code"],
            url=one["url"],
            name=one["name"],
            why=_texts.say("totem.why", spoken),
            alternative=_texts.say("totem.alternative", spoken, place=one["name"]),
        )
        for one in _told(standing, spoken)
    ]
    title = _texts.say("totem.sheet", spoken, city=city)
    made = totem_sheets.sheet_of(labels, title=title, language=spoken, day=now)
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="totems.pdf"'}
    )


@router.get("/desk/totems/{code}/picture", auth=_editor, operation_id="totem_picture")
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """Draw one code (SVG)."""
    standing = totems.standing_totems([code])
    if not standing:
        raise NotFound("This totem does not stand.", "The desk lists those that do.")
    name = f"totem-{standing[0].code}.svg"
    return HttpResponse(
        totem_sheets.svg_of(_url(standing[0].code)),
        content_type="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told(held: list[Totem], language: str) -> list[dict[str, Any]]:
    cards = places_by_id([one.place for one in held], now=settings.CLOCK.now(), language=language)
    return [
        {
            "code": one.code,
            "url": _url(one.code),
            "place": one.place,
            "name": cards[one.place].name if one.place in cards else one.place,
            "made_at": one.made_at,
            "revoked_at": one.revoked_at,
            "revoked_why": one.revoked_why,
        }
        for one in held
    ]


def _url(code: str) -> str:
    return f"{settings.PUBLIC_URL}/t/{code}"
