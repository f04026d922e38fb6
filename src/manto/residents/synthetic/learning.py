"""Work and school: what residents do, and where they learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from manto.residents.synthetic.ages import Days
from manto.residents.synthetic.chance import Chance, Flags, Whole
from manto.residents.synthetic.homes import METRES_PER_DEGREE, Homes
from manto.residents.synthetic.parameters import SCHOOL_KINDS, WORK_STATUSES, PopulationParameters
from manto.residents.synthetic.roster import Roster

WORKING_AGE = 16
SCHOOL_STARTS_MONTH = 9
UNIVERSITY_AGE_MAX = 34
STUDENT = WORK_STATUSES.index("student")
NEAREST, SECOND_NEAREST = 0.75, 0.17  # how many children go to the nearest school, and to the next one

# Which school a child of a cohort goes to: the school year's first calendar year less the year of birth.
COHORTS = {"nursery": (-1, 2), "kindergarten": (3, 5), "primary": (6, 10), "lower_secondary": (11, 13),
           "upper_secondary": (14, 18)}  # fmt: skip


@dataclass(frozen=True)
class Learning:
    """Per resident; the flags say whose value is known."""

    status: Whole  # position in WORK_STATUSES
    has_status: Flags
    school: Whole  # position in `schools`
    schools: tuple[str, ...]
    year: Whole
    has_school: Flags
    school_year_starts: np.datetime64


def school_year_start(on: date) -> date:
    """Give the first day of the school year in which a day lies."""
    return date(on.year if on.month >= SCHOOL_STARTS_MONTH else on.year - 1, SCHOOL_STARTS_MONTH, 1)


def make_learning(
    roster: Roster, born: Days, homes: Homes, parameters: PopulationParameters, *, on: date, seed: int
) -> Learning:
    """Give each resident of working age a work status, and each child and student a school.

    Children go to one of the three nearest schools of their age, brothers and sisters to the same; whoever is at
    upper secondary school or university and of working age is a student.
    """
    chance = Chance(seed, "learning")
    has_status = roster.living & (roster.age >= WORKING_AGE)
    status = np.zeros(roster.residents, dtype=np.int64)
    for band in parameters.work_status_by_age:
        rows = np.flatnonzero(has_status & (roster.age >= band.first) & (roster.age <= band.last))
        status[rows] = chance.dealt(band.shares, len(rows))
    student = has_status & (status == STUDENT)

    start = school_year_start(on)
    cohort = start.year - (born.astype("datetime64[Y]").astype(np.int64) + 1970)
    goes = {kind: roster.living & (cohort >= low) & (cohort <= high) for kind, (low, high) in COHORTS.items()}
    luck = chance.uniforms(roster.residents)
    rates = parameters.rates
    three_months_old = born <= np.datetime64(on, "D") - np.timedelta64(90, "D")
    goes["nursery"] &= three_months_old & (luck < rates.nursery_place)
    goes["kindergarten"] &= luck < rates.kindergarten_place
    goes["upper_secondary"] &= student | (roster.age < WORKING_AGE)
    older = student & (cohort > COHORTS["upper_secondary"][1]) & (roster.age <= UNIVERSITY_AGE_MAX)
    goes["university"] = older & (luck < rates.university_here)

    schools = tuple(school for kind in SCHOOL_KINDS for school in parameters.schools[kind])
    school, year = np.zeros(roster.residents, dtype=np.int64), np.zeros(roster.residents, dtype=np.int64)
    first_school = 0
    for kind in SCHOOL_KINDS:
        rows = np.flatnonzero(goes[kind])
        choices = len(parameters.schools[kind])
        household = roster.household[rows]
        if kind in ("upper_secondary", "university"):
            school[rows] = first_school + np.floor(choices * chance.uniforms(len(rows))).astype(np.int64)
        else:
            nearest = nearest_schools(parameters, parameters.schools[kind], parameters.school_locations)
            place = np.searchsorted([NEAREST, NEAREST + SECOND_NEAREST], chance.uniforms(roster.households)[household])
            school[rows] = first_school + nearest[homes.district[household], np.minimum(place, choices - 1)]
        reached = cohort[rows] - COHORTS.get(kind, (19, 0))[0] + (0 if kind == "nursery" else 1)
        year[rows] = np.clip(reached, 1, 5)
        first_school += choices
    has_school = np.logical_or.reduce(list(goes.values()))
    return Learning(status, has_status, school, schools, year, has_school, np.datetime64(start, "D"))


def nearest_schools(
    parameters: PopulationParameters, schools: Sequence[str], locations: Mapping[str, tuple[float, float]]
) -> Whole:
    """Order the schools of one kind for each district, the nearest first.

    A school whose location is not known counts as near to one district after another, in the order of the lists.

    Returns:
        One row per district, with positions in `schools`.
    """
    order = np.zeros((len(parameters.districts), len(schools)), dtype=np.int64)
    for i, district in enumerate(parameters.districts):
        metres = np.zeros(len(schools))
        for j, school in enumerate(schools):
            if school in locations:
                north, east = (locations[school][k] - district.centre[k] for k in (0, 1))
                metres[j] = METRES_PER_DEGREE * np.hypot(north, east * np.cos(np.radians(district.centre[0])))
            else:
                metres[j] = 500.0 * ((j - i) % len(schools))
        order[i] = np.argsort(metres, kind="stable")
    return order
