"""The record types and the agencies of this city: Manto's own, with what the city's folder adds or changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from django.conf import settings

from manto.city import City
from manto.kernel.errors import UnknownName
from manto.records.reading_types import read_type
from manto.records.record_type import RecordType, Words


@dataclass(frozen=True)
class Agency:
    """A member of the ledger: what it is called and what its officers may be."""

    id: str
    name: Words
    roles: frozenset[str]


class Types:
    """All record types, by name."""

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self._types = dict(types)

    def __getitem__(self, name: str) -> RecordType:
        """Give a type.

        Raises:
            UnknownName: There is none; offers the nearest.
        """
        if name not in self._types:
            raise UnknownName("record type", name, self._types)
        return self._types[name]

    def __iter__(self) -> Iterator[RecordType]:
        return iter(self._types.values())

    def __contains__(self, name: object) -> bool:
        return name in self._types


def types() -> Types:
    """Give the record types of this city."""
    return _types_of(settings.CITY.id, str(settings.CITY.folder))


def agencies() -> Mapping[str, Agency]:
    """Give the agencies of this city, by name."""
    return _agencies_of(settings.CITY.id, str(settings.CITY.folder))


def content_of_city() -> Mapping[str, Any]:
    """Give what the city's `records.yaml` says: officers, elections, the demo's records; nothing without the file."""
    file = settings.CITY.folder / "records.yaml"
    return _yaml(file.read_text()) or {} if file.is_file() else {}


def read_types(*folders: Traversable) -> Types:
    """Read the types of some folders; a later one of the same name takes the place of an earlier one."""
    found: dict[str, RecordType] = {}
    for folder in folders:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if (entry / "type.yaml").is_file():
                schema = json.loads((entry / "schema.json").read_text())
                found[entry.name] = read_type(entry.name, schema, _yaml((entry / "type.yaml").read_text()))
    return Types(found)


def own_types() -> Traversable:
    """Give the folder of the types that come with Manto."""
    return files("manto.records") / "types"


@cache
def _types_of(city_id: str, folder: str) -> Types:
    city: City = settings.CITY
    added = city.folder / "records" / "types"
    return read_types(own_types(), *([added] if added.is_dir() else []))


@cache
def _agencies_of(city_id: str, folder: str) -> Mapping[str, Agency]:
    listed = _yaml((own_types() / "agencies.yaml").read_text()) | (content_of_city().get("agencies") or {})
    return {name: Agency(name, one["name"], frozenset(one["roles"])) for name, one in listed.items()}


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)
