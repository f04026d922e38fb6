"""Timetables: what leaves a stop on a day, by the rules of GTFS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Route:
    """A line.

    Attributes:
        kind: The number that GTFS gives to trams (0), underground (1), trains (2), buses (3), ferries (4) and so on.

    """

    ref: str
    short_name: str
    long_name: str
    kind: int
    colour: str = ""


@dataclass(frozen=True)
class Service:
    """The days on which trips run: some weekdays between two dates, both included, and exceptions.

    >>> summer = Service("s", frozenset({0}), date(2026, 6, 1), date(2026, 8, 31), removed=frozenset({date(2026, 6, 8)}))
    >>> [summer.runs_on(date(2026, 6, day)) for day in (1, 2, 8)]
    [True, False, False]
    """

    ref: str
    weekdays: frozenset[int]
    first: date
    last: date
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def runs_on(self, day: date) -> bool:
        """Say whether trips of this service begin on a day."""
        if day in self.added:
            return True
        return day not in self.removed and self.first <= day <= self.last and day.weekday() in self.weekdays

    def moved_by(self, days: timedelta) -> Service:
        """Give the same service on other dates."""
        added = frozenset(day + days for day in self.added)
        removed = frozenset(day + days for day in self.removed)
        return Service(self.ref, self.weekdays, self.first + days, self.last + days, added, removed)


@dataclass(frozen=True)
class Trip:
    """One vehicle's way along a line."""

    ref: str
    route: str
    service: str
    headsign: str = ""
    shape: str = ""
    wheelchair: bool | None = None


@dataclass(frozen=True)
class StopTime:
    """When a trip is at a stop, in seconds after the start of its service day, which may be more than 24 hours."""

    trip: str
    stop: str
    sequence: int
    arrival_s: int
    departure_s: int
    boarding: bool = True

    def at_place(self, place: str) -> StopTime:
        """Give the same call at a stop that the city knows by another id."""
        return replace(self, stop=place)


@dataclass(frozen=True)
class Frequency:
    """A trip that repeats: the times of its stops count from each start between the two, the second excluded."""

    trip: str
    start_s: int
    end_s: int
    headway_s: int


@dataclass(frozen=True)
class Timetable:
    """All of one operator's timetable.

    Attributes:
        digest: Names the content; equal for equal timetables.
        shapes: The way of each shape as latitudes and longitudes.

    """

    digest: str
    routes: list[Route] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)
    stop_times: list[StopTime] = field(default_factory=list)
    frequencies: list[Frequency] = field(default_factory=list)
    shapes: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A trip at a stop, with what is needed to say when it leaves.

    Attributes:
        after_first_s: How long after the trip's first departure it leaves here.
        starts: For a trip that repeats: when each run may start.
        sequence: Which stop of its trip it is.
        source: Whose timetable it is.
        place: The stop.

    """

    trip: Trip
    route: Route
    service: Service
    departure_s: int
    after_first_s: int = 0
    starts: tuple[Frequency, ...] = ()
    sequence: int = 0
    source: str = ""
    place: str = ""


@dataclass(frozen=True)
class Departure:
    """Something that leaves.

    Attributes:
        at: When, as the timetable has it.
        trip: The trip's ref in its source.
        day: Its service day, which may be the day before.
        sequence: Which stop of its trip it is.

    """

    at: datetime
    line: str
    headsign: str
    trip: str
    wheelchair: bool | None
    day: date = date.min
    sequence: int = 0
    source: str = ""
    route: str = ""
    place: str = ""


LONGEST_DAY = 4
"""How many days after its service day a trip may still be under way; night trains reach 48 hours and more."""


def departures(calls: Iterable[Call], start: datetime, end: datetime, zone: ZoneInfo) -> list[Departure]:
    """List what leaves between two moments, the second excluded, in order.

    Source: GTFS reference, stop_times.txt, calendar_dates.txt and frequencies.txt.
    """
    first_day = start.astimezone(zone).date() - timedelta(days=LONGEST_DAY)
    last_day = end.astimezone(zone).date()
    days = [first_day + timedelta(days=ahead) for ahead in range((last_day - first_day).days + 1)]
    found = []
    for call in calls:
        seconds = sorted(set(_departures_s(call)))
        for day in days:
            if not call.service.runs_on(day):
                continue
            midnight = service_midnight(day, zone)
            for second in seconds:
                at = midnight + timedelta(seconds=second)
                if start <= at < end:
                    trip = call.trip
                    line = call.route.short_name or call.route.long_name
                    found.append(
                        Departure(
                            *(at.astimezone(zone), line, trip.headsign, trip.ref, trip.wheelchair),
                            *(day, call.sequence, call.source, call.route.ref, call.place),
                        )
                    )
    return sorted(found, key=lambda departure: (departure.at, departure.line, departure.trip))


def service_midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment from which the times of a service day count: noon less twelve hours, in UTC.

    On the two days a year on which the clocks change this is not midnight, and buses still run by the clock of the day.
    """
    noon = datetime.combine(day, time(12), zone).astimezone(ZoneInfo("UTC"))
    return noon - timedelta(hours=12)


def redating_shift(first: date, last: date, wanted: date) -> timedelta:
    """Say by how much to move a timetable of another year so that it holds on a wanted day.

    Whole weeks, so that weekdays stay, and as near to whole years as that allows, so that summer stays summer.

    >>> redating_shift(date(2014, 9, 1), date(2015, 8, 31), date(2026, 11, 22)).days
    4382
    """
    step = 1 if last < wanted else -1 if first > wanted else 0
    years, shift = 0, timedelta()
    while step and (last + shift < wanted if step > 0 else first + shift > wanted):
        years += step
        shift = timedelta(weeks=round(years * 365.2425 / 7))
    # Whole weeks leave up to a week between one moved year and the next: one week back closes it.
    week = timedelta(weeks=1)
    if step > 0 and first + shift > wanted and last + shift - week >= wanted:
        shift -= week
    elif step < 0 and last + shift < wanted and first + shift + week <= wanted:
        shift += week
    return shift


def _departures_s(call: Call) -> Iterator[int]:
    if not call.starts:
        yield call.departure_s
    for run in call.starts:
        for start_s in range(run.start_s, run.end_s, max(1, run.headway_s)):
            yield start_s + call.after_first_s
