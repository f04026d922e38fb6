"""What is so now, as pages show it: departures with their delays, alerts, and what there is at a spot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from manto.places import queries
from manto.places.geometry import distance_m
from manto.places.live.transit import lateness
from manto.places.live_feeds import Told, told
from manto.places.models import Place
from manto.places.snapshot import content_version
from manto.places.timetable import Departure

NEAR_M = 80.0
PLACES_OF = {"bikes": "bike_rental", "parking": "parking"}
LATE_MAX = timedelta(hours=2)


@dataclass(frozen=True)
class LiveDeparture:
    """A departure as it is now; ``late_s`` is None where nobody says how late it is."""

    at: datetime
    line: str
    headsign: str
    trip: str
    wheelchair: bool | None
    late_s: int | None
    cancelled: bool


@dataclass(frozen=True)
class Alert:
    """What passengers should know; ``lines`` are those that it is about."""

    title: str
    text: str
    lines: list[str]


@dataclass(frozen=True)
class Board:
    """What leaves a stop."""

    items: list[LiveDeparture]
    alerts: list[Alert]
    live: list[Told]


def board_of(id_: str, start: datetime, end: datetime, *, now: datetime, language: str) -> Board:
    """List what leaves a stop between two moments, with what the live feeds say of it; old feeds say nothing."""
    planned = queries.departures_at(id_, start - LATE_MAX, end)
    sources = {departure.source for departure in planned}
    live = [one for one in told(now, "gtfs_rt") if one.feed.timetable in sources]
    stop = stop_ref(id_)
    items = [_now(departure, stop, live) for departure in planned]
    shown = sorted((one for one in items if leaves(one) >= start), key=leaves)
    routes = {departure.route: departure.line for departure in planned}
    return Board(shown, alerts_for(routes, stop, live, now, language), live)


def next_like(gone: Departure, within: timedelta, now: datetime) -> LiveDeparture | None:
    """Give what leaves the same stop next, on the same line to the same end, as it is now."""
    planned = queries.departures_at(gone.place, gone.at - LATE_MAX, gone.at + within, like=gone)
    live, stop = told(now, "gtfs_rt"), stop_ref(gone.place)
    items = [_now(departure, stop, live) for departure in planned if departure.trip != gone.trip]
    return min((one for one in items if leaves(one) >= gone.at and not one.cancelled), key=leaves, default=None)


def leaves(one: LiveDeparture) -> datetime:
    """Say when it really leaves."""
    return one.at + timedelta(seconds=one.late_s or 0)


def stop_ref(id_: str) -> str:
    """Give a stop's id in its own source."""
    return next(iter(Place.objects.filter(id=id_).values_list("source_ref", flat=True)), id_)


def _now(departure: Departure, stop: str, live: Iterable[Told]) -> LiveDeparture:
    late_s, cancelled = None, False
    for one in live:
        if one.old or one.content is None or one.feed.timetable != departure.source:
            continue
        said = lateness(departure.trip, departure.day, stop, departure.sequence, one.content)
        if said is not None:
            late_s, cancelled = said
    return LiveDeparture(
        *(departure.at, departure.line, departure.headsign, departure.trip, departure.wheelchair),
        *(late_s, cancelled),
    )


def alerts_for(routes: dict[str, str], stop: str, live: Iterable[Told], now: datetime, language: str) -> list[Alert]:
    """List the alerts that hold now for a stop or for lines, given as names by ref."""
    found = []
    for one in live:
        for alert in (one.content or {}).get("alerts", ()) if not one.old else ():
            about = [routes[route] for route in alert["routes"] if route in routes]
            everybody = not alert["routes"] and not alert["stops"]
            if (about or everybody or stop in alert["stops"]) and _holds(alert["periods"], now):
                title, text = (queries.in_language(alert[part], language) or "" for part in ("title", "text"))
                found.append(Alert(title, text, about))
    return found


def cancelled_runs(lines: Iterable[str], now: datetime) -> list[list[Departure]]:
    """List the runs of some lines that are cancelled: what would have left their stops within the next hours, in order."""
    wanted = set(lines)
    found: dict[tuple[str, date], list[Departure]] = defaultdict(list)
    for one in told(now, "gtfs_rt"):
        trips = {} if one.old or one.content is None else one.content["trips"]
        gone = [ref for ref, said in trips.items() if said["cancelled"]]
        for departure in queries.departures_of(one.feed.timetable, gone, now, now + timedelta(hours=4)):
            said = trips[departure.trip]
            if departure.line in wanted and said["day"] in ("", departure.day.strftime("%Y%m%d")):
                found[departure.trip, departure.day].append(departure)
    return sorted(found.values(), key=lambda run: run[0].at)


def spots_now(now: datetime) -> tuple[list[dict[str, Any]], list[Told]]:
    """List what there is at spots now, each with the place that it is; and the feeds with their ages."""
    live = [one for one in told(now) if one.feed.kind in ("gbfs", "parking")]
    items = []
    for one in live:
        known = _places_of(content_version())
        for spot in () if one.content is None or one.old else one.content:
            place = one.feed.places.get(spot["ref"]) or _place_at(spot, known)
            blank: dict[str, Any] = {"free": None, "docks": None, "capacity": None, "open": True}
            items.append({**blank, **spot, "feed": one.feed.id, "place": place})
    return items, live


def vehicles_now(now: datetime) -> tuple[list[dict[str, Any]], list[Told]]:
    """List where vehicles are, each with its line and end where its trip is known; and the feeds that say it."""
    live = [one for one in told(now, "gtfs_rt") if one.content is not None and one.content["vehicles"]]
    items = []
    for one in live:
        said = [] if one.old or one.content is None else one.content["vehicles"]
        known = queries.lines_of(one.feed.timetable, [vehicle["trip"] for vehicle in said])
        for vehicle in said:
            line, headsign = known.get(vehicle["trip"], ("", ""))
            items.append({**vehicle, "feed": one.feed.id, "line": line, "headsign": headsign})
    return items, live


@lru_cache(maxsize=2)
def _places_of(_version: str) -> list[tuple[str, str, float, float]]:
    rows = Place.objects.filter(withdrawn_at=None, category__in=PLACES_OF.values())
    return list(rows.values_list("id", "category", "lat", "lon"))


def _place_at(spot: dict[str, Any], known: list[tuple[str, str, float, float]]) -> str:
    kind = PLACES_OF.get(spot["kind"])
    here = (spot["lat"], spot["lon"])
    near = [(distance_m(here, (lat, lon)), id_) for id_, category, lat, lon in known if category == kind]
    metres, place = min(near, default=(NEAR_M + 1, ""))
    return place if metres <= NEAR_M else ""


def _holds(periods: list[list[int]], now: datetime) -> bool:
    moment = now.timestamp()
    return not periods or any(start <= moment and (not end or moment < end) for start, end in periods)
