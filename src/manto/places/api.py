"""Places and events over HTTP."""

from __future__ import annotations

from datetime import timedelta
from math import inf
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from manto.kernel.errors import BadInput
from manto.places import (
    api_editing,
    api_liking,
    api_live,
    api_media,
    api_open,
    api_opened,
    api_packs,
    api_totems,
    api_trail_desk,
    api_trails,
    api_walking,
    desk,
    queries,
    schemas,
)
from manto.places.asked_for import read_moment, read_point
from manto.places.cards import PlacePage, SourceCard
from manto.places.categories import catalogue
from manto.places.geometry import arrow, clock_direction
from manto.places.live_board import board_of
from manto.places.live_feeds import live_source
from manto.places.public_reads import kept_for_a_minute
from manto.places.ranking import Asking, Needs
from manto.residents.access import anyone, staff
from manto.residents.roles import Role

router = Router(tags=["places"])
router.add_router("", api_live.router)
router.add_router("", api_open.router)
router.add_router("", api_opened.router)
router.add_router("", api_editing.router)
router.add_router("", api_liking.router)
router.add_router("", api_media.router)
router.add_router("", api_packs.router)
router.add_router("", api_totems.router)
router.add_router("", api_trails.router)
router.add_router("", api_trail_desk.router)
router.add_router("", api_walking.router)

EVENTS_AHEAD = timedelta(days=7)
EVENTS_AT_ONCE = timedelta(days=370)


@router.get("/categories", response=list[schemas.CategoryOut], auth=anyone, operation_id="categories")
@decorate_view(kept_for_a_minute)
def categories(request: HttpRequest) -> list[dict[str, Any]]:
    """List the kinds of places."""
    language = request.LANGUAGE_CODE
    return [
        {"id": kind.id, "name": kind.name.get(language, kind.name["en"]), "icon": kind.icon, "group": kind.group}
        for kind in catalogue().values()
    ]


@router.get("/places", response=schemas.PlacesOut, auth=anyone, operation_id="places")
@decorate_view(kept_for_a_minute)
def places(
    request: HttpRequest,
    near: str = Query("", description="Latitude and longitude, as exact as the asker likes: 45.16,10.795"),
    radius_m: float | None = Query(None, gt=0, le=20_100_000),
    category: str = Query("", description="One id or several with commas between"),
    q: str = Query("", max_length=200, description="Words in the name or for the kind of place, in either language"),
    open_now: bool = Query(False, description="The open first, then those whose hours nobody knows, never the closed"),
    step_free: bool = Query(False, description="Only what one can surely enter without a step"),
    limit: int = Query(100, ge=1, le=500),
    cursor: str = Query("", description="next_cursor of the page before"),
) -> dict[str, Any]:
    """Find places: the nearest first when asked from somewhere, else by name."""
    page = queries.places_near(
        read_point(near),
        now=settings.CLOCK.now(),
        language=request.LANGUAGE_CODE,
        radius_m=radius_m or inf,
        categories=[part.strip() for part in category.split(",") if part.strip()],
        text=q,
        open_now=open_now,
        step_free=step_free,
        limit=limit,
        skip=_read_cursor(cursor),
    )
    return _page(page)


