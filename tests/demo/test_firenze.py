"""Florence: another city by another folder, with colours that can be read."""

import json
import re
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from manto.city import load_city

from .conftest import DEMO, places_of, read
from .geometry import inside

AA = 4.5
PAPER = {"light": ("#ffffff", "#fbf9f5"), "dark": ("#1c2226", "#13171a")}
"""Card and paper of Manto's own tokens, which Florence keeps."""


def test_the_folder_is_a_city() -> None:
    """The program reads it as it reads Mantua."""
    city = load_city(DEMO / "firenze")

    assert city.name == {"it": "Firenze", "en": "Florence"}
    assert city.bounds[0] < city.centre[0] < city.bounds[2]
    assert city.bounds[1] < city.centre[1] < city.bounds[3]


def test_its_places_lie_in_its_bounds_and_its_events_at_its_places() -> None:
    """The folder works alone, without anything taken in."""
    south, west, north, east = load_city(DEMO / "firenze").bounds
    ring = [(south, west), (south, east), (north, east), (north, west)]
    places = {place["id"]: place for place in places_of("firenze")}
    events = read("firenze", "events.yaml")

    assert len(places) >= 12
    assert len(events) >= 5
    assert [id_ for id_, place in places.items() if not inside(place["at"], ring)] == []
    assert [event["id"] for event in events if event["place"] not in places] == []
    assert all(rrulestr(event["rrule"]) for event in events if "rrule" in event)


def test_what_it_takes_in_names_its_source_and_licence() -> None:
    """Nobody's work is shown without their name."""
    declared = read("firenze", "imports.yaml")

    assert [set(entry) for entry in declared["imports"]] == [
        {"kind", "path", "source", "licence", "attribution", "url"}
    ]
    assert all("OpenStreetMap" in entry["attribution"] for entry in [*declared["imports"], declared["basemap"]])


@pytest.mark.shared
def test_what_it_takes_in_is_where_it_says(shared: Path) -> None:
    """The paths are those of the reference data."""
    declared = read("firenze", "imports.yaml")
    paths = [*(entry["path"] for entry in declared["imports"]), declared["basemap"]["pmtiles"]]

    assert [path for path in paths if not (shared / path).is_file()] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_colours_can_be_read(theme: str) -> None:
    """WCAG 2.2 AA for every pair of text and ground that the overrides touch."""
    tokens = _tokens(theme)
    card, paper = PAPER[theme]
    ink = {"light": "#1b1d1f", "dark": "#f0eee9"}[theme]
    pairs = [
        (tokens["lake"], card),
        (tokens["lake"], paper),
        (tokens["lake"], tokens["lake-wash"]),
        (ink, tokens["lake-wash"]),
        (tokens["lake-deep"], card),
        (tokens["on-lake"], tokens["lake"]),
        (tokens["on-lake"], tokens["lake-deep"]),
        (tokens["on-night"], tokens["night"]),
    ]

    faint = [(text, ground) for text, ground in pairs if _contrast(text, ground) < AA]

    assert faint == []


def test_mantua_overrides_nothing_and_each_city_has_a_mark_that_takes_the_colour_of_the_text() -> None:
    """A mark drawn in one colour works on light and dark."""
    marks = [(DEMO / city / "logo.svg").read_text() for city in ("mantova", "firenze")]

    assert json.loads((DEMO / "mantova" / "tokens.json").read_text()) == {}
    assert all("currentColor" in mark and not re.search(r"#[0-9a-fA-F]{3,6}", mark) for mark in marks)
    assert all(len(mark) < 2_000 for mark in marks)


def _tokens(theme: str) -> dict[str, str]:
    tokens = json.loads((DEMO / "firenze" / "tokens.json").read_text())
    dark = tokens.pop("dark")
    return tokens if theme == "light" else {**tokens, **dark}


def _contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours. Source: WCAG 2.2, definition of contrast ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
