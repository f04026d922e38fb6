"""When events happen: each occurrence of a rule, by the city's clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr


@dataclass(frozen=True)
class Recurrence:
    """When something happens.

    Attributes:
        starts: Local time of the first occurrence, without a time zone.
        minutes: How long each lasts.
        rrule: How it repeats, RFC 5545, with the days left out and added; empty for once.

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
        begins = rule_of(recurrence.rrule, recurrence.starts).between(first, last, inc=True)
    else:
        begins = [recurrence.starts] if first <= recurrence.starts <= last else []
    for begin in begins:
        began = begin.replace(tzinfo=zone)
        ended = (began.astimezone(ZoneInfo("UTC")) + length).astimezone(zone)
        if began < end and ended > start:
            yield began, ended


def rule_of(rrule: str, starts: datetime) -> Any:
    """Read a rule, all of it in local time.

    Lines below the rule name days that are left out (``EXDATE:``) or come on top (``RDATE:``), with commas between; the
    rule's own line may be empty.

    Raises:
        ValueError: It is none of RFC 5545.

    >>> [day.day for day in rule_of("FREQ=DAILY;COUNT=4\\nEXDATE:20260610T080000", datetime(2026, 6, 9, 8))]
    [9, 11, 12]
    """
    rule, *others = rrule.split("\n")
    days = rruleset()
    if rule:
        # RFC 5545 writes the end in UTC when the beginning has a zone; ours has none, and so must its end.
        read: Any = rrulestr(re.sub(r"(UNTIL=[0-9]{8}T[0-9]{6})Z", r"\1", rule), dtstart=starts)
        days.rrule(read)
    else:
        days.rdate(starts)
    for line in others:
        name, _, moments = line.partition(":")
        if name not in ("EXDATE", "RDATE"):
            raise ValueError(f"'{line[:40]}' is neither EXDATE nor RDATE")
        for moment in moments.split(","):
            at = datetime.strptime(moment, "%Y%m%dT%H%M%S")  # noqa: DTZ007
            (days.exdate if name == "EXDATE" else days.rdate)(at)
    return days
