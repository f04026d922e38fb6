"""Reading the times of check-in files, which are written in many ways. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

MONTHS = {
    name: month
    for month, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
SLASHED = (
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
)
POSTED = re.compile(r"\w{3},? (\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?: ([+-]\d{4}))? (\d{4})")


@lru_cache(maxsize=65536)
def seconds_of(cell: str) -> float:
    """Read a time as Unix seconds; one without a zone is taken as it stands.

    Args:
        cell: Unix seconds, milli- or microseconds; ISO 8601; ``Tue Apr 03 18:00:06 +0000 2012``; or with slashes.

    Raises:
        ValueError: It is none of these.

    >>> seconds_of("1333476009"), seconds_of("Tue Apr 03 18:00:09 +0000 2012"), seconds_of("2012-04-03T18:00:09Z")
    (1333476009.0, 1333476009.0, 1333476009.0)
    """
    cell = cell.strip().strip('"')
    if re.fullmatch(r"-?\d+(\.\d+)?([eE]\+?\d+)?", cell):
        return _unix(float(cell))
    if cell[:3].isalpha():
        return _as_posted(cell)
    if "/" in cell:
        return _with_slashes(cell)
    moment = datetime.fromisoformat(cell)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def wall_seconds_of(cell: str) -> float:
    """Read the clock on the wall, whatever zone stands behind it.

    >>> wall_seconds_of("2012-04-03 14:00:09-04:00") == seconds_of("2012-04-03 14:00:09")
    True
    """
    return seconds_of(re.sub(r"(?<=:\d\d)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)$", r"\1", cell.strip().strip('"')))


def reads_as_time(cell: str) -> bool:
    """Say whether a cell is a time; a number is one when it is Unix time of 1995 or later.

    >>> reads_as_time("40.71"), reads_as_time("1333476009"), reads_as_time("2010-10-19T23:55:27Z")
    (False, True, True)
    """
    cell = cell.strip()
    if re.fullmatch(r"\d{1,9}", cell) and int(cell) < 788918400:
        return False
    try:
        return seconds_of(cell) >= 788918400
    except (ValueError, OverflowError):
        return False


def offset_seconds(cells: Sequence[str]) -> list[float]:
    """Read a column of offsets from UTC: minutes, hours, seconds, ``+02:00``; zero where a cell is empty.

    What a number means is told by the largest of the column: up to 14 hours, up to 900 minutes, otherwise seconds.

    Raises:
        ValueError: A cell is none of these.

    >>> offset_seconds(["-240", "60"]), offset_seconds(["-4", "5.5"]), offset_seconds(["+02:00"])
    ([-14400.0, 3600.0], [-14400.0, 19800.0], [7200.0])
    """
    read: dict[str, tuple[float, bool]] = {}
    for cell in set(cells):
        clock = re.fullmatch(r"\s*(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})\s*", cell)
        if clock and (":" in cell or len(cell.strip()) == 5):
            sign = -1 if clock[1] == "-" else 1
            read[cell] = (sign * (int(clock[2]) * 3600.0 + int(clock[3]) * 60.0), True)
        else:
            read[cell] = (float(cell) if cell.strip() else 0.0, False)
    largest = max((abs(value) for value, sure in read.values() if not sure), default=0)
    unit = 3600.0 if largest <= 14 else 60.0 if largest <= 900 else 1.0
    return [value if sure else value * unit for value, sure in (read[cell] for cell in cells)]


def zone_seconds(name: str, at: float) -> float:
    """Give the offset of a named time zone at a time.

    Raises:
        ValueError: There is no such zone.

    """
    try:
        offset = datetime.fromtimestamp(at, ZoneInfo(name.strip())).utcoffset()
    except (KeyError, OSError) as error:
        raise ValueError(f"{name} is no time zone") from error
    return offset.total_seconds() if offset else 0.0


def _unix(number: float) -> float:
    for scale in (1.0, 1e3, 1e6, 1e9):
        if number < 1e11 * scale:
            return number / scale
    raise ValueError("this number is no time")


def _as_posted(cell: str) -> float:
    found = POSTED.fullmatch(cell)
    if found is None or found[1] not in MONTHS:
        raise ValueError("this is no time")
    month, day, hour, minute, second, zone, year = found.groups()
    moment = datetime(int(year), MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    if zone is None:
        return moment.timestamp()
    sign = -1 if zone.startswith("-") else 1
    return moment.timestamp() - sign * (int(zone[1:3]) * 3600 + int(zone[3:5]) * 60)


def _with_slashes(cell: str) -> float:
    for form in SLASHED:
        try:
            return datetime.strptime(cell, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    raise ValueError("this is no time")
