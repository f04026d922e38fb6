"""Read the parameters of a city's population from what `population.yaml` says, and check them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from manto.kernel.errors import BadInput, UnknownName
from manto.residents.synthetic import checks
from manto.residents.synthetic.ages import AGE_END
from manto.residents.synthetic.parameters import (
    HOUSEHOLD_MAX,
    SCHOOL_KINDS,
    SIZE_MAX,
    SIZE_MIN,
    WORK_STATUSES,
    Band,
    District,
    LogNormal,
    NameLists,
    PopulationParameters,
    Rates,
    WorkBand,
)

KEYS = {f.name for f in fields(PopulationParameters)} - {"names", "school_locations"} | {"given_names", "family_names"}


def parse_parameters(raw: Mapping[str, Any]) -> PopulationParameters:
    """Read and check the parameters of a city's population.

    Args:
        raw: What a YAML reader makes of `population.yaml`.

    Raises:
        BadInput: An entry is missing or cannot be used; the message names its key.
    """
    size = checks.whole(checks.entry(raw, "size", ""), "size", SIZE_MIN, SIZE_MAX)
    checks.only(raw, KEYS, "")
    districts = tuple(_district(d, f"districts[{i}]") for i, d in enumerate(_listed(raw, "districts")))
    checks.whole_of((d.share for d in districts), "districts")
    _refuse_twice([d.id for d in districts], "districts")
    citizenships = checks.shares(checks.entry(raw, "citizenships", ""), "citizenships")
    age_bands = _age_bands(_listed(raw, "age_bands"))
    work_bands = _work_bands(_listed(raw, "work_status_by_age"))
    if work_bands[-1].last < age_bands[-1].last:
        raise BadInput(
            f"work_status_by_age ends at {work_bands[-1].last}, but age_bands go on to {age_bands[-1].last}.",
            "Let its last band end where age_bands end.",
        )
    return PopulationParameters(
        size=size,
        districts=districts,
        age_bands=age_bands,
        household_sizes=_per_count(checks.entry(raw, "household_sizes", ""), "household_sizes", 1, HOUSEHOLD_MAX),
        names=NameLists(
            f=checks.texts(checks.entry(checks.entry(raw, "given_names", ""), "f", "given_names"), "given_names.f"),
            m=checks.texts(checks.entry(raw["given_names"], "m", "given_names"), "given_names.m"),
            family=checks.texts(checks.entry(raw, "family_names", ""), "family_names"),
        ),
        citizenships={checks.text(code, "citizenships"): share for code, share in citizenships.items()},
        previous_municipalities=checks.texts(
            checks.entry(raw, "previous_municipalities", ""), "previous_municipalities"
        ),
        schools=_schools(checks.entry(raw, "schools", "")),
        rates=_rates(checks.entry(raw, "rates", "")),
        vehicles_per_household=_per_count(
            checks.entry(raw, "vehicles_per_household", ""), "vehicles_per_household", 0, 20
        ),
        work_status_by_age=work_bands,
        income_yearly_eur=_log_normal(checks.entry(raw, "income_yearly_eur", ""), "income_yearly_eur"),
        isee_eur=_log_normal(checks.entry(raw, "isee_eur", ""), "isee_eur"),
        city=checks.text(raw["city"], "city") if "city" in raw else "",
        names_by_citizenship={
            checks.text(code, "names_by_citizenship"): _names(lists, f"names_by_citizenship.{code}")
            for code, lists in (raw.get("names_by_citizenship") or {}).items()
        },
        vehicles_per_household_by_district=_vehicles_by_district(raw, districts),
    )


def _listed(raw: Mapping[str, Any], key: str) -> list[Any]:
    return checks.items(checks.entry(raw, key, ""), key)


def _district(raw: Any, where: str) -> District:
    district = checks.text(checks.entry(raw, "id", where), f"{where}.id")
    where = f"districts.{district}"
    checks.only(raw, [f.name for f in fields(District)], where)
    centre = checks.items(checks.entry(raw, "centre", where), f"{where}.centre")
    if len(centre) != 2:
        raise BadInput(f"{where}.centre has {len(centre)} numbers.", "Give [latitude, longitude].")
    return District(
        id=district,
        name=checks.text(checks.entry(raw, "name", where), f"{where}.name"),
        share=checks.number(checks.entry(raw, "share", where), f"{where}.share", 0.0, 1.0),
        centre=(
            checks.number(centre[0], f"{where}.centre[0]", -85.0, 85.0),
            checks.number(centre[1], f"{where}.centre[1]", -180.0, 180.0),
        ),
        radius_m=checks.number(checks.entry(raw, "radius_m", where), f"{where}.radius_m", 10.0, 100_000.0),
        streets=checks.texts(checks.entry(raw, "streets", where), f"{where}.streets"),
    )


def _ages(raw: Any, where: str, after: int) -> tuple[int, int]:
    first = checks.whole(checks.entry(raw, "from", where), f"{where}.from", 0, AGE_END - 1)
    last = checks.whole(checks.entry(raw, "to", where), f"{where}.to", first, AGE_END - 1)
    if first != after:
        raise BadInput(f"{where} begins at {first}.", f"The bands must follow each other: begin it at {after}.")
    return first, last


def _age_bands(raw: list[Any]) -> tuple[Band, ...]:
    bands: list[Band] = []
    for i, band in enumerate(raw):
        where = f"age_bands[{i}]"
        first, last = _ages(band, where, bands[-1].last + 1 if bands else 0)
        checks.only(band, ("from", "to", "share"), where)
        bands.append(Band(first, last, checks.number(checks.entry(band, "share", where), f"{where}.share", 0.0, 1.0)))
    checks.whole_of((band.share for band in bands), "age_bands")
    return tuple(bands)


def _work_bands(raw: list[Any]) -> tuple[WorkBand, ...]:
    bands: list[WorkBand] = []
    for i, band in enumerate(raw):
        where = f"work_status_by_age[{i}]"
        first, last = _ages(band, where, bands[-1].last + 1 if bands else 0)
        checks.only(band, ("from", "to", *WORK_STATUSES), where)
        parts = tuple(checks.number(band.get(s, 0), f"{where}.{s}", 0.0, 1.0) for s in WORK_STATUSES)
        checks.whole_of(parts, where)
        bands.append(WorkBand(first, last, parts))
    return tuple(bands)


def _per_count(raw: Any, where: str, low: int, high: int) -> dict[int, float]:
    given = checks.shares(raw, where)
    return dict(sorted((checks.whole(count, where, low, high), share) for count, share in given.items()))


def _names(raw: Any, where: str) -> NameLists:
    f, m, family = (checks.texts(checks.entry(raw, key, where), f"{where}.{key}") for key in ("f", "m", "family"))
    checks.only(raw, ("f", "m", "family"), where)
    return NameLists(f, m, family)


def _schools(raw: Any) -> dict[str, tuple[str, ...]]:
    schools = {kind: checks.texts(checks.entry(raw, kind, "schools"), f"schools.{kind}") for kind in SCHOOL_KINDS}
    checks.only(raw, SCHOOL_KINDS, "schools")
    return schools


def _rates(raw: Any) -> Rates:
    checks.entry(raw, "births_per_1000", "rates")
    checks.only(raw, [f.name for f in fields(Rates)], "rates")
    given: dict[str, float] = {}
    for f in fields(Rates):
        if f.name in raw or not isinstance(f.default, float):
            high = 1000.0 if f.name.endswith("_per_1000") else 1.0
            given[f.name] = checks.number(checks.entry(raw, f.name, "rates"), f"rates.{f.name}", 0.0, high)
    return Rates(**given)


def _log_normal(raw: Any, where: str) -> LogNormal:
    median = checks.number(checks.entry(raw, "median", where), f"{where}.median", 1.0)
    return LogNormal(median, checks.number(checks.entry(raw, "sigma_log", where), f"{where}.sigma_log", 0.0, 3.0))


def _vehicles_by_district(raw: Mapping[str, Any], districts: tuple[District, ...]) -> dict[str, dict[int, float]]:
    where = "vehicles_per_household_by_district"
    ids = {d.id for d in districts}
    given = raw.get(where) or {}
    for district in given:
        if district not in ids:
            raise UnknownName("district", str(district), ids)
    return {district: _per_count(shares, f"{where}.{district}", 0, 20) for district, shares in given.items()}


def _refuse_twice(ids: list[str], where: str) -> None:
    for i in ids:
        if ids.count(i) > 1:
            raise BadInput(f"{where} names {i} twice.", "Give each its own id.")
