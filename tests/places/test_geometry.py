"""Distances and directions are right everywhere on the globe, and the same on the phone."""

import json
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manto.places import cells, geometry
from manto.places.grid import Grid

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "geo.json").read_text())

lats = st.floats(-90, 90)
lons = st.floats(-180, 180)
points = st.tuples(lats, lons)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(a, b) -> None:
    """Symmetry and the longest way there is."""
    there, back = geometry.distance_m(a, b), geometry.distance_m(b, a)

    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= np.pi * geometry.EARTH_RADIUS_M + 1e-6


@given(points, points)
def test_many_distances_at_once_are_the_single_ones(a, b) -> None:
    """The vectorised form is the same function."""
    many = geometry.distances_m(a, np.array([b[0]]), np.array([b[1]]))

    assert many[0] == pytest.approx(geometry.distance_m(a, b), abs=1e-6)


@given(points, points)
def test_a_bearing_is_a_direction(a, b) -> None:
    """At least 0 and below 360, whatever the points."""
    assert 0 <= geometry.bearing_deg(a, b) < 360


def test_over_the_date_line_east_is_near() -> None:
    """Two points on either side of it are neighbours."""
    west, east = (0.0, 179.999), (0.0, -179.999)

    assert geometry.distance_m(west, east) == pytest.approx(222.4, abs=0.1)
    assert geometry.bearing_deg(west, east) == pytest.approx(90)
    assert geometry.bearing_deg(east, west) == pytest.approx(270)


@pytest.mark.parametrize(("bearing", "hour"), [(0, 12), (14.9, 12), (15, 1), (90, 3), (180, 6), (344.9, 11), (345, 12)])
def test_the_clock_turns_at_half_hours(bearing: float, hour: int) -> None:
    """Each hour holds thirty degrees, fifteen on either side."""
    assert geometry.clock_direction(bearing) == hour


@given(points)
@example((90.0, 0.0))
@example((-90.0, 180.0))
@example((0.0, -180.0))
def test_a_point_has_one_cell_however_it_is_asked(point) -> None:
    """Alone or among many, at the poles and on the date line."""
    many = cells.cells_of(np.array([point[0]]), np.array([point[1]]))

    assert many[0] == cells.cell_of(*point)


@given(points, points, st.floats(0, 400_000))
@example((89.9995, 0.0), (89.9995, 180.0), 200.0)
@example((45.0, 179.9999), (45.0, -179.9999), 50.0)
@example((-90.0, 0.0), (-89.9, 77.0), 20_000.0)
def test_a_circle_lies_within_its_spans(here, there, radius_m: float) -> None:
    """No point within the radius is outside every span."""
    cell = cells.cell_of(*there)

    covered = any(first <= cell <= last for first, last in cells.spans_around(here, radius_m))

    assert covered or geometry.distance_m(here, there) > radius_m


near_points = st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
middles = st.sampled_from([(45.158, 10.794), (0.0, 180.0), (0.0, -179.999), (89.995, 20.0), (-89.995, -170.0)])


@given(middles, st.lists(near_points, max_size=60), st.one_of(st.floats(0, 3000), st.just(inf)))
def test_a_grid_answers_as_if_it_had_measured_everything(middle, offsets, radius_m: float) -> None:
    """Exact, also at the poles and across the date line."""
    at = [(max(-90, min(90, middle[0] + up)), (middle[1] + across + 540) % 360 - 180) for up, across in offsets]
    grid = Grid(np.array([point[0] for point in at]), np.array([point[1] for point in at]))

    positions, metres = grid.within(middle, radius_m)

    measured = geometry.distances_m(middle, np.array([p[0] for p in at]), np.array([p[1] for p in at]))
    assert sorted(positions) == [number for number, far in enumerate(measured) if far <= radius_m]
    assert np.array_equal(metres, measured[positions])


@given(middles, st.lists(points, min_size=1, max_size=60), st.integers(1, 10))
def test_the_nearest_are_among_those_the_grid_gives(middle, at, count: int) -> None:
    """However far they are."""
    grid = Grid(np.array([point[0] for point in at]), np.array([point[1] for point in at]))

    _, metres = grid.nearest(middle, count)

    measured = sorted(geometry.distance_m(middle, point) for point in at)[:count]
    assert sorted(metres)[: len(measured)] == pytest.approx(measured, abs=1e-6)


@pytest.mark.parametrize("way", VECTORS["ways"], ids=lambda way: way["name"])
def test_a_way_measures_as_on_the_phone(way: dict) -> None:
    """The vectors that both sides share."""
    here, there = tuple(way["from"]), tuple(way["to"])
    bearing = geometry.bearing_deg(here, there)

    metres = geometry.distance_m(here, there)

    assert metres == pytest.approx(way["distance_m"], abs=VECTORS["distance_tolerance_m"])
    assert bearing == pytest.approx(way["bearing_deg"], abs=VECTORS["bearing_tolerance_deg"])
    assert (geometry.clock_direction(bearing), geometry.arrow(bearing)) == (way["clock"], way["arrow"])


@pytest.mark.parametrize("turn", VECTORS["turns"])
def test_a_turn_is_said_as_on_the_phone(turn: dict) -> None:
    """The same hour and the same arrow."""
    directions = turn["bearing_deg"], turn["heading_deg"]

    assert (geometry.clock_direction(*directions), geometry.arrow(*directions)) == (turn["clock"], turn["arrow"])
