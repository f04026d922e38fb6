"""Passports, voters and deaths: four eyes, one of each, a freeze, and what a death does and undoes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.records.conftest import POLICY, TITLE, Office

from manto.kernel.errors import NotAllowed
from manto.records import queries
from manto.records.commands import drafts
from manto.records.models import Alert, Record, Task
from manto.records.proposals import CannotBeEntered
from manto.records.reference import types

PASSPORT = {
    "number": "YB1234567",
    "surname": "Marchetti",
    "given_names": "Enzo",
    "birth": "1947-05-05",
    "nationality": "IT",
    "issued": "2024-03-01",
    "valid_until": "2034-02-28",
}
VOTER = {"surname": "Marchetti", "given_names": "Enzo", "birth": "1947-05-05", "precinct": "12"}
DEATH = {
    "surname": "Marchetti",
    "given_names": "Enzo",
    "birth": "1947-05-05",
    "died_on": "2026-06-08",
    "manner": "natural",
}


def passport(office: Office, **more: Any) -> Any:
    return office.enter("piero rosa", office.entry("passport", "issue", PASSPORT | more, to="enzo"))


def death(office: Office, signers: str = "dora anna", **more: Any) -> Any:
    return office.enter(signers, office.entry("death-certificate", "issue", DEATH | more, to="enzo"))


def test_a_passport_takes_four_eyes(office: Office) -> None:
    """One officer cannot, whoever else signs."""
    draft = office.file("piero", office.entry("passport", "issue", PASSPORT, to="enzo"))

    assert office.sign(draft, "piero") == "signing"
    assert office.sign(draft, "rosa") == "final"


def test_nobody_but_its_office_or_a_court_ends_a_passport(office: Office) -> None:
    """Not the registrar, not the police."""
    held = passport(office)

    for officer in ("chiara", "pina", "silvia"):
        with pytest.raises(NotAllowed):
            office.file(officer, office.entry("passport", "revoke", of=held))
    office.enter("carlo", office.entry("passport", "revoke", of=held, cause="court"))


def test_one_valid_passport_for_a_person(office: Office) -> None:
    """A second only when the first has ended."""
    held = passport(office)
    with pytest.raises(CannotBeEntered, match="already"):
        office.file("piero", office.entry("passport", "issue", PASSPORT | {"number": "YB7654321"}, to="enzo"))

    office.enter("piero", office.entry("passport", "revoke", of=held, cause="renewed"))

    passport(office, number="YB7654321")
    assert Record.objects.filter(register="passport").count() == 1


def test_lost_is_final(office: Office) -> None:
    """It never comes back, not even by whom it was ended; a new one is entered in its place."""
    held = passport(office)
    office.enter("piero", office.entry("passport", "revoke", of=held, cause="lost"))
    held.refresh_from_db()

    with pytest.raises(CannotBeEntered, match="ended for good"):
        office.file("piero", office.entry("passport", "reinstate", of=held))


def test_a_passport_says_what_the_civil_register_says(office: Office) -> None:
    """And lasts ten years at most."""
    with pytest.raises(CannotBeEntered, match="civil register says otherwise"):
        office.file("piero", office.entry("passport", "issue", PASSPORT | {"surname": "Marchesi"}, to="enzo"))
    with pytest.raises(CannotBeEntered, match="1 March 2034"):
        office.file("piero", office.entry("passport", "issue", PASSPORT | {"valid_until": "2034-03-02"}, to="enzo"))


def test_a_hold_on_a_passport_is_kept_from_its_holder(office: Office) -> None:
    """The law says so; everything else she is told."""
    held = passport(office)
    told = Alert.objects.count()

    office.enter("piero", office.entry("passport", "suspend", of=held))

    assert Alert.objects.count() == told


def test_only_the_electoral_body_touches_the_roll(office: Office) -> None:
    """The executive cannot suspend a voter, nor can a court."""
    voter = office.enter("silvia", office.entry("voter", "issue", VOTER, to="enzo"))

    for officer in ("chiara", "anna", "carlo", "pina"):
        with pytest.raises(NotAllowed):
            office.file(officer, office.entry("voter", "suspend", of=voter))


def test_a_voter_has_one_precinct_and_is_of_age(office: Office) -> None:
    """A move corrects the entry; a second entry is none."""
    voter = office.enter("silvia", office.entry("voter", "issue", VOTER, to="enzo"))
    with pytest.raises(CannotBeEntered, match="already"):
        office.file("silvia", office.entry("voter", "issue", VOTER | {"precinct": "7"}, to="enzo"))
    office.enter("silvia", office.entry("voter", "amend", VOTER | {"precinct": "7"}, of=voter))

    office.resident("Sofia", "Conti", date(2009, 3, 1))
    young = {"surname": "Conti", "given_names": "Sofia", "birth": "2009-03-01", "precinct": "3"}
    with pytest.raises(CannotBeEntered, match="not 18"):
        office.file("silvia", office.entry("voter", "issue", young, to="sofia"))


def test_before_an_election_changes_wait(office: Office) -> None:
    """Signed within the last fifteen days they are entered on the day after; removals for death are not held up."""
    voter = office.enter("silvia", office.entry("voter", "issue", VOTER, to="enzo"))
    office.later(days=(date(2027, 5, 20) - office.now.date()).days)
    draft = office.file("silvia", office.entry("voter", "amend", VOTER | {"precinct": "7"}, of=voter))

    assert office.sign(draft, "silvia") == "queued"
    office.later(days=10)
    voter.refresh_from_db()
    assert len(queries.history(voter.id, "en")) == 1
    office.later(days=1)
    assert [line.kind for line in queries.history(voter.id, "en")] == ["amend", "issue"]


def test_a_death_takes_physician_and_registrar(office: Office) -> None:
    """Either alone does not do; an unnatural one needs the coroner."""
    entry = office.entry("death-certificate", "issue", DEATH, to="enzo")
    draft = office.file("anna", entry)
    assert office.sign(draft, "anna", "berta") == "signing"
    assert office.sign(draft, "dora") == "final"


def test_an_unnatural_death_needs_the_coroner(office: Office) -> None:
    """The physician's signature is not enough then."""
    draft = office.file("anna", office.entry("death-certificate", "issue", DEATH | {"manner": "unnatural"}, to="enzo"))

    with pytest.raises(CannotBeEntered, match="coroner"):
        office.sign(draft, "dora", "anna")


