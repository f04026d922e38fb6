"""What other rooms and the app see of a place and of an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from manto.places.hours import State


@dataclass(frozen=True)
class OpenNow:
    """Whether a place is open, with a sentence that says so.

    Attributes:
        until: When this ends; None when nobody knows or it does not.
        opens: When it opens next; None when it is open or nobody knows.

    """

    state: State
    until: datetime | None
    opens: datetime | None
    text: str


@dataclass(frozen=True)
class PlaceCard:
    """A place in a list.

    Attributes:
        name: In the reader's language; what kind of place it is when it has no name.
        distance_m: From where the reader asked; None when nobody said.
        access: Measurements that are known, such as ``kerb_cm`` and ``step_free``.
        source: The name of the source.
        about: In a sentence.
        told: Whether the city tells something there.
        audience: Whom it is for; everybody when empty.
        valid_from: From when it is shown; always when None.
        valid_to: Until when.

    """

    id: str
    name: str
    category: str
    lat: float
    lon: float
    address: str | None
    distance_m: float | None
    open: OpenNow
    wheelchair: str
    access: dict[str, Any]
    source: str
    about: str | None = None
    told: bool = False
    audience: list[str] = field(default_factory=list)
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True)
class Spot:
    """Where an event is."""

    id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class EventCard:
    """One occurrence of an event.

    Attributes:
        id: The event's; its occurrences share it and differ in ``starts``.
        ages: Whom it is for, the youngest and the oldest age; empty when it is for all, or nobody said.

    """

    id: str
    title: str
    about: str
    kind: str
    starts: datetime
    ends: datetime
    place: Spot | None
    free: bool
    step_free: bool | None
    distance_m: float | None
    ages: tuple[int, ...] = ()


@dataclass(frozen=True)
class SourceCard:
    """Where a place is known from."""

    id: str
    name: str
    licence: str
    attribution: str
    url: str


@dataclass(frozen=True)
class MediaCard:
    """A picture, sound, film or panorama, with what is said instead of it."""

    kind: str
    url: str
    alternative: str
    transcript: str | None
    creator: str
    licence: str


@dataclass(frozen=True)
class ActionCard:
    """Something that can be begun at a place."""

    kind: str
    name: str
    href: str


@dataclass(frozen=True)
class PlaceDetails:
    """All that is known of a place."""

    card: PlaceCard
    about: str | None
    text_alternative: str | None
    opening_hours: str | None
    week: list[tuple[str, str]]
    phone: str | None
    website: str | None
    source: SourceCard
    imported_at: datetime
    events: list[EventCard]
    story: str | None = None
    audience: list[str] = field(default_factory=list)
    media: list[MediaCard] = field(default_factory=list)
    actions: list[ActionCard] = field(default_factory=list)
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True)
class EventDetails:
    """All that is known of an event.

    Attributes:
        place: Where it is; None when nobody said, or the place is no more.
        dates: When it is under way or comes next, beginning and end; empty when it is over.
        repeats: Whether it comes again by a rule.

    """

    id: str
    title: str
    about: str
    kind: str
    free: bool
    step_free: bool | None
    place: PlaceCard | None
    dates: list[tuple[datetime, datetime]]
    repeats: bool
    source: SourceCard
    imported_at: datetime


@dataclass(frozen=True)
class PlacePage:
    """Some of the places that were found.

    Attributes:
        next_skip: How many to skip for the next page; None on the last.
        attributions: Who is to be named for what is shown: text, address, licence.

    """

    items: list[PlaceCard]
    next_skip: int | None
    total: int
    attributions: list[SourceCard]
