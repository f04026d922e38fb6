"""Trails on the editor's desk: drafted unseen, checked part by part, published, and never undone by the folder."""

import copy
from typing import Any

import pytest
from django.test import Client

from manto.places.models import Trail
from manto.places.trail_desk import draft_trail, publish_trail, trail_findings
from manto.places.trail_shelf import keep_trails, shown_trails

from .conftest import NOW, draft
from .test_importing import take
from .test_trails import BOTH, HERE, TRAIL, client_of_editor, own_shelf

__all__ = ["client_of_editor", "own_shelf"]
FOLDER = {**TRAIL, "stops": [{**stop, "place": stop["place"].removeprefix("town:")} for stop in TRAIL["stops"]]}


@pytest.fixture(autouse=True)
def town(db: None) -> None:
    """Give a town with a trail of its folder."""
    take(draft("a", at=HERE), draft("b", at=HERE), draft("c", at=HERE, wheelchair="no"))
    keep_trails([FOLDER], city="town", now=NOW)


def put(client: Client, address: str, **body: Any) -> Any:
    return client.put(f"/api/v1/desk/{address}", body, content_type="application/json")


def post(client: Client, address: str, **body: Any) -> Any:
    return client.post(f"/api/v1/desk/{address}", body, content_type="application/json")


def test_a_draft_is_seen_by_editors_alone_until_it_is_published(client_of_editor: Client) -> None:
    """Half a trail may be kept; residents have the old one until the whole is published."""
    half = {"id": "prova", "stops": [{"id": "a", "place": "town:a"}]}

    kept = put(client_of_editor, "trail-drafts/prova", version=1, content=half).json()
    barred = post(client_of_editor, "trail-publication/prova", version=2)

    assert {0, 1} == {finding["stop"] for finding in kept["findings"] if finding["bars"]}
    assert (barred.status_code, shown_trails()[0]["minutes"]) == (400, 30)
    put(client_of_editor, "trail-drafts/prova", version=2, content={**Trail.objects.get().content, "minutes": 45})
    told = post(client_of_editor, "trail-publication/prova", version=3).json()
    assert (told["draft"], told["folder"], shown_trails()[0]["minutes"]) == (None, "other", 45)


def test_what_was_published_survives_the_folder_and_can_be_taken_back(client_of_editor: Client) -> None:
    """The folder is read again with other words: the editor's stand, and the folder's are there to go back to."""
    draft_trail("prova", {**Trail.objects.get().content, "minutes": 45}, version=1, account=None, now=NOW)
    publish_trail("prova", version=2, account=None, now=NOW)
    Trail.objects.update(edited_by="12345678-1234-5678-1234-567812345678")

    keep_trails([{**FOLDER, "minutes": 50}], city="town", now=NOW)

    assert shown_trails()[0]["minutes"] == 45
    assert post(client_of_editor, "trail-restoration/prova", version=3).status_code == 200
    assert shown_trails()[0]["minutes"] == 50
    keep_trails([{**FOLDER, "minutes": 55}], city="town", now=NOW)
    assert shown_trails()[0]["minutes"] == 55, "it follows the folder again"


def test_a_hidden_trail_is_a_draft_again(client_of_editor: Client) -> None:
    """Residents do not see it; nothing of it is lost."""
    told = post(client_of_editor, "trail-hiding/prova", version=1).json()

    assert ((), TRAIL["title"]) == (shown_trails(), told["draft"]["title"])
    assert [one["state"] for one in client_of_editor.get("/api/v1/desk/trails").json()["items"]] == ["draft"]


def test_two_editors_do_not_overwrite_each_other(client_of_editor: Client) -> None:
    """The slower one is told, and keeps what she wrote."""
    first = put(client_of_editor, "trail-drafts/prova", version=1, content={"id": "prova", "stops": []})
    second = put(client_of_editor, "trail-drafts/prova", version=1, content={"id": "prova", "stops": []})

    assert (first.status_code, second.status_code) == (200, 409)


def test_the_check_says_what_is_wrong_of_each_stop_at_once() -> None:
    """One told answer, one place that is gone, one that wheels do not enter, and too few minutes: all, in words."""
    trail = copy.deepcopy(TRAIL) | {"audience": ["wheelchair"], "minutes": 1}
    trail["stops"][0]["after"] = {"it": "La Sirena!", "en": "Text"}
    trail["stops"][1]["place"] = "town:gone"
    trail["stops"].append({"id": "c", "place": "town:c"})

    found = {(one.stop, one.bars) for one in trail_findings(trail, "en")}
    italian = " ".join(one.text for one in trail_findings(trail, "it"))

    assert {(1, True), (2, True), (3, False), (0, False)} <= found
    assert "non è più in città" in italian
    assert "Rivela la propria risposta in «La Sirena!»" in italian


@pytest.mark.parametrize(
    "content",
    [
        {"stops": [1, None, "a"]},
        {"stops": [{"id": [], "place": {}}]},
        {"stops": [{"id": "a", "place": "town:a", "otherwise": ["x"], "answers": 4, "question": BOTH}], "otherwise": 3},
        {"stops": [], "audience": 7, "title": "x", "minutes": "soon"},
    ],
)
def test_whatever_is_drafted_the_check_answers(client_of_editor: Client, content: dict[str, Any]) -> None:
    """With what is wrong, never with a crash; the list shows it all the same."""
    answer = put(client_of_editor, "trail-drafts/other", version=0, content={"id": "other", **content})

    assert answer.status_code == 200, answer.content
    assert any(finding["bars"] for finding in answer.json()["findings"])
    assert client_of_editor.get("/api/v1/desk/trails").status_code == 200
