"""The streets of an extract of OpenStreetMap, from ``.osm.pbf`` or from Overpass, and of a city's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import osmium

from manto.kernel.errors import BadInput
from manto.places.geometry import Point
from manto.places.importing.cleaning import clean
from manto.places.importing.street_tags import AMENITIES, walkable, with_what_stands_there
from manto.places.walking.streets import Way

KINDS = ("street", "foot", "crossing", "steps")
_KEYS = ("highway", "barrier", "kerb", "amenity")


def streets_of_pbf(path: Path) -> list[Way]:
    """Read the ways that one may walk, with the kerbs, crossings, benches and toilets on them.

    Raises:
        BadInput: It cannot be read to its end.

    """
    ways: list[Way] = []
    nodes: dict[str, Mapping[str, Any]] = {}
    amenities: list[tuple[str, Point]] = []
    elements = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter(*_KEYS))
    try:
        for element in elements:
            tags = dict(element.tags)
            if element.is_node():
                _keep_node(str(element.id), (element.location.lat, element.location.lon), tags, nodes, amenities)
            elif element.is_way() and (facts := walkable(tags)) is not None:
                known = [node for node in element.nodes if node.location.valid()]
                corners = tuple(str(node.ref) for node in known)
                points = tuple((node.lat, node.lon) for node in known)
                ways.append(Way(f"way/{element.id}", clean(tags.get("name", "")), corners, points, facts))
    except RuntimeError as error:
        raise BadInput(f"{path.name} cannot be read to its end: {error}.", "Fetch the extract again.") from None
    return with_what_stands_there(ways, nodes, amenities)


def streets_of_overpass(content: dict[str, Any]) -> list[Way]:
    """Read the same of an answer of Overpass that holds the nodes of its ways, or ``out geom``."""
    places: dict[int, Point] = {}
    nodes: dict[str, Mapping[str, Any]] = {}
    amenities: list[tuple[str, Point]] = []
    elements = [element for element in content["elements"] if isinstance(element, dict)]
    for element in elements:
        if element.get("type") == "node" and isinstance(element.get("lat"), int | float):
            at = float(element["lat"]), float(element["lon"])
            places[element["id"]] = at
            _keep_node(str(element["id"]), at, element.get("tags") or {}, nodes, amenities)
    ways = []
    for element in elements:
        tags = element.get("tags") or {}
        if element.get("type") != "way" or (facts := walkable(tags)) is None:
            continue
        refs = element.get("nodes") or []
        drawn = element.get("geometry") or []
        if len(drawn) == len(refs):
            places |= {ref: (at["lat"], at["lon"]) for ref, at in zip(refs, drawn, strict=True) if at}
        known = [ref for ref in refs if ref in places]
        points = tuple(places[ref] for ref in known)
        ways.append(Way(f"way/{element['id']}", clean(tags.get("name", "")), tuple(map(str, known)), points, facts))
    return with_what_stands_there(ways, nodes, amenities)


def _keep_node(
    ref: str,
    at: Point,
    tags: Mapping[str, Any],
    nodes: dict[str, Mapping[str, Any]],
    amenities: list[tuple[str, Point]],
) -> None:
    if kind := AMENITIES.get(str(tags.get("amenity", ""))):
        amenities.append((kind, at))
    elif tags:
        nodes[ref] = tags


def streets_by_hand(content: Any, file: str) -> list[Way]:
    """Read a street network as a city writes it: corners by name, and a line of text for each way.

    ``Via Roma | street | a1 a2 a3 | surface=sett kerb_cm=2 lit``; what is not written is not known.

    Raises:
        BadInput: A line cannot be read; says which.

    """
    try:
        corners = {str(name): (float(at[0]), float(at[1])) for name, at in content["corners"].items()}
        lines = list(content["ways"])
    except (TypeError, KeyError, ValueError, AttributeError, IndexError):
        raise BadInput(f"{file} has no 'corners' and 'ways'.", "See demo/mantova/streets.yaml for the form.") from None
    return [_way(number, str(line), corners, file) for number, line in enumerate(lines, 1)]


def _way(number: int, line: str, corners: Mapping[str, Point], file: str) -> Way:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) not in (3, 4) or parts[1] not in KINDS:
        raise BadInput(
            f"{file}: way {number} is not 'name | kind | corners | facts'.", f"Kinds are {', '.join(KINDS)}."
        )
    names = tuple(parts[2].split())
    if missing := [name for name in names if name not in corners]:
        raise BadInput(f"{file}: way {number} names corners that are not there: {', '.join(missing)}.", "Add them.")
    facts: dict[str, Any] = {"kind": parts[1]}
    for word in parts[3].split() if len(parts) == 4 else ():
        name, _, value = word.partition("=")
        facts[name] = _value(value)
    return Way(f"line/{number}", parts[0], names, tuple(corners[name] for name in names), facts)


def _value(text: str) -> Any:
    if text in ("", "yes"):
        return True
    if text == "no":
        return False
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        return text
