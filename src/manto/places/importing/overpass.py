"""Places as the Overpass API of OpenStreetMap gives them in JSON."""

from __future__ import annotations

import re
from typing import Any

from manto.kernel.errors import BadInput
from manto.places.drafts import Leaving, Reading
from manto.places.geometry import Point
from manto.places.importing.cleaning import clean
from manto.places.importing.osm_tags import place_of_tags
from manto.places.importing.shapes import representative_point

_ELEMENT = re.compile(r"(node|way|relation)/-?[0-9]+")


def read_overpass(content: dict[str, Any], language: str) -> Reading:
    """Read the elements that have tags; a shape is placed by its centre, its outline or its nodes.

    Ask Overpass for ``out center;`` or ``out geom;``, or for the nodes of ways too.

    Args:
        content: The whole of it.
        language: In which a plain ``name`` is written here.

    Raises:
        BadInput: Overpass says that it could not finish; what is missing would be taken for gone.

    """
    if "error" in str(content.get("remark", "")):
        raise BadInput(
            f"Overpass broke off: {content['remark']}.", "Ask it again, for a smaller area or with a longer timeout."
        )
    elements = [element for element in content["elements"] if isinstance(element, dict)]
    nodes = {
        element["id"]: at
        for element in elements
        if element.get("type") == "node" and isinstance(element.get("id"), int) and (at := _at(element))
    }
    for element in elements:
        tags = element.get("tags")
        if not tags or not isinstance(tags, dict):  # a corner of some shape
            continue
        ref = clean(f"{element.get('type')}/{element.get('id')}")
        if not _ELEMENT.fullmatch(ref):
            yield Leaving(ref[:80], "not_understood", "not an element of OpenStreetMap")
            continue
        at = _at(element) or _at(element.get("center")) or _inside(element, nodes)
        if at is None and element.get("type") != "node":
            yield Leaving(ref, "broken_shape")
        else:
            yield place_of_tags(f"osm:{ref}", ref, at, tags, language)


def _at(held: Any) -> Point | None:
    if not isinstance(held, dict):
        return None
    lat, lon = held.get("lat"), held.get("lon")
    if isinstance(lat, bool) or not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    return float(lat), float(lon)


def _inside(element: dict[str, Any], nodes: dict[int, Point]) -> Point | None:
    """Choose a point of a shape by its outline, its nodes or its members; None where one of its corners is missing."""
    if element.get("geometry"):
        return place_of_line(_corners(element["geometry"]))
    if refs := _list(element.get("nodes")):
        known = [nodes.get(ref) if isinstance(ref, int) else None for ref in refs]
        whole = [corner for corner in known if corner]
        return place_of_line(whole) if len(whole) == len(known) else None
    members = [member for member in _list(element.get("members")) if isinstance(member, dict)]
    outers = [_corners(member.get("geometry")) for member in members if member.get("role") in ("outer", "")]
    rings = [[[lon, lat] for lat, lon in outer] for outer in outers if len(outer) > 3 and outer[0] == outer[-1]]
    return representative_point({"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}) if rings else None


def _corners(geometry: Any) -> list[Point]:
    return [corner for corner in map(_at, _list(geometry)) if corner]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def place_of_line(corners: list[Point]) -> Point | None:
    """Choose a point for a way: inside it when it is closed, else the middle one of its corners."""
    line = [[lon, lat] for lat, lon in corners]
    closed = len(line) > 3 and line[0] == line[-1]
    inside = representative_point({"type": "Polygon", "coordinates": [line]}) if closed else None
    return inside or representative_point({"type": "LineString", "coordinates": line})
