"""Streets, ways and barriers over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router
from ninja.decorators import decorate_view
from pydantic import Field

from manto.kernel.errors import BadInput
from manto.places import barriers, queries
from manto.places.asked_for import read_moment, read_point
from manto.places.geometry import Point
from manto.places.live_feeds import live_source
from manto.places.public_reads import kept_for_a_minute
from manto.places.rides_there import journey_there
from manto.places.schemas import AttributionOut, LiveSourceOut
from manto.places.streets_now import street_sources, streets_around
from manto.places.walking.profiles import profiles
from manto.places.ways_there import limits_of, ways_on_foot
from manto.residents.access import a_resident, anyone, staff
from manto.residents.out import Out
from manto.residents.roles import Role

router = Router(tags=["ways"])


class StreetOut(Out):
    """A street; ``facts`` says what is known of it, and what is not there is not known."""

    name: str
    facts: dict[str, Any]


class WalkerOut(Out):
    """A kind of walker, in the numbers by which ways are weighed."""

    id: str
    speed_m_s: float
    limits: dict[str, float]
    refuses: dict[str, list[Any]]
    asks: dict[str, list[str]]
    unknown: float
    surface: dict[str, float]
    crossing: dict[str, float]
    step_m: float
    unlit: float
    sun: float


class StreetsOut(Out):
    """The street graph: millionths of a degree, and stretches as from, to and way in turn."""

    version: str
    points: list[int]
    stretches: list[int]
    ways: list[StreetOut]
    profiles: list[WalkerOut]
    attributions: list[AttributionOut]


class WalkStepOut(Out):
    """Going along one street."""

    name: str
    kind: Literal["street", "foot", "crossing", "steps"]
    metres: float
    turn: Literal["start", "straight", "left", "right", "back"]
    bearing_deg: float
    at: tuple[float, float]
    crossing: str
    steps: int


class AvoidedOut(Out):
    """Something that stops this walker on the shortest way; ``barrier`` names the report that says so."""

    fact: str
    value: Any
    name: str
    at: tuple[float, float]
    barrier: str


class WalkOut(Out):
    """One way, with what is to be said of it."""

    metres: float
    minutes: float
    points: list[tuple[float, float]]
    steps: list[WalkStepOut]
    avoided: list[AvoidedOut]
    longer_m: float
    unknown: dict[str, float]
    helps: dict[str, float]


class WalksOut(Out):
    """Ways, the best first; where there is none, ``in_the_way`` says why."""

    items: list[WalkOut]
    in_the_way: list[AvoidedOut]
    attributions: list[AttributionOut]


class WalkerLimitsOut(Out):
    """How somebody goes about, by her own word: which kind of walker, and limits of her own."""

    profile: str
    limits: dict[str, float]


class RideStopOut(Out):
    """Where one gets on or off."""

    id: str
    name: str


class RideOut(Out):
    """Sitting in one vehicle; ``wheelchair`` is null where nobody says whether it takes one."""

    line: str
    headsign: str
    start: RideStopOut
    end: RideStopOut
    departs: datetime
    arrives: datetime
    wheelchair: bool | None


class RidesOut(Out):
    """Rides in order, with the walks before and after them, roughly; no rides where none leads there in time."""

    rides: list[RideOut]
    walk_first_s: int
    walk_last_s: int
    arrives: datetime | None
    live: list[LiveSourceOut]


BarrierKind = Literal["blocked", "kerb", "steps", "steep", "narrow", "surface"]


class BarrierOut(Out):
    """A report, and until when it counts; who made it is nobody's business."""

    id: int
    kind: BarrierKind
    value: float | None
    lat: float
    lon: float
    street: str
    reported_at: datetime
    there: int
    gone: int
    state: Literal["believed", "doubtful", "over"]
    believed_until: datetime
    over_at: datetime


class BarriersOut(Out):
    """All reports that count now."""

    items: list[BarrierOut]


class BarrierIn(Out):
    """What is in the way, and where on the street; not where one stands."""

    kind: BarrierKind
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    value: float | None = None


class BarrierWordIn(Out):
    """One's word on a report."""

    there: bool


class BarrierClosingIn(Out):
    """Why a report is closed; or ``held`` and for how many days it is right."""

    why: Literal["mended", "not_there", "moved", "held"]
    days: int = 14


@router.get("/streets", response=StreetsOut, auth=anyone, operation_id="streets")
@decorate_view(kept_for_a_minute)
def streets(
    request: HttpRequest, near: str = Query("", description="Latitude and longitude, as coarse as the asker likes")
) -> dict[str, Any]:
    """Give the streets around, with which a phone finds ways by itself and tells nobody."""
    found = streets_around(read_point(near))
    return {**found, "profiles": [vars(one) for one in profiles().values()], "attributions": _named()}


