"""Time as learning sees it: quarters of an hour of the city's clock, weeks that begin on Monday."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

QUARTERS_PER_DAY = 96
QUARTERS_PER_WEEK = 7 * QUARTERS_PER_DAY
HOURS_PER_WEEK = 168
MONDAY_SHIFT = 3 * QUARTERS_PER_DAY  # 1 January 1970 was a Thursday
PARTS = 16


def quarter_of(local_seconds: float) -> int:
    """Give the quarter of an hour of a local time, told in seconds as if the clock stood in Greenwich.

    >>> quarter_of(0), quarter_of(3600)
    (0, 4)
    """
    return int(local_seconds // 900)


def week_of(quarter: int) -> int:
    """Give the number of a week; each begins on Monday.

    >>> week_of(0), week_of(4 * QUARTERS_PER_DAY)
    (0, 1)
    """
    return (quarter + MONDAY_SHIFT) // QUARTERS_PER_WEEK


def first_quarter(week: int) -> int:
    """Give the quarter of an hour in which a week begins.

    >>> week_of(first_quarter(7)), week_of(first_quarter(7) - 1)
    (7, 6)
    """
    return week * QUARTERS_PER_WEEK - MONDAY_SHIFT


def monday_of(week: int) -> date:
    """Give the day on which a week begins.

    >>> monday_of(1)
    datetime.date(1970, 1, 5)
    """
    return date(1970, 1, 1) + timedelta(days=first_quarter(week) // QUARTERS_PER_DAY)


def hour_of_week(quarter: int) -> int:
    """Give the hour within the week, 0 for Monday from midnight on.

    >>> hour_of_week(0)
    72
    """
    return ((quarter + MONDAY_SHIFT) // 4) % HOURS_PER_WEEK


def part_of(hour: int) -> int:
    """Give the part of the week of an hour of the week: eight parts of a day, working days or weekend.

    >>> part_of(0), part_of(167)
    (0, 15)
    """
    return (hour % 24) // 3 + (8 if hour >= 120 else 0)


def _alike(width_h: float, other_day: float, other_kind: float) -> np.ndarray:
    """Say how alike two hours of the week are: near on the clock, on the same day or at least the same kind of day."""
    hours = np.arange(HOURS_PER_WEEK)
    clock = np.abs(hours[:, None] % 24 - hours[None, :] % 24)
    clock = np.minimum(clock, 24 - clock)
    weekend = hours // 24 >= 5
    same_kind = weekend[:, None] == weekend[None, :]
    same_day = hours[:, None] // 24 == hours[None, :] // 24
    day = np.where(same_day, 1.0, np.where(same_kind, other_day, other_kind))
    return np.asarray(np.exp(-0.5 * (clock / width_h) ** 2) * day)


# How much a visit at one hour of the week says about another: loosely by the hour, and strictly by hour and day.
LOOSELY_ALIKE = _alike(1.5, 1.0, 0.5)
STRICTLY_ALIKE = _alike(0.75, 0.35, 0.1)
PART_OF_HOUR = np.array([part_of(hour) for hour in range(HOURS_PER_WEEK)], dtype=np.int32)
