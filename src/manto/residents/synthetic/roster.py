"""The roster: one row per resident, household after household, with age, role and kin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from manto.residents.synthetic.ages import ADULT_AGE, AGE_END, AgeBand, residents_by_age
from manto.residents.synthetic.chance import Chance, Flags, Whole, ranks_within
from manto.residents.synthetic.compositions import Kind, plan_households
from manto.residents.synthetic.couples import Adults, make_adults, the_dead
from manto.residents.synthetic.families import Families, make_families
from manto.residents.synthetic.seating import NOBODY


class Role(IntEnum):
    """What a resident is in the household; rows of a household stand in this order."""

    ADULT = 0  # alone, or sharing a flat
    PARTNER = 1
    PARENT = 2
    GRANDPARENT = 3
    CHILD = 4
    RELATIVE = 5  # of the parents, neither their parent nor their child
    DECEASED = 6


MEMBER_ROLES = ("head", "partner", "child", "parent", "relative", "other")  # to the head of the household
HEAD, PARTNER, CHILD, GRANDPARENT, RELATIVE, OTHER = range(len(MEMBER_ROLES))


@dataclass(frozen=True)
class Roster:
    """Who lives with whom. The rows of a household stand together, and households stand in a random order."""

    household: NDArray[np.int32]  # per resident, never falling
    role: NDArray[np.int8]
    age: NDArray[np.int64]  # whole years; of the dead, what it would be
    child_place: NDArray[np.int64]  # 0 for the oldest child of a household and for everybody else
    kind: NDArray[np.int8]  # per household

    @property
    def residents(self) -> int:
        """How many rows there are."""
        return len(self.household)

    @property
    def households(self) -> int:
        """How many households there are, those whose last member died this year included."""
        return len(self.kind)

    @property
    def heads(self) -> Whole:
        """Give the first row of each household: its oldest parent, a partner, or whoever lives alone."""
        return np.searchsorted(self.household, np.arange(self.households))

    @property
    def living(self) -> Flags:
        """Say of each row whether the resident is alive."""
        alive: Flags = self.role != Role.DECEASED
        return alive

    @property
    def living_members(self) -> Whole:
        """Count the living of each household."""
        return np.bincount(self.household[self.living], minlength=self.households)

    def member_roles(self) -> NDArray[np.int8]:
        """Say what each row is to the household, as positions in `MEMBER_ROLES`."""
        of_role = np.array([OTHER, PARTNER, PARTNER, GRANDPARENT, CHILD, RELATIVE, PARTNER], dtype=np.int8)
        roles = of_role[self.role]
        roles[self.heads] = HEAD
        return roles

    def guardians(self) -> tuple[Whole, Whole]:
        """Give the pairs (row of a minor, row of a parent)."""
        minors = np.flatnonzero((self.role == Role.CHILD) & (self.age < ADULT_AGE))
        first = self.heads[self.household[minors]]
        second = first + 1
        has_second = self.role[second] == Role.PARENT
        children = np.concatenate((minors, minors[has_second]))
        adults = np.concatenate((first, second[has_second]))
        order = np.argsort(children, kind="stable")
        return children[order], adults[order]


def make_roster(
    bands: Sequence[AgeBand], sizes: Mapping[int, float], *, living: int, dead: int, births: int, seed: int
) -> Roster:
    """Put a city's residents into households.

    Args:
        bands: The age pyramid of the living.
        sizes: The share of households of each size.
        living: How many residents are alive.
        dead: How many died in the last year; they have a row, but no household counts them.
        births: How many of the living were born in the last year.
        seed: Decides every draw.

    Raises:
        BadInput: The pyramid and the household sizes do not go together.
    """
    by_age = residents_by_age(bands, living, births)
    plan = plan_households(sizes, by_age)
    stock = by_age - plan.grown_up_children
    stock[:ADULT_AGE] = 0
    families = make_families(plan, by_age, stock, Chance(seed, "families"))
    adults = make_adults(plan, stock, Chance(seed, "couples"))
    dead_ages, widowed = the_dead(dead, by_age, adults.alone, Chance(seed, "deaths"))
    return _rows(families, adults, dead_ages, widowed, Chance(seed, "roster"))


def _rows(families: Families, adults: Adults, dead_ages: Whole, widowed: Whole, chance: Chance) -> Roster:
    """Write everybody down; households are numbered block by block first, then put in a random order."""
    empty_homes = int((widowed == NOBODY).sum())
    couples = len(adults.couples) // 2
    ends = np.cumsum([len(families.first_parent), couples, len(adults.flat_sizes), len(adults.alone), empty_homes])
    family, couple, flat, alone, empty = (
        np.arange(start, end) for start, end in zip(np.append(0, ends), ends, strict=False)
    )
    second = families.second_parent != NOBODY
    home_of_dead = np.empty(len(dead_ages), dtype=np.int64)
    home_of_dead[widowed == NOBODY] = empty
    home_of_dead[widowed != NOBODY] = alone[widowed[widowed != NOBODY]]
    parts: list[tuple[Whole, Role, Whole]] = [
        (family, Role.PARENT, families.first_parent),
        (family[second], Role.PARENT, families.second_parent[second]),
        (family[families.grandparent_family], Role.GRANDPARENT, families.grandparent_age),
        (family[families.relative_family], Role.RELATIVE, families.relative_age),
        (family[families.child_family], Role.CHILD, families.child_age),
        (np.repeat(couple, 2), Role.PARTNER, adults.couples),
        (np.repeat(flat, adults.flat_sizes), Role.ADULT, adults.sharers),
        (alone, Role.ADULT, adults.alone),
        (home_of_dead, Role.DECEASED, dead_ages),
    ]
    block = np.concatenate([home for home, _, _ in parts])
    role = np.concatenate([np.full(len(home), role, dtype=np.int8) for home, role, _ in parts])
    age = np.concatenate([ages for _, _, ages in parts])
    kinds = [Kind.FAMILY, Kind.COUPLE, Kind.SHARED, Kind.ALONE, Kind.EMPTY]
    kind = np.repeat(np.array(kinds, dtype=np.int8), np.diff(np.append(0, ends)))

    mixed = chance.order(len(kind))
    number = np.empty(len(kind), dtype=np.int64)
    number[mixed] = np.arange(len(kind))
    order = np.argsort((number[block] * len(Role) + role) * AGE_END + _oldest_first(role, age), kind="stable")
    household, role = number[block][order].astype(np.int32), role[order]
    child = role == Role.CHILD
    place = np.zeros(len(role), dtype=np.int64)
    place[child] = ranks_within(household[child])
    return Roster(household, role, age[order], place, kind[mixed])


def _oldest_first(role: NDArray[np.int8], age: Whole) -> Whole:
    """Give what children are sorted by; all others keep the order in which they were written down."""
    return np.where(role == Role.CHILD, AGE_END - 1 - age, 0)
