"""Stops and timetables as public transport publishes them (GTFS static)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from manto.kernel.errors import BadInput
from manto.places.drafts import Leaving, PlaceDraft
from manto.places.importing.csv_rows import decode
from manto.places.importing.gtfs_stops import LineText, Row, Stops
from manto.places.importing.gtfs_times import read_stop_times, seconds_of
from manto.places.timetable import Frequency, Route, Service, Timetable, Trip, redating_shift

NEEDED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
READ = (*NEEDED, "calendar.txt", "calendar_dates.txt", "frequencies.txt", "shapes.txt", "agency.txt")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Feed:
    """What a feed holds: its stops as places, its timetable, and what could not be taken."""

    places: list[PlaceDraft] = field(default_factory=list)
    left: list[Leaving] = field(default_factory=list)
    timetable: Timetable = field(default_factory=lambda: Timetable(""))


def read_gtfs(
    files: Mapping[str, bytes], source: str, language: str, line_text: LineText, redate_to: date | None = None
) -> Feed:
    """Read a feed.

    Args:
        files: The content of each file, by its name.
        source: Id of the source, which begins the id of each stop: ``gtfs:matera/2508265045``.
        language: In which the stops are named.
        line_text: Says which lines stop at a place.
        redate_to: A day on which the timetable should hold, for showing the timetable of another year; whole weeks,
            so that weekdays stay.

    Raises:
        BadInput: A needed file or column is missing.

    Source: GTFS reference, gtfs.org/documentation/schedule/reference.

    """
    if missing := [name for name in NEEDED if name not in files]:
        raise BadInput(f"The feed lacks {', '.join(missing)}.", "Fetch it again, or ask its operator.")
    if "calendar.txt" not in files and "calendar_dates.txt" not in files:
        raise BadInput("The feed says no days on which anything runs.", "It needs calendar.txt or calendar_dates.txt.")
    feed = Feed()
    routes = {row["route_id"]: _route(row) for row in _rows(files, "routes.txt", "route_id")}
    services = {service.ref: service for service in _services(files, feed.left)}
    shift = _shift(services, redate_to)
    services = {ref: service.moved_by(shift) for ref, service in services.items()}
    trips = _trips(files, routes, services, feed.left)
    stops = {row["stop_id"]: row for row in _rows(files, "stops.txt", "stop_id")}
    rows = _rows(files, "stop_times.txt", "trip_id", "stop_id", "stop_sequence")
    stop_times = read_stop_times(rows, trips.keys(), stops.keys(), feed.left)
    serving: dict[str, set[str]] = {}
    for stop_time in stop_times:
        serving.setdefault(stop_time.stop, set()).add(trips[stop_time.trip].route)
    stops_as_places = Stops(stops, serving, routes, source, language, line_text)
    feed.places, place_of = stops_as_places.read(feed.left)
    calls = [stop_time.at_place(place_of[stop_time.stop]) for stop_time in stop_times if stop_time.stop in place_of]
    feed.timetable = Timetable(
        digest=_digest(files, shift),
        routes=list(routes.values()),
        services=list(services.values()),
        trips=list(trips.values()),
        stop_times=calls,
        frequencies=_frequencies(files, trips, feed.left),
        shapes=_shapes(files),
    )
    return feed


def _route(row: Row) -> Route:
    kind = row.get("route_type", "")
    return Route(
        row["route_id"],
        row.get("route_short_name", "")[:60],
        row.get("route_long_name", "")[:200],
        int(kind) if kind.isdigit() else 3,
        row.get("route_color", "")[:6],
    )


def _services(files: Mapping[str, bytes], left: list[Leaving]) -> Iterator[Service]:
    added: dict[str, set[date]] = {}
    removed: dict[str, set[date]] = {}
    for number, row in enumerate(_rows(files, "calendar_dates.txt", "service_id"), 2):
        day = _day(row.get("date", ""))
        if day is None:
            left.append(Leaving(f"calendar_dates.txt, line {number}", "bad_date", row.get("date", "")))
            continue
        exceptions = added if row.get("exception_type") == "1" else removed
        exceptions.setdefault(row["service_id"], set()).add(day)
    known = set()
    for row in _rows(files, "calendar.txt", "service_id"):
        ref, first, last = row["service_id"], _day(row.get("start_date", "")), _day(row.get("end_date", ""))
        if first is None or last is None:
            told = f"{row.get('start_date', '')} – {row.get('end_date', '')}"
            left.append(Leaving(f"calendar.txt, {ref}", "bad_date", told))
            continue
        known.add(ref)
        weekdays = frozenset(number for number, name in enumerate(_DAYS) if row.get(name) == "1")
        exceptions_of = frozenset(added.get(ref, ())), frozenset(removed.get(ref, ()))
        yield Service(ref, weekdays, first, last, *exceptions_of)
    for ref in sorted(added.keys() - known):  # days named one by one
        days = added[ref]
        yield Service(ref, frozenset(), min(days), max(days), frozenset(days))


def _shift(services: dict[str, Service], redate_to: date | None) -> timedelta:
    if redate_to is None or not services:
        return timedelta()
    first = min(service.first for service in services.values())
    last = max(service.last for service in services.values())
    return redating_shift(first, last, redate_to)


def _trips(
    files: Mapping[str, bytes], routes: dict[str, Route], services: dict[str, Service], left: list[Leaving]
) -> dict[str, Trip]:
    trips: dict[str, Trip] = {}
    for row in _rows(files, "trips.txt", "trip_id", "route_id", "service_id"):
        ref = row["trip_id"]
        if row["route_id"] not in routes:
            left.append(Leaving(f"trips.txt, {ref}", "no_such_route", row["route_id"]))
        elif row["service_id"] not in services:
            left.append(Leaving(f"trips.txt, {ref}", "no_such_service", row["service_id"]))
        elif ref in trips:
            left.append(Leaving(f"trips.txt, {ref}", "twice"))
        else:
            wheelchair = {"1": True, "2": False}.get(row.get("wheelchair_accessible", ""))
            headsign, shape = row.get("trip_headsign", "")[:200], row.get("shape_id", "")
            trips[ref] = Trip(ref, row["route_id"], row["service_id"], headsign, shape, wheelchair)
    return trips


def _frequencies(files: Mapping[str, bytes], trips: dict[str, Trip], left: list[Leaving]) -> list[Frequency]:
    found = []
    for number, row in enumerate(_rows(files, "frequencies.txt", "trip_id"), 2):
        where = f"frequencies.txt, line {number}"
        start, end = seconds_of(row.get("start_time", "")), seconds_of(row.get("end_time", ""))
        headway = row.get("headway_secs", "")
        if row["trip_id"] not in trips:
            left.append(Leaving(where, "no_such_trip", row["trip_id"]))
        elif start is None or end is None:
            left.append(Leaving(where, "bad_time", f"{row.get('start_time', '')} – {row.get('end_time', '')}"))
        elif not headway.isdigit() or int(headway) < 1:
            left.append(Leaving(where, "bad_number", headway))
        else:
            found.append(Frequency(row["trip_id"], start, end, int(headway)))
    return found


def _shapes(files: Mapping[str, bytes]) -> dict[str, list[tuple[float, float]]]:
    points: dict[str, list[tuple[int, float, float]]] = {}
    for row in _rows(files, "shapes.txt", "shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"):
        try:
            point = int(row["shape_pt_sequence"]), float(row["shape_pt_lat"]), float(row["shape_pt_lon"])
        except ValueError:
            continue  # a way drawn with one corner less is still that way
        points.setdefault(row["shape_id"], []).append(point)
    return {ref: [(lat, lon) for _, lat, lon in sorted(shape)] for ref, shape in points.items()}


def _rows(files: Mapping[str, bytes], name: str, *needed: str) -> Iterator[Row]:
    if name not in files:
        return
    reader = csv.reader(io.StringIO(decode(files[name]), newline=""))
    columns = [column.strip() for column in next(reader, [])]
    if missing := [column for column in needed if column not in columns]:
        raise BadInput(f"{name} has no column {', '.join(missing)}.", "Fetch the feed again, or ask its operator.")
    for cells in reader:
        if cells:
            row = dict.fromkeys(columns, "")
            row.update(zip(columns, (cell.strip() for cell in cells), strict=False))
            yield row


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 else None
    except ValueError:
        return None


def _digest(files: Mapping[str, bytes], shift: timedelta) -> str:
    """Name the timetable by all that was read, and by what is made of it."""
    whole = hashlib.sha256(f"form 1, moved by {shift.days} days".encode())
    for name in READ:
        if name in files:
            whole.update(f"\n{name} {len(files[name])}\n".encode())
            whole.update(files[name])
    return whole.hexdigest()
