"""Distances and directions on the globe, the same as on the phone: tests/vectors/geo.json holds both to it."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the Earth. Source: IUGG, GRS 80 (Moritz 2000)."""

ARROWS = ("↑", "↗", "→", "↘", "↓", "↙", "←", "↖")

Point = tuple[float, float]
"""Latitude and longitude, WGS84 degrees."""

Floats = NDArray[np.float64]


def distance_m(a: Point, b: Point) -> float:
    """Measure the way over the ground between two points, in metres.

    Source: the haversine formula (Sinnott 1984), which stays exact for neighbours and across the date line.

    >>> round(distance_m((45.1477, 10.7864), (45.1596, 10.7946)))
    1471
    """
    (lat_a, lon_a), (lat_b, lon_b) = a, b
    up = sin(radians(lat_b - lat_a) / 2)
    across = sin(radians(lon_b - lon_a) / 2)
    half_chord = up * up + cos(radians(lat_a)) * cos(radians(lat_b)) * across * across
    return 2 * EARTH_RADIUS_M * asin(min(1.0, half_chord**0.5))


def distances_m(here: Point, lats: Floats, lons: Floats) -> Floats:
    """Measure from one point to many, in metres.

    Args:
        here: The one point.
        lats: Latitudes of the many, shape (n,), degrees.
        lons: Their longitudes, shape (n,), degrees.

    """
    lat, lon = here
    up = np.sin(np.radians(lats - lat) / 2)
    across = np.sin(np.radians(lons - lon) / 2)
    half_chord = up * up + cos(radians(lat)) * np.cos(np.radians(lats)) * across * across
    metres: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half_chord)))
    return metres


def bearing_deg(here: Point, there: Point) -> float:
    """Say in which direction one sets out for a point: degrees clockwise from north, at least 0 and below 360.

    >>> round(bearing_deg((45.0, 10.0), (46.0, 10.0))), round(bearing_deg((0.0, 179.9), (0.0, -179.9)))
    (0, 90)
    """
    lat_a, lat_b = radians(here[0]), radians(there[0])
    turn = radians(there[1] - here[1])
    east = sin(turn) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(turn)
    if hypot(east, north) < 1e-15:  # the same point, or one of the poles seen from the other
        return 0.0
    return degrees(atan2(east, north)) % 360.0 % 360.0


def bearings_deg(here: Point, lats: Floats, lons: Floats) -> Floats:
    """Say in which direction one sets out for each of many points, as ``bearing_deg`` does.

    Args:
        here: Where one stands.
        lats: Latitudes of the many, shape (n,), degrees.
        lons: Their longitudes, shape (n,), degrees.

    """
    lat, turns, theirs = radians(here[0]), np.radians(lons - here[1]), np.radians(lats)
    east = np.sin(turns) * np.cos(theirs)
    north = cos(lat) * np.sin(theirs) - sin(lat) * np.cos(theirs) * np.cos(turns)
    bearings: Floats = np.degrees(np.arctan2(east, north)) % 360.0 % 360.0
    return np.where(np.hypot(east, north) < 1e-15, 0.0, bearings)


def clock_direction(bearing: float, heading: float = 0.0) -> int:
    """Say a direction as the hour on a clock face whose 12 is straight ahead.

    Args:
        bearing: Where the thing is, degrees from north.
        heading: Where one looks, degrees from north.

    >>> clock_direction(90), clock_direction(350), clock_direction(100, heading=280)
    (3, 12, 6)
    """
    return int(((bearing - heading) % 360 + 15) // 30) % 12 or 12


def arrow(bearing: float, heading: float = 0.0) -> str:
    """Draw a direction as one of eight arrows, up being straight ahead.

    >>> arrow(44), arrow(200)
    ('↗', '↓')
    """
    return ARROWS[int(((bearing - heading) % 360 + 22.5) // 45) % 8]
