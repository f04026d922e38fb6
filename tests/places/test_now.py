"""What is around me now: by the rules, at the poles and over the date line, and the same from the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.vectors.make_now import text

from manto.places import preferences
from manto.places.around import Around, Row
from manto.places.database_query import places_within
from manto.places.footprints import Footprints
from manto.places.geometry import distance_m
from manto.places.hours import HoursReader
from manto.places.models import Footprint
from manto.places.ranking import Asking, Needs

from .conftest import NOW, draft
from .test_importing import take

VECTORS = Path(__file__).parents[1] / "vectors" / "now.json"
CASES = json.loads(VECTORS.read_text())["cases"]
HOURS = ("24/7", "", "off")


def asking_of(case: dict[str, Any]) -> Asking:
    """Read a situation."""
    needs = {**case["needs"], "surfaces_not": frozenset(case["needs"].get("surfaces_not", ()))}
    same = ("accuracy_m", "heading_deg", "view_deg", "width_px", "radius_m", "preferences", "label_px")
    return Asking(
        here=(case["here"][0], case["here"][1]),
        audience=frozenset(case["audience"]),
        needs=Needs(**needs),
        **{name: case[name] for name in (*same, "labels_max", "lanes", "count")},
    )


def row_of(place: dict[str, Any]) -> Row:
    """Read a place of a situation."""
    valid_from, valid_to = place.get("valid", (-inf, inf))
    return Row(
        *(place["id"], place["category"], place["lat"], place["lon"], place["id"], HOURS[place["state"]], False),
        *(place.get("told", False), valid_from, valid_to, tuple(place.get("audience", ())), place.get("access", {})),
    )


def test_there_are_five_hundred_situations_and_nobody_mended_one() -> None:
    """The file is what its maker makes, poles and date line included."""
    assert len(CASES) >= 500
    assert VECTORS.read_text() == text()
    assert {"pole", "date line"} <= {word for word in ("pole", "date line") for case in CASES if word in case["name"]}


def test_everything_stands_as_the_rules_say(hours: HoursReader) -> None:
    """Worked out here with arrays, in the vectors by hand, on the phone in TypeScript: all the same."""
    for case in CASES:
        around = Around(map(row_of, case["places"]), hours, Footprints(case["footprints"]))

        found = around.now(asking_of(case), datetime.fromtimestamp(case["now"], UTC))

        told = [[one.id, one.fits, int(one.is_here), int(one.is_behind), one.lane, one.x_px is None] for one in found]
        assert [[*row[:1], *row[4:8], row[8] is None] for row in case["expected"]] == told, case["name"]
        for one, (_, metres, bearing, score, *_, x_px) in zip(found, case["expected"], strict=True):
            assert metres == pytest.approx(one.distance_m, abs=0.002), case["name"]
            assert abs((one.bearing_deg - bearing + 180) % 360 - 180) < 0.02, case["name"]
            assert score == pytest.approx(one.score, abs=1e-5), case["name"]
            assert (x_px or 0) == pytest.approx(one.x_px or 0, abs=0.05), case["name"]


@pytest.mark.parametrize("here", [(45.158, 10.794), (-16.5, 179.9999), (89.9999, 20.0), (0.0, 0.0)])
@pytest.mark.parametrize("radius_m", [20.0, 300.0, 2500.0])
def test_the_database_gives_the_same_circle(db: None, here: tuple[float, float], radius_m: float) -> None:
    """By cell keys alone, on SQLite and on PostgreSQL, at the pole and over the date line."""
    ring = [
        (max(-90.0, min(90.0, here[0] + north)), (here[1] + east + 180) % 360 - 180)
        for north in (-0.02, -0.002, -0.0001, 0.0, 0.0001, 0.002, 0.02)
        for east in (-0.03, -0.002, 0.0, 0.0001, 0.003, 0.03, 120.0)
    ]
    take(*(draft(f"p{number:02}", at=point) for number, point in enumerate(ring)))

    found = [(place.id, metres) for place, metres in places_within(here, radius_m, now=NOW)]

    held = {f"town:p{number:02}": distance_m(here, (round(p[0], 7), round(p[1], 7))) for number, p in enumerate(ring)}
    expected = sorted((metres, id_) for id_, metres in held.items() if metres <= radius_m)
    assert [id_ for _, id_ in expected] == [id_ for id_, _ in found]
    assert [metres for metres, _ in expected] == pytest.approx([metres for _, metres in found], abs=1e-6)


def test_what_i_like_comes_through_a_port() -> None:
    """Nobody is known to like anything until a room above plugs in; a stranger never."""
    resident, plugged = uuid4(), list(preferences._plugged)
    preferences._plugged.clear()
    try:
        before = preferences.preferences_of(resident)
        preferences.plug_in(lambda _resident: {"museum": 0.5})
        after, stranger = preferences.preferences_of(resident), preferences.preferences_of(None)
    finally:
        preferences._plugged[:] = plugged

    assert (before, after, stranger) == ({}, {"museum": 0.5}, {})


def test_a_server_can_say_what_is_around_too(db: None) -> None:
    """For who has no script: with needs, heading and the house between."""
    take(
        draft("fits", "museum", (45.1590, 10.794), access={"kerb_cm": 2}),
        draft("not", "museum", (45.1590, 10.7942), access={"kerb_cm": 9}),
        draft("hidden", "museum", (45.1600, 10.794)),
    )
    house = [[45.1593, 10.7938], [45.1593, 10.7942], [45.1595, 10.7942], [45.1595, 10.7938]]
    Footprint.objects.create(source_id="town", ref="w1", ring=house)

    answer = Client().get("/api/v1/around?near=45.158,10.794&heading_deg=0&kerb_cm_max=4").json()

    assert [(item["place"]["id"], item["fits"], item["is_behind"]) for item in answer["items"]] == [
        ("town:fits", "yes", False),
        ("town:hidden", "unknown", True),
        ("town:not", "no", False),
    ]
    assert (answer["items"][0]["clock"], answer["items"][0]["arrow"]) == (12, "↑")
