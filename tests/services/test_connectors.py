"""Connectors: found by entry points, asked in their time, checked whole, and never in anybody's way."""

import json
import re
import socket
import threading
import time
import tomllib
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from tests.services.conftest import NOW, TODAY
from tests.services.test_cases import Browser
from tests.services.test_fhir import CANARY, a_dose, a_patient, a_recommendation, an_appointment

from manto.kernel.errors import BadInput, UnknownName
from manto.residents import commands as residents
from manto.residents.models import Account, Fact, Lookup
from manto.residents.queries import Room, read_facts
from manto.services import asking_connectors
from manto.services.connectors import checking
from manto.services.connectors.protocol import Closed, Due, make_connector, read_connectors
from manto.services.models import ConnectorState, SchoolClosure
from manto.services.queries import connectors as desk
from manto.store.models import OutboxEvent

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "connectors.md"
WORDS = {"it": "Parole", "en": "Words"}
LANGUAGES = ("it", "en")


@contextmanager
def served(answer):
    """Serve on loopback whatever a function says to a path: status, body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = answer(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def use(monkeypatch, **one):
    """Let the city use one connector, and read its pages so."""
    filled = {"id": "ats", "kind": "health", "connector": "fhir-server", "title": WORDS, "answer_within_s": 2, **one}
    found = read_connectors([filled], file="connectors.yaml", languages=LANGUAGES)
    monkeypatch.setattr(asking_connectors, "connectors", lambda: found)
    monkeypatch.setattr(desk, "connectors", lambda: found)


def agreed(resident):
    residents.grant_consent(resident.id, "health_plan", now=NOW)
    return resident


def days_of(resident, now=NOW):
    facts = ["health.vaccination_due", "health.screening_due"]
    known = read_facts(resident.id, facts, Room("services"), "health_dates", now, purpose="health_plan")
    return {name.split(".")[1]: fact.value for name, fact in known.items()}


def a_server_of(resident, *resources):
    """Answer as a FHIR server does: by type, for one identifier, all else empty; two pages of what there is."""

    def answer(path):
        asked = urlsplit(path)
        query = parse_qs(asked.query)
        who = (query.get("identifier") or query.get("patient.identifier") or [""])[0]
        kind = asked.path.strip("/")
        mine = [one for one in resources if one["resourceType"] == kind] if who.endswith(f"|{resident.id}") else []
        page = int((query.get("page") or ["0"])[0])
        links = [{"relation": "next", "url": f"{path}&page={page + 1}"}] if page + 1 < len(mine) else []
        entries = [{"resource": one} for one in mine[page : page + 1]]
        return 200, json.dumps({"resourceType": "Bundle", "entry": entries, "link": links}).encode()

    return answer


def of(resident, **more):
    patient = a_patient(**more)
    patient["identifier"][0]["value"] = str(resident.id)
    return patient


def test_a_fhir_server_is_asked_for_those_who_agree(db, clock, monkeypatch, giulia, amir):
    """Page by page; the facts are kept, with their source; who does not agree is not even asked about."""
    agreed(giulia)
    asked = []
    answer = a_server_of(
        giulia,
        of(giulia),
        a_dose("146", "2026-03-20"),
        a_dose("133", "2026-03-20"),
        a_recommendation("2026-07-01"),
        an_appointment("24623002", "2026-06-20T09:00:00+02:00"),
    )
    with served(lambda path: asked.append(path) or answer(path)) as url:
        use(monkeypatch, settings={"url": url})
        done = asking_connectors.ask_connectors(now=NOW)

    assert done == 1
    assert {"vaccination_due": date(2026, 7, 1), "screening_due": date(2026, 6, 20)} == days_of(giulia)
    assert tuple(desk.connectors_for_desk("en", NOW)[0][name] for name in ("state", "taken")) == ("well", 2)
    assert asked
    assert not any(str(amir.id) in path for path in asked)


def test_nothing_else_of_the_record_is_anywhere(db, clock, monkeypatch, caplog, giulia):
    """Canaries in every field that FHIR has for words: not in a table, an event, a line or the log."""
    agreed(giulia)
    answer = a_server_of(giulia, of(giulia), a_dose("146", "2026-03-20"), a_recommendation("2026-07-01"))
    with served(answer) as url:
        use(monkeypatch, settings={"url": url})
        asking_connectors.ask_connectors(now=NOW)

    rows = [list(table.objects.values()) for table in (Fact, OutboxEvent, ConnectorState, Lookup)]
    kept = repr(rows) + caplog.text
    assert date(2026, 7, 1) == days_of(giulia)["vaccination_due"]
    assert CANARY not in kept
    assert "146" not in [row["value"] for row in Fact.objects.values("value")]


def test_the_same_again_changes_nothing(db, clock, monkeypatch, giulia, tmp_path):
    """And a new day is a new fact, by a bundle that lies in a folder."""
    agreed(giulia)
    use(monkeypatch, connector="fhir-folder", settings={"folder": str(tmp_path)})
    for hours, day in ((0, "2026-07-01"), (2, "2026-07-01"), (4, "2026-07-15")):
        bundle = {"resourceType": "Bundle", "entry": [{"resource": of(giulia)}, {"resource": a_recommendation(day)}]}
        (tmp_path / "one.json").write_text(json.dumps(bundle))
        asking_connectors.ask_connectors(now=NOW + timedelta(hours=hours))

    assert Fact.objects.filter(resident=giulia, name="health.vaccination_due").count() == 2
    assert date(2026, 7, 15) == days_of(giulia, NOW + timedelta(hours=5))["vaccination_due"]


def test_a_consent_taken_back_while_the_server_answers_counts(db, clock, monkeypatch, giulia):
    """What comes after it is not kept."""
    agreed(giulia)
    people = [str(giulia.id)]
    residents.withdraw_consent(giulia.id, "health_plan", now=NOW)

    from manto.services.commands.connectors import keep_due

    due = [Due(people[0], "vaccination", date(2026, 7, 1))]
    assert keep_due(due, source="health", today=TODAY, now=NOW) == 0
    assert not Fact.objects.filter(name="health.vaccination_due").exists()


GARBAGE = {
    "html": b"<html>Welcome</html>",
    "no bundle": b'{"resourceType": "OperationOutcome"}',
    "a list": b"[]",
    "entries of words": b'{"resourceType": "Bundle", "entry": ["a", 1]}',
    "a patient without an end": b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": ',
    "an appointment of nonsense": json.dumps(
        {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Appointment", "status": 7}}]}
    ).encode(),
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_told_at_the_desk_and_kept_nowhere(db, clock, monkeypatch, giulia, body):
    """And what was known before stays."""
    agreed(giulia)
    with served(lambda _: (200, body)) as url:
        use(monkeypatch, settings={"url": url})
        asking_connectors.ask_connectors(now=NOW)

    told = desk.connectors_for_desk("en", NOW)[0]
    assert days_of(giulia) == {}
    assert told["state"] == "fails" or (told["state"], told["taken"]) == ("well", 0)
    assert "Welcome" not in str(told)


def test_a_dead_connector_is_asked_again_later_each_time(db, clock, monkeypatch, giulia):
    """After one minute, two, four; the page of the desk says since when and why."""
    agreed(giulia)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        use(monkeypatch, settings={"url": f"http://127.0.0.1:{nobody.getsockname()[1]}"})
        now, waits = NOW, []
        for _ in range(4):
            assert asking_connectors.ask_connectors(now=now) == 1
            state = ConnectorState.objects.get()
            waits.append(round((state.next_at - now).total_seconds() / 60))
            now = state.next_at
        assert asking_connectors.ask_connectors(now=now - timedelta(seconds=1)) == 0

    told = desk.connectors_for_desk("en", now)[0]
    assert waits == [1, 2, 4, 8]
    assert (told["state"], told["failures"], told["answered_text"]) == ("fails", 4, "Has never answered")
    assert "cannot be asked" in told["error"]


def test_a_slow_connector_blocks_no_page(db, clock, monkeypatch, giulia):
    """While it hangs, pages answer and commands write; it is left behind, and not asked again before it ends."""
    agreed(giulia)
    let_go, hangs = threading.Event(), threading.Event()

    def never(_):
        hangs.set()
        let_go.wait(20)
        return 200, b"{}"

    her = Browser(giulia.account)
    with served(never) as url:
        use(monkeypatch, settings={"url": url}, answer_within_s=1)
        took = []

        def pages():
            hangs.wait(5)
            for _ in range(3):
                begun = time.monotonic()
                assert her.client.get("/api/v1/services?q=nido").status_code == 200
                took.append(time.monotonic() - begun)

        reader = threading.Thread(target=pages)
        reader.start()
        begun = time.monotonic()
        asking_connectors.ask_connectors(now=NOW)
        waited = time.monotonic() - begun
        reader.join()
        her("GET", "/me/services/vaccination")
        later = NOW + timedelta(hours=3)
        asking_connectors.ask_connectors(now=later)
        let_go.set()

    assert 1 <= waited < 5
    assert len(took) == 3
    assert "last question" in ConnectorState.objects.get().last_error
    assert ConnectorState.objects.get().failures == 2


@pytest.mark.parametrize(
    "said",
    [
        None,
        ["a word"],
        [Due("somebody else", "vaccination", TODAY)],
        [Due("her", "operation", TODAY)],
        [Due("her", "vaccination", "2026-07-01")],
        [Due("her", "vaccination", date(1, 1, 1))],
        [Due("her", "vaccination", TODAY), Due("her", "vaccination", None)],
    ],
)
def test_a_health_connectors_nonsense_is_refused_whole(said):
    """Types, people, kinds, days: one that is wrong spoils all."""
    good = [Due("him", "screening", None)]

    assert good == checking.checked_due(good, asked={"her", "him"}, today=TODAY)
    with pytest.raises(BadInput):
        checking.checked_due(said if said is None else good + said, asked={"her", "him"}, today=TODAY)


@pytest.mark.parametrize("said", [[1], [Closed(TODAY, TODAY - timedelta(1), WORDS)], [Closed(TODAY, TODAY, {})]])
def test_a_school_offices_nonsense_is_refused_whole(said):
    """Days in order, with a name."""
    with pytest.raises(BadInput):
        checking.checked_closed(said)


def blocks():
    return dict(re.findall(r"```(\w+)\n(.*?)```", GUIDE.read_text(), re.DOTALL))


def test_the_worked_example_of_the_guide_works(db, clock, monkeypatch, tmp_path):
    """Its three blocks, installed as a package beside the city, asked, and kept."""
    written = blocks()
    (tmp_path / "school_csv.py").write_text(written["python"])
    package = tomllib.loads(written["toml"])
    project = package["project"]
    assert package["tool"]["setuptools"]["py-modules"] == ["school_csv"]
    assert package["build-system"]["build-backend"] == "setuptools.build_meta"
    (name, points) = next(iter(project["entry-points"]["manto.connectors"].items()))
    about = tmp_path / f"school_csv-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (about / "entry_points.txt").write_text(f"[manto.connectors]\n{name} = {points}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "closed.csv").write_text("2026-12-23,2027-01-06,Vacanze di Natale,Christmas holidays\n")
    use(monkeypatch, **yaml.safe_load(written["yaml"])[0])

    asking_connectors.ask_connectors(now=NOW)
    asking_connectors.ask_connectors(now=NOW + timedelta(hours=2))

    kept = SchoolClosure.objects.get()
    assert (date(2026, 12, 23), date(2027, 1, 6), "Christmas holidays") == (kept.first, kept.last, kept.text["en"])
    assert desk.connectors_for_desk("en", NOW)[0]["state"] == "well"


def test_an_unknown_connector_is_told_with_the_nearest(db):
    """At the desk, and by name."""
    found = read_connectors(
        [{"id": "a", "kind": "health", "connector": "fhir-servr", "title": WORDS}], file="f", languages=LANGUAGES
    )

    with pytest.raises(UnknownName, match="fhir-server"):
        make_connector(found["a"])


@pytest.mark.parametrize("change", [{"kind": "weather"}, {"title": {"en": "a"}}, {"colour": 1}, {"every_minutes": 0}])
def test_a_mistake_in_the_folder_is_told(change):
    """With the file."""
    with pytest.raises(BadInput, match=r"connectors\.yaml"):
        read_connectors(
            [{"id": "a", "kind": "health", "connector": "x", "title": WORDS, **change}],
            file="connectors.yaml",
            languages=LANGUAGES,
        )


def test_the_desk_shows_them(db, clock, monkeypatch, davide):
    """To the officer and the administrator."""
    use(monkeypatch)
    admin = Account.objects.create_user("alberto@example.org", role="administrator")

    for account in (davide, admin):
        assert [one["state"] for one in Browser(account)("GET", "/desk/connectors")] == ["waits"]
