"""A process of the city that has not the ledger: it finds records, reads what they say and shows wallets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.records.conftest import TITLE, Office

from manto.ledger.sequencer.store import StoreLock
from manto.records import bulk, commands, node, queries
from manto.records.commands.settling import note_bodies
from manto.records.models import Record
from manto.records.queries import mine
from manto.records.queries.desk import find_records, record_for_desk
from manto.records.reference import types
from manto.residents.models import Account


@pytest.fixture
def elsewhere(office: Office) -> Iterator[Record]:
    """Give Paolo's flat, when the ledger is another process's; that one has written down what it says of itself."""
    flat = office.flat()
    mine.my_record(flat.id, office.residents["paolo"], "en", office.now)
    node.close_ledger()
    held = StoreLock(node.folder())
    assert not node.has_ledger()
    yield flat
    held.release()


def test_what_records_say_is_read_without_the_ledger(office: Office, elsewhere: Record) -> None:
    """By an officer and by who holds it; what has to be proven is the other's."""
    found = find_records("E897-45-312-7", "", "en", office.now)
    shown = record_for_desk(elsewhere.id, office.officers["chiara"], "At the counter", "en", office.now)
    own = mine.my_record(elsewhere.id, office.residents["paolo"], "en", office.now)

    assert [one.title for one in found] == ["E897-45-312-7, Via Corridoni 12"]
    assert {one.name: one.value for one in shown["record"].fields} == TITLE
    assert own.agencies > 1
    assert all(one.absent for one in own.burdens)
    with pytest.raises(node.LedgerElsewhere):
        queries.proof_bundle(elsewhere.id)


def test_what_needs_the_ledger_is_refused_for_the_moment(elsewhere: Record, client: Any) -> None:
    """In the reader's language, with when to ask again, and without naming a folder."""
    account = Account.objects.get(email="paolo.mancini@example.org")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    paper = client.post(f"/api/v1/me/records/{elsewhere.id}/certificate", headers={"Accept-Language": "it"})
    anchor = client.get("/status/1/proof")

    assert [(one.status_code, one["Retry-After"]) for one in (paper, anchor)] == [(503, "5")] * 2
    assert paper.json()["code"] == "ledger_elsewhere"
    assert paper.json()["next_step"] == "Riprovare fra un momento."
    assert str(node.folder()) not in paper.content.decode()


def test_another_machine_begins_no_second_ledger(office: Office, settings: Any, tmp_path: Path) -> None:
    """With the city's database and without its ledger's folder: it refuses, and makes none."""
    node.close_ledger()
    settings.HOME = tmp_path / "another"
    settings.HOME.mkdir()

    assert not node.has_ledger()
    assert not node.folder().exists()


def test_an_old_register_is_signed_without_the_ledger_and_entered_with_it(office: Office, tmp_path: Path) -> None:
    """The command writes down what it signed; the process that has the ledger enters it."""
    file = tmp_path / "old.csv"
    file.write_text("parcel;address;kind;area_m2;owners\nE897-1;Via Roma 1;flat;40;Anna Neri 1/1\n")
    node.close_ledger()
    held = StoreLock(node.folder())
    taking = bulk._begin("land-title", "hash", "Until 2025", 1, office.now)
    with file.open() as opened:
        [(number, row)] = bulk._lines(opened, types()["land-title"])
    entry = bulk._entry(types()["land-title"], row, Draft202012Validator(types()["land-title"].schema))

    bulk._lodge(taking, [bulk.Line(number, entry)], [], 1, office.now)
    held.release()

    assert commands.tick(office.now)
    assert Record.objects.get(name=entry.record).grade == "legacy"


def test_records_of_an_older_version_are_noted_once(office: Office) -> None:
    """From the ledger, when the city comes up."""
    flat = office.flat()
    Record.objects.update(body=None, commitment=None)
    assert queries.record_view(flat.id, "en", office.now).erased

    assert (note_bodies(), note_bodies()) == (1, 0)
    assert not queries.record_view(flat.id, "en", office.now).erased
