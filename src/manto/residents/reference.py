"""The catalogue and the purposes of this city: Manto's own, with what the city's folder adds."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings

from manto.city import City, read_yaml
from manto.residents.catalogue import Catalogue
from manto.residents.purposes import Purposes


@cache
def catalogue() -> Catalogue:
    """Give the catalogue of facts."""
    return catalogue_of(settings.CITY)


@cache
def purposes() -> Purposes:
    """Give the purposes of consent."""
    return Purposes.read(_of_room("purposes.yaml"), catalogue())


def catalogue_of(city: City) -> Catalogue:
    """Read Manto's facts and those that a city adds in its folder."""
    own = city.folder / "facts.yaml"
    return Catalogue.read(_of_room("facts.yaml"), *([read_yaml(own)] if own.exists() else []))


@cache
def place_names(language: str) -> dict[str, str]:
    """Give the names of the districts and places in the city's folder by their id."""
    folder = settings.CITY.folder
    named: list[dict[str, Any]] = []
    if (folder / "population.yaml").exists():
        named += read_yaml(folder / "population.yaml").get("districts", ())
    for file in sorted(folder.glob("places/*.yaml")):
        named += read_yaml(file) or ()
    return {entry["id"]: _in(entry["name"], language) for entry in named if "name" in entry}


def _in(name: Any, language: str) -> str:
    return str(name.get(language) or next(iter(name.values()))) if isinstance(name, dict) else str(name)


def _of_room(name: str) -> Any:
    return yaml.load(files("manto.residents").joinpath(name).read_bytes(), Loader=yaml.CSafeLoader)