@router.get("/around", response=schemas.AroundOut, auth=anyone, operation_id="around")
@decorate_view(kept_for_a_minute)
def around(
    request: HttpRequest,
    near: str = Query(..., description="Latitude and longitude, as coarse as the asker likes"),
    radius_m: float = Query(300, gt=0, le=5000),
    heading_deg: float | None = Query(None, ge=0, le=360, description="Where one looks; without it nothing is in view"),
    view_deg: float = Query(60, ge=20, le=120),
    width_px: float = Query(390, ge=100, le=4000),
    audience: str = Query("", description="Who one is, with commas between"),
    step_free: bool = False,
    kerb_cm_max: float | None = Query(None, ge=0),
    incline_pct_max: float | None = Query(None, ge=0),
    width_cm_min: float | None = Query(None, ge=0),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Say what is around now, best first, as the phone works it out for itself."""
    here = read_point(near)
    if here is None:
        raise BadInput("Nobody said from where.", "Write near=45.16,10.795.")
    asking = Asking(
        here=here,
        heading_deg=heading_deg,
        view_deg=view_deg,
        width_px=width_px,
        radius_m=radius_m,
        audience=frozenset(part.strip() for part in audience.split(",") if part.strip()),
        needs=Needs(step_free, kerb_cm_max, incline_pct_max, width_cm_min),
        count=limit,
    )
    found, sources = queries.around_now(asking, now=settings.CLOCK.now(), language=request.LANGUAGE_CODE)
    looking = heading_deg or 0.0
    return {
        "items": [
            {
                **{name: getattr(one, name) for name in ("distance_m", "bearing_deg", "is_here", "is_behind")},
                "lane": one.lane,
                "x_px": one.x_px,
                "place": card,
                "fits": ("yes", "unknown", "no")[one.fits],
                "clock": clock_direction(one.bearing_deg, looking),
                "arrow": arrow(one.bearing_deg, looking),
            }
            for one, card in found
        ],
        "attributions": sources_out(sources),
    }


@router.get("/places/{path:id}/departures", response=schemas.DeparturesOut, auth=anyone, operation_id="departures")
def departures(
    request: HttpRequest,
    id: str,  # noqa: A002
    at: str = Query("", description="From when, ISO 8601; now when left out"),
    minutes: int = Query(120, ge=1, le=2880),
) -> dict[str, Any]:
    """List what leaves a stop, with delays and alerts where a live feed says them."""
    now = settings.CLOCK.now()
    start = read_moment(at, now)
    board = board_of(id, start, start + timedelta(minutes=minutes), now=now, language=request.LANGUAGE_CODE)
    return {"items": board.items, "alerts": board.alerts, "live": [live_source(one) for one in board.live]}


@router.get("/places/{path:id}", response=schemas.PlaceOut, auth=anyone, operation_id="place")
@decorate_view(kept_for_a_minute)
def place(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002
    """Say all that is known of a place."""
    found = queries.place(id, now=settings.CLOCK.now(), language=request.LANGUAGE_CODE)
    week = [{"day": day, "text": text} for day, text in found.week]
    return {**vars(found.card), **vars(found), "week": week}


@router.get("/footprints", response=schemas.FootprintsOut, auth=anyone, operation_id="footprints")
@decorate_view(kept_for_a_minute)
def footprints(
    request: HttpRequest,
    near: str = Query(..., description="Latitude and longitude, as coarse as the asker likes"),
    radius_m: float = Query(700, gt=0, le=2000),
) -> dict[str, Any]:
    """Give the ground plans of the houses around, so that the phone knows what is behind them."""
    here = read_point(near)
    return {"items": queries.footprints_near(here, radius_m) if here else []}


@router.get("/events", response=schemas.EventsOut, auth=anyone, operation_id="events")
@decorate_view(kept_for_a_minute)
def events(
    request: HttpRequest,
    from_: str = Query("", alias="from", description="ISO 8601; now when left out"),
    to: str = Query("", description="ISO 8601; a week after `from` when left out"),
    near: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> dict[str, Any]:
    """List what is under way between two moments, in order of time."""
    start = read_moment(from_, settings.CLOCK.now())
    end = read_moment(to, start + EVENTS_AHEAD)
    if not start < end <= start + EVENTS_AT_ONCE:
        raise BadInput("'to' is not within a year after 'from'.", "Ask for a shorter time.")
    found = queries.events_between(start, end, language=request.LANGUAGE_CODE, near=read_point(near), limit=limit)
    return {"items": found}


@router.get("/events/{path:id}/calendar.ics", response=str, auth=anyone, operation_id="event_calendar")
@decorate_view(kept_for_a_minute)
def event_calendar(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Give an event as a file for one's own calendar."""
    written = queries.event_calendar(id, language=request.LANGUAGE_CODE)
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="event.ics"'
    return answer


@router.get("/events/{path:id}", response=schemas.EventOut, auth=anyone, operation_id="event")
@decorate_view(kept_for_a_minute)
def event(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002
    """Say all that is known of an event, and when it comes next."""
    found = queries.event(id, now=settings.CLOCK.now(), language=request.LANGUAGE_CODE)
    dates = [{"starts": starts, "ends": ends} for starts, ends in found.dates]
    return {**vars(found), "dates": dates, "calendar_url": f"/api/v1/events/{quote(id)}/calendar.ics"}


@router.get(
    "/desk/imports", response=schemas.ImportsOut, auth=staff(Role.EDITOR, Role.ADMINISTRATOR), operation_id="imports"
)
def imports(request: HttpRequest) -> dict[str, Any]:
    """List the latest imports."""
    return {"items": desk.imports()}


@router.get(
    "/desk/imports/{int:id}",
    response=schemas.ImportDetailsOut,
    auth=staff(Role.EDITOR, Role.ADMINISTRATOR),
    operation_id="import_details",
)
def import_details(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002
    """Say what an import took, what it left, and why."""
    return desk.import_details(id, request.LANGUAGE_CODE)


@router.get("/desk/places", response=schemas.PlacesOut, auth=staff(Role.EDITOR), operation_id="desk_places")
def desk_places(request: HttpRequest, q: str = Query("", max_length=200), cursor: str = "") -> dict[str, Any]:
    """Find places by name, for those who look after them."""
    skip, language = _read_cursor(cursor), request.LANGUAGE_CODE
    return _page(queries.places_near(None, now=settings.CLOCK.now(), language=language, text=q, skip=skip))


def _read_cursor(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("This is not the cursor of a page.", "Give next_cursor of the page before, or none.")
    return int(text or 0)


def _page(page: PlacePage) -> dict[str, Any]:
    return {
        "items": page.items,
        "next_cursor": None if page.next_skip is None else str(page.next_skip),
        "total": page.total,
        "attributions": sources_out(page.attributions),
    }


def sources_out(sources: list[SourceCard]) -> list[dict[str, str]]:
    """Name those from whom content is."""
    return [{"text": source.attribution, "url": source.url, "licence": source.licence} for source in sources]
