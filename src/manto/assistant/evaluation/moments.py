"""Reading the times of check-in files, which are written in many ways. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from manto.kernel.errors import BadInput

MONTHS = {
    name: month
    for month, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
CLOCKS = ("%H:%M", "%H:%M:%S")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}\b")
OWN_ZONE = re.compile(r":\d\d(?:\.\d+)?([+-]\d\d:?\d\d)$")
WRITE_ISO = "Write the dates as YYYY-MM-DD."
POSTED = re.compile(r"\w{3},? (\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?: ([+-]\d{4}))? (\d{4})")


@lru_cache(maxsize=65536)
def seconds_of(cell: str, day_first: bool | None = None) -> float:
    """Read a time as Unix seconds; one without a zone is taken as it stands.

    Args:
        cell: Unix seconds, milli- or microseconds; ISO 8601; ``Tue Apr 03 18:00:06 +0000 2012``; or with slashes.
        day_first: How 03/04/2012 is read; None where that is not known, and then it is no time.

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
        return _with_slashes(cell, day_first)
    moment = datetime.fromisoformat(cell)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def wall_seconds_of(cell: str, day_first: bool | None = None) -> float:
    """Read the clock on the wall, whatever zone stands behind it.

    >>> wall_seconds_of("2012-04-03 14:00:09-04:00") == seconds_of("2012-04-03 14:00:09")
    True
    """
    return seconds_of(re.sub(r"(?<=:\d\d)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)$", r"\1", cell.strip().strip('"')), day_first)


def reads_as_time(cell: str) -> bool:
    """Say whether a cell is a time; a number is one when it is Unix time of 1995 or later.

    >>> reads_as_time("40.71"), reads_as_time("1333476009"), reads_as_time("2010-10-19T23:55:27Z")
    (False, True, True)
    """
    cell = cell.strip()
    if re.fullmatch(r"\d{1,9}", cell) and int(cell) < 788918400:
        return False
    return any(_since_1995(cell, day_first) for day_first in (False, True))


def is_slashed(cell: str) -> bool:
    """Say whether a cell is a date that two countries read differently.

    >>> is_slashed("03/04/2012 18:00"), is_slashed("2012/04/03 18:00")
    (True, False)
    """
    return bool(SLASHED.match(_unquoted(cell)))


def day_comes_first(cells: Iterable[tuple[int, str]]) -> bool:
    """Find out from a whole file whether its dates with slashes begin with the day.

    A first part above 12 proves that they do, a second part above 12 that they begin with the month.

    Args:
        cells: Each time of the file with its line; read once, and none is kept.

    Raises:
        BadInput: The lines contradict each other, or none of them proves anything.

    >>> day_comes_first([(2, "03/04/2012 18:00"), (3, "13/04/2012 18:00")])
    True
    """
    proofs: dict[bool, tuple[int, str]] = {}
    for line, cell in cells:
        found = SLASHED.match(_unquoted(cell))
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if 12 < first <= 31 and second <= 12:
            proofs.setdefault(True, (line, cell))
        elif 12 < second <= 31 and first <= 12:
            proofs.setdefault(False, (line, cell))
        if len(proofs) == 2:
            (by_day, day), (by_month, month) = proofs[True], proofs[False]
            raise BadInput(
                f"The dates begin with the day in line {by_day} ({day}), and with the month in line {by_month} ({month}).",
                WRITE_ISO,
            )
    if not proofs:
        raise BadInput("No line proves whether the dates with slashes begin with the day or with the month.", WRITE_ISO)
    return True in proofs


def _since_1995(cell: str, day_first: bool) -> bool:
    try:
        return seconds_of(cell, day_first) >= 788918400
    except (ValueError, OverflowError):
        return False


def _unquoted(cell: str) -> str:
    return cell.strip().strip('"')


def has_own_zone(cell: str) -> bool:
    """Say whether a time names its own offset from UTC, one that is not zero.

    >>> has_own_zone("2023-09-01T08:00:00+09:30"), has_own_zone("2023-09-01T08:00:00Z"), has_own_zone("2023-09-01")
    (True, False, False)
    """
    found = OWN_ZONE.search(cell)
    return bool(found) and float(found[1].replace(":", "")) != 0  # type: ignore[index]


def offset_seconds(cells: Sequence[str], at: Sequence[float]) -> list[float]:
    """Read a column of offsets from UTC: minutes, hours, seconds, ``+02:00``, a zone's name, or times that end in one.

    What a number means is told by the largest of the column: up to 14 hours, up to 900 minutes, otherwise seconds.

    Args:
        cells: The offsets; an empty one is zero.
        at: The Unix seconds at which each held.

    Returns:
        Seconds; NaN where a cell is none of these.

    >>> offset_seconds(["-240", "60"], [0, 0]), offset_seconds(["-4", "5.5"], [0, 0]), offset_seconds(["+02:00"], [0])
    ([-14400.0, 3600.0], [-14400.0, 19800.0], [7200.0])
    >>> offset_seconds(["Europe/Rome", "2023-09-01T08:00:00+09:30", "soon"], [1.7e9, 0, 0])
    [3600.0, 34200.0, nan]
    """
    numbers = {cell: _number(cell) for cell in set(cells)}
    largest = max((abs(number) for number in numbers.values() if number == number), default=0)
    unit = 3600.0 if largest <= 14 else 60.0 if largest <= 900 else 1.0
    return [
        numbers[cell] * unit if numbers[cell] == numbers[cell] else _named_offset(cell, second)
        for cell, second in zip(cells, at, strict=True)
    ]


def _number(cell: str) -> float:
    """Read a number; NaN when it is none, or a clock that is written without a colon."""
    text = cell.strip()
    if not text:
        return 0.0
    if re.fullmatch(r"[+-]\d{4}", text):
        return math.nan
    try:
        return float(text)
    except ValueError:
        return math.nan


def _named_offset(cell: str, at: float) -> float:
    clock = re.fullmatch(r"\s*(?:UTC|GMT)?([+-]\d{2}:?\d{2})\s*", cell) or OWN_ZONE.search(cell)
    if clock:
        digits = clock[1].replace(":", "")
        return (-1 if digits[0] == "-" else 1) * (int(digits[1:3]) * 3600.0 + int(digits[3:5]) * 60.0)
    try:
        offset = datetime.fromtimestamp(at, _zone(cell.strip())).utcoffset()
    except (KeyError, OSError, ValueError):
        return math.nan
    return offset.total_seconds() if offset else 0.0


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


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


def _with_slashes(cell: str, day_first: bool | None) -> float:
    date = "%Y/%m/%d"
    if is_slashed(cell):
        if day_first is None:
            raise ValueError("this date can be read in two ways")
        date = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    for clock in CLOCKS:
        try:
            return datetime.strptime(cell, f"{date} {clock}").replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    raise ValueError("this is no time")
