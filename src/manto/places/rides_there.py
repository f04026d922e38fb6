"""The way by bus or train from here to there: the timetable of today, with what the live feeds say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from django.conf import settings

from manto.places import queries
from manto.places.geometry import Point, distance_m
from manto.places.live.transit import lateness
from manto.places.live_feeds import Told, told
from manto.places.models import Place, TransitStopTime
from manto.places.riding import Connection, Journey, earliest
from manto.places.snapshot import content_version
from manto.places.timetable import service_midnight
from manto.places.walking.profiles import profile

WALK_M_MAX = 1200.0
CHANGE_M_MAX = 350.0
DETOUR = 1.3
"""How much longer a way through streets is than as the crow flies, roughly; the phone finds the true one."""
AHEAD = timedelta(hours=4)
UNDER_WAY = timedelta(hours=2)


@dataclass(frozen=True)
class Stop:
    """A stop that something serves; ``ref`` is its id in its own source."""

    id: str
    ref: str
    name: dict[str, str]
    at: Point


@dataclass(frozen=True)
class JourneyThere:
    """A journey, the stops that it names, the moment from which its seconds count, and whose live word is in it."""

    journey: Journey | None
    stops: Mapping[str, Stop]
    midnight: datetime
    live: list[Told]


def journey_there(start: Point, end: Point, at: datetime, *, who: str, now: datetime) -> JourneyThere:
    """Find the ride that arrives first, for a kind of walker.

    Raises:
        UnknownName: There is no such kind of walker.

    """
    walker = profile(who)
    stops = _stops(content_version())
    zone = settings.CITY.time_zone
    midnight = service_midnight(at.astimezone(zone).date(), zone)
    live = told(now, "gtfs_rt")

    def seconds(metres: float) -> int:
        return int(metres * DETOUR / walker.speed_m_s)

    near = {id_: distance_m(start, stop.at) for id_, stop in stops.items()}
    far = {id_: distance_m(end, stop.at) for id_, stop in stops.items()}
    journey = earliest(
        sorted(_connections(at, midnight, live, stops), key=lambda one: (one.departs_s, one.arrives_s)),
        int((at - midnight).total_seconds()),
        {id_: seconds(metres) for id_, metres in near.items() if metres <= WALK_M_MAX},
        {id_: seconds(metres) for id_, metres in far.items() if metres <= WALK_M_MAX},
        {
            one: {other: seconds(metres) for other, metres in beside.items()}
            for one, beside in _changes(content_version()).items()
        },
        wheelchair=who == "wheelchair",
    )
    return JourneyThere(journey, stops, midnight, live)


def _connections(at: datetime, midnight: datetime, live: list[Told], stops: Mapping[str, Stop]) -> Iterator[Connection]:
    """Give what goes from stop to stop in the next hours, with today's delays and without what is cancelled."""
    start_s = int((at - midnight).total_seconds())
    window = (start_s - int(UNDER_WAY.total_seconds()), start_s + int(AHEAD.total_seconds()))
    rows = _rows_between(*window)
    day = midnight.astimezone(settings.CITY.time_zone).date()
    for _, held in groupby(rows, key=lambda row: row.trip_id):
        calls = list(held)
        trip, service = calls[0].trip, queries.service_of(calls[0].trip.service)
        if not service.runs_on(day):
            continue
        said = [_said(trip, day, row, live, stops) for row in calls]
        if any(cancelled for _, cancelled in said):
            continue
        for run in _starts(trip, window):
            for (one, (late, _)), (other, (later, _)) in pairwise(zip(calls, said, strict=True)):
                if one.boarding:
                    yield Connection(
                        *(f"{trip.id}/{run}", trip.route.short_name or trip.route.long_name, trip.headsign),
                        *(one.place, other.place, one.departure_s + run + late, other.arrival_s + run + later),
                        trip.wheelchair,
                    )


def _rows_between(first_s: int, last_s: int) -> list[TransitStopTime]:
    rows = TransitStopTime.objects.filter(trip__first_departure_s__lte=last_s).exclude(
        trip__first_departure_s__lt=first_s, trip__frequencies=[]
    )
    return list(rows.select_related("trip__route", "trip__service").order_by("trip_id", "sequence"))


def _starts(trip: Any, window: tuple[int, int]) -> list[int]:
    """Give by how much each run of a trip is later than the trip as it is written."""
    if not trip.frequencies:
        return [0]
    runs = [start for first, last, every in trip.frequencies for start in range(first, last, max(1, every))]
    return [start - trip.first_departure_s for start in runs if window[0] <= start <= window[1]]


def _said(trip: Any, day: Any, row: TransitStopTime, live: list[Told], stops: Mapping[str, Stop]) -> tuple[int, bool]:
    for one in live:
        if not one.old and one.content is not None and one.feed.timetable == trip.route.source_id:
            ref = stops[row.place].ref if row.place in stops else row.place
            found = lateness(trip.ref, day, ref, row.sequence, one.content)
            if found is not None:
                return found
    return 0, False


@lru_cache(maxsize=2)
def _stops(_version: str) -> dict[str, Stop]:
    served = TransitStopTime.objects.values_list("place", flat=True).distinct()
    places = Place.objects.filter(withdrawn_at=None).in_bulk(list(served))
    return {id_: Stop(id_, place.source_ref, place.name, (place.lat, place.lon)) for id_, place in places.items()}


@lru_cache(maxsize=2)
def _changes(version: str) -> dict[str, dict[str, float]]:
    """Give the stops beside each stop, and how far they are."""
    stops = _stops(version)
    return {
        one.id: {
            other.id: metres
            for other in stops.values()
            if other is not one and (metres := distance_m(one.at, other.at)) <= CHANGE_M_MAX
        }
        for one in stops.values()
    }
