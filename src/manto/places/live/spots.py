"""What one can have at a spot now, as live feeds say it: bikes at a station, free spaces in a car park."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from manto.kernel.errors import BadInput

Spot = dict[str, Any]
"""A spot as it is kept: ``ref``, ``name``, ``lat``, ``lon``, ``kind`` (bikes, vehicle or parking), and ``free``, ``docks``,
``capacity`` and ``open`` as far as they are known."""

Get = Callable[[str], bytes]
"""Fetches a file that a feed names."""

SPOTS_MAX = 20_000


def read_gbfs(discovery: bytes, get: Get) -> tuple[datetime | None, list[Spot]]:
    """Read the stations and the free vehicles of a GBFS 3 system, or of 2, from its file of files.

    Raises:
        BadInput: It is none, or lacks what it must have.

    Source: GBFS 3.0, gbfs.org/documentation/reference.

    """
    feeds = _feeds(_json(discovery))
    status: dict[str, dict[str, Any]] = {}
    made: list[datetime] = []
    if "station_status" in feeds:
        answer = _json(get(feeds["station_status"]))
        made += _moment(answer.get("last_updated"))
        status = {str(one["station_id"]): one for one in _listed(answer, "stations") if "station_id" in one}
    spots: list[Spot] = []
    if "station_information" in feeds:
        for one in _listed(_json(get(feeds["station_information"])), "stations"):
            spots += _station(one, status.get(str(one.get("station_id")), {}))
    for name, key in (("vehicle_status", "vehicles"), ("free_bike_status", "bikes")):
        if name in feeds:
            answer = _json(get(feeds[name]))
            made += _moment(answer.get("last_updated"))
            spots += _vehicles(_listed(answer, key))
    return (min(made) if made else None), spots[:SPOTS_MAX]


def read_parking(content: bytes) -> tuple[datetime | None, list[Spot]]:
    """Read car parks from GeoJSON: points with ``id``, ``name``, ``free``, and ``capacity`` and ``open`` where known.

    ``updated`` of the collection says when it was made (ISO 8601). docs/guide/live.md describes the format.

    Raises:
        BadInput: It is not such a collection.

    """
    answer = _json(content)
    features = answer.get("features")
    if not isinstance(features, list):
        raise BadInput("The feed of car parks is no GeoJSON collection.", "See docs/guide/live.md.")
    spots: list[Spot] = []
    for feature in features[:SPOTS_MAX]:
        facts, at = feature.get("properties") or {}, (feature.get("geometry") or {}).get("coordinates")
        if not isinstance(at, list) or len(at) < 2 or facts.get("id") is None:
            continue
        spots += _placed(
            {"ref": str(facts["id"]), "name": str(facts.get("name", "")), "kind": "parking"}
            | {name: facts[name] for name in ("free", "capacity") if isinstance(facts.get(name), int)}
            | {"open": facts.get("open") is not False},
            at[1],
            at[0],
        )
    moments = _moment(answer.get("updated"))
    return (moments[0] if moments else None), spots


def _feeds(answer: dict[str, Any]) -> dict[str, str]:
    data = answer.get("data")
    if not isinstance(data, dict):
        raise BadInput("This is no GBFS file: it has no data.", "Name the address of gbfs.json.")
    if "feeds" not in data:  # version 2 has them by language
        data = next((held for held in data.values() if isinstance(held, dict)), {})
    listed = data.get("feeds")
    if not isinstance(listed, list):
        raise BadInput("This GBFS file names no feeds.", "Name the address of gbfs.json.")
    return {str(feed["name"]): str(feed["url"]) for feed in listed if isinstance(feed, dict) and "url" in feed}


def _station(one: dict[str, Any], status: dict[str, Any]) -> Iterator[Spot]:
    spot: Spot = {"ref": str(one.get("station_id", "")), "name": _words(one.get("name")), "kind": "bikes"}
    free = status.get("num_vehicles_available", status.get("num_bikes_available"))
    if isinstance(free, int):
        spot["free"] = free
    if isinstance(status.get("num_docks_available"), int):
        spot["docks"] = status["num_docks_available"]
    if isinstance(one.get("capacity"), int):
        spot["capacity"] = one["capacity"]
    spot["open"] = status.get("is_renting", True) is not False and status.get("is_installed", True) is not False
    yield from _placed(spot, one.get("lat"), one.get("lon"))


def _vehicles(listed: list[dict[str, Any]]) -> Iterator[Spot]:
    for one in listed:
        taken = one.get("is_reserved") or one.get("is_disabled") or one.get("station_id")
        if not taken:
            ref = str(one.get("vehicle_id", one.get("bike_id", "")))
            yield from _placed({"ref": ref, "name": "", "kind": "vehicle", "free": 1}, one.get("lat"), one.get("lon"))


def _placed(spot: Spot, lat: Any, lon: Any) -> Iterator[Spot]:
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (lat, lon))
    if spot["ref"] and numbers and -90 <= lat <= 90 and -180 <= lon <= 180:
        yield {**spot, "lat": float(lat), "lon": float(lon)}


def _words(value: Any) -> str:
    if isinstance(value, list):
        return next((str(one.get("text", "")) for one in value if isinstance(one, dict)), "")
    return str(value or "")


def _listed(answer: dict[str, Any], key: str) -> list[dict[str, Any]]:
    held = (answer.get("data") or {}).get(key)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _moment(value: Any) -> list[datetime]:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return [datetime.fromtimestamp(value, UTC)]
        moment = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return []
    return [moment if moment.tzinfo else moment.replace(tzinfo=UTC)]


def _json(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise BadInput(f"The feed is not whole: {error}.", "It is asked again.") from None
    if not isinstance(answer, dict):
        raise BadInput("The feed is JSON of another kind.", "Check its address.")
    return answer
