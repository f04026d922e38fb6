"""Other people's programs read the city: OGC API - Features, and the Open AR Cloud's content discovery."""

import json
from typing import Any
from urllib.parse import urlsplit

import h3
import pytest
from django.test import Client

from manto.places.ogc import read_box, read_span
from manto.places.overlay import check_feature

from .conftest import draft
from .test_importing import take
from .test_overlays import STORY
from .test_queries import MARKET

ROOT = "/api/v1/ogc"


DRAWING = {
    "kind": "image",
    "url": "/city/te.svg",
    "creator": "Nadia",
    "licence": "CC0-1.0",
    "alternative": {"it": "Torre", "en": "Tower"},
}


@pytest.fixture
def town(db: None) -> Client:
    """Give a town with places on both sides of the date line, one with a story, and a market."""
    take(
        draft("te", "museum", (45.1477, 10.7864), pose={"yaw": 90.0}, media=[DRAWING], **STORY),
        draft("west", "bench", (-16.5, -179.95)),
        draft("east", "bench", (-16.5, 179.95)),
        *(draft(f"n{number:02}", "pharmacy", (45.15, 10.70 + number / 1000)) for number in range(25)),
        draft("summer", "market", (45.16, 10.79), valid_from="2026-06-20T00:00:00Z", valid_to="2026-08-31T00:00:00Z"),
        MARKET,
    )
    return Client()


def read(client: Client, address: str, status: int = 200) -> Any:
    """Ask, and read the answer."""
    parts = urlsplit(address)
    response = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    assert response.status_code == status, response.content[:300]
    return json.loads(response.content)


def test_a_client_finds_its_way_from_the_landing_page(town: Client) -> None:
    """By links alone: definition, conformance, collections, items, one feature."""
    landing = read(town, ROOT)
    links = {link["rel"]: link["href"] for link in landing["links"]}
    conformance = read(town, links["conformance"])["conformsTo"]
    definition = read(town, links["service-desc"])
    collections = read(town, links["data"])["collections"]
    overlays = next(one for one in collections if one["id"] == "overlays")
    items = read(town, next(link["href"] for link in overlays["links"] if link["rel"] == "items"))
    one = read(town, f"{ROOT}/collections/overlays/items/{items['features'][0]['id']}")

    assert {"core", "geojson", "oas30"} == {name.rsplit("/", 1)[1] for name in conformance}
    assert definition["openapi"].startswith("3.0")
    assert read(town, next(link["href"] for link in overlays["links"] if link["rel"] == "self")) == overlays
    assert [feature["id"] for feature in items["features"]] == ["town:te"]
    assert {"self", "collection"} == {link["rel"] for link in one["links"]}
    check_feature({key: value for key, value in one.items() if key != "links"})


def test_pages_follow_one_another_by_their_links(town: Client) -> None:
    """Each feature once, in the same order, and the way back."""
    page, seen, pages = read(town, f"{ROOT}/collections/places/items?category=pharmacy&limit=10"), [], 0
    while True:
        pages += 1
        seen += [feature["id"] for feature in page["features"]]
        assert page["numberReturned"] == len(page["features"])
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        page = read(town, following[0])

    assert (pages, page["numberMatched"], len(set(seen))) == (3, 25, 25)
    back = next(link["href"] for link in page["links"] if link["rel"] == "prev")
    assert seen[10:20] == [feature["id"] for feature in read(town, back)["features"]]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("bbox=10.786,45.147,10.787,45.148", {"town:te"}),
        ("bbox=10.786,45.147,0,10.787,45.148,100", {"town:te"}),
        ("bbox=179,-17,-179,-16", {"town:west", "town:east"}),
        ("bbox=-180,-17,-179,-16", {"town:west"}),
        ("category=market&datetime=2026-07-01T00:00:00Z", {"town:summer"}),
        ("category=market&datetime=2026-09-01T00:00:00Z", set()),
        ("category=market&datetime=2026-06-01T00:00:00Z/..", {"town:summer"}),
        ("category=market&datetime=../2026-06-19T00:00:00Z", set()),
        ("category=museum&datetime=2030-01-01T00:00:00Z", {"town:te"}),
    ],
)
def test_box_and_time_choose(town: Client, question: str, ids: set[str]) -> None:
    """Over the date line too; what has no time is always."""
    found = read(town, f"{ROOT}/collections/places/items?{question}")

    assert ids == {feature["id"] for feature in found["features"]}
    assert len(ids) == found["numberMatched"]