@router.get("/routes", response=WalksOut, auth=anyone, operation_id="routes")
def routes(
    request: HttpRequest,
    from_: str = Query(..., alias="from", description="A place's id, or latitude and longitude"),
    to: str = Query(..., description="A place's id, or latitude and longitude"),
    profile: str = "walker",
    kerb_cm_max: float | None = Query(None, ge=0),
    incline_pct_max: float | None = Query(None, ge=0),
    width_cm_min: float | None = Query(None, ge=0),
) -> dict[str, Any]:
    """Find ways on foot between two places; the app finds its own on the phone."""
    own = {"kerb_cm_max": kerb_cm_max, "incline_pct_max": incline_pct_max, "width_cm_min": width_cm_min}
    limits = {name: limit for name, limit in own.items() if limit is not None}
    found, in_the_way = ways_on_foot(_spot(from_), _spot(to), who=profile, own_limits=limits, now=settings.CLOCK.now())
    items = [{**vars(one), "metres": one.walk.metres, "points": one.walk.points} for one in found]
    return {"items": items, "in_the_way": in_the_way, "attributions": _named()}


@router.get("/rides", response=RidesOut, auth=anyone, operation_id="rides")
def rides(
    request: HttpRequest,
    from_: str = Query(
        ..., alias="from", description="A place's id, or latitude and longitude, as coarse as one likes"
    ),
    to: str = Query(..., description="A place's id, or latitude and longitude"),
    profile: str = "walker",
    at: str = Query("", description="When one sets out, ISO 8601; now when left out"),
) -> dict[str, Any]:
    """Find the way by bus or train that arrives first: a walk, a ride, perhaps a change, a walk."""
    now = settings.CLOCK.now()
    found = journey_there(_spot(from_), _spot(to), read_moment(at, now), who=profile, now=now)
    if found.journey is None:
        return {"rides": [], "arrives": None, "walk_first_s": 0, "walk_last_s": 0, "live": []}

    def moment(second: int) -> datetime:
        return found.midnight + timedelta(seconds=second)

    def stop(id_: str) -> dict[str, str]:
        return {"id": id_, "name": queries.in_language(found.stops[id_].name, request.LANGUAGE_CODE) or id_}

    return {
        **vars(found.journey),
        "arrives": moment(found.journey.arrives_s),
        "rides": [
            {
                **{name: getattr(ride, name) for name in ("line", "headsign", "wheelchair")},
                "start": stop(ride.start),
                "end": stop(ride.end),
                "departs": moment(ride.departs_s),
                "arrives": moment(ride.arrives_s),
            }
            for ride in found.journey.rides
        ],
        "live": [live_source(one) for one in found.live],
    }


@router.get("/barriers", response=BarriersOut, auth=anyone, operation_id="barriers")
def list_barriers(request: HttpRequest) -> dict[str, Any]:
    """List what was reported on the ways of the city and counts now."""
    return {"items": [_told(card) for card in barriers.open_barriers(settings.CLOCK.now())]}


@router.get("/me/limits", response=WalkerLimitsOut, auth=a_resident, operation_id="my_limits")
def my_limits(request: HttpRequest) -> dict[str, Any]:
    """Say how I go about, as far as I told the city: the phone finds my ways by it."""
    return limits_of(request.visitor.resident_id, settings.CLOCK.now())


@router.post("/barriers", response=BarrierOut, auth=a_resident, operation_id="report_barrier")
def report_barrier(request: HttpRequest, given: BarrierIn) -> dict[str, Any]:
    """Report something on the way; everybody's ways change at once."""
    here = request.visitor.resident_id
    card = barriers.report_barrier(
        given.kind, (given.lat, given.lon), value=given.value, resident_id=here, now=settings.CLOCK.now()
    )
    return _told(card)


@router.post("/barriers/{int:id}/words", response=BarrierOut, auth=a_resident, operation_id="say_of_barrier")
def say_of_barrier(request: HttpRequest, id: int, given: BarrierWordIn) -> dict[str, Any]:  # noqa: A002
    """Confirm a report, or say that it is gone."""
    here = request.visitor.resident_id
    return _told(barriers.say_of_barrier(id, there=given.there, resident_id=here, now=settings.CLOCK.now()))


@router.post(
    "/desk/barriers/{int:id}",
    response={204: None},
    auth=staff(Role.EDITOR, Role.CASE_OFFICER),
    operation_id="close_barrier",
)
def close_barrier(request: HttpRequest, id: int, given: BarrierClosingIn) -> tuple[int, None]:  # noqa: A002
    """Close a report, or say for how long it is right."""
    now = settings.CLOCK.now()
    if given.why == "held":
        barriers.hold_barrier(id, given.days, now=now)
    else:
        barriers.close_barrier(id, given.why, now=now)
    return 204, None


def _told(card: barriers.BarrierCard) -> dict[str, Any]:
    return {**vars(card), **vars(card.standing)}


def _spot(text: str) -> Point:
    """Read a position, or find a place.

    Raises:
        BadInput: It is neither.

    """
    found = queries.places_by_id([text], now=settings.CLOCK.now(), language=settings.CITY.default_language).get(text)
    if found is not None:
        return found.lat, found.lon
    point = read_point(text)
    if point is None:
        raise BadInput("Nobody said from where and to where.", "Give a place's id, or a latitude and a longitude.")
    return point


def _named() -> list[dict[str, str]]:
    return [
        {"text": source.attribution or source.name, "url": source.url, "licence": source.licence}
        for source in street_sources()
    ]
