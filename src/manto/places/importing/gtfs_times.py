"""The times of a feed's stops, those between two known ones worked out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from manto.places.drafts import Leaving
from manto.places.timetable import StopTime

_TIME = re.compile(r"([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])")
_Untimed = tuple[int, str, int | None, int | None, bool]


def seconds_of(text: str) -> int | None:
    """Read a time of the service day, which may be past 24 hours; None when it is none.

    >>> seconds_of("25:10:00"), seconds_of(" 6:48:00"), seconds_of("soon")
    (90600, 24480, None)
    """
    parts = _TIME.fullmatch(text.strip())
    return int(parts[1]) * 3600 + int(parts[2]) * 60 + int(parts[3]) if parts else None


def read_stop_times(
    rows: Iterable[dict[str, str]], trips: Collection[str], stops: Collection[str], left: list[Leaving]
) -> list[StopTime]:
    """Read the times of all trips, in order of trip and sequence.

    Nobody boards at the last stop of a trip. A stop without times lies evenly between those that have them; a trip
    whose first or last stop has none is left.

    Args:
        rows: Of ``stop_times.txt``.
        trips: The trips that there are.
        stops: The stops that there are.
        left: Takes what could not be read.

    """
    by_trip: dict[str, list[_Untimed]] = {}
    for line, row in enumerate(rows, 2):
        where, trip, stop = f"stop_times.txt, line {line}", row["trip_id"], row["stop_id"]
        arrival, departure = row.get("arrival_time", ""), row.get("departure_time", "")
        known = seconds_of(arrival or departure), seconds_of(departure or arrival)
        if trip not in trips:
            left.append(Leaving(where, "no_such_trip", trip))
        elif stop not in stops:
            left.append(Leaving(where, "no_such_stop", stop))
        elif not row["stop_sequence"].isdigit():
            left.append(Leaving(where, "bad_number", row["stop_sequence"]))
        elif None in known and (arrival or departure):
            left.append(Leaving(where, "bad_time", f"{arrival} {departure}".strip()))
        else:
            boarding = row.get("pickup_type", "") != "1"
            by_trip.setdefault(trip, []).append((int(row["stop_sequence"]), stop, *known, boarding))
    found: list[StopTime] = []
    for trip, calls in by_trip.items():
        calls.sort(key=lambda call: call[0])
        if calls[0][2] is None or calls[-1][2] is None:
            left.append(Leaving(f"stop_times.txt, {trip}", "missing", "times of its first or last stop"))
        elif len({call[0] for call in calls}) < len(calls):
            left.append(Leaving(f"stop_times.txt, {trip}", "twice"))
        else:
            found += _timed(trip, calls)
    return found


def _timed(trip: str, calls: list[_Untimed]) -> list[StopTime]:
    known = [number for number, call in enumerate(calls) if call[2] is not None]
    times: list[StopTime] = []
    for number, (sequence, stop, arrival, departure, boarding) in enumerate(calls):
        if arrival is None or departure is None:
            before = max(other for other in known if other < number)
            after = min(other for other in known if other > number)
            left_at, reached_at = calls[before][3] or 0, calls[after][2] or 0
            arrival = departure = left_at + (reached_at - left_at) * (number - before) // (after - before)
        times.append(StopTime(trip, stop, sequence, arrival, departure, boarding))
    times[-1] = replace(times[-1], boarding=False)
    return times
