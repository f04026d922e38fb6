"""The times of an office: worked out from its opening hours, without public holidays. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from manto.kernel.errors import BadInput

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Span = tuple[time, time]


@dataclass(frozen=True)
class Office:
    """Where people are seen at times that they choose; ``seats`` is how many at once, ``hours`` by weekday from Monday.

    ``place`` is the place of the city's folder that it is in, for the way there.
    """

    id: str
    services: tuple[str, ...]
    title: Mapping[str, str]
    where: Mapping[str, str]
    bring: Mapping[str, str]
    minutes: int
    seats: int
    notice_hours: int
    days_ahead: int
    hours: tuple[tuple[Span, ...], ...]
    place: str = ""


def read_offices(content: Any, *, file: str, languages: Sequence[str]) -> dict[str, Office]:
    """Read the offices with appointments.

    Raises:
        BadInput: Something is missing or wrong; names the file and the key.

    """
    found: dict[str, Office] = {}
    try:
        for one in content:
            if unknown := set(one["hours"]) - set(WEEKDAYS):
                raise ValueError(f"'{one['id']}' is open on '{min(unknown)}', which is no weekday")
            hours = tuple(tuple(_span(text) for text in one["hours"].get(day, ())) for day in WEEKDAYS)
            office = Office(**{**one, "hours": hours, "services": tuple(one["services"])})
            if missing := [
                x for x in languages if not all(getattr(office, n).get(x) for n in ("title", "where", "bring"))
            ]:
                raise ValueError(f"'{office.id}' has a text that is not there in {', '.join(missing)}")
            if office.id in found or min(office.minutes, office.seats, office.days_ahead) < 1:
                raise ValueError(f"'{office.id}' is there twice, or sees nobody")
            found[office.id] = office
    except KeyError as error:
        raise BadInput(f"{file} lacks the key {error.args[0]!r}.", "See demo/mantova/appointments.yaml.") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"{file} cannot be used: {error}.", "See demo/mantova/appointments.yaml.") from None
    return found


def _span(text: str) -> Span:
    begins, ends = (time.fromisoformat(part) for part in text.split("-"))
    if not begins < ends:
        raise ValueError(f"the hours '{text}' end before they begin")
    return begins, ends


def times_of(office: Office, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """List the times of an office that can still be chosen, the earliest first, in the city's time zone.

    A time at which the clocks are put back or forward is left out where it does not exist.
    """
    earliest = now + timedelta(hours=office.notice_hours)
    today = now.astimezone(zone).date()
    closed = holidays.country_holidays("IT", years={today.year, today.year + 1})
    for ahead in range(office.days_ahead + 1):
        day = today + timedelta(days=ahead)
        if day in closed:
            continue
        for begins, ends in office.hours[day.weekday()]:
            yield from _times_between(day, begins, ends, office.minutes, earliest, zone)


def _times_between(
    day: date, begins: time, ends: time, minutes: int, earliest: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    at, end = datetime.combine(day, begins), datetime.combine(day, ends)
    while at + timedelta(minutes=minutes) <= end:
        moment = at.replace(tzinfo=zone)
        if moment >= earliest and moment.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) == at:
            yield moment
        at += timedelta(minutes=minutes)
