"""Lines as a city writes them by hand: stops, minutes between them, and how often; for a city without a GTFS feed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time
from hashlib import sha256
from typing import Any

from manto.kernel.errors import BadInput
from manto.places.timetable import Route, Service, StopTime, Timetable, Trip

_DAYS = {
    "weekdays": range(5),
    "saturdays": range(5, 6),
    "sundays": range(6, 7),
    "workdays": range(6),
    "daily": range(7),
}
WAYS = {"out": 1, "back": -1}


def read_timetable(city: str, content: Any, file: str) -> Timetable:
    """Read lines.

    Each has ``line``, ``name``, ``stops`` as pairs of a place and the minutes since the stop before, ``days``,
    ``first``, ``last`` and ``every`` (minutes), ``wheelchair`` (true, false, or left out where nobody knows), and
    runs both ways.

    Raises:
        BadInput: It is not written so; says which line.

    """
    routes: dict[str, Route] = {}
    services: dict[str, Service] = {}
    trips: list[Trip] = []
    times: list[StopTime] = []
    try:
        first, last = content["holds"]
        for entry in content["lines"]:
            days = entry["days"]
            services[days] = Service(days, frozenset(_DAYS[days]), _day(first), _day(last))
            line = str(entry["line"])
            routes[line] = Route(line, line, str(entry["name"]), 3)
            for way, step in WAYS.items():
                _runs(city, entry, way, step, trips, times)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{file} cannot be read: {error!r}.", "See demo/mantova/timetable.yaml for the form.") from None
    digest = sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return Timetable(digest, list(routes.values()), list(services.values()), trips, times)


def _runs(city: str, entry: Mapping[str, Any], way: str, step: int, trips: list[Trip], times: list[StopTime]) -> None:
    stops = [(f"{city}:{stop}", int(minutes)) for stop, minutes in entry["stops"]][::step]
    gaps = [minutes for _, minutes in stops]
    # The minutes of a stop are those since the one before it, so on the way back they belong to the stop after it.
    ahead = [0, *gaps[1:]] if step > 0 else [0, *gaps[:-1]]
    wheelchair = entry.get("wheelchair")
    headsign = str(entry["ends"][0 if step < 0 else 1])
    for start_s in range(_seconds(entry["first"]), _seconds(entry["last"]) + 1, int(entry["every"]) * 60):
        clock = f"{start_s // 3600:02}{start_s // 60 % 60:02}"
        ref = f"{entry['line']}-{entry['days']}-{way}-{clock}"
        trips.append(Trip(ref, str(entry["line"]), entry["days"], headsign, "", wheelchair))
        at_s = start_s
        for sequence, ((stop, _), minutes) in enumerate(zip(stops, ahead, strict=True), 1):
            at_s += minutes * 60
            times.append(StopTime(ref, stop, sequence, at_s, at_s, boarding=sequence < len(stops)))


def _seconds(text: Any) -> int:
    moment = time.fromisoformat(str(text))
    return moment.hour * 3600 + moment.minute * 60


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
