"""Houses come with a city's folder or with OpenStreetMap's buildings, and hide what is behind them."""

from typing import Any

import numpy as np
from tests.vectors.make_now import Draw, beyond, crosses, flat, inside

from manto.places.footprints import Footprints
from manto.places.geometry import bearings_deg, distances_m
from manto.places.importing.footprints import read_footprints
from manto.places.models import ContentVersion, Footprint
from manto.places.storing_footprints import replace_footprints

from .conftest import draft
from .test_importing import take

SQUARE = [[10.0, 45.0], [10.001, 45.0], [10.001, 45.001], [10.0, 45.001], [10.0, 45.0]]


def feature(ring: Any, kind: str = "Polygon", **tags: Any) -> dict[str, Any]:
    """Write a feature."""
    return {"type": "Feature", "properties": tags, "geometry": {"type": kind, "coordinates": ring}}


def test_only_buildings_are_taken_from_a_mixed_file() -> None:
    """A park has an outline and hides nothing; what is no ring is left out."""
    content = {
        "features": [
            feature([SQUARE], building="yes", **{"@id": "way/1"}),
            feature([[SQUARE], [SQUARE]], "MultiPolygon", building="church", **{"@id": "relation/2"}),
            feature([SQUARE], leisure="park"),
            feature([SQUARE], building="no"),
            feature([SQUARE[:2]], building="yes"),
            feature([[["a", 1], [2, 3], [4, 5]]], building="yes"),
            feature([[[10, 95], [11, 95], [11, 96]]], building="yes"),
            {"type": "Feature", "properties": {"building": "yes"}, "geometry": None},
        ]
    }

    found = read_footprints(content, of_buildings=True)

    assert [ref for ref, _ in found] == ["way/1", "relation/2", "relation/2-1"]
    assert found[0][1] == [[45.0, 10.0], [45.0, 10.001], [45.001, 10.001], [45.001, 10.0]]


def test_the_same_houses_twice_change_nothing(db: None) -> None:
    """Others replace them."""
    take(draft("a"))
    first = replace_footprints("town", [("a", [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])])
    again = replace_footprints("town", [("a", [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])])
    other = replace_footprints("town", [("b", [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])])
    untouched = replace_footprints("town", None)

    assert (first, again, other, untouched) == (True, False, True, False)
    assert list(Footprint.objects.values_list("ref", flat=True)) == ["b"]
    assert ContentVersion.objects.count() == 1


def test_a_city_without_houses_hides_nothing() -> None:
    """And a ring that is none is no house."""
    assert len(Footprints([[(45.0, 10.0), (45.1, 10.0)]])) == 0


def test_among_many_crooked_houses_each_way_is_judged_as_by_hand() -> None:
    """Counting the walls in all ways at once says what looking at one house after another says, courtyards and me included."""
    draw = Draw(11)
    here = (45.16035, 10.79725)
    houses = []
    for _ in range(60):
        middle = beyond(here, draw.between(0, 360), draw.between(0, 140))
        corners = draw.of(range(3, 12))
        houses.append([beyond(middle, 360 * at / corners, draw.between(3, 24)) for at in range(corners)])
    houses.append([beyond(here, turn, 12) for turn in (0, 90, 180, 270)])
    theres = [beyond(here, draw.between(0, 360), draw.between(1, 160)) for _ in range(200)]
    lats, lons = np.array(theres).T

    hidden = Footprints(houses).between(here, distances_m(here, lats, lons), bearings_deg(here, lats, lons))

    plans = [[flat(here, corner) for corner in house] for house in houses]
    ways = [flat(here, there) for there in theres]
    expected = [
        any(crosses(plan, *way) and not inside(plan, 0, 0) and not inside(plan, *way) for plan in plans) for way in ways
    ]
    assert expected == hidden.tolist()
    assert 20 < sum(expected) < 180
