"""An old register taken over: every line entered or left with a reason, interrupted and resumed, graded as what it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.records.conftest import TITLE, Office

from manto.kernel.errors import BadInput, NotFound, Unavailable
from manto.ledger.bundle import verify_bundle
from manto.records import bulk, node, queries
from manto.records.models import Alert, Body, Filing, ImportRun, Record
from manto.records.queries.desk import find_records
from manto.records.reference import types
from manto.residents.models import Account

HEADER = "parcel;address;kind;area_m2;owners\n"


def a_file(folder: Path, lines: list[str], header: str = HEADER) -> Path:
    file = folder / "old.csv"
    file.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def parcel(number: int) -> str:
    return f'E897-{number};"Via Roma {number}";flat;{40 + number % 90};"Anna Neri {number} 1/2; Ugo Neri 1/2"'


def take(office: Office, file: Path, progress: Any = lambda *_: None, register: str = "land-title") -> Any:
    return bulk.import_register(file, register, source="Until 2025", now=office.now, progress=progress)


def test_every_line_is_entered_or_left_with_a_reason(office: Office, tmp_path: Path) -> None:
    """What is wrong is told by line number, and never what it says."""
    office.flat()
    told = Alert.objects.count()
    odd = [
        "E897-9;Via X;flat;many;Rosa 1/1",
        "E897-10;;castle;5;Rosa 1/1",
        parcel(3),
        "E897-45-312-7;Via Y;flat;9;P 1/1",
    ]
    file = a_file(tmp_path, [*(parcel(n) for n in range(1, 51)), *odd])

    run = take(office, file, lambda *_: office.clock.advance(timedelta(minutes=3)))

    assert (run.taken, run.lines_done) == (50, 54)
    assert run.ended_at - run.began_at == timedelta(minutes=3)
    assert [number for number, _ in run.left] == [52, 53, 54, 55]
    assert "Via" not in str(run.left)
    assert {why for _, why in run.left} >= {
        "The same thing stands twice in the file.",
        "It is in the register already.",
    }
    assert "50 of 54 lines entered as unverified legacy" in bulk.describe(run, "en")
    assert "(lines 54)" in bulk.describe(run, "it")
    for why in ("La stessa cosa è due volte nel file.", "Risulta già nel registro."):
        assert why in bulk.describe(run, "it")
    taken = Record.objects.filter(grade="legacy")
    assert taken.count() == 50
    view = queries.record_view(taken[0].id, "en", office.now)
    assert view.grade_text == "Taken over from the old register, not verified"
    assert verify_bundle(queries.proof_bundle(taken[0].id, ["parcel"]), node.ledger().policy).shown
    assert Alert.objects.count() == told


def test_it_is_found_by_its_words_like_any_other(office: Office, tmp_path: Path) -> None:
    """By parcel and by owner."""
    take(office, a_file(tmp_path, [parcel(n) for n in range(1, 20)]))

    assert [one.title for one in find_records("E897-7", "", "en", office.now)] == ["E897-7, Via Roma 7"]
    assert len(find_records("neri", "land-title", "en", office.now)) == 19


def test_it_goes_on_where_it_stopped(office: Office, tmp_path: Path) -> None:
    """Stopped after the second thousand: the third is done by the next run, and nothing twice."""
    file = a_file(tmp_path, [parcel(n) for n in range(1, 2501)])
    seen = []

    def stop(stage: str, done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2000:
            raise Unavailable("Power cut.")

    with pytest.raises(Unavailable):
        take(office, file, stop)
    assert seen == [(1000, 2500), (2000, 2500)]

    run = take(office, file)

    assert (run.taken, run.lines_done, run.left) == (2500, 2500, [])
    assert ImportRun.objects.count() == 1
    assert Record.objects.count() == 2500
    assert Filing.objects.count() == 0
    assert Body.objects.count() == 2500
    assert take(office, file).taken == 2500


def test_what_was_signed_when_it_was_cut_off_is_entered_first(office: Office, tmp_path: Path) -> None:
    """Cut off between writing down and entering: the next run enters it, and leaves what the ledger refuses by then."""
    file = a_file(tmp_path, [parcel(n) for n in range(1, 51)])

    of = types()["land-title"]
    validator = Draft202012Validator(of.schema)
    with file.open() as opened:
        lines = [bulk.Line(number, bulk._entry(of, row, validator)) for number, row in bulk._lines(opened, of)]
    cut_off = bulk._begin(of.id, bulk._digest(file), "Until 2025", 50, office.now)
    bulk._lodge(cut_off, lines, [], 50, office.now)
    assert (Filing.objects.count(), Record.objects.count(), Body.objects.count()) == (1, 0, 50)
    says = TITLE | {"parcel": "E897-30", "owners": [{"name": "Paolo Mancini", "share": "1/1"}]}
    office.enter("chiara", office.entry("land-title", "issue", says, to="paolo"))

    run = take(office, file)

    assert (run.taken, run.lines_done) == (49, 50)
    assert [number for number, _ in run.left] == [31]
    assert Record.objects.count() == 50
    assert (Filing.objects.count(), Body.objects.count()) == (0, 50)


def test_a_thousand_lines_have_one_signature(office: Office, tmp_path: Path) -> None:
    """A batch signature, which each entry carries with its own way to the root."""
    take(office, a_file(tmp_path, [parcel(n) for n in range(1, 101)]))

    envelopes = [node.ledger().statement(bytes(head)) for head in Record.objects.values_list("head", flat=True)]

    assert len({of.signatures[0].signature for of in envelopes if of is not None}) == 1
    assert all(of is not None and of.signatures[0].place is not None for of in envelopes)


def test_a_file_of_another_form_is_refused_whole(office: Office, tmp_path: Path) -> None:
    """Before anything is entered."""
    with pytest.raises(BadInput, match="area_m2, kind missing"):
        take(office, a_file(tmp_path, ["a;b;c"], "parcel;address;owners\n"))
    with pytest.raises(BadInput, match="colour unknown"):
        take(office, a_file(tmp_path, ["a;b;c;1;d;red"], HEADER.strip() + ";colour\n"))
    with pytest.raises(NotFound):
        take(office, tmp_path / "none.csv")
    assert Record.objects.count() == 0


def test_policies_come_before_the_vehicles_they_are_for(office: Office, tmp_path: Path) -> None:
    """An attached record names what it belongs to in columns of its own."""
    vin = "ZFA3120000051234"
    header = "vin,policy,insurer,covers,object,valid_from,valid_until\n"
    lines = [f"{vin}{n},P{n},Virgilio,vehicle,AA{n},2026-01-01,2026-12-31" for n in range(1, 6)]
    take(office, a_file(tmp_path, lines, header), register="insurance")
    checked = [f"{vin}{n},Mincio,2026-01-01,2028-01-31" for n in range(1, 6)]
    take(office, a_file(tmp_path, checked, "vin,centre,done_on,valid_until\n"), register="inspection")
    cars = [f"AA{n},{vin}{n},Fiat,Panda,2018-01-01" for n in range(1, 7)]

    run = take(office, a_file(tmp_path, cars, "plate,vin,make,model,first_registered\n"), register="vehicle")

    assert run.taken == 5
    [(number, why)] = run.left
    assert (number, "needs insurance/" in why) == (7, True)
    [said] = bulk.reasons_of(run, "it")
    assert "serve che insurance/" in said
    assert queries.stands_today("insurance", "AA3", office.now)


def test_a_registrar_reads_how_far_it_is_and_what_was_left(office: Office, client: Any, tmp_path: Path) -> None:
    """Reasons with line numbers."""
    take(office, a_file(tmp_path, [parcel(1), "E897-9;Via X;flat;many;Rosa 1/1", parcel(2)]))
    client.force_login(Account.objects.get(id=office.officers["chiara"]))

    [run] = client.get("/api/v1/desk/registers/takeovers", headers={"Accept-Language": "en"}).json()

    assert (run["source"], run["lines"], run["lines_done"], run["taken"]) == ("Until 2025", 3, 3, 2)
    assert run["left"] == [{"why": "A number or a day is not written as one.", "count": 1, "lines": [3]}]
    assert run["ended_text"]

    [run] = client.get("/api/v1/desk/registers/takeovers", headers={"Accept-Language": "it"}).json()

    assert [one["why"] for one in run["left"]] == ["Un numero o una data non è nella forma giusta."]
