"""A resident's dates as a calendar that her phone subscribes to (RFC 5545). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True)
class Entry:
    """A day with what is on it, days up to ``last``, or a time where ``begins`` and ``ends`` say so.

    ``revision`` counts its moves.
    """

    id: str
    day: date
    title: str
    text: str
    url: str
    begins: datetime | None = None
    ends: datetime | None = None
    revision: int = 0
    last: date | None = None


def calendar_of(name: str, entries: Iterable[Entry], *, domain: str, now: datetime) -> bytes:
    """Write a calendar; an entry that moves keeps its identifier, so that the phone moves it too.

    Args:
        name: How the calendar is called.
        entries: A whole day rings at nine in the morning of the day before, a time an hour before.
        domain: What makes the identifiers the city's own.
        now: When it is written.

    """
    calendar = Calendar()
    calendar.add("prodid", "-//Manto//services//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.id}@{domain}")
        event.add("dtstamp", now)
        event.add("dtstart", entry.begins or entry.day)
        event.add("dtend", entry.ends or (entry.last or entry.day) + timedelta(days=1))
        event.add("sequence", entry.revision)
        event.add("summary", entry.title)
        event.add("description", entry.text)
        event.add("url", entry.url)
        event.add("transp", "OPAQUE" if entry.begins else "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(hours=-1 if entry.begins else -15))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
