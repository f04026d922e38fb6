"""The facts of synthetic residents fit the catalogue and say only what is known."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
import yaml

from manto.residents.catalogue import Catalogue, SourceKind
from manto.residents.synthetic import Population, PopulationParameters, generate
from manto.residents.synthetic.learning import COHORTS

# What depends on dates and on choices that no published share tells: see docs/ideas/population.md.
NOT_DRAWN = {
    "person.civil_status", "person.widowed_since", "identity_card.expires", "driving_licence.expires", "pension.since",
    "nursery.place", "school_meals.enrolled", "school_transport.enrolled", "mobility.limited_until", "mobility.usual_lines",
    "library.card", "vehicle.insured_until",
    "parking.permit_until", "parking.badge_until", "health.screening_due", "business.opens", "business.licence_until",
    "business.insured_until", "business.premises_fit", "business.hygiene_course",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Give the catalogue of facts."""
    return Catalogue.read(yaml.safe_load(files("manto.residents").joinpath("facts.yaml").read_bytes()))


def test_every_fact_is_in_the_catalogue_with_a_value_and_source_it_allows(
    town: Population, catalogue: Catalogue
) -> None:
    """Nothing is said that the city may not know, and nothing is left out that the catalogue holds."""
    names = set()
    for fact in town.as_facts(0, 5_000):
        kind = catalogue[fact.fact]
        assert kind.read(fact.value) == fact.value
        assert SourceKind(fact.source.kind) in kind.sources
        assert fact.source.kind == "own_word" or fact.source.ref in catalogue.sources
        names.add(fact.fact)

    assert names == set(town.columns) == set(catalogue.kinds) - NOT_DRAWN


def test_what_is_unknown_gives_no_fact(town: Population) -> None:
    """There is a fact for each known value and for no other."""
    counted = dict.fromkeys(town.columns, 0)
    for fact in town.as_facts():
        counted[fact.fact] += 1

    assert counted == {name: int(column.is_known().sum()) for name, column in town.columns.items()}


def test_unknown_is_not_nothing(town: Population) -> None:
    """Some own no vehicle and that is known; nobody's income is nothing, but many incomes are unknown."""
    vehicles, income = town.columns["vehicle.count"], town.columns["income.yearly_cents"]

    assert 0 in vehicles.values[vehicles.is_known()]
    assert 0 not in income.values[income.is_known()]
    assert 0.1 < 1 - income.is_known().mean() < 0.9
    assert town.columns["vehicle.count"].read(0, 50).count(None) > 0


def test_children_go_to_the_school_of_their_age_and_brothers_and_sisters_together(
    town: Population, mantova: PopulationParameters
) -> None:
    """School and year follow from the year of birth; most children go to the school nearest to their district."""
    school, year = town.columns["school.id"], town.columns["school.year"]
    pupils = np.flatnonzero(school.is_known())
    cohort = 2025 - (town.columns["person.birth"].values[pupils].astype("datetime64[Y]").astype(int) + 1970)
    kinds = {name: kind for kind, names in mantova.schools.items() for name in names}

    for pupil, came in zip(pupils.tolist(), cohort.tolist(), strict=True):
        kind = kinds[str(school.read(pupil, pupil + 1)[0])]
        if kind != "university":
            low, high = COHORTS[kind]
            assert low <= came <= high
            assert year.values[pupil] == max(came - low + (kind != "nursery"), 1)
    primary = [p for p, c in zip(pupils.tolist(), cohort.tolist(), strict=True) if 6 <= c <= 10]
    same_home = [(a, b) for a, b in pairwise(primary) if town.household[a] == town.household[b]]
    assert same_home
    assert all(school.values[a] == school.values[b] for a, b in same_home)
    born = town.columns["person.birth"].values
    seven_to_fourteen = (born > np.datetime64("2011-06-09")) & (born <= np.datetime64("2019-06-09"))
    assert school.is_known()[seven_to_fourteen].all()


def test_children_go_to_a_school_near_them_where_the_schools_are_known(mantova: PopulationParameters) -> None:
    """With a school in the middle of each of two districts, most children of the district go there."""
    schools = mantova.schools["primary"]
    centres = {schools[0]: mantova.districts[0].centre, schools[1]: mantova.districts[11].centre}
    far = dict.fromkeys(schools[2:], (46.0, 12.0))

    population = generate(mantova.with_school_locations(centres | far), size=5_000, seed=1, on=date(2026, 6, 9))

    district = population.columns["home.district"].values
    column = population.columns["school.id"]
    for position, nearest in ((0, schools[0]), (11, schools[1])):
        here = [
            name for name, d in zip(column.read(), district.tolist(), strict=True) if d == position and name in schools
        ]
        assert 0.6 < here.count(nearest) / len(here) < 0.9


def test_pupils_of_working_age_are_students(town: Population) -> None:
    """Nobody of working age sits in a classroom while a register has them at work."""
    school, status = town.columns["school.id"], town.columns["work.status"]

    both = school.is_known() & status.is_known()

    assert {status.words[code] for code in status.values[both]} == {"student"}


def test_the_dead_keep_their_names_and_homes_and_nothing_else(town: Population) -> None:
    """Registers close with a death: no income, no vehicles, no vote."""
    dead = np.flatnonzero(town.columns["person.death"].is_known())

    said = {name for name, column in town.columns.items() if column.is_known()[dead].any()}

    assert {name.split(".")[0] for name in said} == {"person", "home"}


def test_nobody_can_be_taken_for_a_real_person(town: Population) -> None:
    """Identifiers say that they are synthetic; mail addresses and numbers lead to nobody."""
    ids = {town.id_of(resident) for resident in range(town.size)}
    emails = [text for text in town.columns["contact.email"].read() if text]
    phones = [text for text in town.columns["contact.phone"].read() if text]

    assert len(ids) == town.size
    assert all(name.startswith("synthetic-") for name in ids)
    assert all(re.fullmatch(r"synthetic-\d+@example\.org", str(text)) for text in emails)
    assert all(re.fullmatch(r"\+39 000 \d{7}", str(text)) for text in phones)
    assert len(set(emails)) == len(emails)


def test_movers_say_where_they_came_from_and_only_they(town: Population) -> None:
    """A previous municipality is known of newcomers, never of a child born here."""
    year_ago = np.datetime64("2025-06-09")
    since, born = town.columns["home.since"].values, town.columns["person.birth"].values

    told = town.columns["home.previous_municipality"].is_known()

    assert told.any()
    assert (since[told] > year_ago).all()
    assert (born[told] < since[told]).all()
