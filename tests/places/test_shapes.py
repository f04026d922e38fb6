"""A shape is shown by one point that belongs to it."""

from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.places.importing.shapes import _holds, point_inside, representative_point

rays = st.lists(st.floats(0.05, 1.0), min_size=3, max_size=20)


@given(rays, st.floats(-179, 179), st.floats(-80, 80))
def test_a_point_of_a_polygon_lies_inside_it(rays: list[float], lon: float, lat: float) -> None:
    """However its outline bends."""
    turn = 2 * pi / len(rays)
    ring = [[lon + ray * cos(number * turn), lat + ray * sin(number * turn)] for number, ray in enumerate(rays)]
    polygon = [[*ring, ring[0]]]

    at = point_inside(polygon)

    assert _holds(polygon, at[1], at[0])


def test_a_point_lies_beside_a_hole_and_not_in_it() -> None:
    """A courtyard is not the palace."""
    outline = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    court = [[1, 1], [8, 1], [8, 8], [1, 8], [1, 1]]

    at = point_inside([outline, court])

    assert _holds([outline, court], at[1], at[0])


@pytest.mark.parametrize(
    ("geometry", "at"),
    [
        ({"type": "Point", "coordinates": [10.5, 45.5]}, (45.5, 10.5)),
        ({"type": "Point", "coordinates": [10.5, 45.5, 30]}, (45.5, 10.5)),
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1], [2, 2]]}, (1, 1)),
        ({"type": "MultiPolygon", "coordinates": [[[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]]}, (1, 1)),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}, (2, 1)),
        (None, None),
        ({}, None),
        ({"type": "Point", "coordinates": []}, None),
        ({"type": "Point", "coordinates": ["10", "45"]}, None),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 0], [0, 0]]]}, None),
        ({"type": "Polygon", "coordinates": []}, None),
    ],
)
def test_every_kind_of_geometry_has_a_point_or_none(geometry: dict | None, at: tuple | None) -> None:
    """A broken one has none, and stops nothing."""
    assert representative_point(geometry) == at
