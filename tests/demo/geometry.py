"""Just enough geometry to judge where a place lies."""

from collections.abc import Sequence
from math import cos, radians

Point = Sequence[float]
"""Latitude and longitude in degrees."""

METRES_PER_DEGREE = 111_320


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Say whether a point lies within a ring, by counting the edges crossed on the way east.

    >>> inside((1, 1), [(0, 0), (0, 2), (2, 2), (2, 0)])
    True
    >>> inside((1, 3), [(0, 0), (0, 2), (2, 2), (2, 0)])
    False
    """
    lat, lon = point
    crossed = False
    for (lat_a, lon_a), (lat_b, lon_b) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat_a > lat) != (lat_b > lat) and lon < (lon_b - lon_a) * (lat - lat_a) / (lat_b - lat_a) + lon_a:
            crossed = not crossed
    return crossed


def metres_between(a: Point, b: Point) -> float:
    """Give the distance of two points of the same city.

    >>> round(metres_between((45.16, 10.79), (45.17, 10.79)))
    1113
    """
    north = (b[0] - a[0]) * METRES_PER_DEGREE
    east = (b[1] - a[1]) * METRES_PER_DEGREE * cos(radians(a[0]))
    return (north**2 + east**2) ** 0.5
