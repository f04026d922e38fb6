"""The parameters of Mantua's synthetic population fit the city they are drawn over."""

from math import isclose
from typing import Any

import pytest

from .conftest import read


@pytest.fixture(scope="module")
def population() -> dict[str, Any]:
    """Give the parameters."""
    return read("mantova", "population.yaml")


def test_shares_sum_to_one(population: dict[str, Any]) -> None:
    """Nobody is counted twice and nobody is lost."""
    sums = {
        "districts": sum(district["share"] for district in population["districts"]),
        "age_bands": sum(band["share"] for band in population["age_bands"]),
        "household_sizes": sum(population["household_sizes"].values()),
        "citizenships": sum(population["citizenships"].values()),
        "vehicles": sum(population["vehicles_per_household"].values()),
    }

    assert [name for name, total in sums.items() if not isclose(total, 1, abs_tol=1e-9)] == []


def test_the_city_is_as_old_as_the_city_is(population: dict[str, Any]) -> None:
    """Mantua has about 11 % under fifteen and more than a quarter from sixty-five."""
    young = sum(band["share"] for band in population["age_bands"] if band["to"] < 15)
    old = sum(band["share"] for band in population["age_bands"] if band["from"] >= 65)

    assert 0.10 < young < 0.13
    assert 0.25 < old < 0.30


def test_schools_are_places(population: dict[str, Any], mantova: dict[str, dict[str, Any]]) -> None:
    """A child of the synthetic city goes to a school that one finds on the map."""
    ids = [id_ for of_level in population["schools"].values() for id_ in of_level]

    assert [id_ for id_ in ids if id_ not in mantova] == []


def test_names_are_words_and_none_is_given_twice(population: dict[str, Any]) -> None:
    """YAML reads a bare No or On as a truth value."""
    lists = [population["given_names"]["f"], population["given_names"]["m"], population["family_names"]]

    assert all(isinstance(name, str) for names in lists for name in names)
    assert [len(names) for names in lists if len(names) != len(set(names))] == []
    assert min(len(names) for names in lists) >= 140


def test_every_citizenship_named_for_names_is_one_of_the_city(population: dict[str, Any]) -> None:
    """Names are given for those who live here."""
    assert set(population["names_by_citizenship"]) <= set(population["citizenships"])
