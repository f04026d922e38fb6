"""Ground plans of houses from GeoJSON: what stands between somebody and what she looks for."""

from __future__ import annotations

from typing import Any

CORNERS_MAX = 400
"""A plan with more corners is a coast or a quarter, not a house."""


def read_footprints(content: dict[str, Any], *, of_buildings: bool = False) -> list[tuple[str, list[list[float]]]]:
    """Give the outer ring of every polygon, by ref, as corners of [latitude, longitude].

    Args:
        content: A FeatureCollection.
        of_buildings: Take only what OpenStreetMap's tags call a building.

    """
    found: list[tuple[str, list[list[float]]]] = []
    for number, feature in enumerate(content.get("features") or [], 1):
        tags = (feature.get("properties") or {}) if isinstance(feature, dict) else {}
        if not isinstance(feature, dict) or (of_buildings and tags.get("building") in (None, "no")):
            continue
        ref = str(tags.get("@id") or feature.get("id") or tags.get("id") or f"building-{number}")
        for part, ring in enumerate(_rings(feature.get("geometry") or {})):
            corners = _corners(ring)
            if 3 <= len(corners) <= CORNERS_MAX:
                found.append((f"{ref}-{part}"[:140] if part else ref[:140], corners))
    return list(dict(found).items())


def _rings(geometry: dict[str, Any]) -> list[Any]:
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates:
        return []
    if geometry.get("type") == "Polygon":
        return coordinates[:1]
    return [polygon[0] for polygon in coordinates if polygon] if geometry.get("type") == "MultiPolygon" else []


def _corners(ring: Any) -> list[list[float]]:
    corners = []
    for point in ring if isinstance(ring, list) else ():
        if not isinstance(point, list) or len(point) < 2 or not all(isinstance(one, int | float) for one in point[:2]):
            return []
        lon, lat = point[:2]
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return []
        corners.append([round(lat, 7), round(lon, 7)])
    return corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners
