"""Which reports are of one problem: of one kind, near and recent."""

from __future__ import annotations

from math import cos, hypot, radians

EARTH_M = 6_371_008.8

Point = tuple[float, float]


def metres_between(one: Point, other: Point) -> float:
    """Measure how far two points of a city lie apart; exact to a few centimetres within a city.

    Args:
        one: Latitude and longitude, WGS84 degrees.
        other: Likewise.

    >>> round(metres_between((45.1568, 10.7940), (45.1568, 10.7945)))
    39
    """
    north = radians(other[0] - one[0])
    east = radians(other[1] - one[1]) * cos(radians((one[0] + other[0]) / 2))
    return EARTH_M * hypot(north, east)


def box_around(at: Point, metres: float) -> tuple[float, float, float, float]:
    """Give a box that holds all points within some metres: south, west, north, east.

    >>> south, west, north, east = box_around((45.1568, 10.7940), 40)
    >>> south < 45.1568 < north, west < 10.7940 < east
    (True, True)
    """
    lat = metres / EARTH_M * 57.29577951308232
    lon = lat / max(cos(radians(at[0])), 0.01)
    return at[0] - lat, at[1] - lon, at[0] + lat, at[1] + lon
