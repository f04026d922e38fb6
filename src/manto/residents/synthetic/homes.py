"""Homes: where each household lives, since when, and from where the newcomers came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from manto.residents.synthetic.ages import Days
from manto.residents.synthetic.chance import Chance, Flags, Real, Whole
from manto.residents.synthetic.compositions import Kind
from manto.residents.synthetic.parameters import District
from manto.residents.synthetic.roster import Roster

YEAR_DAYS = 365
STAY_MEAN_DAYS = 14 * 365
HOUSE_NUMBER_MAX = 120
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Homes:
    """One home per household."""

    district: Whole  # position in the parameters' districts
    street: Whole  # position in `street_names`
    street_names: tuple[str, ...]
    number: Whole
    point: NDArray[np.float64]  # latitude and longitude, degrees
    since: Days
    newcomer: Flags  # moved into the city within the last year


def make_homes(
    roster: Roster, born: Days, districts: Sequence[District], *, movers: float, on: date, seed: int
) -> Homes:
    """Give each household a home.

    Args:
        roster: Who lives together.
        born: The day of birth of each resident.
        districts: With their shares; households are dealt out by them without sampling error.
        movers: How many residents moved into the city within the last year.
        on: The day that counts as today.
        seed: Decides every draw.
    """
    chance, households = Chance(seed, "homes"), roster.households
    district = chance.dealt([d.share for d in districts], households)
    streets = np.array([len(d.streets) for d in districts])
    street_in_district = np.floor(chance.uniforms(households) * streets[district]).astype(np.int64)
    street = (np.cumsum(streets) - streets)[district] + street_in_district
    number = 1 + np.floor(HOUSE_NUMBER_MAX * chance.uniforms(households) ** 1.5).astype(np.int64)
    newcomer = _newcomers(roster, movers, chance)
    return Homes(
        district=district,
        street=street,
        street_names=tuple(name for d in districts for name in d.streets),
        number=number,
        point=_points(districts, district, street, number, Chance(seed, "streets")),
        since=_since(born[roster.heads], newcomer, on, chance),
        newcomer=newcomer,
    )


def _newcomers(roster: Roster, movers: float, chance: Chance) -> Flags:
    """Choose who moved in: young households sooner than old ones, and none that lost a member this year."""
    eagerness = np.interp(roster.age[roster.heads], [18, 24, 34, 50, 70, 90], [2.0, 3.0, 2.5, 1.0, 0.4, 0.2])
    grieving = np.bincount(roster.household[~roster.living], minlength=roster.households) > 0
    eagerness[grieving | (roster.kind == Kind.EMPTY)] = 0.0
    return chance.chosen(eagerness, movers, roster.living_members)


def _since(head_born: Days, newcomer: Flags, on: date, chance: Chance) -> Days:
    """Say since when each household lives in its home; nobody moved in before the head of the household was born."""
    today, part = np.datetime64(on, "D"), chance.uniforms(len(newcomer))
    recent = np.floor(part * YEAR_DAYS)
    long_ago = YEAR_DAYS + 1 - np.floor(STAY_MEAN_DAYS * np.log1p(-part))
    since = today - np.where(newcomer, recent, long_ago).astype("timedelta64[D]")
    return np.maximum(since, head_born)


def _points(
    districts: Sequence[District], district: Whole, street: Whole, number: Whole, chance: Chance
) -> NDArray[np.float64]:
    """Put homes on straight streets within their district's circle, so that neighbours by number are neighbours.

    A street is a chord of the circle; house numbers run along it, even ones on the one side and odd ones on the other.
    """
    streets = sum(len(d.streets) for d in districts)
    angle, offset = 2 * np.pi * chance.uniforms(streets), 1.6 * chance.uniforms(streets) - 0.8
    half_chord = np.sqrt(0.95 - offset**2)
    along = (2 * number / HOUSE_NUMBER_MAX - 1) * half_chord[street]
    across = offset[street] + np.where(number % 2, 0.01, -0.01)
    turn: Real = angle[street]
    east = along * np.cos(turn) - across * np.sin(turn)
    north = along * np.sin(turn) + across * np.cos(turn)
    centre = np.array([d.centre for d in districts])[district]
    radius = np.array([d.radius_m for d in districts])[district]
    latitude = centre[:, 0] + north * radius / METRES_PER_DEGREE
    longitude = centre[:, 1] + east * radius / (METRES_PER_DEGREE * np.cos(np.radians(centre[:, 0])))
    return np.round(np.stack((latitude, longitude), axis=1), 6)
