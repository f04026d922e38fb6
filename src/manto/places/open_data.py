"""Places, overlays and events as open data: what the standard interfaces ask for, from the same snapshot as the app."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import h3
from django.conf import settings

from manto.kernel.errors import BadInput, NotFound
from manto.places.categories import catalogue, category
from manto.places.geometry import Point
from manto.places.models import Event
from manto.places.ogc import Question
from manto.places.overlay import feature, geopose, quaternion, text_alternative
from manto.places.snapshot import Snapshot, snapshot

COLLECTIONS = ("overlays", "places", "events")
EVENTS_AHEAD = timedelta(days=60)
EVENTS_SPAN_MAX = timedelta(days=370)
H3_COARSEST = 6
"""Cells of about 36 km²; coarser ones would ask for whole regions."""


def features(collection: str, question: Question, now: datetime) -> tuple[list[dict[str, Any]], int]:
    """Give one page of a collection, and how many match in all.

    Raises:
        NotFound: There is no such collection.
        UnknownName: A kind of place that there is none of.

    """
    check_collection(collection)
    held = snapshot()
    if collection == "events":
        return _events(held, question, now)
    ids, total = held.around.listed(
        question.box,
        span=question.span,
        categories=frozenset(category(kind).id for kind in question.categories),
        told=collection == "overlays",
        count=question.limit,
        skip=question.offset,
    )
    return _features(held, ids), total


def one_feature(collection: str, id_: str, now: datetime) -> dict[str, Any]:
    """Give one feature of a collection.

    Raises:
        NotFound: There is none of this id.

    """
    check_collection(collection)
    held = snapshot()
    if collection == "events":
        event = next((event for event in held.events if event.id == id_), None)
        if event is not None:
            return _event_feature(held, event)
    else:
        found = _features(held, [id_])
        if found and (collection == "places" or found[0]["properties"].get("story")):
            return found[0]
    raise NotFound(f"'{collection}' has no '{id_}'.", "Ask for the items of the collection.")


def check_collection(collection: str) -> None:
    """Refuse a collection that there is none of.

    Raises:
        NotFound: There is none.

    """
    if collection not in COLLECTIONS:
        raise NotFound(f"There is no collection '{collection}'.", f"There are {', '.join(COLLECTIONS)}.")


def content_records(topic: str, h3_index: str, keywords: str) -> list[dict[str, Any]]:
    """List what stands in a hexagon, as spatial content records of the Open AR Cloud.

    Args:
        topic: A group or kind of places, or ``city`` for all.
        h3_index: The hexagon.
        keywords: Only those that carry one of these words, separated by commas; all when empty.

    Raises:
        BadInput: The hexagon is none, or too large.
        NotFound: There is no such topic.

    """
    kinds = _kinds_of(topic)
    if not h3.is_valid_cell(h3_index):
        raise BadInput(f"'{h3_index[:20]}' is not an H3 cell.", "Give the cell you stand in, at resolution 8 or 9.")
    if h3.get_resolution(h3_index) < H3_COARSEST:
        raise BadInput("This cell is too large.", f"Give one of resolution {H3_COARSEST} or finer.")
    held = snapshot()
    south, north, west, east = _box_of(h3.cell_to_boundary(h3_index))
    ids, _ = held.around.listed((west, south, east, north), categories=kinds, count=10_000)
    resolution = h3.get_resolution(h3_index)
    words = {word.strip().lower() for word in keywords.split(",") if word.strip()}
    records = [
        _record(held, place)
        for place in held.places(ids).values()
        if h3.latlng_to_cell(place.lat, place.lon, resolution) == h3_index
    ]
    return [record for record in records if not words or words & set(record["content"]["keywords"])]


def content_record(topic: str, id_: str) -> dict[str, Any]:
    """Give one record by its id.

    Raises:
        NotFound: There is none.

    """
    kinds = _kinds_of(topic)
    held = snapshot()
    place = held.places([id_]).get(id_)
    if place is None or (kinds and place.category not in kinds):
        raise NotFound(f"There is no record '{id_}' under '{topic}'.", "Ask for the records of a cell.")
    return _record(held, place)


def _kinds_of(topic: str) -> frozenset[str]:
    kinds = frozenset(kind.id for kind in catalogue().values() if topic.lower() in (kind.group, kind.id))
    if not kinds and topic.lower() != "city":
        groups = sorted({kind.group for kind in catalogue().values()})
        raise NotFound(f"There is no topic '{topic}'.", f"There are city, {', '.join(groups)}, and each kind of place.")
    return kinds


def _record(held: Snapshot, place: Any) -> dict[str, Any]:
    languages = settings.CITY.languages
    alternative, _ = text_alternative(place, languages)
    pose = geopose(place)
    first = languages[0]
    kind = catalogue()[place.category]
    page = f"{settings.PUBLIC_URL}/places/{place.id}"
    refs = [{"contentType": "text/html", "url": page}]
    refs.append(
        {
            "contentType": "application/geo+json",
            "url": f"{settings.PUBLIC_URL}/api/v1/ogc/collections/places/items/{place.id}",
        }
    )
    refs += [
        {
            "contentType": mimetypes.guess_type(item["url"])[0] or "application/octet-stream",
            "url": f"{settings.PUBLIC_URL}{item['url']}",
        }
        for item in place.media
    ]
    moment = place.imported_at.astimezone(UTC)
    return {
        "id": place.id,
        "type": "scr",
        "content": {
            "id": place.id,
            "type": "placeholder",
            "title": place.name.get(first) or kind.name.get(first, kind.name["en"]),
            "description": place.story.get(first) or place.about.get(first) or alternative[first],
            "keywords": sorted({place.category, kind.group, *place.audience}),
            "refs": refs,
            "geopose": {"position": pose["position"], "quaternion": quaternion(pose["angles"])},
            "definitions": [{"type": "text_alternative", "value": alternative[first]}],
        },
        "tenant": settings.CITY.id,
        "timestamp": int(moment.timestamp() * 1000),
    }


def _box_of(points: Iterable[Point]) -> tuple[float, float, float, float]:
    corners = list(points)
    lats, lons = [point[0] for point in corners], [point[1] for point in corners]
    if max(lons) - min(lons) > 180:  # over the date line
        return min(lats), max(lats), min(lon for lon in lons if lon > 0), max(lon for lon in lons if lon < 0)
    return min(lats), max(lats), min(lons), max(lons)


def _features(held: Snapshot, ids: list[str]) -> list[dict[str, Any]]:
    places = held.places(ids)
    languages = settings.CITY.languages
    return [feature(places[id_], held.sources[places[id_].source_id], languages) for id_ in ids if id_ in places]


def _events(held: Snapshot, question: Question, now: datetime) -> tuple[list[dict[str, Any]], int]:
    first, last = question.span or (now.timestamp(), inf)
    start = now if first == -inf else datetime.fromtimestamp(first, UTC)
    end = start + EVENTS_AHEAD if last == inf else datetime.fromtimestamp(last, UTC) + timedelta(seconds=1)
    if end - start > EVENTS_SPAN_MAX:
        raise BadInput("The interval is longer than a year.", "Ask for a shorter one.")
    found = [
        made
        for begins, ends, event in held.occurrences(start, end)
        if (made := _event_feature(held, event, begins, ends)) and _inside(made["geometry"], question.box)
    ]
    return found[question.offset : question.offset + question.limit], len(found)


def _inside(geometry: dict[str, Any] | None, box: tuple[float, float, float, float] | None) -> bool:
    if box is None:
        return True
    if geometry is None:
        return False
    (lon, lat), (west, south, east, north) = geometry["coordinates"], box
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return bool(south <= lat <= north and across)


def _event_feature(
    held: Snapshot, event: Event, begins: datetime | None = None, ends: datetime | None = None
) -> dict[str, Any]:
    place = held.places([event.place]).get(event.place) if event.place else None
    when = {} if begins is None or ends is None else {"starts": begins.isoformat(), "ends": ends.isoformat()}
    return {
        "type": "Feature",
        "id": event.id if begins is None else f"{event.id}@{begins:%Y%m%dT%H%M}",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place else None,
        "properties": {
            **{
                name: getattr(event, name) for name in ("title", "about", "kind", "free", "step_free", "place", "rrule")
            },
            "first_starts": event.starts,
            "minutes": event.minutes,
            **when,
            "source": {
                name: getattr(held.sources[event.source_id], name) for name in ("id", "name", "licence", "attribution")
            },
        },
    }
