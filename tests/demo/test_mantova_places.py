"""Mantua's places: real enough to walk by, whole enough to show."""

import re
from collections import Counter
from typing import Any

import pytest
from opening_hours import OpeningHours

from manto.places.categories import catalogue
from manto.places.drafts import WHEELCHAIR_KNOWN, Leaving
from manto.places.importing.city_folder import read_events, read_places

from .conftest import DEMO, places_of, read
from .geometry import inside, metres_between

# Drawn by hand, with some hundred metres to spare: the municipality of Mantua.
MUNICIPALITY = [
    (45.175, 10.718), (45.188, 10.765), (45.189, 10.795), (45.187, 10.833), (45.171, 10.842), (45.163, 10.845),
    (45.154, 10.872), (45.143, 10.900), (45.112, 10.912), (45.100, 10.905), (45.102, 10.875), (45.114, 10.848),
    (45.129, 10.825), (45.123, 10.793), (45.128, 10.763), (45.131, 10.742), (45.146, 10.718),
]  # fmt: skip
ACCESS = {"kerb_cm", "incline_pct", "door_cm", "surface", "step_free", "accessible_toilet"}
# What a resident of any quarter must find in a city.
AT_LEAST = {
    "museum": 8, "church": 10, "monument": 10, "square": 10, "park": 5, "lake_shore": 3, "bridge": 2, "town_hall": 1,
    "office": 8, "police": 2, "court": 1, "carabinieri": 1, "post_office": 2, "school": 15, "nursery": 4, "university": 2,
    "pharmacy": 8, "hospital": 1, "health_centre": 2, "parking": 5, "bus_stop": 8, "train_station": 1, "taxi": 1,
    "bike_rental": 1, "toilets": 3, "drinking_water": 4, "playground": 4, "sports": 4, "market": 1, "library": 2,
    "theatre": 2, "cinema": 1, "ferry": 2, "cemetery": 1, "recycling": 1, "charging_station": 3, "archive": 1,
}  # fmt: skip
Places = dict[str, dict[str, Any]]


def test_there_are_at_least_140_places_each_with_its_own_id() -> None:
    """No two files of the folder name the same place, and a walk does not soon run out of them."""
    ids = Counter(place["id"] for place in places_of("mantova"))

    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert len(ids) >= 140
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


def test_every_place_lies_in_the_municipality(mantova: Places) -> None:
    """A digit typed wrong sends a place to another town."""
    outside = [id_ for id_, place in mantova.items() if not inside(place["at"], MUNICIPALITY)]

    assert outside == []


def test_no_place_lies_in_the_water(mantova: Places, shapes: list[dict[str, Any]]) -> None:
    """Landings and bridges stand beside the lakes as drawn, not in them."""
    lakes = {
        shape["properties"]["name"]: [(lat, lon) for lon, lat in shape["geometry"]["coordinates"][0]]
        for shape in shapes
        if shape["properties"]["kind"] == "water" and shape["geometry"]["type"] == "Polygon"
    }

    drowned = [
        (id_, lake) for id_, place in mantova.items() for lake, ring in lakes.items() if inside(place["at"], ring)
    ]

    assert {"Lago Superiore", "Lago di Mezzo", "Lago Inferiore"} <= set(lakes)
    assert drowned == []


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("piazza-erbe", "palazzo-te"),
        ("palazzo-te", "ospedale-poma"),
        ("duomo", "piazza-erbe"),
        ("porta-giulia", "ponte-dei-mulini"),
        ("ponte-dei-mulini", "stazione"),
        ("piazza-virgiliana", "basilica-sant-andrea"),
        ("casa-mantegna", "palazzo-te"),
        ("piazzale-porta-cerese", "bosco-virgiliano"),
    ],
)
def test_one_is_north_of_the_other(mantova: Places, north: str, south: str) -> None:
    """Whoever knows the city knows these."""
    assert mantova[north]["at"][0] > mantova[south]["at"][0]


@pytest.mark.parametrize(
    ("east", "west"),
    [
        ("ponte-san-giorgio", "palazzo-ducale"),
        ("rocca-sparafucile", "ponte-san-giorgio"),
        ("palazzo-ducale", "palazzo-darco"),
        ("palazzo-darco", "stazione"),
        ("biblioteca-baratta", "palazzo-te"),
        ("primaria-allende", "campo-canoa"),
        ("teatro-bibiena", "teatro-sociale"),
        ("stazione", "cimitero-angeli"),
    ],
)
def test_one_is_east_of_the_other(mantova: Places, east: str, west: str) -> None:
    """Whoever knows the city knows these too."""
    assert mantova[east]["at"][1] > mantova[west]["at"][1]


