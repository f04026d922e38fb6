"""What can be asked about places and events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf
from typing import Any

from django.conf import settings

from manto.kernel.errors import NotFound
from manto.places.around import Found, Wanted
from manto.places.calendar_file import calendar_of
from manto.places.cards import (
    ActionCard,
    EventCard,
    EventDetails,
    MediaCard,
    OpenNow,
    PlaceCard,
    PlaceDetails,
    PlacePage,
    SourceCard,
    Spot,
)
from manto.places.categories import catalogue, category
from manto.places.geometry import Point, distance_m
from manto.places.hours_text import opening_text, week_text
from manto.places.models import Event, Place, Source, TransitService, TransitStopTime, TransitTrip
from manto.places.ranking import Asking, Standing
from manto.places.snapshot import Snapshot, hours_reader, recurrence_of, snapshot
from manto.places.timetable import Call, Departure, Frequency, Route, Service, Trip, departures

EVENTS_AHEAD_OF_A_PLACE = timedelta(days=14)
EVENT_AHEAD = timedelta(days=370)
DATES_SHOWN_MAX = 6


def places_near(
    near: Point | None,
    *,
    now: datetime,
    language: str,
    radius_m: float = inf,
    categories: Iterable[str] = (),
    text: str = "",
    open_now: bool = False,
    step_free: bool = False,
    limit: int = 100,
    skip: int = 0,
) -> PlacePage:
    """Find places, nearest first.

    Args:
        near: From where distances count; without it places come by name.
        categories: Only these kinds; every kind when empty.
        text: Words in its name or for its kind, in either language.
        open_now: Open ones first, then those whose hours nobody knows; never one that is surely closed.
        step_free: Only those that one can surely enter without a step.
        limit: How many at most.
        skip: How many of the first to leave out.

    Raises:
        UnknownName: A category that there is none of.

    """
    kinds = frozenset(category(kind).id for kind in categories)
    held = snapshot()
    wanted = Wanted(near, radius_m, kinds, text, open_now, step_free)
    found = held.around.find(wanted, now, count=limit, skip=skip)
    cards = _cards(held, found, now, language)
    shown = skip + len(found.ids)
    named = {card.source for card in cards}
    sources = [source_card(source) for source in held.sources.values() if source.name in named]
    return PlacePage(cards, shown if shown < found.total else None, found.total, sources)


def place(id_: str, *, now: datetime, language: str) -> PlaceDetails:
    """Give all that is known of a place, with what happens there in the next two weeks.

    Raises:
        NotFound: There is none of this id, or it was withdrawn.

    """
    held = snapshot()
    row = held.places([id_]).get(id_)
    if row is None:
        raise NotFound(f"There is no place '{id_}'.", "It may have closed for good; look around for another.")
    happening = [
        event_card(held, item, language, near=None)
        for item in held.occurrences(now, now + EVENTS_AHEAD_OF_A_PLACE)
        if item[2].place == id_
    ]
    today = now.astimezone(settings.CITY.time_zone).date()
    return PlaceDetails(
        card=place_card(held, row, None, now, language),
        about=in_language(row.about, language),
        text_alternative=in_language(row.text_alternative, language),
        opening_hours=row.opening_hours or None,
        week=week_text(hours_reader().days(row.opening_hours, today), language),
        phone=row.phone or None,
        website=row.website or None,
        source=source_card(held.sources[row.source_id]),
        imported_at=row.imported_at,
        events=happening,
        story=in_language(row.story, language),
        audience=row.audience,
        media=[_media_card(item, language) for item in row.media],
        actions=[
            ActionCard(item["kind"], in_language(item["name"], language) or item["href"], item["href"])
            for item in row.actions
        ],
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def around_now(
    asking: Asking, *, now: datetime, language: str
) -> tuple[list[tuple[Standing, PlaceCard]], list[SourceCard]]:
    """Say what is around somebody now, best first, and whom to name for it."""
    held = snapshot()
    standings = held.around.now(asking, now)
    rows = held.places([one.id for one in standings])
    found = [
        (one, place_card(held, rows[one.id], one.distance_m, now, language)) for one in standings if one.id in rows
    ]
    named = {card.source for _, card in found}
    return found, [source_card(source) for source in held.sources.values() if source.name in named]


def places_by_id(
    ids: Iterable[str], *, now: datetime, language: str, near: Point | None = None
) -> dict[str, PlaceCard]:
    """Give the cards of places that are known by id; those that are no more are left out."""
    held = snapshot()
    return {
        id_: place_card(held, row, distance_m(near, (row.lat, row.lon)) if near else None, now, language)
        for id_, row in held.places(ids).items()
    }


def events_between(
    start: datetime, end: datetime, *, language: str, near: Point | None = None, limit: int = 500
) -> list[EventCard]:
    """List what is under way between two moments, in order of time."""
    held = snapshot()
    return [event_card(held, item, language, near) for item in held.occurrences(start, end)[:limit]]


def event(id_: str, *, now: datetime, language: str) -> EventDetails:
    """Give all that is known of an event, with its next dates.

    Raises:
        NotFound: There is none of this id, or it was withdrawn.

    """
    held = snapshot()
    row = _event_row(held, id_)
    spot = held.places([row.place]).get(row.place) if row.place else None
    return EventDetails(
        id=row.id,
        title=in_language(row.title, language) or row.id,
        about=in_language(row.about, language) or "",
        kind=row.kind,
        free=row.free,
        step_free=row.step_free,
        place=place_card(held, spot, None, now, language) if spot else None,
        dates=held.dates(row, now, now + EVENT_AHEAD)[:DATES_SHOWN_MAX],
        repeats=bool(row.rrule),
        source=source_card(held.sources[row.source_id]),
        imported_at=row.imported_at,
    )


def event_calendar(id_: str, *, language: str) -> bytes:
    """Give an event as a calendar file that any calendar takes in, with its rule of repetition.

    Raises:
        NotFound: There is none of this id, or it was withdrawn.

    """
    held = snapshot()
    row = _event_row(held, id_)
    spot = held.places([row.place]).get(row.place) if row.place else None
    where = ", ".join(part for part in (_name(spot, language), spot.address) if part) if spot else ""
    return calendar_of(
        recurrence_of(row),
        uid=f"{row.id}@{settings.CITY.id}",
        title=in_language(row.title, language) or row.id,
        about=in_language(row.about, language) or "",
        where=where,
        point=(spot.lat, spot.lon) if spot else None,
        url=f"{settings.PUBLIC_URL}/events/{row.id}",
        written_at=row.imported_at,
        zone=settings.CITY.time_zone,
    )


def _event_row(held: Snapshot, id_: str) -> Event:
    row = next((event for event in held.events if event.id == id_), None)
    if row is None:
        raise NotFound(f"There is no event '{id_}'.", "It may be over for good; Today has what comes next.")
    return row


def departures_at(id_: str, start: datetime, end: datetime, *, like: Departure | None = None) -> list[Departure]:
    """List what leaves a stop between two moments, in order of time; all, or what runs to the same end on the same line."""
    rows = TransitStopTime.objects.filter(place=id_, boarding=True).select_related("trip__route", "trip__service")
    if like:
        rows = rows.filter(trip__route__source=like.source, trip__route__ref=like.route, trip__headsign=like.headsign)
    return departures([_call(row) for row in rows], start, end, settings.CITY.time_zone)


def departures_of(source: str, trips: Iterable[str], start: datetime, end: datetime) -> list[Departure]:
    """List when some trips of a timetable leave each of their stops between two moments, in order."""
    rows = TransitStopTime.objects.filter(trip__ref__in=list(trips)[:500], trip__route__source_id=source, boarding=True)
    calls = [_call(row) for row in rows.select_related("trip__route", "trip__service")]
    return departures(calls, start, end, settings.CITY.time_zone)


def lines_of(source: str, trips: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the line and the end of trips of a timetable, by ref."""
    rows = TransitTrip.objects.filter(ref__in=list(trips)[:500], route__source_id=source)
    found = rows.values_list("ref", "route__short_name", "route__long_name", "headsign")
    return {ref: (short or long, headsign) for ref, short, long, headsign in found}


