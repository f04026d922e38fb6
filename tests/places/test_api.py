"""Places and events over HTTP, as the app asks for them."""

import pytest
from django.test import Client

from manto.places.drafts import Leaving, PlaceDraft
from manto.places.gathering import SourceFacts

from .conftest import draft
from .test_importing import take
from .test_queries import MARKET

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def app(db) -> Client:
    """Open the app in a town with four places and a market."""
    take(
        draft("te", "museum", (45.1477, 10.7864), name={"it": "Palazzo Te"}, wheelchair="yes", opening_hours="24/7"),
        draft("shut", at=(45.1480, 10.7864), opening_hours="off"),
        draft("unknown", at=(45.1485, 10.7864), name={}, access={"step_free": True, "kerb_cm": 3}),
        draft("open", at=(45.1490, 10.7864), opening_hours="24/7"),
        MARKET,
        Leaving("line 3", "no_category", "amenity=clock"),
    )
    return Client(headers=ENGLISH)


def ask(app: Client, path: str, **headers: str):
    """Ask the API."""
    return app.get(f"/api/v1{path}", headers={**ENGLISH, **headers})


def test_the_nearest_open_pharmacy(app: Client) -> None:
    """Open first, then unknown, never closed."""
    answer = ask(app, "/places?category=pharmacy&open_now=true&near=45.1477,10.7864").json()

    assert [(item["id"], item["open"]["text"]) for item in answer["items"]] == [
        ("town:open", "Open day and night"),
        ("town:unknown", "Hours not known"),
    ]
    assert answer["attributions"] == [{"text": "The town hall", "url": "https://example.org", "licence": "CC0-1.0"}]


def test_pages_follow_one_another(app: Client) -> None:
    """Until there is no next."""
    first = ask(app, "/places?limit=3").json()
    last = ask(app, f"/places?limit=3&cursor={first['next_cursor']}").json()

    assert (len(first["items"]), len(last["items"]), last["next_cursor"], last["total"]) == (3, 1, None, 4)


def test_a_place_with_its_source_week_and_events(app: Client) -> None:
    """Everything the page of a place shows."""
    answer = ask(app, "/places/town:te").json()

    assert (answer["name"], answer["wheelchair"], answer["source"]["licence"]) == ("Palazzo Te", "yes", "CC0-1.0")
    assert {day["text"] for day in answer["week"]} == {"Day and night"}
    assert [event["id"] for event in answer["events"]][:1] == ["town:market"]


@pytest.mark.parametrize("path", ["osm:node/7", "osm%3Anode%2F7"])
def test_an_id_with_a_stroke_is_found(app: Client, path: str) -> None:
    """As OpenStreetMap and timetables have them, escaped or not; its departures too."""
    source = SourceFacts("osm", "OpenStreetMap", "ODbL-1.0")
    take(PlaceDraft("osm:node/7", "node/7", "bus_stop", 45.15, 10.79), source=source)

    assert ask(app, f"/places/{path}").json()["id"] == "osm:node/7"
    assert ask(app, f"/places/{path}/departures?at=2026-06-09").json()["items"] == []


def test_the_language_is_the_readers(app: Client) -> None:
    """Of names of kinds and of hours."""
    italian = app.get("/api/v1/places/town:unknown", headers={"Accept-Language": "it"}).json()

    assert (italian["name"], italian["open"]["text"]) == ("Farmacia", "Orario non noto")


def test_without_a_step(app: Client) -> None:
    """Only what is surely so."""
    answer = ask(app, "/places?step_free=true").json()

    assert sorted(item["id"] for item in answer["items"]) == ["town:te", "town:unknown"]


def test_an_unchanged_answer_is_not_sent_again(app: Client) -> None:
    """Until the content changes."""
    first = ask(app, "/places")
    again = ask(app, "/places", **{"If-None-Match": first["ETag"]})
    take(draft("te", "museum", (45.1477, 10.7864)))
    changed = ask(app, "/places", **{"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, changed.status_code) == (304, 200)


def test_events_of_a_day(app: Client) -> None:
    """By the city's day when no zone is named."""
    answer = ask(app, "/events?from=2026-06-11&to=2026-06-12&near=45.15,10.79").json()

    assert [(event["starts"], event["place"]["name"]) for event in answer["items"]] == [
        ("2026-06-11T08:00:00+02:00", "Palazzo Te")
    ]


def test_the_kinds_of_places(app: Client) -> None:
    """With their icons and groups."""
    answer = ask(app, "/categories").json()

    assert {"id": "pharmacy", "name": "Pharmacy", "icon": "pill", "group": "health"} in answer


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/places?near=here", 400),
        ("/places?near=95,10", 400),
        ("/places?near=nan,10", 400),
        ("/places?category=farmacy", 400),
        ("/places?cursor=-1", 400),
        ("/places?limit=501", 422),
        ("/events?from=yesterday", 400),
        ("/events?from=2026-06-11&to=2026-06-11", 400),
        ("/places/town:nowhere", 404),
        ("/desk/imports", 401),
        ("/desk/imports/1", 401),
        ("/desk/places", 401),
    ],
)
def test_a_refusal_is_a_problem_with_a_next_step(app: Client, path: str, status: int) -> None:
    """In the form of RFC 9457."""
    answer = ask(app, path)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["next_step"]