def everything(office: Office) -> dict[str, Any]:
    """Give Enzo a passport on hold, a voter's entry, a flat, a car and its insurance."""
    held = passport(office)
    office.enter("piero", office.entry("passport", "suspend", of=held))
    voter = office.enter("silvia", office.entry("voter", "issue", VOTER, to="enzo"))
    owner = [{"name": "Enzo Marchetti", "share": "1/1"}]
    flat = office.enter("chiara", office.entry("land-title", "issue", TITLE | {"owners": owner}, to="enzo"))
    licence_says = {
        "number": "MN-9",
        "business": "Marchetti Libri",
        "activity": "retail",
        "premises": "Via Roma 3",
        "premises_use": "commercial",
        "director": "Enzo Marchetti",
    }

    subject = drafts.name_for(types()["business-licence"], licence_says, None, None).partition("/")[2]
    policy = office.enter(
        "ines", office.entry("insurance", "issue", POLICY | {"covers": "premises"}, to="enzo", subject=subject)
    )
    licence = office.enter("livia enzo", office.entry("business-licence", "issue", licence_says, to="enzo"))
    return {"passport": held, "voter": voter, "land-title": flat, "insurance": policy, "business-licence": licence}


def stand(records: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    for one in records.values():
        one.refresh_from_db()
    return {name: (one.status, one.since, one.until, one.cause) for name, one in records.items()}


def test_a_wrong_death_is_undone_exactly(office: Office) -> None:
    """Passport, roll and title follow by themselves, licence and insurance wait for an officer; all of it comes back."""
    records = everything(office)
    before = stand(records)
    says = {name: queries.record_view(one.id, "en", office.now).fields for name, one in records.items()}
    certificate = death(office)
    office.later(hours=1)
    after = stand(records)
    assert [after[name][0] for name in ("passport", "voter", "land-title")] == ["revoked", "revoked", "suspended"]
    assert after["land-title"][3] == "estate"
    assert [after[name] for name in ("insurance", "business-licence")] == [
        before[name] for name in ("insurance", "business-licence")
    ]
    waiting = Task.objects.filter(state="waiting")
    assert {(one.agency, one.do) for one in waiting} == {("licensing-office", "suspend"), ("insurers", "review")}

    office.enter("anna berta", office.entry("death-certificate", "annul", of=certificate, cause="mistake"))
    office.later(minutes=1)

    assert stand(records) == before
    assert {name: queries.record_view(one.id, "en", office.now).fields for name, one in records.items()} == says
    annulment = queries.history(certificate.id, "en")[0].hash
    for name in ("passport", "voter", "land-title"):
        latest = queries.history(records[name].id, "en")[0]
        assert (latest.restores, latest.because_of) == (True, [annulment])
    assert not Task.objects.filter(state__in=("waiting", "timed")).exists()
    restored = Alert.objects.filter(resident=office.residents["enzo"], what="restored")
    assert {one.register for one in restored} == {"passport", "voter", "land-title"}


def test_a_death_that_is_undone_can_still_be_entered_one_day(office: Office) -> None:
    """The name in the ledger is free again, and what follows follows again."""
    records = everything(office)
    certificate = death(office)
    office.later(hours=1)
    office.enter("anna berta", office.entry("death-certificate", "annul", of=certificate, cause="mistake"))
    office.later(days=30)

    death(office, died_on="2026-07-08")
    office.later(hours=1)

    assert stand(records)["voter"][0] == "revoked"
    assert stand(records)["land-title"][:1] == ("suspended",)


def test_what_changed_since_is_left_to_an_officer(office: Office) -> None:
    """A machine does not guess what to restore."""
    records = everything(office)
    certificate = death(office)
    office.later(hours=1)
    title = records["land-title"]
    office.enter("chiara", office.entry("land-title", "reinstate", of=title))

    office.enter("anna berta", office.entry("death-certificate", "annul", of=certificate, cause="mistake"))
    office.later(minutes=1)

    assert stand(records)["voter"][0] == "active"
    task = Task.objects.get(record=title, evidence=certificate_head(certificate))
    assert task.state == "waiting"


def certificate_head(certificate: Any) -> bytes:
    certificate.refresh_from_db()
    return bytes(certificate.head)


def test_the_hours_of_what_follows_are_drawn(office: Office, settings: Any, tmp_path: Path) -> None:
    """In a city that says nothing of it, what follows a death does not stand beside it in the log."""
    everything(office)
    settings.CITY = replace(settings.CITY, folder=tmp_path)
    death(office)

    due = {
        one.due_at for one in Task.objects.filter(evidence=bytes(Record.objects.get(register="death-certificate").head))
    }

    assert len(due) >= 4
    assert all(office.now <= at for at in due)
