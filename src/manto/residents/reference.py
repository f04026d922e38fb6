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
def district_names() -> dict[str, str]:
    """Give the names of the city's districts by id, as its folder has them."""
    file = settings.CITY.folder / "population.yaml"
    content = read_yaml(file) if file.exists() else {}
    return {district["id"]: str(district["name"]) for district in content.get("districts", ())}


def _of_room(name: str) -> Any:
    return yaml.load(files("manto.residents").joinpath(name).read_bytes(), Loader=yaml.CSafeLoader)
