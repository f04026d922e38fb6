"""Trails: nobody is left out, no answer is told, and a group leaves no trace."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client

from manto.city import load_city, read_yaml
from manto.kernel.clock import FixedClock
from manto.kernel.errors import BadInput, Conflict
from manto.places import pack_shelf, programs
from manto.places.models import HuntGroup, Trail
from manto.places.packs import cell_at
from manto.places.trail_shelf import forget_groups, keep_trails, share_progress, shown_trail, shown_trails, write_trail
from manto.places.trails import accepted, answer_hash, check_trail, normalised

from .conftest import NOW, draft
from .test_importing import take

ROOT = Path(__file__).resolve().parents[2]
MANTOVA = ROOT / "demo" / "mantova"
VECTORS = json.loads((ROOT / "tests/vectors/answers.json").read_text())
LANGUAGES = ("it", "en")
HERE = (45.158, 10.794)
BOTH = {"it": "Testo", "en": "Text"}
TRAIL: dict[str, Any] = {
    "id": "prova",
    "kind": "hunt",
    "title": BOTH,
    "about": BOTH,
    "minutes": 30,
    "badge": BOTH,
    "otherwise": {"read": BOTH, "see": BOTH, "climb": BOTH},
    "stops": [
        {"id": "a", "place": "town:a", "question": BOTH, "answers": {"it": ["Sirena"], "en": ["Mermaid"]}},
        {"id": "b", "place": "town:b"},
    ],
}


@pytest.fixture(autouse=True)
def own_shelf(settings: Any, tmp_path: Path) -> None:
    """Keep packs and keys in a folder of the test."""
    settings.HOME = tmp_path
    settings.CLOCK = FixedClock(NOW)
    pack_shelf._latest.clear()


@pytest.fixture
def walked(db: None) -> dict[str, Any]:
    """Show a trail over two places, as phones hold it."""
    take(draft("a", at=HERE), draft("b", at=HERE))
    write_trail(TRAIL, shown=True, version=0, account=None, now=NOW)
    return shown_trail("prova")


def changed(**facts: Any) -> dict[str, Any]:
    """Give the trail with its first stop changed."""
    trail = copy.deepcopy(TRAIL)
    trail["stops"][0].update(facts)
    return trail


@pytest.mark.parametrize(("given", "read"), VECTORS["normalised"])
def test_an_answer_is_read_as_people_give_it(given: str, read: str) -> None:
    """The phone reads it the same: both are held to these."""
    assert normalised(given) == read


@pytest.mark.parametrize(("salt", "answer", "hashed"), VECTORS["hashed"])
def test_an_answer_is_hashed_as_on_the_phone(salt: str, answer: str, hashed: str) -> None:
    """Another salt is another hash."""
    assert answer_hash(salt, answer) == hashed


@pytest.mark.parametrize("without", ["read", "see", "climb"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_has_another_way(without: str, language: str) -> None:
    """For who cannot read, see or climb, in each language; a trail without one is refused."""
    trail = copy.deepcopy(TRAIL)
    del trail["otherwise"][without]
    with pytest.raises(BadInput, match=without):
        check_trail(trail, LANGUAGES)
    trail["otherwise"][without] = {one: "Testo" for one in LANGUAGES if one != language}
    with pytest.raises(BadInput, match=language):
        check_trail(trail, LANGUAGES)


@pytest.mark.parametrize(
    "facts",
    [
        {"question": {"it": "È una sirena?", "en": "Text"}},
        {"hints": [{"it": "Testo", "en": "A MERMAID, of course"}]},
        {"after": {"it": "La Sirena!", "en": "Text"}},
        {"answers": {"it": ["Sirena"]}},
        {"answers": {"it": ["…"], "en": ["Mermaid"]}},
        {"question": None},
        {"choices": [BOTH]},
        {"radius_m": 5},
        {"way": {"smell": 1}},
        {"way": {"note": "In one language."}},
        {"id": "b"},
        {"place": ""},
        {"riddle": "una frase"},
    ],
)
def test_a_stop_that_nobody_could_play_is_refused(facts: dict[str, Any]) -> None:
    """With what to mend; above all one that tells its own answer."""
    check_trail(TRAIL, LANGUAGES)
    with pytest.raises(BadInput):
        check_trail(changed(**facts), LANGUAGES)


def test_the_pack_holds_the_trail_and_not_its_answers(walked: dict[str, Any]) -> None:
    """What a phone keeps can be compared with, and not be read."""
    items = Client().get(f"/api/v1/packs/{cell_at(*HERE)}").json()["items"]

    packed = items["trail prova"]
    assert json.loads(packed)["stops"][0]["answers"] == walked["stops"][0]["answers"]
    assert "sirena" not in packed.lower()
    assert "mermaid" not in packed.lower()
    salt = walked["stops"][0]["salt"]
    assert answer_hash(salt, "una SIRENA") in walked["stops"][0]["answers"]
    assert answer_hash(salt, "balena") not in walked["stops"][0]["answers"]


def test_mantua_has_four_trails_in_both_languages(db: None) -> None:
    """Gonzaga, lakes, the children's hunt in seven stops, the wheelchair tour; nothing of the answers leaves."""
    programs.import_city(load_city(MANTOVA), now=NOW)

    trails = {trail["id"]: trail for trail in Client().get("/api/v1/trails").json()["items"]}

    assert set(trails) == {"caccia-bambini", "gonzaga", "laghi", "senza-gradini"}
    assert len(trails["caccia-bambini"]["stops"]) == 7
    for file in sorted((MANTOVA / "trails").glob("*.yaml")):
        written = read_yaml(file)
        shown = trails[written["id"]]
        assert len(shown["stops"]) == len(written["stops"]), "each stop's place is there"
        for stop, told in zip(written["stops"], shown["stops"], strict=True):
            assert all(told["tell"].get(language) for language in LANGUAGES)
            assert all(
                told["otherwise"][without][language] for without in ("read", "see", "climb") for language in LANGUAGES
            )
            assert {answer_hash(told["salt"], answer) for answer in accepted(stop)} == set(told["answers"])
    hunt = trails["caccia-bambini"]["stops"]
    assert sum(bool(stop["codes"]) for stop in hunt) >= 5, "totems stand at most stops"
    assert all(stop["riddle"] and stop["hints"] for stop in hunt)
    wheels = trails["senza-gradini"]["stops"]
    assert not any(stop["way"].get("steps") or stop["way"].get("step_free") is False for stop in wheels)
    assert any("kerb_cm" not in stop["way"] for stop in wheels), "what nobody measured is left out"


