"""What the API says about places, events and imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from manto.residents.out import Out


class CategoryOut(Out):
    """A kind of place; ``icon`` is a name of the Lucide set."""

    id: str
    name: str
    icon: str
    group: Literal["culture", "help", "learning", "health", "moving", "street", "leisure"]


class OpenOut(Out):
    """Whether a place is open, and a sentence that says so."""

    state: Literal["open", "closed", "unknown"]
    until: datetime | None
    opens: datetime | None
    text: str


class PlaceCardOut(Out):
    """A place in a list."""

    id: str
    name: str
    category: str
    lat: float
    lon: float
    address: str | None
    distance_m: float | None
    open: OpenOut
    wheelchair: Literal["yes", "limited", "no", "unknown"]
    access: dict[str, Any]
    source: str
    about: str | None
    told: bool
    audience: list[str]
    valid_from: datetime | None
    valid_to: datetime | None


class AttributionOut(Out):
    """Who is named for what is shown."""

    text: str
    url: str
    licence: str


class PlacesOut(Out):
    """A page of places; ``next_cursor`` asks for the next."""

    items: list[PlaceCardOut]
    next_cursor: str | None
    total: int
    attributions: list[AttributionOut]


class StandingOut(Out):
    """A place as it stands to the one who asks; ``x_px`` and ``lane`` are for a picture of the width asked for."""

    place: PlaceCardOut
    distance_m: float
    bearing_deg: float
    clock: int
    arrow: str
    fits: Literal["yes", "unknown", "no"]
    is_here: bool
    is_behind: bool
    lane: int
    x_px: float | None


class AroundOut(Out):
    """What is around, best first."""

    items: list[StandingOut]
    attributions: list[AttributionOut]


class FootprintsOut(Out):
    """Ground plans of houses: corners as [latitude, longitude]."""

    items: list[list[tuple[float, float]]]


class SourceOut(Out):
    """Where a place is known from."""

    id: str
    name: str
    licence: str
    attribution: str
    url: str


class DayOut(Out):
    """The hours of one day, in words."""

    day: str
    text: str


class SpotOut(Out):
    """Where an event is."""

    id: str
    name: str
    lat: float
    lon: float


class EventCardOut(Out):
    """One occurrence of an event."""

    id: str
    title: str
    about: str
    kind: str
    starts: datetime
    ends: datetime
    place: SpotOut | None
    free: bool
    step_free: bool | None
    distance_m: float | None


class EventsOut(Out):
    """Events in order of time."""

    items: list[EventCardOut]


class MediaOut(Out):
    """A picture, sound, film or panorama, with what is said instead of it."""

    kind: Literal["image", "audio", "video", "panorama"]
    url: str
    alternative: str
    transcript: str | None
    creator: str
    licence: str


class ActionOut(Out):
    """Something that can be begun at a place."""

    kind: Literal["service", "report", "book", "link"]
    name: str
    href: str


class PlaceOut(Out):
    """All that is known of a place."""

    id: str
    name: str
    category: str
    lat: float
    lon: float
    address: str | None
    distance_m: float | None
    open: OpenOut
    wheelchair: Literal["yes", "limited", "no", "unknown"]
    access: dict[str, Any]
    about: str | None
    told: bool
    text_alternative: str | None
    opening_hours: str | None
    week: list[DayOut]
    phone: str | None
    website: str | None
    source: SourceOut
    imported_at: datetime
    events: list[EventCardOut]
    story: str | None
    audience: list[str]
    media: list[MediaOut]
    actions: list[ActionOut]
    valid_from: datetime | None
    valid_to: datetime | None


class DatesOut(Out):
    """One occurrence."""

    starts: datetime
    ends: datetime


class EventOut(Out):
    """All that is known of an event; no dates when it is over."""

    id: str
    title: str
    about: str
    kind: str
    free: bool
    step_free: bool | None
    place: PlaceCardOut | None
    dates: list[DatesOut]
    repeats: bool
    source: SourceOut
    imported_at: datetime
    calendar_url: str


class DepartureOut(Out):
    """Something that leaves a stop."""

    at: datetime
    line: str
    headsign: str
    wheelchair: bool | None
    late_s: int | None
    cancelled: bool


class LiveSourceOut(Out):
    """Whose live word it is, and how old; ``old`` where it is too old to go by."""

    id: str
    source: str
    licence: str
    age_s: float | None
    old: bool
    simulated: bool


class AlertOut(Out):
    """What passengers should know."""

    title: str
    text: str
    lines: list[str]


class DeparturesOut(Out):
    """What leaves, in order of time; ``late_s`` is null where nobody says how late it is."""

    items: list[DepartureOut]
    alerts: list[AlertOut]
    live: list[LiveSourceOut]


class LiveSpotOut(Out):
    """What one can have at a spot now; ``place`` where the spot is a place of the city."""

    feed: str
    kind: Literal["bikes", "vehicle", "parking"]
    name: str
    lat: float
    lon: float
    place: str
    free: int | None
    docks: int | None
    capacity: int | None
    open: bool


class LiveVehicleOut(Out):
    """A bus or train on its way; line and end are empty where the feed does not say which trip it runs."""

    feed: str
    ref: str
    lat: float
    lon: float
    line: str
    headsign: str


class LiveOut(Out):
    """All that is so only now."""

    items: list[LiveSpotOut]
    vehicles: list[LiveVehicleOut]
    feeds: list[LiveSourceOut]


class LeftOut(Out):
    """Rows that were left for one reason; ``line`` says where the first few are."""

    line: str
    reason: str
    count: int


class ImportOut(Out):
    """What one import did."""

    id: int
    source: str
    licence: str
    file: str
    kind: str
    taken: int
    unchanged: int
    changed: int
    withdrawn: int
    left_count: int
    started_at: datetime
    seconds: float


class ImportsOut(Out):
    """Imports, the latest first."""

    items: list[ImportOut]


class ImportDetailsOut(ImportOut):
    """What one import did, and why it left what it left."""

    left: list[LeftOut]
