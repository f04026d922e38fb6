"""Money and vehicles of a household: incomes, the ISEE, cars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from manto.residents.synthetic.ages import ADULT_AGE
from manto.residents.synthetic.chance import Chance, Flags, Real, Whole, ranks_within
from manto.residents.synthetic.homes import Homes
from manto.residents.synthetic.learning import Learning
from manto.residents.synthetic.parameters import WORK_STATUSES, District, LogNormal, Rates
from manto.residents.synthetic.roster import Roster
from manto.residents.synthetic.seating import match_in_order

EARNING = [WORK_STATUSES.index(status) for status in ("employed", "self_employed", "retired")]
HOUSEHOLD_PART = 0.6  # how far the incomes of one household go together, as a correlation
ISEE_FOLLOWS_INCOME = 0.7
DRIVERS_AGE_MAX = 82


@dataclass(frozen=True)
class Money:
    """Per resident, in euro cents; the flags say whose amount is known."""

    income_cents: Whole
    income_known: Flags
    isee_cents: Whole
    isee_known: Flags


def make_money(
    roster: Roster, learning: Learning, income: LogNormal, isee: LogNormal, rates: Rates, *, seed: int
) -> Money:
    """Give those who work or draw a pension an income, and each household its ISEE; both with gaps.

    Whoever is without work, keeps the house or studies files no return: the income is unknown, not nothing.
    """
    chance = Chance(seed, "money")
    wealth = chance.normals(roster.households)
    luck = chance.normals(roster.residents)
    own = np.sqrt(HOUSEHOLD_PART) * wealth[roster.household] + np.sqrt(1 - HOUSEHOLD_PART) * luck
    earns = learning.has_status & (roster.age >= ADULT_AGE) & np.isin(learning.status, EARNING)
    income_known = earns & (chance.uniforms(roster.residents) < rates.income_known)

    isee_luck = chance.normals(roster.households)
    of_household = ISEE_FOLLOWS_INCOME * wealth + np.sqrt(1 - ISEE_FOLLOWS_INCOME**2) * isee_luck
    inhabited = roster.living_members > 0
    declared = chance.chosen(inhabited.astype(np.float64), np.rint(rates.isee_known * np.count_nonzero(inhabited)))
    return Money(
        income_cents=np.where(income_known, _cents(income, own), 0),
        income_known=income_known,
        isee_cents=np.where(declared, _cents(isee, of_household), 0)[roster.household],
        isee_known=declared[roster.household] & roster.living,
    )


def _cents(amounts: LogNormal, deviations: Real) -> Whole:
    """Give amounts in whole euro, as cents."""
    return 100 * np.rint(amounts.median * np.exp(amounts.sigma_log * deviations)).astype(np.int64)


@dataclass(frozen=True)
class Vehicles:
    """Per resident; `owner` says who may own one at all, `low_emission` holds for those who do."""

    count: Whole
    may_own: Flags
    low_emission: Flags


def make_vehicles(
    roster: Roster,
    homes: Homes,
    districts: Sequence[District],
    usual: Mapping[int, float],
    by_district: Mapping[str, Mapping[int, float]],
    low_emission: float,
    *,
    seed: int,
) -> Vehicles:
    """Deal vehicles out to households, more to those with more drivers, and share them among the adults.

    Each district gets exactly the mix that is asked for it.
    """
    chance = Chance(seed, "vehicles")
    adult = roster.living & (roster.age >= ADULT_AGE)
    drivers = np.bincount(roster.household[adult & (roster.age <= DRIVERS_AGE_MAX)], minlength=roster.households)
    score = drivers + 0.8 * chance.normals(roster.households)
    vehicles = np.zeros(roster.households, dtype=np.int64)
    inhabited = roster.living_members > 0
    for position, district in enumerate(districts):
        mix = by_district.get(district.id, usual)
        here = np.flatnonzero(inhabited & (homes.district == position))
        counts = np.array(list(mix))[chance.dealt(list(mix.values()), len(here))]
        vehicles[here] = match_in_order(score[here], counts)

    rows = np.flatnonzero(adult)
    household = roster.household[rows].astype(np.int64)
    turn = ranks_within(household)
    adults = np.bincount(household, minlength=roster.households)[household]
    owned = np.zeros(roster.residents, dtype=np.int64)
    owned[rows] = vehicles[household] // adults + (turn < vehicles[household] % adults)
    clean = chance.uniforms(roster.residents) < low_emission
    return Vehicles(owned, adult, clean)