@pytest.mark.parametrize(
    "question",
    [
        *("bbox=1,2,3", "bbox=a,b,c,d", "bbox=0,10,5,5", "bbox=nan,0,1,1", "limit=0", "limit=x", "offset=-1"),
        *("datetime=yesterday", "datetime=2026-02-01T00:00:00Z/2026-01-01T00:00:00Z", "datetime=.."),
        *("colour=red", "category=dragon"),
    ],
)
def test_a_question_that_is_none_is_refused(town: Client, question: str) -> None:
    """With 400, as the standard says, unknown parameters too."""
    problem = read(town, f"{ROOT}/collections/places/items?{question}", 400)

    assert problem["detail"]


@pytest.mark.parametrize(
    "address", ["collections/dragons", "collections/dragons/items", "collections/places/items/nobody"]
)
def test_what_is_not_there_is_404(town: Client, address: str) -> None:
    """Collection or feature."""
    read(town, f"{ROOT}/{address}", 404)


def test_a_limit_above_the_most_is_the_most(town: Client) -> None:
    """The standard asks not to refuse it."""
    assert len(read(town, f"{ROOT}/collections/places/items?limit=100000")["features"]) == 29


def test_events_stand_where_their_place_is(town: Client) -> None:
    """Each occurrence in the interval."""
    found = read(town, f"{ROOT}/collections/events/items?datetime=2026-06-01T00:00:00Z/2026-06-30T00:00:00Z")

    assert found["numberMatched"] >= 4
    assert all(feature["properties"]["starts"].startswith("2026-06") for feature in found["features"])


def test_it_may_be_read_from_any_other_page(town: Client) -> None:
    """The first time and when it was kept."""
    first, again = town.get(ROOT), town.get(ROOT)

    assert [first["Access-Control-Allow-Origin"], again["Access-Control-Allow-Origin"]] == ["*", "*"]
    kind = town.get(f"{ROOT}/collections/places/items")["Content-Type"]
    assert kind == "application/geo+json"


def test_an_ar_client_finds_what_stands_in_its_hexagon(town: Client) -> None:
    """By topic and H3 cell; a neighbour's cell has nothing of it."""
    cell = h3.latlng_to_cell(45.1477, 10.7864, 9)

    (record,) = read(town, f"/api/v1/scrs/culture?h3Index={cell}")

    content = record["content"]
    assert (record["type"], record["id"], content["title"]) == ("scr", "town:te", "Torre")
    assert content["geopose"]["position"] == {"lat": 45.1477, "lon": 10.7864, "h": 0.0}
    assert content["geopose"]["quaternion"] == {"x": 0.0, "y": 0.0, "z": 0.707107, "w": 0.707107}
    kinds = {ref["contentType"]: ref["url"] for ref in content["refs"]}
    assert kinds["image/svg+xml"] == "http://localhost:8000/city/te.svg", "a reader elsewhere needs the whole address"
    assert read(town, f"/api/v1/scrs/health?h3Index={cell}") == []
    assert read(town, f"/api/v1/scrs/culture?h3Index={h3.latlng_to_cell(45.20, 10.7864, 9)}") == []
    assert read(town, f"/api/v1/scrs/culture?h3Index={cell}&keywords=opera") == []
    assert record == read(town, "/api/v1/scrs/culture/town:te")


def test_a_hexagon_over_the_date_line_has_both_sides(town: Client) -> None:
    """Its corners lie east and west."""
    cell = h3.latlng_to_cell(-16.5, 179.95, 6)
    other = h3.latlng_to_cell(-16.5, -179.95, 6)

    found = {record["id"] for one in {cell, other} for record in read(town, f"/api/v1/scrs/city?h3Index={one}")}

    assert {"town:west", "town:east"} == found


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("culture?h3Index=891ea6d6533ffff0", 400),
        ("culture?h3Index=811fbffffffffff", 400),
        ("culture", 400),
        ("dragons?h3Index=891ea6d6533ffff", 404),
        ("culture/nobody", 404),
    ],
)
def test_a_strange_cell_or_topic_is_refused(town: Client, address: str, status: int) -> None:
    """Too large, not a cell, not a topic."""
    read(town, f"/api/v1/scrs/{address}", status)


def test_boxes_and_spans_are_read_as_written() -> None:
    """Six numbers have heights; an open end is open."""
    assert read_box("1,2,-5,3,4,500") == (1.0, 2.0, 3.0, 4.0)
    assert float("-inf") == read_span("/2026-01-01T00:00:00Z")[0]
