"""Writing a timetable: the whole of it, since its parts name each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from manto.places.drafts import Progress
from manto.places.models import (
    TransitFeed,
    TransitRoute,
    TransitService,
    TransitShape,
    TransitStopTime,
    TransitTrip,
)
from manto.places.storing import batches
from manto.places.timetable import Timetable


def replace_timetable(source: str, timetable: Timetable | None, progress: Progress) -> bool:
    """Make a source's stored timetable this one, or none; say whether anything changed."""
    held = TransitFeed.objects.filter(source_id=source).values_list("digest", flat=True).first()
    if held == (timetable.digest if timetable else None):
        return False
    _remove(source)
    if timetable:
        _store(source, timetable, progress)
        TransitFeed.objects.create(source_id=source, digest=timetable.digest)
    return True


def _remove(source: str) -> None:
    TransitStopTime.objects.filter(trip__route__source_id=source).delete()
    TransitTrip.objects.filter(route__source_id=source).delete()
    for model in (TransitRoute, TransitService, TransitShape):
        model.objects.filter(source_id=source).delete()
    TransitFeed.objects.filter(source_id=source).delete()


def _store(source: str, timetable: Timetable, progress: Progress) -> None:
    routes = _created(
        TransitRoute,
        timetable.routes,
        lambda route: TransitRoute(
            source_id=source,
            ref=route.ref,
            short_name=route.short_name,
            long_name=route.long_name,
            kind=route.kind,
            colour=route.colour,
        ),
    )
    services = _created(
        TransitService,
        timetable.services,
        lambda service: TransitService(
            source_id=source,
            ref=service.ref,
            weekdays=sorted(service.weekdays),
            first=service.first,
            last=service.last,
            added=sorted(day.isoformat() for day in service.added),
            removed=sorted(day.isoformat() for day in service.removed),
        ),
    )
    trips = _store_trips(timetable, routes, services)
    done = 0
    for batch in batches(timetable.stop_times, 2000):
        TransitStopTime.objects.bulk_create(
            TransitStopTime(
                trip_id=trips[stop_time.trip],
                place=stop_time.stop,
                sequence=stop_time.sequence,
                arrival_s=stop_time.arrival_s,
                departure_s=stop_time.departure_s,
                boarding=stop_time.boarding,
            )
            for stop_time in batch
        )
        done += len(batch)
        progress("Storing the timetable", done, len(timetable.stop_times))
    TransitShape.objects.bulk_create(
        TransitShape(source_id=source, ref=ref, points=points) for ref, points in timetable.shapes.items()
    )


def _store_trips(timetable: Timetable, routes: dict[str, int], services: dict[str, int]) -> dict[str, int]:
    first: dict[str, int] = {}
    for stop_time in timetable.stop_times:
        first[stop_time.trip] = min(stop_time.departure_s, first.get(stop_time.trip, stop_time.departure_s))
    runs: dict[str, list[tuple[int, int, int]]] = {}
    for frequency in timetable.frequencies:
        runs.setdefault(frequency.trip, []).append((frequency.start_s, frequency.end_s, frequency.headway_s))
    return _created(
        TransitTrip,
        timetable.trips,
        lambda trip: TransitTrip(
            route_id=routes[trip.route],
            service_id=services[trip.service],
            ref=trip.ref,
            headsign=trip.headsign,
            shape=trip.shape,
            wheelchair=trip.wheelchair,
            first_departure_s=first.get(trip.ref, 0),
            frequencies=sorted(runs.get(trip.ref, [])),
        ),
    )


def _created(model: type[models.Model], items: list[Any], make: Callable[[Any], models.Model]) -> dict[str, int]:
    """Store items; give the key of each by its ref."""
    rows = model.objects.bulk_create([make(item) for item in items], batch_size=500)
    return {item.ref: row.pk for item, row in zip(items, rows, strict=True)}