def test_what_an_editor_wrote_stays(db: None) -> None:
    """Reading the folder again changes nothing that the desk has written, and nothing at all the second time."""
    take(draft("a", at=HERE), draft("b", at=HERE))
    folder = {**TRAIL, "stops": [{**stop, "place": stop["place"].removeprefix("town:")} for stop in TRAIL["stops"]]}
    first = keep_trails([folder], city="town", now=NOW)
    again = keep_trails([folder], city="town", now=NOW)
    held = Trail.objects.get()
    edited = {**held.content, "minutes": 45}
    write_trail(edited, shown=True, version=held.version, account=uuid4(), now=NOW)

    after = keep_trails([folder], city="town", now=NOW)

    assert (first, again, after) == (1, 0, 0)
    assert shown_trail("prova")["minutes"] == 45
    with pytest.raises(Conflict):
        write_trail(edited, shown=True, version=held.version, account=None, now=NOW)


def test_a_trail_that_is_not_shown_is_nowhere(walked: dict[str, Any]) -> None:
    """Not in the list, not in the pack."""
    write_trail(TRAIL, shown=False, version=1, account=None, now=NOW)

    assert shown_trails() == ()
    assert Client().get("/api/v1/trails/prova").status_code == 404
    assert "trail prova" not in Client().get(f"/api/v1/packs/{cell_at(*HERE)}").json()["items"]


@pytest.mark.parametrize("order", [["a", "b"], ["b", "a"]])
def test_a_group_lays_together_what_its_phones_solved(walked: dict[str, Any], order: list[str]) -> None:
    """In whatever order they come, and however often."""
    for stop in [*order, *order, *order[:1]]:
        group = share_progress("ABC234", "prova", [stop], now=NOW)

    assert group.solved == ["a", "b"]
    assert HuntGroup.objects.count() == 1


def test_a_group_is_of_one_trail_and_its_stops(walked: dict[str, Any]) -> None:
    """And has a code that looks like one."""
    for code, trail, solved, status in (
        ("ABC234", "prova", ["x"], 400),
        ("abc", "prova", [], 400),
        ("ABC234", "other", [], 404),
    ):
        answer = Client().post(
            f"/api/v1/trail-groups/{code}", {"trail": trail, "solved": solved}, content_type="application/json"
        )
        assert answer.status_code == status, answer.content


def test_a_group_names_nobody_and_vanishes_in_a_day(walked: dict[str, Any]) -> None:
    """A code, a trail, stops, a last moment; and the day after no table has anything of it."""
    answer = Client(headers={"User-Agent": "CanaryPhone/1"}).post(
        "/api/v1/trail-groups/ABC234",
        {"trail": "prova", "solved": ["a"]},
        content_type="application/json",
        REMOTE_ADDR="203.0.113.77",
    )
    assert answer.status_code == 200
    tables = {model.__name__: list(model._base_manager.values()) for model in apps.get_models() if model._meta.managed}
    whole = json.dumps(tables, default=str)

    assert {field.name for field in HuntGroup._meta.fields} == {"code", "trail", "solved", "until"}
    assert "203.0.113.77" not in whole
    assert "CanaryPhone" not in whole
    assert [name for name, rows in tables.items() if "ABC234" in json.dumps(rows, default=str)] == ["HuntGroup"]
    assert forget_groups(now=NOW + timedelta(hours=23)) == 0
    assert forget_groups(now=NOW + timedelta(days=1)) == 1
    after = json.dumps([list(model._base_manager.values()) for model in apps.get_models()], default=str)
    assert "ABC234" not in after


def test_import_is_export(client_of_editor: Client, walked: dict[str, Any]) -> None:
    """What the desk gives out it takes in again."""
    written = client_of_editor.get("/api/v1/desk/trails/prova").json()
    body = {"version": written["version"], "shown": True, "content": {**written["content"], "minutes": 31}}

    answer = client_of_editor.put("/api/v1/desk/trails/prova", body, content_type="application/json")
    bad = client_of_editor.put(
        "/api/v1/desk/trails/prova",
        {**body, "version": 2, "content": changed(after={"it": "Sirena", "en": "x"})},
        content_type="application/json",
    )

    assert answer.status_code == 200, answer.content
    assert Client().get("/api/v1/trails/prova").json()["minutes"] == 31
    assert bad.status_code == 400
    assert "tells its own answer" in bad.json()["detail"]


@pytest.fixture
def client_of_editor(db: None) -> Client:
    """Give an editor's browser."""
    from manto.residents.models import Account
    from manto.residents.roles import Role

    client = Client()
    account = Account.objects.create_user("nadia@example.org", role=Role.EDITOR, name="Nadia")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
