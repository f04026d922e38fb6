"""Citizenships and names: drawn from the city's lists, so that a household sounds like one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from manto.residents.synthetic.chance import Chance, Flags, Whole
from manto.residents.synthetic.parameters import NameLists
from manto.residents.synthetic.roster import Role, Roster

MIXED_COUPLES = 0.12  # of the couples with a foreign member, how many have one of the city's own country too
SAME_SEX_COUPLES = 0.02
RANK_SHIFT = 6.0  # the n-th name of a list is as common as 1 / (n + 6)


@dataclass(frozen=True)
class Naming:
    """Per resident, positions in the lists of words."""

    citizenship: Whole
    citizenships: tuple[str, ...]
    given: Whole
    given_names: tuple[str, ...]
    family: Whole
    family_names: tuple[str, ...]


def make_names(
    roster: Roster,
    citizenships: Mapping[str, float],
    names: NameLists,
    names_by_citizenship: Mapping[str, NameLists],
    *,
    seed: int,
) -> Naming:
    """Give each resident a citizenship, a given name and a family name.

    Children carry the father's family name, or their only parent's; brothers and sisters have different given names;
    partners keep their own family names. Whether a name is a woman's or a man's is used here and kept nowhere.
    """
    chance = Chance(seed, "names")
    codes = tuple(citizenships)
    female = _female(roster, chance)
    citizenship = _citizenships(roster, np.array(list(citizenships.values())), chance)
    lists = [names_by_citizenship.get(code, names) for code in codes]
    given_names = tuple(dict.fromkeys(name for n in lists for name in n.f + n.m))
    family_names = tuple(dict.fromkeys(name for n in lists for name in n.family))
    given_at, family_at = ({name: i for i, name in enumerate(words)} for words in (given_names, family_names))

    given, family = np.zeros(roster.residents, dtype=np.int64), np.zeros(roster.residents, dtype=np.int64)
    given_draw, family_draw = chance.uniforms(roster.residents), chance.uniforms(roster.residents)
    for code, own in enumerate(lists):
        of_this = citizenship == code
        family[of_this] = np.array([family_at[name] for name in own.family])[
            _zipf(len(own.family), family_draw[of_this])
        ]
        for woman, words in ((True, own.f), (False, own.m)):
            rows = np.flatnonzero(of_this & (female == woman))
            picks = _apart(_zipf(len(words), given_draw[rows]), rows, roster, len(words))
            given[rows] = np.array([given_at[name] for name in words])[picks]
    return Naming(citizenship, codes, given, given_names, _inherited(family, female, roster), family_names)


def _zipf(names: int, draws: np.ndarray) -> Whole:
    bounds = np.cumsum(1.0 / (np.arange(names) + RANK_SHIFT))
    return np.searchsorted(bounds[:-1] / bounds[-1], draws, side="right")


def _apart(picks: Whole, rows: Whole, roster: Roster, names: int) -> Whole:
    """Move a child's name on along the list while a brother or sister has it; short lists may repeat."""
    children = np.flatnonzero(roster.role[rows] == Role.CHILD)
    household, own = roster.household[rows[children]], picks[children]
    most = int(roster.child_place.max(initial=0))
    for back in [*range(1, most + 1)] * most:
        same = (own[back:] == own[:-back]) & (household[back:] == household[:-back])
        own[back:][same] = (own[back:][same] + back) % names
    picks[children] = own
    return picks


def _female(roster: Roster, chance: Chance) -> Flags:
    """Draw who is a woman: mothers stand first in a family, the older partner is more often a man, the old are women."""
    draw, role = chance.uniforms(roster.residents), roster.role
    female = draw < np.interp(roster.age, [18, 50, 75, 95], [0.47, 0.49, 0.64, 0.78])
    child = role == Role.CHILD
    female[child] = draw[child] < 0.487
    heads = roster.heads
    second = heads + 1
    second = second[second < roster.residents]
    second = second[np.isin(role[second], (Role.PARTNER, Role.PARENT)) & (role[second] == role[second - 1])]
    second = second[roster.household[second] == roster.household[second - 1]]
    single = heads[role[heads] == Role.PARENT]
    female[single] = draw[single] < 0.83
    first = second - 1
    mothers = role[first] == Role.PARENT
    younger = roster.age[first] <= roster.age[second]
    female[first] = np.where(mothers, True, draw[first] < np.where(younger, 0.75, 0.25))
    same = draw[second] < SAME_SEX_COUPLES
    female[second] = female[first] == same
    widowed = np.flatnonzero((role == Role.DECEASED) & (np.append(-1, role[:-1]) == Role.ADULT))
    widowed = widowed[roster.household[widowed] == roster.household[widowed - 1]]
    female[widowed] = ~female[widowed - 1]
    return female


def _citizenships(roster: Roster, shares: np.ndarray, chance: Chance) -> Whole:
    """Give households a citizenship, younger ones more often a foreign one; the most common is the city's own."""
    own = int(np.argmax(shares))
    second = np.minimum(roster.heads + 1, roster.residents - 1)
    pair = np.isin(roster.role[second], (Role.PARTNER, Role.PARENT))
    pair &= roster.household[second] == np.arange(roster.households)
    mixed = pair & chance.happens(np.full(roster.households, MIXED_COUPLES))
    foreign_members = np.where(mixed, 1, np.bincount(roster.household, minlength=roster.households))
    readiness = np.interp(roster.age[roster.heads], [25, 45, 60, 75, 90], [1.2, 1.0, 0.6, 0.15, 0.03])
    foreign_share = 1.0 - shares[own] / shares.sum()
    foreign = chance.chosen(readiness, foreign_share * roster.residents, foreign_members)
    of_household = np.full(roster.households, own)
    others = np.where(np.arange(len(shares)) == own, 0.0, shares)
    if foreign.any():
        of_household[foreign] = chance.dealt(others, int(foreign.sum()))
    citizenship = of_household[roster.household]
    mixed_rows = mixed[roster.household]
    mixed_rows[roster.heads] = False  # the first partner is the foreign one; the other and the children are not
    citizenship[mixed_rows] = own
    return citizenship


def _inherited(family: Whole, female: Flags, roster: Roster) -> Whole:
    """Hand family names down: the father's to the children, and half of the grandparents share the first parent's."""
    first = roster.heads[roster.household]
    second = np.minimum(first + 1, roster.residents - 1)
    two = (roster.role[second] == Role.PARENT) & (roster.household[second] == roster.household)
    giver = np.where(two & female[first] & ~female[second], second, first)
    child = roster.role == Role.CHILD
    elder = (roster.role == Role.GRANDPARENT) & (family % 2 == 0)
    inherited = family.copy()
    inherited[child] = family[giver[child]]
    inherited[elder] = family[first[elder]]
    return inherited
