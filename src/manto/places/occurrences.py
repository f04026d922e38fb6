"""When events happen: each occurrence of a rule, by the city's clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr


@dataclass(frozen=True)
class Recurrence:
    """When something happens.

    Attributes:
        starts: Local time of the first occurrence, without a time zone.
        minutes: How long each lasts.
        rrule: How it repeats, RFC 5545; empty for once.

    """

    starts: datetime
    minutes: int
    rrule: str = ""


def occurrences(
    recurrence: Recurrence, start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Give the beginning and end of each occurrence that is under way between two moments, the second excluded.

    A market at eight stays at eight when the clocks change.

    >>> rome = ZoneInfo("Europe/Rome")
    >>> weekly = Recurrence(datetime(2026, 1, 8, 8, 0), 330, "FREQ=WEEKLY;BYDAY=TH")
    >>> found = occurrences(weekly, datetime(2026, 6, 10, tzinfo=rome), datetime(2026, 6, 13, tzinfo=rome), rome)
    >>> [(begins.isoformat(), ends.strftime("%H.%M")) for begins, ends in found]
    [('2026-06-11T08:00:00+02:00', '13.30')]
    """
    length = timedelta(minutes=recurrence.minutes)
    # A day more on either side, so that no change of the clocks hides one; those outside are dropped below.
    first = start.astimezone(zone).replace(tzinfo=None) - length - timedelta(days=1)
    last = end.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
    if recurrence.rrule:
        begins = _rule(recurrence).between(first, last, inc=True)
    else:
        begins = [recurrence.starts] if first <= recurrence.starts <= last else []
    for begin in begins:
        began = begin.replace(tzinfo=zone)
        ended = (began.astimezone(ZoneInfo("UTC")) + length).astimezone(zone)
        if began < end and ended > start:
            yield began, ended


def _rule(recurrence: Recurrence):  # type: ignore[no-untyped-def]
    rule = recurrence.rrule
    if "UNTIL" in rule and rule.rstrip().endswith("Z"):
        rule = rule.rstrip()[:-1]  # the rest counts in local time, and so must its end
    return rrulestr(rule, dtstart=recurrence.starts)
