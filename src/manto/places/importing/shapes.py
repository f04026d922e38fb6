"""One point for a shape: where a pin for it would stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from manto.places.geometry import Point

Ring = Sequence[Sequence[float]]
"""Positions as GeoJSON writes them, longitude first; the last is the first again."""

Polygon = Sequence[Ring]
"""The outline, then its holes."""


def representative_point(geometry: Any) -> Point | None:
    """Choose a point for a GeoJSON geometry: inside a polygon, on a line, itself; None when there is none.

    >>> representative_point({"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]})
    (1.0, 2.0)
    """
    if not isinstance(geometry, dict):
        return None
    try:
        at: Any = geometry.get("coordinates")
        match geometry["type"]:
            case "Point":
                return _point(at)
            case "MultiPoint":
                return _point(at[0])
            case "LineString":
                return _point(at[len(at) // 2])
            case "MultiLineString":
                longest = max(at, key=len)
                return _point(longest[len(longest) // 2])
            case "Polygon":
                return point_inside(at)
            case "MultiPolygon":
                return point_inside(max(at, key=lambda polygon: abs(_area(polygon[0]))))
            case "GeometryCollection":
                found = (representative_point(part) for part in geometry["geometries"])
                return next((point for point in found if point), None)
    except (TypeError, ValueError, IndexError, KeyError, ArithmeticError):
        return None
    return None


def point_inside(polygon: Polygon) -> Point:
    """Choose a point inside a polygon: its centre of mass, or where that lies outside, the middle of its widest part.

    Raises:
        ValueError: It has no area.

    """
    outline = polygon[0]
    area = _area(outline)
    if not area:
        raise ValueError("The outline encloses nothing.")
    x0, y0 = outline[0][0], outline[0][1]  # from a corner, or the products lose their digits
    across = up = 0.0
    for (ax, ay, *_), (bx, by, *_) in pairwise(outline):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        across += ((ax - x0) + (bx - x0)) * cross
        up += ((ay - y0) + (by - y0)) * cross
    lon, lat = x0 + across / (6 * area), y0 + up / (6 * area)
    if _holds(polygon, lon, lat):
        return lat, lon
    return _middle_of_the_widest_part(polygon)


def _middle_of_the_widest_part(polygon: Polygon) -> Point:
    heights = sorted({position[1] for ring in polygon for position in ring})
    best = (-1.0, 0.0, 0.0)
    # Between two corners nothing begins or ends: the middle between them cuts whole edges only.
    for low, high in pairwise(heights):
        lat = (low + high) / 2
        crossings = sorted(_crossings(polygon, lat))
        for west, east in zip(crossings[::2], crossings[1::2], strict=False):
            best = max(best, (east - west, lat, (west + east) / 2))
    return best[1], best[2]


def _holds(polygon: Polygon, lon: float, lat: float) -> bool:
    return sum(crossing > lon for crossing in _crossings(polygon, lat)) % 2 == 1


def _crossings(polygon: Polygon, lat: float) -> list[float]:
    return [
        ax + (lat - ay) * (bx - ax) / (by - ay)
        for ring in polygon
        for (ax, ay, *_), (bx, by, *_) in pairwise(ring)
        if (ay > lat) != (by > lat)
    ]


def _area(ring: Ring) -> float:
    x0, y0 = ring[0][0], ring[0][1]
    return sum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay, *_), (bx, by, *_) in pairwise(ring)) / 2


def _point(position: Sequence[float]) -> Point:
    lon, lat = position[0], position[1]
    if isinstance(lat, bool) or not isinstance(lat, int | float) or not isinstance(lon, int | float):
        raise ValueError("A position is two numbers.")
    return float(lat), float(lon)
