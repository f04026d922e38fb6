"""Walk, ride, walk: the earliest arrival by a timetable, with a change where it helps, by the connection scan.

Source: Dibbelt, Pajor, Strasser and Wagner, "Connection Scan Algorithm", 2018, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

CHANGE_S = 60
"""How long a change takes at a stop, besides walking to another one."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A vehicle going from one stop to the next, in seconds of one clock; ``wheelchair`` is None where nobody says."""

    trip: str
    line: str
    headsign: str
    start: str
    end: str
    departs_s: int
    arrives_s: int
    wheelchair: bool | None = None


@dataclass(frozen=True)
class Ride:
    """Sitting in one vehicle."""

    trip: str
    line: str
    headsign: str
    start: str
    end: str
    departs_s: int
    arrives_s: int
    wheelchair: bool | None


@dataclass(frozen=True)
class Journey:
    """Rides in order, with the walks before, between and after them in seconds."""

    rides: tuple[Ride, ...]
    walk_first_s: int
    walk_last_s: int
    arrives_s: int


def earliest(
    connections: Iterable[Connection],
    start_s: int,
    to_stops: Mapping[str, int],
    from_stops: Mapping[str, int],
    between: Mapping[str, Mapping[str, int]],
    *,
    wheelchair: bool = False,
) -> Journey | None:
    """Find the journey that arrives first; None where no vehicle leads there.

    Args:
        connections: All of them, in order of departure.
        start_s: When one sets out.
        to_stops: How many seconds one walks to each stop from the start.
        from_stops: How many from each stop to the goal.
        between: How many from one stop to others near by.
        wheelchair: Only vehicles that are not known to take no wheelchair.

    """
    reached: dict[str, float] = {stop: start_s + walk for stop, walk in to_stops.items()}
    into: dict[
        str, tuple[Connection, Connection, str]
    ] = {}  # how a stop was reached: first and last of a ride, and from where
    aboard: dict[str, Connection] = {}
    best, best_stop = inf, ""
    for one in connections:
        if one.departs_s >= best:
            break
        if wheelchair and one.wheelchair is False:
            continue
        changes = CHANGE_S if one.start in into else 0
        if one.trip not in aboard and reached.get(one.start, inf) + changes > one.departs_s:
            continue
        first = aboard.setdefault(one.trip, one)
        for stop, walk in ((one.end, 0), *between.get(one.end, {}).items()):
            if one.arrives_s + walk < reached.get(stop, inf):
                reached[stop] = one.arrives_s + walk
                into[stop] = first, one, one.end
        if (
            one.end in from_stops
            and into.get(one.end, (None, None))[1] is one
            and one.arrives_s + from_stops[one.end] < best
        ):
            best, best_stop = one.arrives_s + from_stops[one.end], one.end
    return _traced(best_stop, into, to_stops, from_stops[best_stop], int(best)) if best_stop else None


def _traced(
    stop: str,
    into: Mapping[str, tuple[Connection, Connection, str]],
    to_stops: Mapping[str, int],
    last_s: int,
    arrives_s: int,
) -> Journey:
    rides: list[Ride] = []
    while stop in into:
        first, last, end = into[stop]
        rides.insert(
            0,
            Ride(
                *(first.trip, first.line, first.headsign, first.start, end, first.departs_s, last.arrives_s),
                first.wheelchair,
            ),
        )
        stop = first.start
    return Journey(tuple(rides), to_stops[stop], last_s, arrives_s)
