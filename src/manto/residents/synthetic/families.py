"""Families: which children grow up together, and how old their parents and grandparents are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manto.kernel.errors import BadInput
from manto.residents.synthetic.ages import ADULT_AGE, AGE_END
from manto.residents.synthetic.chance import Chance, Flags, Whole, ranks_within
from manto.residents.synthetic.compositions import HouseholdPlan, Kind
from manto.residents.synthetic.seating import NOBODY, match_in_order, seat

# Counted in whole years, so that by birthdays a parent is 16 to 50 years older than a child, and no less or more.
YEARS_TO_CHILD_MIN = 17
YEARS_TO_CHILD_MAX = 49
PARTNERS_APART_MAX = 15

FIRST_CHILD_AT, FIRST_CHILD_SPREAD = 31.0, 5.2  # the mother's age at her oldest child, years
FATHER_OLDER, FATHER_SPREAD = 2.6, 4.0
NEXT_CHILD_AFTER, NEXT_CHILD_SPREAD = 3.2, 1.3


@dataclass(frozen=True)
class Families:
    """The families, numbered from 0; ages are whole years, `NOBODY` where there is no such person."""

    first_parent: Whole
    second_parent: Whole
    grandparent_family: Whole  # per grandparent: the family
    grandparent_age: Whole
    relative_family: Whole  # per other relative: the family
    relative_age: Whole
    child_family: Whole  # per child: its family
    child_place: Whole  # per child: 0 for the oldest of its family
    child_age: Whole


def make_families(plan: HouseholdPlan, by_age: Whole, stock: Whole, chance: Chance) -> Families:
    """Make the families of a plan.

    Args:
        plan: How many families there are of each composition.
        by_age: How many residents there are of each age.
        stock: How many adults of each age are free; parents and grandparents are taken off it in place.
        chance: The draws of this stage.

    Raises:
        BadInput: There are too few adults of an age to be the parents of these children.
    """
    kinds = [(c, n) for c, n in zip(plan.compositions, plan.counts.tolist(), strict=True) if c.kind == Kind.FAMILY]
    families = sum(n for _, n in kinds)
    mixed = chance.order(families)
    children = np.repeat([c.children for c, _ in kinds], [n for _, n in kinds])[mixed].astype(np.int64)
    parents = np.repeat([c.parents for c, _ in kinds], [n for _, n in kinds])[mixed]
    grandparents = np.repeat([c.grandparents for c, _ in kinds], [n for _, n in kinds])[mixed]

    child_ages = np.concatenate((by_age[:ADULT_AGE], plan.grown_up_children[ADULT_AGE:]))
    family, place, age = _children(children, child_ages, grandparents == 1, chance)
    last = np.cumsum(children) - 1
    oldest, youngest = age[last - children + 1], age[last]

    lowest = np.maximum(oldest + YEARS_TO_CHILD_MIN, ADULT_AGE)
    highest = np.minimum(youngest + YEARS_TO_CHILD_MAX, AGE_END - 1)
    had_first = np.rint(FIRST_CHILD_AT + FIRST_CHILD_SPREAD * chance.normals(families)).astype(np.int64)
    first = seat(oldest + had_first, lowest, highest, stock)
    without = int((first == NOBODY).sum())
    if without:
        raise BadInput(
            f"{without} families find no adult of an age to be the children's parent.",
            "Raise the shares of ages 25 to 65 in age_bands, or lower the shares of the young.",
        )

    older = np.rint(FATHER_OLDER + FATHER_SPREAD * chance.normals(families)).astype(np.int64)
    second = np.full(families, NOBODY, dtype=np.int64)
    both = parents == 2
    nearest = np.maximum(lowest, first - PARTNERS_APART_MAX)[both]
    farthest = np.minimum(highest, first + PARTNERS_APART_MAX)[both]
    second[both] = seat((first + older)[both], nearest, farthest, stock)

    # Where nobody of an age to be the second parent is left, a grandparent helps to raise the children instead, and
    # where there is none either, another relative of any age.
    with_elder = np.concatenate((np.flatnonzero(grandparents == 1), np.flatnonzero(both & (second == NOBODY))))
    gap = np.rint(FIRST_CHILD_AT - 2 + FIRST_CHILD_SPREAD * chance.normals(len(with_elder))).astype(np.int64)
    child = first[with_elder]
    eldest = np.minimum(child + YEARS_TO_CHILD_MAX, AGE_END - 1)
    elder = seat(child + gap, child + YEARS_TO_CHILD_MIN, eldest, stock)
    found, alone = elder != NOBODY, with_elder[elder == NOBODY]
    relative = seat(first[alone], np.full(len(alone), ADULT_AGE), np.full(len(alone), AGE_END - 1), stock)
    return Families(first, second, with_elder[found], elder[found], alone, relative, family, place, age)


def _children(children: Whole, by_age: Whole, three_generations: Flags, chance: Chance) -> tuple[Whole, Whole, Whole]:
    """Let children of fitting ages grow up together, the oldest first; every age of `by_age` is used exactly once.

    A grandparent lives with the family while its youngest is a minor.
    """
    family = np.repeat(np.arange(len(children)), children)
    place = ranks_within(family)
    youngest = chance.codes(by_age, len(children)) + chance.uniforms(len(children))
    youngest[three_generations] %= ADULT_AGE
    gaps = np.maximum(NEXT_CHILD_AFTER + NEXT_CHILD_SPREAD * chance.normals(len(family)), 1.0)
    until_last = np.cumsum(gaps[::-1])[::-1]  # years from each child on to the end of all the families
    ends = np.cumsum(children) - 1
    wanted = youngest[family] + until_last - until_last[ends][family]
    return family, place, match_in_order(wanted, np.repeat(np.arange(len(by_age)), by_age))