@pytest.mark.parametrize(
    ("one", "other", "metres_min", "metres_max"),
    [
        ("palazzo-te", "piazza-erbe", 1000, 1700),
        ("stazione", "piazza-sordello", 900, 1300),
        ("torre-orologio", "rotonda-san-lorenzo", 5, 60),
        ("basilica-sant-andrea", "piazza-erbe", 10, 120),
        ("casa-mantegna", "san-sebastiano", 20, 120),
        ("nido-kelder", "primaria-don-mazzolari", 0, 600),
    ],
)
def test_two_are_as_far_apart_as_they_are(
    mantova: Places, one: str, other: str, metres_min: int, metres_max: int
) -> None:
    """Distances that one can pace out."""
    metres = metres_between(mantova[one]["at"], mantova[other]["at"])

    assert metres_min <= metres <= metres_max


def test_every_place_speaks_both_languages_in_its_own_words(mantova: Places) -> None:
    """A name and one to three sentences, in Italian and in English, never one copied into the other."""
    poor = [
        id_
        for id_, place in mantova.items()
        if not all(place["name"].get(language) and place["about"].get(language) for language in ("it", "en"))
        or place["about"]["it"] == place["about"]["en"]
        or any(not text.endswith(".") or not 10 <= len(text) <= 260 for text in place["about"].values())
    ]

    assert poor == []


def test_the_great_sights_are_told_to_those_who_do_not_see_them(mantova: Places) -> None:
    """A description of what one would see, in both languages."""
    told = [id_ for id_, place in mantova.items() if set(place.get("text_alternative", {})) == {"it", "en"}]

    assert len(told) >= 20
    assert {"palazzo-te", "palazzo-ducale", "basilica-sant-andrea", "piazza-sordello", "ponte-san-giorgio"} <= set(told)


def test_opening_hours_can_be_read(mantova: Places) -> None:
    """What is given is in OpenStreetMap's notation; what is unknown is left out."""
    hours = {id_: place["opening_hours"] for id_, place in mantova.items() if "opening_hours" in place}

    read = {id_: str(OpeningHours(text)) for id_, text in hours.items()}

    assert len(read) > 20
    assert all(read.values())


def test_categories_wheelchair_words_and_measurements_are_known(mantova: Places) -> None:
    """A typing mistake in a word is caught here, not by a resident."""
    assert [id_ for id_, place in mantova.items() if place["category"] not in catalogue()] == []
    assert [id_ for id_, place in mantova.items() if place.get("wheelchair", "unknown") not in WHEELCHAIR_KNOWN] == []
    assert [id_ for id_, place in mantova.items() if set(place.get("access", {})) - ACCESS] == []


@pytest.mark.parametrize(("category", "count"), AT_LEAST.items())
def test_the_city_has_what_a_city_has(mantova: Places, category: str, count: int) -> None:
    """Every kind of place that a resident looks for."""
    found = [id_ for id_, place in mantova.items() if place["category"] == category]

    assert len(found) >= count


def test_a_position_is_written_as_finely_as_it_is_known() -> None:
    """Five decimals for a place set on its spot, three for one known to its block: nothing between, nothing finer."""
    lines = [
        line.strip()
        for file in sorted((DEMO / "mantova" / "places").glob("*.yaml"))
        for line in file.read_text().splitlines()
        if line.startswith("  at:")
    ]

    odd = [line for line in lines if not re.fullmatch(r"at: \[45\.(\d{5}, 10\.\d{5}|\d{3}, 10\.\d{3})\]", line)]

    assert odd == []


@pytest.mark.parametrize("city", ["mantova", "firenze"])
def test_the_program_takes_every_place_and_every_event(city: str) -> None:
    """Nothing is left when the folder is read as an import reads it."""
    read_in = [
        *read_places(city, [("places", places_of(city))]),
        *read_events(city, [("events.yaml", read(city, "events.yaml"))]),
    ]

    assert [entry for entry in read_in if isinstance(entry, Leaving)] == []
