"""Places in an extract of OpenStreetMap, ``.osm.pbf``, read by libosmium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium

from manto.kernel.errors import BadInput
from manto.places.categories import osm_keys
from manto.places.drafts import Leaving, PlaceDraft, Reading
from manto.places.geometry import Point
from manto.places.importing.osm_tags import place_of_tags
from manto.places.importing.overpass import place_of_line
from manto.places.importing.shapes import representative_point


def read_pbf(path: Path, language: str) -> Reading:
    """Read the nodes, ways and multipolygons that carry a tag by which a place can be recognised.

    Args:
        path: The extract.
        language: In which a plain ``name`` is written here.

    Raises:
        BadInput: It cannot be read to its end.

    """
    keys = osmium.filter.KeyFilter(*sorted(osm_keys()))
    elements = osmium.FileProcessor(str(path)).with_areas(keys).with_filter(keys)
    drawn: set[int] = set()
    relations: set[int] = set()
    try:
        for element in elements:
            if element.is_relation():
                relations.add(element.id)
                continue
            ref = _ref(element)
            if element.is_area() and not element.from_way():
                drawn.add(element.orig_id())
            if ref:
                yield _read(element, ref, language)
    except RuntimeError as error:
        raise BadInput(f"{path.name} cannot be read to its end: {error}.", "Fetch the extract again.") from None
    for missing in sorted(relations - drawn):
        yield Leaving(f"relation/{missing}", "broken_shape")


def _ref(element: Any) -> str:
    """Name an element; a closed way is named once, as the area that it encloses."""
    if element.is_node():
        return f"node/{element.id}"
    if element.is_way():
        # A closed way comes a second time as an area, except where its tags say that it encloses nothing.
        is_area = element.is_closed() and len(element.nodes) > 3 and element.tags.get("area") != "no"
        return "" if is_area else f"way/{element.id}"
    return f"{'way' if element.from_way() else 'relation'}/{element.orig_id()}"


def _read(element: Any, ref: str, language: str) -> PlaceDraft | Leaving:
    try:
        at = _place(element)
    except osmium.InvalidLocationError:
        return Leaving(ref, "broken_shape")
    return place_of_tags(f"osm:{ref}", ref, at, dict(element.tags), language)


def _place(element: Any) -> Point | None:
    if element.is_node():
        return element.location.lat, element.location.lon
    if element.is_way():
        return place_of_line([(node.lat, node.lon) for node in element.nodes])
    polygons = [
        [_ring(outer), *(_ring(inner) for inner in element.inner_rings(outer))] for outer in element.outer_rings()
    ]
    return representative_point({"type": "MultiPolygon", "coordinates": polygons})


def _ring(nodes: Iterator[Any]) -> list[list[float]]:
    return [[node.lon, node.lat] for node in nodes]
