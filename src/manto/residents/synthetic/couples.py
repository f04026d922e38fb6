"""The households without children: couples, shared flats and those who live alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manto.kernel.errors import BadInput
from manto.residents.synthetic.ages import ADULT_AGE, AGE_END, RISK_GROWTH
from manto.residents.synthetic.chance import Chance, Real, Whole, apportion
from manto.residents.synthetic.compositions import HouseholdPlan, Kind
from manto.residents.synthetic.families import PARTNERS_APART_MAX
from manto.residents.synthetic.seating import NOBODY, seat

PARTNER_SPREAD, FLATMATE_SPREAD = 2.4, 5.0  # years, before two who are next to each other in age move in together
WIDOWED_SHARE = 0.45  # of those who died, how many leave a partner who lives alone now
DEATHS_FROM_AGE = 30  # no child and no young adult dies in a synthetic city


@dataclass(frozen=True)
class Adults:
    """The adults who live without children, in whole years of age."""

    couples: Whole  # two by two, the younger or the older first
    sharers: Whole  # flat after flat
    flat_sizes: Whole
    alone: Whole


def inclination(kind: Kind) -> Real:
    """Say for each age how readily somebody without children at home lives as a couple or shares a flat."""
    known = {
        Kind.COUPLE: {18: 0.05, 24: 0.25, 32: 0.5, 45: 0.5, 58: 1.3, 70: 1.7, 80: 1.0, 90: 0.25, 100: 0.05},
        Kind.SHARED: {18: 1.5, 22: 2.0, 30: 1.0, 40: 0.4, 60: 0.2, 110: 0.1},
    }[kind]
    return np.interp(np.arange(AGE_END), list(known), list(known.values()))


def make_adults(plan: HouseholdPlan, stock: Whole, chance: Chance) -> Adults:
    """Let the adults who are not in a family live as couples, in shared flats or alone; all of the stock is used.

    Args:
        plan: How many households there are of each composition.
        stock: How many adults of each age are free; taken off in place until none is left.
        chance: The draws of this stage.
    """
    couples = _taken(inclination(Kind.COUPLE), 2 * plan.number(Kind.COUPLE), stock)
    couples = _closer(_side_by_side(couples, PARTNER_SPREAD, chance), stock)
    flats = [(c.size, n) for c, n in zip(plan.compositions, plan.counts.tolist(), strict=True) if c.kind == Kind.SHARED]
    flat_sizes = np.repeat([size for size, _ in flats], [n for _, n in flats]).astype(np.int64)
    flat_sizes = flat_sizes[chance.order(len(flat_sizes))]
    sharers = _taken(inclination(Kind.SHARED), int(flat_sizes.sum()), stock)
    alone = np.repeat(np.arange(AGE_END), stock)
    stock[:] = 0
    return Adults(
        couples=couples,
        sharers=_side_by_side(sharers, FLATMATE_SPREAD, chance),
        flat_sizes=flat_sizes,
        alone=alone[chance.order(len(alone))],
    )


def the_dead(deaths: int, by_age: Whole, alone: Whole, chance: Chance) -> tuple[Whole, Whole]:
    """Say how old those were who died in the year, and with whom they lived.

    Args:
        deaths: How many died.
        by_age: How many residents of each age are alive.
        alone: The ages of those who live alone now.
        chance: The draws of this stage.

    Returns:
        The ages, as they would be today, and for each the position in `alone` of the widowed partner,
        or `NOBODY` for those who lived alone themselves.
    """
    risk = by_age * np.exp(RISK_GROWTH * np.arange(AGE_END))
    risk[:DEATHS_FROM_AGE] = 0
    if deaths and not risk.any():
        raise BadInput(
            f"Nobody is {DEATHS_FROM_AGE} or older, so nobody can have died.", "Set rates.deaths_per_1000 to 0."
        )
    ages = np.repeat(np.arange(AGE_END), apportion(risk, deaths))[chance.order(deaths)]
    widowing = np.flatnonzero(chance.happens(np.full(deaths, WIDOWED_SHARE)))
    stock = np.bincount(alone, minlength=AGE_END)
    lowest = np.maximum(ages[widowing] - 14, DEATHS_FROM_AGE)
    highest = np.minimum(ages[widowing] + 14, AGE_END - 1)
    apart = np.rint(FLATMATE_SPREAD * chance.normals(len(widowing))).astype(np.int64)
    widowed_age = seat(ages[widowing] + apart, lowest, highest, stock)

    partner = np.full(deaths, NOBODY, dtype=np.int64)
    by_wish, by_seat = np.argsort(widowed_age, kind="stable"), np.argsort(alone, kind="stable")
    wish_age = widowed_age[by_wish]
    first_of_age = np.searchsorted(alone[by_seat], np.arange(AGE_END))
    found = wish_age != NOBODY
    turn = np.arange(len(wish_age)) - np.searchsorted(wish_age, wish_age)
    partner[widowing[by_wish[found]]] = by_seat[first_of_age[wish_age[found]] + turn[found]]
    return ages, partner


def _taken(weights: Real, people: int, stock: Whole) -> Whole:
    counts = apportion(weights * stock, people, stock)
    stock -= counts
    return np.repeat(np.arange(AGE_END), counts)


def _closer(couples: Whole, stock: Whole) -> Whole:
    """Give those whom a gap in the stock of ages has put too far apart a partner from those who are still free."""
    pairs = couples.reshape(-1, 2).copy()
    for kept, changed in ((0, 1), (1, 0)):
        apart = np.flatnonzero(np.abs(pairs[:, 0] - pairs[:, 1]) > PARTNERS_APART_MAX)
        near = pairs[apart, kept]
        lowest = np.maximum(near - PARTNERS_APART_MAX, ADULT_AGE)
        found = seat(near, lowest, np.minimum(near + PARTNERS_APART_MAX, AGE_END - 1), stock)
        settled = found != NOBODY
        np.add.at(stock, pairs[apart[settled], changed], 1)
        pairs[apart[settled], changed] = found[settled]
    return pairs.reshape(-1)


def _side_by_side(ages: Whole, spread_years: float, chance: Chance) -> Whole:
    """Stand people in a row by age, each a little out of place, so that neighbours are of like but not equal age."""
    moved = ages + spread_years * np.clip(chance.normals(len(ages)), -2.0, 2.0)
    return ages[np.argsort(moved, kind="stable")]
