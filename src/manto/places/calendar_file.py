"""An event as a file for the reader's own calendar (iCalendar, RFC 5545). Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, vRecur
from icalendar import Event as CalendarEvent

from manto.places.geometry import Point
from manto.places.occurrences import Recurrence


def calendar_of(
    recurrence: Recurrence,
    *,
    uid: str,
    title: str,
    about: str,
    where: str,
    point: Point | None,
    url: str,
    written_at: datetime,
    zone: ZoneInfo,
) -> bytes:
    """Write an event as a calendar of its own, with the time zone's rules: a market at eight stays at eight.

    Args:
        recurrence: When it happens.
        uid: The same for the same event for ever, so that taking it in twice changes nothing.
        title: What it is.
        about: What else is said of it.
        where: Name and address of the place; empty when nobody knows.
        point: Latitude and longitude of the place.
        url: The event's page.
        written_at: When the city last heard of it.
        zone: The city's.

    """
    event = CalendarEvent()
    starts = recurrence.starts.replace(tzinfo=zone)
    event.add("uid", uid)
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("duration", timedelta(minutes=recurrence.minutes))
    rule, *others = recurrence.rrule.split("\n")
    if rule:
        event.add("rrule", vRecur.from_ical(rule))
    for line in others:
        name, _, moments = line.partition(":")
        days = [datetime.strptime(moment, "%Y%m%dT%H%M%S").replace(tzinfo=zone) for moment in moments.split(",")]
        event.add(name, days)
    event.add("summary", title)
    if about:
        event.add("description", about)
    if where:
        event.add("location", where)
    if point:
        event.add("geo", point)
    event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Manto//city as a service//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written
