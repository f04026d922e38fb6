"""Places as the Overpass API of OpenStreetMap gives them in JSON."""

from __future__ import annotations

from typing import Any

from manto.places.drafts import Leaving, Reading
from manto.places.geometry import Point
from manto.places.importing.osm_tags import place_of_tags
from manto.places.importing.shapes import representative_point


def read_overpass(content: dict[str, Any], language: str) -> Reading:
    """Read the elements that have tags; a shape is placed by its centre, its outline or its nodes.

    Ask Overpass for ``out center;`` or ``out geom;``, or for the nodes of ways too.

    Args:
        content: The whole of it.
        language: In which a plain ``name`` is written here.

    """
    elements = [element for element in content["elements"] if isinstance(element, dict)]
    nodes = {
        element["id"]: (element["lat"], element["lon"])
        for element in elements
        if element.get("type") == "node" and {"id", "lat", "lon"} <= element.keys()
    }
    for element in elements:
        tags = element.get("tags")
        if not tags:  # a corner of some shape
            continue
        ref = f"{element.get('type')}/{element.get('id')}"
        at = _place(element, nodes)
        if at is None and element.get("type") != "node":
            yield Leaving(ref, "broken_shape")
        else:
            yield place_of_tags(f"osm:{ref}", ref, at, tags, language)


def _place(element: dict[str, Any], nodes: dict[int, Point]) -> Point | None:
    for held in (element, element.get("center")):
        if held and "lat" in held and "lon" in held:
            return float(held["lat"]), float(held["lon"])
    corners = [(point["lat"], point["lon"]) for point in element.get("geometry") or [] if point]
    corners = corners or [nodes[node] for node in element.get("nodes") or [] if node in nodes]
    if len(corners) < len(element.get("nodes") or []):
        return None
    if corners:
        return place_of_line(corners)
    outers = [
        [[point["lon"], point["lat"]] for point in member.get("geometry") or [] if point]
        for member in element.get("members") or []
        if member.get("role") in ("outer", "")
    ]
    whole = [[ring] for ring in outers if len(ring) > 3 and ring[0] == ring[-1]]
    return representative_point({"type": "MultiPolygon", "coordinates": whole}) if whole else None


def place_of_line(corners: list[Point]) -> Point | None:
    """Choose a point for a way: inside it when it is closed, else the middle one of its corners."""
    line = [[lon, lat] for lat, lon in corners]
    closed = len(line) > 3 and line[0] == line[-1]
    inside = representative_point({"type": "Polygon", "coordinates": [line]}) if closed else None
    return inside or representative_point({"type": "LineString", "coordinates": line})
