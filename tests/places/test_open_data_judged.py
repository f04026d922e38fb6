"""OWSLib, which QGIS and others read services with, opens the city over real HTTP; and what the standard asks page by page."""

import json
import urllib.error
import urllib.request
from email.message import Message
from typing import Any

import pytest
from owslib.ogcapi.features import Features

from .conftest import draft
from .test_importing import take
from .test_overlays import STORY

PLACES = 25
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"


@pytest.fixture
def root(live_server: Any, settings: Any) -> str:
    """Serve a town over HTTP and give the address of its open data."""
    settings.PUBLIC_URL = live_server.url
    take(
        draft("te", "museum", (45.1477, 10.7864), **STORY),
        *(draft(f"n{number:02}", "pharmacy", (45.15, 10.70 + number / 1000)) for number in range(PLACES)),
        draft("summer", "market", (45.16, 10.79), valid_from="2026-06-20T00:00:00Z", valid_to="2026-08-31T00:00:00Z"),
    )
    return f"{live_server.url}/api/v1/ogc"


def fetch(address: str) -> tuple[int, Message, Any]:
    """Ask as any program does, and give status, headers and content."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, json.load(refused)


@pytest.mark.django_db(transaction=True)
def test_owslib_reads_the_whole_city(root: str) -> None:
    """Landing page, definition, conformance, collections, pages, a box, a time and one feature: by the client alone."""
    city = Features(root)

    assert CORE in city.conformance()["conformsTo"]
    assert city.api()["openapi"].startswith("3.0")
    assert {"overlays", "places", "events"} == set(city.feature_collections())
    assert city.collection("places")["extent"]["spatial"]["bbox"][0][0] < 10.8
    page = city.collection_items("places", limit=10)
    assert (page["numberReturned"], page["numberMatched"]) == (10, PLACES + 2)
    box = city.collection_items("places", bbox=[10.6995, 45.1495, 10.7045, 45.1505], limit=100)
    assert {f"town:n{number:02}" for number in range(5)} == {one["id"] for one in box["features"]}
    spring = city.collection_items("places", datetime="2026-04-01T00:00:00Z", limit=100)
    assert "town:summer" not in {one["id"] for one in spring["features"]}
    one = city.collection_item("overlays", "town:te")
    assert (one["type"], one["id"]) == ("Feature", "town:te")


@pytest.mark.django_db(transaction=True)
def test_each_page_is_as_the_standard_asks(root: str) -> None:
    """Requirements of 17-069r4 by number: media types, links, paging without loss, axis order, refusals by status."""
    items = f"{root}/collections/places/items"
    _, _, landing = fetch(root)
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in landing["links"]}  # req 2
    _, _, listed = fetch(f"{root}/collections")
    for collection in listed["collections"]:
        rels = {link["rel"]: link for link in collection["links"]}
        assert rels["items"]["type"] == "application/geo+json"  # req 15
        assert collection["extent"]["spatial"]["crs"].endswith("/CRS84")  # req 16
        assert fetch(f"{root}/collections/{collection['id']}")[2] == collection  # req 18

    seen: list[str] = []
    address: str | None = f"{items}?limit=10&category=pharmacy"
    while address:  # req 28, 29: the links lead through all of them, none twice
        status, headers, page = fetch(address)
        assert (status, headers.get_content_type()) == (200, "application/geo+json")
        assert headers["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
        assert page["numberReturned"] == len(page["features"]) <= 10  # req 21, 31
        assert page["numberMatched"] == PLACES  # req 30
        assert page["timeStamp"].endswith("Z")  # req 29
        seen += [one["id"] for one in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert (len(seen), len(set(seen))) == (PLACES, PLACES)
    lon, lat = fetch(f"{items}/town:te")[2]["geometry"]["coordinates"][:2]
    assert (lon, lat) == (10.7864, 45.1477)  # CRS84: longitude first
    for wrong in ("limit=0", "limit=ten", "bbox=1,2,3", "bbox=10,46,11,45", "datetime=yesterday", "colour=red"):
        status, headers, problem = fetch(f"{items}?{wrong}")
        assert (status, headers.get_content_type()) == (400, "application/problem+json"), wrong  # req 7, 8
        assert problem["detail"]
    assert fetch(f"{items}?limit=100000")[0] == 200  # req 21: a limit above the most is the most
    assert fetch(f"{items}/town:none")[0] == 404
