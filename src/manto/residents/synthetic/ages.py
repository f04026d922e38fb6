"""How many residents there are of each age, and on which day each was born."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from manto.residents.synthetic.chance import Real, Whole, apportion

AGE_END = 111  # ages run from 0 to 110
ADULT_AGE = 18
Days = NDArray[np.datetime64]

# Gompertz's law with the constants of a European life table: the yearly risk of dying doubles every seven years.
RISK_AT_BIRTH = 2.0e-5
RISK_GROWTH = 0.1


class AgeBand(Protocol):
    """A run of ages and its share of the residents."""

    @property
    def first(self) -> int:
        """The youngest age of the band."""

    @property
    def last(self) -> int:
        """The oldest age of the band."""

    @property
    def share(self) -> float:
        """The share of the residents."""


def yearly_risk() -> Real:
    """Give the yearly risk of dying for each age.

    Source: Gompertz 1825.
    """
    risk: Real = RISK_AT_BIRTH * np.exp(RISK_GROWTH * np.arange(AGE_END))
    return risk


def residents_by_age(bands: Sequence[AgeBand], residents: int, births: int | None = None) -> Whole:
    """Share the residents out over the years of age, with no sampling error.

    Args:
        bands: The age pyramid; its bands do not overlap.
        residents: How many to share out.
        births: How many were born in the last year; otherwise their band says so.

    Returns:
        One count per age. Within a band the counts fall as people survive, so the oldest band thins out.
    """
    surviving = np.exp(-np.cumsum(yearly_risk()))
    per_band = apportion(np.array([band.share for band in bands]), residents)
    counts = np.zeros(AGE_END, dtype=np.int64)
    for band, people in zip(bands, per_band.tolist(), strict=True):
        ages = np.arange(band.first, band.last + 1)
        newborn = births if births is not None and band.first == 0 and band.last > 0 else None
        if newborn is not None:
            counts[0] = min(newborn, people)
            people, ages = people - int(counts[0]), ages[1:]
        counts[ages] = apportion(surviving[ages], people)
    return counts


def last_birthdays(on: date) -> Days:
    """Give for each age the latest day of birth of somebody who has that age on the day `on`.

    >>> last_birthdays(date(2026, 6, 9))[:2].tolist()
    [datetime.date(2026, 6, 9), datetime.date(2025, 6, 9)]
    """
    leap_day = (on.month, on.day) == (2, 29)
    days = []
    for age in range(AGE_END + 1):
        year = on.year - age
        leap_year = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
        days.append(date(year, 2, 28) if leap_day and not leap_year else on.replace(year=year))
    return np.array(days, dtype="datetime64[D]")


def births(ages: Whole, part_of_year: Real, on: date) -> Days:
    """Give the day of birth of residents by age.

    Args:
        ages: Whole years on the day `on`.
        part_of_year: How much of the year since the last birthday has gone, from 0 up to 1.
        on: The day on which the ages hold.
    """
    latest = last_birthdays(on)
    year_days = (latest[ages] - latest[ages + 1]).astype(np.int64)
    born: Days = latest[ages] - np.floor(part_of_year * year_days).astype("timedelta64[D]")
    return born


def parts_of_year(uniforms: Real, ages: Whole, sibling_place: Whole) -> Real:
    """Say how much of the year since the birthday has gone, so that siblings are twins or at least nine months apart.

    Args:
        uniforms: One number from 0 up to 1 per resident.
        ages: Whole years.
        sibling_place: 1 for the second child of a household, 2 for the third and so on, each in the row after the
            next older one; 0 for everybody else.
    """
    parts = uniforms.copy()
    for place in range(1, int(sibling_place.max(initial=0)) + 1):
        rows = np.flatnonzero(sibling_place == place)
        years_between = ages[rows - 1] - ages[rows]
        twins = rows[years_between == 0]
        parts[twins] = parts[twins - 1]
        close = rows[years_between == 1]
        parts[close] = uniforms[close] * np.minimum(1.0, parts[close - 1] + 0.2)  # 1 - 0.2 years: 292 days
    return parts
