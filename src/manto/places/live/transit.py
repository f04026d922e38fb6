"""What a GTFS-Realtime feed says: late and cancelled trips, where vehicles are, and what passengers should know."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from google.protobuf.message import DecodeError
from google.transit import gtfs_realtime_pb2 as realtime

from manto.kernel.errors import BadInput

Changes = dict[str, Any]
"""What is kept of a feed: ``trips`` by trip, each with ``cancelled`` and ``delays`` as [stop, sequence, seconds] in order, and
``day`` where the feed says which; ``vehicles``; ``alerts``."""

ENTITIES_MAX = 50_000
_CANCELLED = (realtime.TripDescriptor.CANCELED, realtime.TripDescriptor.DELETED)


def read_realtime(content: bytes) -> tuple[datetime | None, Changes]:
    """Read a whole feed.

    Raises:
        BadInput: It is none.

    Source: GTFS Realtime reference 2.0, gtfs.org/documentation/realtime/reference.

    """
    feed = realtime.FeedMessage()
    try:
        feed.ParseFromString(content)
    except DecodeError as error:
        raise BadInput(f"This is no GTFS-Realtime feed: {error}.", "Check its address.") from None
    trips: dict[str, Any] = {}
    vehicles, alerts = [], []
    for entity in feed.entity[:ENTITIES_MAX]:
        if entity.is_deleted:
            continue
        if entity.HasField("trip_update") and entity.trip_update.trip.trip_id:
            trips[entity.trip_update.trip.trip_id] = _trip(entity.trip_update)
        if entity.HasField("vehicle") and entity.vehicle.HasField("position"):
            vehicles.append(_vehicle(entity.vehicle))
        if entity.HasField("alert"):
            alerts.append(_alert(entity.id, entity.alert))
    made_s = feed.header.timestamp
    made = datetime.fromtimestamp(made_s, UTC) if 0 < made_s < 32_503_680_000 else None
    return made, {"trips": trips, "vehicles": vehicles, "alerts": alerts}


def lateness(trip: str, day: date, stop: str, sequence: int, changes: Changes) -> tuple[int, bool] | None:
    """Say how many seconds late a trip leaves a stop, and whether it is cancelled; None where the feed says nothing of it.

    A delay holds at its stop and at those after it, until the feed says another.

    Args:
        trip: Its ref.
        day: Its service day.
        stop: The stop's ref.
        sequence: Which stop of the trip it is.
        changes: What the feed says.

    """
    said = changes["trips"].get(trip)
    if said is None or (said["day"] and said["day"] != day.strftime("%Y%m%d")):
        return None
    late_s = 0
    for at_stop, at_sequence, seconds in said["delays"]:
        if (not at_stop and not at_sequence) or (at_stop and at_stop == stop) or 0 < at_sequence <= sequence:
            late_s = seconds
    return late_s, bool(said["cancelled"])


def _trip(update: Any) -> dict[str, Any]:
    delays: list[list[Any]] = []
    if update.HasField("delay"):
        delays.append(["", 0, update.delay])
    for stop in update.stop_time_update:
        event = stop.departure if stop.HasField("departure") else stop.arrival if stop.HasField("arrival") else None
        if event is not None and event.HasField("delay"):
            delays.append([stop.stop_id, stop.stop_sequence, event.delay])
    cancelled = update.trip.schedule_relationship in _CANCELLED
    return {"cancelled": cancelled, "delays": delays, "day": update.trip.start_date}


def _vehicle(vehicle: Any) -> dict[str, Any]:
    return {
        "ref": vehicle.vehicle.id or vehicle.trip.trip_id,
        "trip": vehicle.trip.trip_id,
        "lat": round(vehicle.position.latitude, 6),
        "lon": round(vehicle.position.longitude, 6),
    }


def _alert(ref: str, alert: Any) -> dict[str, Any]:
    return {
        "ref": ref,
        "title": _words(alert.header_text),
        "text": _words(alert.description_text),
        "routes": sorted({one.route_id for one in alert.informed_entity if one.route_id}),
        "stops": sorted({one.stop_id for one in alert.informed_entity if one.stop_id}),
        "periods": [[one.start, one.end] for one in alert.active_period],
    }


def _words(text: Any) -> dict[str, str]:
    return {(one.language or "")[:2]: one.text for one in text.translation}
