"""What the tags of a way in OpenStreetMap say to somebody who walks there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import radians, tan
from typing import Any

import numpy as np

from manto.places.geometry import Point
from manto.places.grid import Grid
from manto.places.importing.cleaning import clean
from manto.places.walking.streets import Way

_FOOT = frozenset(("footway", "pedestrian", "path", "cycleway", "track", "corridor", "bridleway"))
_STREET = frozenset(
    (
        *("living_street", "residential", "service", "unclassified", "tertiary", "secondary", "primary", "road"),
        *("tertiary_link", "secondary_link", "primary_link"),
    )
)
_KERBS = {"flush": 0.0, "no": 0.0, "lowered": 3.0, "raised": 10.0, "rolled": 5.0}
"""Heights as the wiki of OpenStreetMap describes each kind, in centimetres; a measured one outweighs them."""
_CROSSINGS = {"traffic_signals": "signals", "marked": "marked", "zebra": "marked", "uncontrolled": "marked"}
_NUMBER = re.compile(r"-?([0-9]+(?:\.[0-9]+)?)\s*(%|°|cm|mm|m)?")
_CM = {"mm": 0.1, "cm": 1.0, "m": 100.0, None: 100.0}
AMENITY_M_MAX = 25.0
AMENITIES = {"bench": "benches", "toilets": "toilets"}
"""What is counted along a way, by its tag."""


def walkable(tags: Mapping[str, Any]) -> dict[str, Any] | None:
    """Say what is known of a way; None where nobody may or can walk.

    >>> walkable({"highway": "steps", "step_count": "12"})
    {'kind': 'steps', 'steps': 12}
    >>> walkable({"highway": "footway", "incline": "6%", "surface": "asphalt", "lit": "yes"})
    {'kind': 'foot', 'incline_pct': 6.0, 'surface': 'asphalt', 'lit': True}
    >>> walkable({"highway": "motorway"})
    """
    highway = str(tags.get("highway", ""))
    if tags.get("foot") == "no" or (tags.get("access") in ("no", "private") and tags.get("foot") not in _MAY):
        return None
    if highway not in _FOOT | _STREET | {"steps"}:
        return None
    kind = "steps" if highway == "steps" else "foot" if highway in _FOOT else "street"
    if "crossing" in (tags.get("footway"), tags.get("path"), tags.get("cycleway")):
        kind = "crossing"
    facts: dict[str, Any] = {"kind": kind}
    if (count := str(tags.get("step_count", ""))).isdigit():
        facts["steps"] = int(count)
    for fact, value in (
        ("kerb_cm", kerb_cm(tags)),
        ("incline_pct", _incline(str(tags.get("incline", "")))),
        ("width_cm", _length(str(tags.get("width") or tags.get("est_width") or ""))),
        ("surface", clean(tags.get("surface", "")) or None),
        ("smoothness", clean(tags.get("smoothness", "")) or None),
        ("lit", {"yes": True, "24/7": True, "no": False}.get(str(tags.get("lit", "")))),
        ("crossing", crossing_of(tags) if kind == "crossing" else None),
        ("shade", True if "yes" in (tags.get("tree_lined"), tags.get("covered")) else None),
        ("wheelchair", "no" if tags.get("wheelchair") == "no" else None),
    ):
        if value is not None:
            facts[fact] = value
    return facts


_MAY = ("yes", "designated", "permissive")


def kerb_cm(tags: Mapping[str, Any]) -> float | None:
    """Say how high a kerb is, measured or by its kind; None when nobody knows."""
    height = _length(str(tags.get("kerb:height", "")))
    return height if height is not None else _KERBS.get(str(tags.get("kerb", "")))


def crossing_of(tags: Mapping[str, Any]) -> str | None:
    """Say which kind of crossing it is: signals, marked or unmarked; None when nobody knows."""
    kind = str(tags.get("crossing", ""))
    if kind == "unmarked" or tags.get("crossing:markings") == "no":
        return "unmarked"
    return _CROSSINGS.get(kind) or ("marked" if tags.get("crossing:markings") else None)


def with_what_stands_there(
    ways: Iterable[Way], nodes: Mapping[str, Mapping[str, Any]], amenities: Iterable[tuple[str, Point]]
) -> list[Way]:
    """Lay over ways what stands at their corners and beside them.

    Args:
        ways: As their own tags say.
        nodes: Tags of corners, where they have any: kerbs and crossings, which count where one walks over them.
        amenities: Benches and toilets, each kept by the nearest way within 25 metres.

    """
    found = [_over_its_corners(way, nodes) for way in ways]
    corners = np.array([point for way in found for point in way.points], dtype=np.float64).reshape(-1, 2)
    beside = Grid(corners[:, 0], corners[:, 1])
    owner = [number for number, way in enumerate(found) for _ in way.points]
    counts: dict[int, dict[str, int]] = {}
    for kind, point in amenities:
        near, metres = beside.within(point, AMENITY_M_MAX)
        if len(near):
            here = counts.setdefault(owner[int(near[metres.argmin()])], {})
            here[kind] = here.get(kind, 0) + 1
    return [
        Way(way.ref, way.name, way.corners, way.points, {**way.facts, **counts.get(number, {})})
        for number, way in enumerate(found)
    ]


def _over_its_corners(way: Way, nodes: Mapping[str, Mapping[str, Any]]) -> Way:
    if way.facts["kind"] not in ("foot", "crossing"):
        return way
    facts = dict(way.facts)
    for corner in way.corners:
        tags = nodes.get(corner)
        if tags is None:
            continue
        height = kerb_cm(tags)
        if height is not None:
            facts["kerb_cm"] = max(height, facts.get("kerb_cm", 0.0))
        if facts["kind"] == "crossing" and "crossing" not in facts and (crossing := crossing_of(tags)):
            facts["crossing"] = crossing
    return Way(way.ref, way.name, way.corners, way.points, facts)


def _incline(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.replace(",", ".").lstrip("+"))
    if not found or found[2] not in ("%", "°"):
        return None
    size = float(found[1])
    return size if found[2] == "%" else round(100 * tan(radians(size)), 1) if size < 80 else None


def _length(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.replace(",", "."))
    if not found or found[2] in ("%", "°"):
        return None
    return round(float(found[1]) * _CM[found[2]], 1)
