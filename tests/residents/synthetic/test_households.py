"""Households hold together: ages, kin and names fit, whatever the city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.residents.synthetic import Population, PopulationParameters
from manto.residents.synthetic.ages import births, parts_of_year, residents_by_age
from manto.residents.synthetic.chance import Chance
from manto.residents.synthetic.compositions import Kind, household_counts
from manto.residents.synthetic.families import PARTNERS_APART_MAX
from manto.residents.synthetic.parameters import Band
from manto.residents.synthetic.population import birthday
from manto.residents.synthetic.roster import Role, Roster, make_roster

LEAP_DAY = date(2028, 2, 29)


@dataclass(frozen=True)
class City:
    """As much of a city as decides who lives with whom."""

    bands: tuple[Band, ...]
    sizes: dict[int, float]


def a_city(*, thinning: float, mean_size: float) -> City:
    """Describe a city whose age bands shrink by `thinning` per decade and whose households have a mean size."""
    shares = np.array([(1 - thinning) ** decade for decade in range(9)] + [0.15 * (1 - thinning) ** 9])
    bands = tuple(Band(10 * i, 10 * i + 9, float(share)) for i, share in enumerate(shares / shares.sum()))
    weights = np.array([(mean_size - 1) ** k / np.prod(np.arange(1, k + 1)) for k in range(7)])
    return City(bands, {k + 1: float(w) for k, w in enumerate(weights / weights.sum())})


CITIES = {"old": a_city(thinning=0.02, mean_size=2.0), "young": a_city(thinning=0.2, mean_size=3.6),
          "crowded": a_city(thinning=0.12, mean_size=4.0), "middling": a_city(thinning=0.08, mean_size=2.5)}  # fmt: skip


def check_everything(roster: Roster, *, living: int, dead: int, on: date) -> None:
    """Check every law that a roster keeps."""
    age, role, household = roster.age, roster.role, roster.household
    assert (int(roster.living.sum()), int((~roster.living).sum())) == (living, dead)
    assert (np.diff(household) >= 0).all()
    assert set(np.unique(household)) == set(range(roster.households))
    check_homes_by_kind(roster)

    parents, children = kin(roster)
    older = age[parents] - age[children]
    assert older.min(initial=30) >= 17
    assert older.max(initial=30) <= 49
    born = births(age, parts_of_year(Chance(1, "births").uniforms(roster.residents), age, roster.child_place), on)
    assert (birthday(born[parents], 16) <= born[children]).all()
    assert (birthday(born[parents], 50) > born[children]).all()

    siblings = np.flatnonzero(roster.child_place > 0)
    apart = (born[siblings] - born[siblings - 1]).astype(np.int64)
    assert (household[siblings] == household[siblings - 1]).all()
    assert ((apart == 0) | (apart >= 280)).all(), "siblings are twins or at least nine months apart"

    partners = np.flatnonzero((role[:-1] == role[1:]) & np.isin(role[:-1], (Role.PARTNER, Role.PARENT))
                              & (household[:-1] == household[1:]))  # fmt: skip
    assert np.abs(age[partners] - age[partners + 1]).max(initial=0) <= PARTNERS_APART_MAX

    minors = np.flatnonzero((age < 18) & roster.living)
    guarded, guardians = roster.guardians()
    assert set(minors.tolist()) == set(guarded.tolist()), "every minor has a guardian"
    assert (age[guardians] >= 18).all()
    assert (household[guarded] == household[guardians]).all()


def check_homes_by_kind(roster: Roster) -> None:
    """Check that a household has the members that its kind says, and adults where no parent is."""
    members = {role: np.bincount(roster.household[roster.role == role], minlength=roster.households) for role in Role}
    of = {kind: roster.kind == kind for kind in Kind}
    assert (members[Role.PARTNER][of[Kind.COUPLE]] == 2).all()
    assert (members[Role.ADULT][of[Kind.ALONE]] == 1).all()
    assert (members[Role.ADULT][of[Kind.SHARED]] >= 2).all()
    assert (members[Role.CHILD][of[Kind.FAMILY]] >= 1).all()
    assert np.isin(members[Role.PARENT][of[Kind.FAMILY]], (1, 2)).all()
    assert (roster.living_members[of[Kind.EMPTY]] == 0).all()
    assert (roster.age[roster.role != Role.CHILD] >= 18).all()


def kin(roster: Roster) -> tuple[np.ndarray, np.ndarray]:
    """Give every pair of rows (parent, child), grandparents as parents of the first parent."""
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    heads = roster.heads[roster.household]
    for role, of in ((Role.CHILD, Role.PARENT), (Role.PARENT, Role.GRANDPARENT)):
        younger = np.flatnonzero(roster.role == role)
        if role == Role.PARENT:
            younger = younger[younger == heads[younger]]
        for step in range(4):
            older = np.minimum(heads[younger] + step, roster.residents - 1)
            same = (roster.role[older] == of) & (roster.household[older] == roster.household[younger])
            pairs.append((older[same], younger[same]))
    return np.concatenate([p for p, _ in pairs]), np.concatenate([c for _, c in pairs])


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("size", [1_000, 1_037, 30_000])
@pytest.mark.parametrize("seed", range(4))
def test_households_hold_together_in_old_and_young_cities(city: str, size: int, seed: int) -> None:
    """Small or large, old or young: everybody has a home, every child a parent of a fitting age."""
    dead = size // 90

    roster = make_roster(
        CITIES[city].bands, CITIES[city].sizes, living=size - dead, dead=dead, births=size // 100, seed=seed
    )

    check_everything(roster, living=size - dead, dead=dead, on=LEAP_DAY)


@settings(max_examples=60, deadline=None)
@given(
    thinning=st.floats(-0.05, 0.25),
    mean_size=st.floats(1.8, 4.5),
    size=st.integers(1_000, 3_000),
    seed=st.integers(0, 2**32),
)
def test_any_city_with_room_for_its_children_holds_together(
    thinning: float, mean_size: float, size: int, seed: int
) -> None:
    """Whatever pyramid and households go together: every law is kept."""
    city = a_city(thinning=thinning, mean_size=max(mean_size, 1.8 + 10 * thinning))

    roster = make_roster(city.bands, city.sizes, living=size, dead=0, births=size // 200, seed=seed)

    check_everything(roster, living=size, dead=0, on=date(2026, 6, 9))


@pytest.mark.parametrize(
    ("city", "reason"),
    [
        (City((Band(0, 17, 0.6), Band(18, 99, 0.4)), {1: 0.8, 2: 0.2}), "household_sizes"),
        (City((Band(0, 9, 0.3), Band(10, 69, 0.0), Band(70, 99, 0.7)), {1: 0.2, 2: 0.5, 3: 0.3}), "age_bands"),
    ],
)
def test_a_city_without_room_or_parents_for_its_children_is_refused(city: City, reason: str) -> None:
    """Children without a bed, or without anybody of an age to be a parent, are refused by the key to change."""
    with pytest.raises(BadInput, match=reason):
        make_roster(city.bands, city.sizes, living=2_000, dead=0, births=10, seed=1)


@given(
    sizes=st.dictionaries(st.integers(1, 8), st.floats(0.01, 1.0), min_size=1),
    residents=st.integers(1_000, 100_000),
)
def test_households_of_the_sizes_asked_hold_exactly_everybody(sizes: dict[int, float], residents: int) -> None:
    """Nobody is without a home, no home has an empty bed, and each size is as frequent as asked."""
    counts = household_counts(sizes, residents)

    total = sum(sizes.values())
    assert sum(size * count for size, count in counts.items()) == residents
    for size, share in sizes.items():
        assert abs(counts[size] - sum(counts.values()) * share / total) <= 10


def test_the_oldest_band_thins_out(mantova: PopulationParameters) -> None:
    """Within a band the old are fewer the older they are."""
    counts = residents_by_age((Band(0, 79, 0.9), Band(80, 109, 0.1)), 100_000)

    assert (np.diff(counts[80:110]) <= 0).all()
    assert counts[80:90].sum() > 5 * counts[95:105].sum()


def test_children_carry_a_parents_name_and_names_of_their_own(town: Population) -> None:
    """Every minor shares the family name of a guardian, and brothers and sisters differ in their given names."""
    family, given_name = (town.columns[f"person.{part}_name"].values for part in ("family", "given"))
    minors, adults = town.guardians[:, 0], town.guardians[:, 1]

    named_after = set(minors[family[minors] == family[adults]].tolist())
    children = np.unique(minors)
    of_city = children[town.columns["person.citizenship"].values[children] == 0]
    names = [(int(town.household[child]), int(given_name[child])) for child in of_city]

    assert named_after == set(minors.tolist())
    assert len(names) == len(set(names))


def test_a_child_lives_at_home_since_birth_and_nobody_was_born_after_today(town: Population) -> None:
    """Births, moves and deaths come in an order that can be."""
    born, since = town.columns["person.birth"].values, town.columns["home.since"].values
    died, today = town.columns["person.death"].values, np.datetime64(town.on, "D")
    dead = ~np.isnat(died)

    assert (born <= today).all()
    assert (since >= born).all()
    assert (since <= today).all()
    assert (died[dead] > born[dead]).all()
    assert (died[dead] >= since[dead]).all()


def test_homes_lie_in_their_district(town: Population, mantova: PopulationParameters) -> None:
    """Every home is within its district's circle, on one of its streets; neighbours by number are close."""
    first = np.unique(town.household, return_index=True)[1]
    district = town.columns["home.district"].values[first]
    streets = np.array(town.columns["home.street"].words)[town.columns["home.street"].values[first]]

    for position, asked in enumerate(mantova.districts):
        here = district == position
        north, east = (town.home_points[here] - asked.centre).T * 111_320.0
        east = east * np.cos(np.radians(asked.centre[0]))
        assert np.hypot(north, east).max() <= asked.radius_m, asked.id
        assert set(streets[here]) <= set(asked.streets), asked.id


def test_every_household_has_one_head_who_comes_first_and_whose_kin_are_named(town: Population) -> None:
    """A household is led by one adult; partners, children and parents are named from there."""
    members = list(town.members())
    born = dict(enumerate(town.columns["person.birth"].read()))
    head_of = {member.household: member.resident for member in members if member.role == "head"}

    assert len(head_of) == sum(member.role == "head" for member in members) == town.households
    assert [member.resident for member in members] == list(range(town.size))
    for member in members:
        head = head_of[member.household]
        assert head <= member.resident
        if member.role == "child":
            assert born[member.resident].year - born[head].year >= 16
        if member.role == "parent":
            assert born[head].year - born[member.resident].year >= 16
    assert {member.role for member in members} == {"head", "partner", "child", "parent", "other"}
    assert list(town.members(5, 9)) == members[5:9]
