"""A parameter file is read whole or refused with the key that is wrong."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from manto.kernel.errors import BadInput, UnknownName
from manto.residents.synthetic import parse_parameters

DEMO = Path(__file__).parents[3] / "demo"
REMOVED = object()


def changed(raw: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Give a copy in which one entry is another value, or is gone."""
    copy = deepcopy(raw)
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copy


@pytest.mark.parametrize("file", sorted(DEMO.glob("*/population.yaml")), ids=lambda file: file.parent.name)
def test_every_demo_city_is_read(file: Path) -> None:
    """The demo cities' files are read, district by district and school by school."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))

    parameters = parse_parameters(raw)

    assert [d.id for d in parameters.districts] == [d["id"] for d in raw["districts"]]
    assert {kind: list(ids) for kind, ids in parameters.schools.items()} == raw["schools"]


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("size",), 12, "size"),
        (("size",), "many", "size"),
        (("districts",), [], "districts"),
        (("districts", 2, "share"), 0.9, "districts sum to"),
        (("districts", 2, "share"), -0.1, "districts.te-brunetti.share"),
        (("districts", 0, "streets"), [], "districts.centro-storico.streets"),
        (("districts", 0, "radius_m"), REMOVED, "districts.centro-storico.radius_m"),
        (("districts", 0, "center"), [45, 10], "districts.centro-storico.center"),
        (("districts", 0, "centre"), [45.1], "districts.centro-storico.centre"),
        (("districts", 0, "centre"), [145.1, 10.7], "districts.centro-storico.centre"),
        (("districts", 1, "id"), "centro-storico", "centro-storico twice"),
        (("age_bands", 3, "from"), 14, r"age_bands\[3\]"),
        (("age_bands", 3, "share"), 0.4, "age_bands sum to"),
        (("household_sizes", 1), 0.9, "household_sizes sum to"),
        (("household_sizes",), {0: 0.5, 1: 0.5}, "household_sizes"),
        (("given_names", "f"), REMOVED, "given_names.f"),
        (("given_names",), ["Anna"], "given_names"),
        (("family_names", 4), "", r"family_names\[4\]"),
        (("citizenships",), {False: 0.1, "IT": 0.9}, "citizenships"),
        (("names_by_citizenship", "RO", "family"), REMOVED, "names_by_citizenship.RO.family"),
        (("previous_municipalities",), REMOVED, "previous_municipalities"),
        (("schools", "primary"), [], "schools.primary"),
        (("rates", "isee_known"), 65, "rates.isee_known"),
        (("rates", "isee_known"), REMOVED, "rates.isee_known"),
        (("rates",), None, "rates"),
        (("vehicles_per_household", 9), 0.5, "vehicles_per_household sum to"),
        (("work_status_by_age", 4, "student"), 0.9, r"work_status_by_age\[4\] sum to"),
        (("work_status_by_age", -1, "to"), 90, "work_status_by_age ends at 90"),
        (("income_yearly_eur", "median"), 0, "income_yearly_eur.median"),
        (("isee_eur", "sigma_log"), "wide", "isee_eur.sigma_log"),
    ],
)
def test_what_is_wrong_is_refused_by_its_key(
    raw: dict[str, Any], path: tuple[Any, ...], value: Any, named: str
) -> None:
    """Each slip of the pen is refused, and the message names the key and what to do."""
    with pytest.raises(BadInput, match=named) as refusal:
        parse_parameters(changed(raw, path, value))

    assert refusal.value.next_step


def test_a_key_that_nobody_reads_is_refused_with_the_nearest(raw: dict[str, Any]) -> None:
    """A misspelt rate is not lost in silence."""
    misspelt = changed(raw, ("rates", "family_docter"), 0.9)

    with pytest.raises(UnknownName, match=r"Did you mean 'rates\.family_doctor'"):
        parse_parameters(misspelt)


def test_a_district_that_is_not_there_is_refused(raw: dict[str, Any]) -> None:
    """Vehicles of an unknown district would never be dealt."""
    with pytest.raises(UnknownName, match="Did you mean 'lunetta'"):
        parse_parameters(changed(raw, ("vehicles_per_household_by_district", "luneta"), {0: 1.0}))


@pytest.mark.parametrize("given", [None, [], "size: 3", {}])
def test_a_file_that_is_no_list_of_keys_is_refused(given: Any) -> None:
    """An empty file or a list is refused like any other slip."""
    with pytest.raises(BadInput):
        parse_parameters(given)