def source_card(source: Source) -> SourceCard:
    """Give a source as others see it."""
    return SourceCard(source.id, source.name, source.licence, source.attribution, source.url)


def in_language(texts: dict[str, str], language: str) -> str | None:
    """Choose a text: in the language asked for, else in the city's, else in any."""
    for choice in (language, settings.CITY.default_language):
        if texts.get(choice):
            return texts[choice]
    return next((text for text in texts.values() if text), None)


def place_card(held: Snapshot, row: Place, metres: float | None, now: datetime, language: str) -> PlaceCard:
    """Give a place as it stands in a list."""
    return PlaceCard(
        id=row.id,
        name=_name(row, language),
        category=row.category,
        lat=row.lat,
        lon=row.lon,
        address=row.address or None,
        distance_m=None if metres is None else round(metres, 1),
        open=open_now(row.opening_hours, now, language),
        wheelchair=row.wheelchair,
        access=row.access,
        source=held.sources[row.source_id].name,
        about=in_language(row.about, language),
        told=bool(row.story),
        audience=row.audience,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def footprints_near(here: Point, radius_m: float) -> list[list[list[float]]]:
    """Give the ground plans of the houses around a point, corners as latitude and longitude."""
    return snapshot().around.houses(here, radius_m)


def open_now(hours: str, now: datetime, language: str) -> OpenNow:
    """Say whether something with these hours is open, in words too."""
    opening = hours_reader().opening(hours, now)
    text = opening_text(opening, now.astimezone(settings.CITY.time_zone), language)
    return OpenNow(opening.state, opening.until, opening.opens, text)


def event_card(held: Snapshot, item: tuple[datetime, datetime, Event], language: str, near: Point | None) -> EventCard:
    """Give one occurrence as it stands in a list."""
    begins, ends, event = item
    row = held.places([event.place]).get(event.place) if event.place else None
    return EventCard(
        id=event.id,
        title=in_language(event.title, language) or event.id,
        about=in_language(event.about, language) or "",
        kind=event.kind,
        starts=begins,
        ends=ends,
        place=Spot(row.id, _name(row, language), row.lat, row.lon) if row else None,
        free=event.free,
        step_free=event.step_free,
        distance_m=round(distance_m(near, (row.lat, row.lon)), 1) if near and row else None,
        ages=tuple(event.ages),
    )


def _cards(held: Snapshot, found: Found, now: datetime, language: str) -> list[PlaceCard]:
    rows = held.places(found.ids)
    distances: list[float] | list[None] = found.distances_m or [None] * len(found.ids)
    return [
        place_card(held, rows[id_], metres, now, language)
        for id_, metres in zip(found.ids, distances, strict=True)
        if id_ in rows  # withdrawn since the snapshot was made
    ]


def _media_card(item: dict[str, Any], language: str) -> MediaCard:
    return MediaCard(
        kind=item["kind"],
        url=item["url"],
        alternative=in_language(item["alternative"], language) or "",
        transcript=in_language(item.get("transcript") or {}, language),
        creator=item["creator"],
        licence=item["licence"],
    )


def _name(row: Place, language: str) -> str:
    name = in_language(row.name, language)
    return name or catalogue()[row.category].name.get(language, catalogue()[row.category].name["en"])


def _call(row: TransitStopTime) -> Call:
    trip, route = row.trip, row.trip.route
    return Call(
        trip=Trip(trip.ref, route.ref, trip.service.ref, trip.headsign, trip.shape, trip.wheelchair),
        route=Route(route.ref, route.short_name, route.long_name, route.kind, route.colour),
        service=service_of(trip.service),
        departure_s=row.departure_s,
        after_first_s=row.departure_s - trip.first_departure_s,
        starts=tuple(Frequency(trip.ref, *run) for run in trip.frequencies),
        sequence=row.sequence,
        source=route.source_id,
        place=row.place,
    )


def service_of(row: TransitService) -> Service:
    """Give the days on which trips run."""
    days = {name: frozenset(map(_date, getattr(row, name))) for name in ("added", "removed")}
    return Service(row.ref, frozenset(row.weekdays), row.first, row.last, **days)


def _date(text: str):  # type: ignore[no-untyped-def]
    return datetime.fromisoformat(text).date()
