"""The kinds of places: what each is called, what else people call it, and which OpenStreetMap tags mean it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from manto.kernel.errors import UnknownName
from manto.places.search_words import words_of

Tags = tuple[tuple[str, str], ...]
"""Keys and values that must all hold; the value ``*`` stands for any."""


@dataclass(frozen=True)
class Category:
    """One kind of place.

    Attributes:
        name: By language.
        icon: A name of the Lucide set.
        group: culture, help, learning, health, moving, street or leisure.
        words: What it is found by, folded.
        osm: Tags that mean it, any one of these.

    """

    id: str
    name: dict[str, str]
    icon: str
    group: str
    words: frozenset[str]
    osm: tuple[Tags, ...]


def category(id_: str) -> Category:
    """Give a category by its id.

    Raises:
        UnknownName: There is none; offers the nearest.

    >>> category("pharmacy").name["it"]
    'Farmacia'
    """
    if id_ not in catalogue():
        raise UnknownName("category", id_, catalogue())
    return catalogue()[id_]


@cache
def catalogue() -> dict[str, Category]:
    """Give every category by its id, in the order of the catalogue."""
    entries = yaml.load(files(__package__).joinpath("categories.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {entry["id"]: _read(entry) for entry in entries}


def category_of_tags(tags: Mapping[str, str]) -> str | None:
    """Say which category OpenStreetMap tags mean; None when none of ours.

    >>> category_of_tags({"amenity": "pharmacy", "name": "San Marco"}), category_of_tags({"amenity": "clock"})
    ('pharmacy', None)
    """
    best: tuple[int, str] | None = None
    for key in _keys_that_matter() & tags.keys():
        for rank, rule, id_ in _rules_of(key, tags[key]):
            if (best is None or rank < best[0]) and all(_holds(tags, *tag) for tag in rule):
                best = rank, id_
    return best[1] if best else None


def osm_keys() -> frozenset[str]:
    """List the OpenStreetMap keys by which a place can be recognised."""
    return frozenset(_keys_that_matter())


def _holds(tags: Mapping[str, str], key: str, value: str) -> bool:
    return key in tags and (value == "*" or tags[key] == value)


@cache
def _keys_that_matter() -> set[str]:
    return {rule[0][0] for category in catalogue().values() for rule in category.osm}


@cache
def _rules_by_first_tag() -> dict[tuple[str, str], list[tuple[int, Tags, str]]]:
    table: dict[tuple[str, str], list[tuple[int, Tags, str]]] = {}
    for rank, category in enumerate(catalogue().values()):
        for rule in category.osm:
            # "Anything historic" yields to a pharmacy in an old house.
            weight = rank + 1000 * (rule[0][1] == "*")
            table.setdefault(rule[0], []).append((weight, rule, category.id))
    return table


def _rules_of(key: str, value: str) -> list[tuple[int, Tags, str]]:
    table = _rules_by_first_tag()
    return table.get((key, value), []) + table.get((key, "*"), [])


def _read(entry: dict[str, Any]) -> Category:
    called = [*entry["name"].values(), *entry["words"]]
    return Category(
        id=entry["id"],
        name=entry["name"],
        icon=entry["icon"],
        group=entry["group"],
        words=frozenset(word for text in called for word in words_of(text)),
        osm=tuple(_read_tags(text) for text in entry["osm"]),
    )


def _read_tags(text: str) -> Tags:
    pairs = [part.strip().partition("=") for part in text.split(" + ")]
    return tuple((key, value) for key, _, value in pairs)
