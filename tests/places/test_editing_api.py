"""The editor's desk: from a draft nobody sees to what the city says, by the check."""

import json
from typing import Any

import pytest
from django.test import Client

from manto.places.models import Place
from manto.residents.models import Account
from manto.residents.roles import Role

from .conftest import draft
from .test_importing import take
from .test_overlays import STORY

DESK = "/api/v1/desk"


@pytest.fixture
def nadia(db: None) -> Client:
    """Sign the editor in, in a town with a tower."""
    take(draft("torre", "monument", (45.158, 10.794), access={"kerb_cm": 2}))
    client = Client(headers={"Accept-Language": "en"})
    account = Account.objects.create_user("nadia@example.org", role=Role.EDITOR, name="Nadia")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, method: str, path: str, body: Any, status: int = 200) -> Any:
    """Send as the desk does."""
    response = client.generic(method, DESK + path, data=json.dumps(body), content_type="application/json")
    assert response.status_code == status, response.content[:300]
    return json.loads(response.content)


def test_a_place_goes_from_draft_by_the_check_to_the_public(nadia: Client) -> None:
    """What bars it is said in words; mended, it is shown; taken back, the source's words stand."""
    seen = nadia.get(f"{DESK}/overlays/town:torre").json()
    drafted = send(nadia, "PUT", "/overlays/town:torre", {"version": 0, "changes": {"story": {"it": "Storia."}}})
    bars = [finding["text"] for finding in drafted["findings"] if finding["bars"]]
    refused = send(nadia, "POST", "/overlay-publication/town:torre", {"version": drafted["version"]}, 400)
    mended = send(nadia, "PUT", "/overlays/town:torre", {"version": drafted["version"], "changes": STORY})
    public_before = Client().get("/api/v1/places/town:torre").json()["story"]
    published = send(nadia, "POST", "/overlay-publication/town:torre", {"version": mended["version"]})
    public = Client(headers={"Accept-Language": "en"}).get("/api/v1/places/town:torre").json()["story"]
    left = send(nadia, "POST", "/overlay-withdrawal/town:torre", {"version": published["version"]})

    assert (seen["version"], seen["base"]["access"]) == (0, {"kerb_cm": 2})
    assert any("text alternative in it" in text for text in bars)
    assert "cannot be published" in refused["detail"]
    assert (None, STORY["story"]["en"]) == (public_before, public)
    assert left["items"] == []


def test_the_list_says_in_which_state_each_is(nadia: Client) -> None:
    """Drafts, published, and what the source no longer has."""
    first = send(nadia, "PUT", "/overlays/town:torre", {"version": 0, "changes": STORY})
    states = [nadia.get(f"{DESK}/overlays").json()["items"][0]["state"]]
    send(nadia, "POST", "/overlay-publication/town:torre", {"version": first["version"]})
    states.append(nadia.get(f"{DESK}/overlays").json()["items"][0]["state"])
    take(draft("torre", "monument", (45.158, 10.794), address="Via Nuova 2"))
    moved_on = nadia.get(f"{DESK}/overlays/town:torre").json()["source_changed"]
    take(draft("altra"))
    states.append(nadia.get(f"{DESK}/overlays").json()["items"][0]["state"])

    assert states == ["draft", "published", "vanished"]
    assert moved_on


def test_a_new_place_is_set_on_the_map(nadia: Client) -> None:
    """With an id of the desk's own."""
    made = send(
        nadia, "POST", "/overlays", {"version": 0, "changes": {**STORY, "category": "bench", "lat": 45.1, "lon": 10.7}}
    )
    send(nadia, "POST", f"/overlay-publication/{made['id']}", {"version": made["version"]})

    assert Client().get(f"/api/v1/places/{made['id']}").status_code == 200
    send(nadia, "POST", "/overlays", {"version": 0, "changes": {"name": {"it": "Senza posto"}}}, 400)


def test_many_are_taken_in_at_once(nadia: Client) -> None:
    """Under a source and a licence; twice changes nothing; what is no GeoJSON is refused whole."""
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [10.7, 45.1]}}
    content = {"features": [{**feature, "id": str(n), "properties": {"category": "bench"}} for n in range(3)]}
    body = {"source": "Panchine 2026", "licence": "CC0-1.0", "content": content}

    first = send(nadia, "POST", "/overlay-import", body)
    again = send(nadia, "POST", "/overlay-import", body)

    assert (first["taken"], again["taken"], again["unchanged"]) == (3, 0, 3)
    assert Place.objects.filter(source_id="panchine-2026").count() == 3
    send(nadia, "POST", "/overlay-import", {**body, "content": {"features": "x"}}, 400)
    send(nadia, "POST", "/overlay-import", {**body, "licence": ""}, 422)


def test_two_editors_are_told_of_each_other(nadia: Client) -> None:
    """With 409."""
    send(nadia, "PUT", "/overlays/town:torre", {"version": 0, "changes": STORY})

    send(nadia, "PUT", "/overlays/town:torre", {"version": 0, "changes": STORY}, 409)
