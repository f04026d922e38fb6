"""Live feeds made up for a demo: the formats are real, the numbers are not, and every feed is marked so in feeds.yaml.

They are drawn from the quarter of an hour, so that they are the same however often one asks, and move through the day.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from django.conf import settings
from google.transit import gtfs_realtime_pb2 as realtime

from manto.kernel.errors import NotFound
from manto.places.models import Place, TransitRoute, TransitStopTime
from manto.places.timetable import service_midnight

CAPACITY = {"bikes": 12, "parking": 220}
LATE_ONE_IN = 4
LONGEST_RUN_S = 7200
ALERTED_LINE, CANCELLED_LINE = "2", "4C"


def made_up(name: str, now: datetime, base: str) -> tuple[bytes, str]:
    """Make a feed.

    Args:
        name: Of the file.
        now: For which quarter of an hour.
        base: What its own file names are below.

    Raises:
        NotFound: There is no such feed.

    """
    if name not in _FEEDS:
        raise NotFound(f"There is no made-up feed '{name}'.", f"There are {', '.join(sorted(_FEEDS))}.")
    made = _FEEDS[name](now, base)
    if isinstance(made, bytes):
        return made, "application/x-protobuf"
    return json.dumps(made, ensure_ascii=False).encode(), "application/json"


def _drawn(what: str, now: datetime, below: int) -> int:
    quarter = int(now.timestamp()) // 900
    return int.from_bytes(blake2b(f"{what} {quarter}".encode(), digest_size=4).digest(), "big") % below


def _gbfs(now: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"last_updated": now.isoformat(timespec="seconds"), "ttl": 60, "version": "3.0", "data": data}


def _discovery(now: datetime, base: str) -> dict[str, Any]:
    names = ("station_information", "station_status")
    return _gbfs(now, {"feeds": [{"name": name, "url": f"{base}{name}.json"} for name in names]})


def _station_information(now: datetime, _base: str) -> dict[str, Any]:
    stations = [
        {
            "station_id": place.source_ref,
            "name": [{"text": text, "language": language} for language, text in place.name.items()],
            "lat": place.lat,
            "lon": place.lon,
            "capacity": CAPACITY["bikes"],
        }
        for place in _places("bike_rental")
    ]
    return _gbfs(now, {"stations": stations})


def _station_status(now: datetime, _base: str) -> dict[str, Any]:
    stations = []
    for place in _places("bike_rental"):
        free = _drawn(place.id, now, CAPACITY["bikes"] + 1)
        stations.append(
            {
                "station_id": place.source_ref,
                "is_installed": True,
                "is_renting": True,
                "is_returning": True,
                "num_vehicles_available": free,
                "num_docks_available": CAPACITY["bikes"] - free,
                "last_reported": now.isoformat(timespec="seconds"),
            }
        )
    return _gbfs(now, {"stations": stations})


def _parking(now: datetime, _base: str) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": {
                "id": place.source_ref,
                "name": place.name.get("it", ""),
                "capacity": CAPACITY["parking"],
                "free": _drawn(place.id, now, CAPACITY["parking"]),
                "open": True,
            },
        }
        for place in _places("parking")
    ]
    return {"type": "FeatureCollection", "updated": now.isoformat(timespec="seconds"), "features": features}


def _realtime(now: datetime, _base: str) -> bytes:
    """Drive by the timetable, make some trips late, each day's next run of one line cancelled, and warn of works on another."""
    feed = realtime.FeedMessage()
    feed.header.gtfs_realtime_version = "2.0"
    feed.header.timestamp = int(now.timestamp())
    day = now.astimezone(settings.CITY.time_zone).date()
    second = int((now - service_midnight(day, settings.CITY.time_zone)).total_seconds())
    soon = (second - 1800, second + int(timedelta(hours=4).total_seconds()))
    rows = TransitStopTime.objects.filter(
        trip__route__source_id=f"city-{settings.CITY.id}", sequence=1, departure_s__range=soon
    ).select_related("trip__route", "trip__service")
    cancelled = False
    for row in rows.order_by("departure_s", "trip__ref"):
        trip = row.trip
        runs = trip.service.first <= day <= trip.service.last and day.weekday() in trip.service.weekdays
        if not runs:
            continue
        # A run that left less than half an hour ago may be under way; the one cancelled has not left yet.
        cancels = trip.route.ref == CANCELLED_LINE and not cancelled and row.departure_s > second + 600
        late_s = 60 * _drawn(trip.ref, now, 9) if _drawn(f"late {trip.ref}", now, LATE_ONE_IN) == 0 else 0
        cancelled |= cancels
        if not (cancels or late_s):
            continue
        update = feed.entity.add(id=trip.ref).trip_update
        update.trip.trip_id, update.trip.start_date = trip.ref, day.strftime("%Y%m%d")
        if cancels:
            update.trip.schedule_relationship = realtime.TripDescriptor.CANCELED
        else:
            update.stop_time_update.add(stop_sequence=1).departure.delay = late_s
    _drive(feed, day, second)
    if TransitRoute.objects.filter(source_id=f"city-{settings.CITY.id}", ref=ALERTED_LINE).exists():
        _warn(feed)
    return bytes(feed.SerializeToString())


def _drive(feed: Any, day: date, second: int) -> None:
    """Put each vehicle that is under way between the stops where the timetable has it."""
    begun = (second - LONGEST_RUN_S, second)
    calls = TransitStopTime.objects.filter(
        trip__route__source_id=f"city-{settings.CITY.id}", trip__first_departure_s__range=begun
    ).select_related("trip__service")
    runs: dict[str, list[TransitStopTime]] = {}
    for call in calls.order_by("trip__ref", "sequence"):
        service = call.trip.service
        if service.first <= day <= service.last and day.weekday() in service.weekdays:
            runs.setdefault(call.trip.ref, []).append(call)
    spots = Place.objects.in_bulk({call.place for run in runs.values() for call in run})
    for ref, run in runs.items():
        for left, next_ in pairwise(run):
            if left.departure_s <= second < next_.arrival_s and {left.place, next_.place} <= set(spots):
                share = (second - left.departure_s) / (next_.arrival_s - left.departure_s)
                a, b = spots[left.place], spots[next_.place]
                vehicle = feed.entity.add(id=f"vehicle {ref}").vehicle
                vehicle.trip.trip_id, vehicle.vehicle.id = ref, ref
                vehicle.position.latitude = a.lat + share * (b.lat - a.lat)
                vehicle.position.longitude = a.lon + share * (b.lon - a.lon)


def _warn(feed: Any) -> None:
    alert = feed.entity.add(id="works").alert
    alert.informed_entity.add(route_id=ALERTED_LINE)
    for language, title, text in (
        ("it", "Lavori sul ponte di San Giorgio", "La linea 2 può fare qualche minuto di ritardo."),
        ("en", "Works on the San Giorgio bridge", "Line 2 may be a few minutes late."),
    ):
        alert.header_text.translation.add(text=title, language=language)
        alert.description_text.translation.add(text=text, language=language)


def _places(category: str) -> list[Place]:
    return list(Place.objects.filter(category=category, withdrawn_at=None).order_by("id"))


_FEEDS: dict[str, Callable[[datetime, str], Any]] = {
    "gbfs.json": _discovery,
    "station_information.json": _station_information,
    "station_status.json": _station_status,
    "parking.json": _parking,
    "trips.pb": _realtime,
}
