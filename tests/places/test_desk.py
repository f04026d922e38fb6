"""The desk of the editor, and the tables that administrators may look at."""

import re
from pathlib import Path

import pytest
from django.test import Client

from manto.places import desk
from manto.places.drafts import Leaving
from manto.places.reasons import reason_text
from manto.residents.models import Account
from manto.residents.roles import Role

from .conftest import draft
from .test_importing import take


@pytest.fixture
def report(db):
    """Take in one place, and leave five clocks and a riddle."""
    clocks = [Leaving(f"line {number}", "no_category", "amenity=clock") for number in range(5)]
    return take(draft("te", "museum", name={"it": "Palazzo Te"}), *clocks, Leaving("line 9", "bad_number", "north"))


def at_desk(role: Role | None) -> Client:
    """Sit down at a desk; at none as a resident."""
    client = Client(headers={"Accept-Language": "it"})
    client.force_login(Account.objects.create_user("somebody@example.org", name="Somebody", role=role or ""))
    return client


def test_an_editor_sees_what_an_import_left_and_why(report) -> None:
    """In words, with lines and counts."""
    editor = at_desk(Role.EDITOR)

    [listed] = editor.get("/api/v1/desk/imports").json()["items"]
    details = editor.get(f"/api/v1/desk/imports/{report.run}").json()

    assert (listed["source"], listed["licence"], listed["taken"], listed["left_count"]) == ("The town", "CC0-1.0", 1, 6)
    assert details["left"] == [
        {
            "line": "line 0; line 1; line 2; …",
            "reason": "Non è un tipo di luogo che la città mostra: amenity=clock",
            "count": 5,
        },
        {"line": "line 9", "reason": "Questo non è un numero: north", "count": 1},
    ]


def test_an_editor_finds_places_by_name(report) -> None:
    """With the source of each."""
    [found] = at_desk(Role.EDITOR).get("/api/v1/desk/places?q=palazzo").json()["items"]

    assert (found["id"], found["source"]) == ("town:te", "The town")


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in (Role.EDITOR, Role.ADMINISTRATOR))])
@pytest.mark.django_db
def test_other_desks_are_refused(role: Role | None) -> None:
    """And so are residents."""
    client = at_desk(role)

    assert {client.get(f"/api/v1/desk/{path}").status_code for path in ("imports", "imports/1", "places")} == {403}


def test_an_import_that_never_was_is_told(report) -> None:
    """As a problem."""
    assert at_desk(Role.ADMINISTRATOR).get("/api/v1/desk/imports/999999").status_code == 404


@pytest.mark.parametrize("table", ["source", "place", "event", "importrun"])
def test_administrators_look_and_do_not_touch(report, table: str) -> None:
    """What is typed here the next import would undo."""
    client = at_desk(Role.ADMINISTRATOR)

    assert client.get(f"/admin/places/{table}/").status_code == 200
    assert client.get(f"/admin/places/{table}/add/").status_code == 403


def test_every_reason_to_leave_something_can_be_said() -> None:
    """In both languages: each reason that a reader gives has its sentence."""
    code = "".join(path.read_text() for path in (Path(desk.__file__).parent).rglob("*.py"))
    reasons = set(re.findall(r'Leaving\(\s*[^,]+(?:\([^)]*\))?, "([a-z_]+)"', code))

    said = {reason: {reason_text(reason, "x", language) for language in ("it", "en")} for reason in reasons}

    assert len(reasons) > 12
    assert all(len(texts) == 2 or reason == "not_understood" for reason, texts in said.items())
