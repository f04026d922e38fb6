"""Vehicles and their insurance: one registration for a number, driven only while insured and inspected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.records.conftest import CAR, POLICY, Office

from manto.kernel.errors import BadInput, NotAllowed
from manto.ledger.keys import KeyPair
from manto.ledger.statements import Kind, Statement, decode_cbor
from manto.ledger.statements.errors import RecordBlocked, WrongStatus
from manto.records import commands, node, queries
from manto.records.commands import drafts
from manto.records.founding import Appointment, appoint
from manto.records.keys import agency_key
from manto.records.models import Draft, OfficerKey, Record, Task
from manto.records.proposals import CannotBeEntered
from manto.records.reference import types
from manto.records.signing import sealed, signatures_by

NEW_POLICY = POLICY | {"policy": "VR-2027-0001", "valid_until": "2027-12-31"}


def sold(office: Office, car: object) -> object:
    return office.entry("vehicle", "transfer", CAR | {"keeper": "Giulia Ferrari"}, of=car, to="giulia")


def by_the_agency(statement: Statement) -> bytes:
    payload, pair = statement.to_bytes(), agency_key("vehicle-agency")
    return sealed(payload, {pair.public_key: signatures_by(pair, [payload])[0]})


def test_a_vehicle_needs_insurance_and_inspection(office: Office) -> None:
    """Neither alone is enough."""
    entry = office.entry("vehicle", "issue", CAR, to="paolo")
    with pytest.raises(CannotBeEntered) as refused:
        office.file("mara", entry)
    assert {str(fault.values["register"]) for fault in refused.value.faults} == {"insurance", "inspection"}

    office.car()

    assert Record.objects.get(register="vehicle").status == "active"


def test_the_ledger_itself_refuses_a_vehicle_without_insurance(office: Office) -> None:
    """Whoever goes around the desk meets the same rule at its door."""
    entry = office.entry("vehicle", "issue", CAR, to="paolo")
    statement = node.ledger().next_statement(entry.record, Kind.ISSUE)
    first = by_the_agency(statement)

    with pytest.raises(RecordBlocked):
        node.ledger().check([first])


def test_a_vehicle_number_is_registered_once(office: Office) -> None:
    """By its own name in the ledger: the map has no second place for it."""
    car = office.car()

    with pytest.raises(CannotBeEntered, match="already"):
        office.file("mara", office.entry("vehicle", "issue", CAR | {"plate": "ZZ999ZZ"}, to="giulia"))

    second = by_the_agency(node.ledger().next_statement(car.name, Kind.ISSUE))
    with pytest.raises(WrongStatus):
        node.ledger().check([second])


def test_seller_and_buyer_suffice(office: Office) -> None:
    """No officer signs; the officer at the counter only draws it up."""
    car = office.car()

    office.enter("mara/paolo giulia", sold(office, car))

    assert queries.holds(office.residents["giulia"], car.id)


def test_a_stolen_vehicle_is_not_sold(office: Office) -> None:
    """Until the police take the report back."""
    car = office.car()
    report = office.enter(
        "pina", office.entry("theft-report", "issue", {"report": "PS 44/26", "reported_on": "2026-06-08"}, of=car)
    )
    with pytest.raises(CannotBeEntered, match="Theft report"):
        office.file("mara", sold(office, car))

    office.enter("pina", office.entry("theft-report", "revoke", of=report))

    office.enter("mara/paolo giulia", sold(office, car))


def test_a_finance_lien_blocks_the_sale(office: Office) -> None:
    """The bank and the keeper made it, the bank lifts it."""
    car = office.car()
    says = {"creditor": "Banca del Mincio", "amount_cents": 800_000}
    lien = office.enter("bruno paolo", office.entry("vehicle-lien", "issue", says, of=car))

    with pytest.raises(CannotBeEntered, match="Finance lien"):
        office.file("mara", sold(office, car))
    office.enter("bruno", office.entry("vehicle-lien", "revoke", of=lien))
    office.enter("mara/paolo giulia", sold(office, car))


def test_a_lapse_suspends_after_its_grace_and_a_new_policy_brings_it_back(office: Office) -> None:
    """Fifteen days; signed by the vehicle agency, never by the insurer; each with the other's statement as evidence."""
    car = office.car()
    policy = Record.objects.get(register="insurance")
    office.later(days=(office.clock.at.replace(year=2027, month=1, day=1) - office.clock.at).days)
    car.refresh_from_db()
    assert car.status == "active"
    assert not queries.stands_today("insurance", CAR["plate"], office.now)

    office.later(days=15)

    car.refresh_from_db()
    assert (car.status, car.cause) == ("suspended", "uninsured")
    latest = queries.history(car.id, "en")[0]
    assert latest.because_of == [bytes(policy.head).hex()]
    assert "Vehicle Agency" in latest.by[0]

    office.enter("ines", office.entry("insurance", "amend", NEW_POLICY, of=policy))
    office.later(seconds=1)

    car.refresh_from_db()
    policy.refresh_from_db()
    assert car.status == "active"
    assert queries.history(car.id, "en")[0].because_of == [bytes(policy.head).hex()]


def test_a_new_policy_within_the_grace_leaves_no_trace(office: Office) -> None:
    """What was to happen is dropped."""
    car = office.car()
    policy = Record.objects.get(register="insurance")
    office.later(days=210)
    office.enter("ines", office.entry("insurance", "amend", NEW_POLICY, of=policy))

    office.later(days=20)

    car.refresh_from_db()
    assert car.status == "active"
    assert {one.state for one in Task.objects.filter(record=car, do="suspend")} == {"dropped"}
    assert len(queries.history(car.id, "en")) == 1


def test_a_policy_is_cancelled_with_notice(office: Office) -> None:
    """It is filed today and ends in fifteen days; its holder hears of it today."""
    office.car()
    policy = Record.objects.get(register="insurance")
    draft = office.file("ines", office.entry("insurance", "revoke", of=policy, cause="cancelled"))

    assert office.sign(draft, "ines") == "queued"

    office.later(days=14)
    policy.refresh_from_db()
    assert policy.status == "active"
    office.later(days=1)
    policy.refresh_from_db()
    assert policy.status == "revoked"


def test_insured_today_is_one_bit(office: Office) -> None:
    """Yes or no for a number, and no for a number that nobody has."""
    office.car()

    assert queries.stands_today("insurance", CAR["plate"], office.now) is True
    assert queries.stands_today("insurance", "ZZ999ZZ", office.now) is False
    assert queries.stands_today("insurance", CAR["plate"], office.now + timedelta(days=365)) is False


def test_nobody_but_an_insurer_insures(office: Office) -> None:
    """Not even the agency that needs it."""
    subject = drafts.name_for(types()["vehicle"], CAR, None, None).partition("/")[2]

    with pytest.raises(NotAllowed):
        office.file("mara", office.entry("insurance", "issue", POLICY, to="paolo", subject=subject))


def test_an_insurer_signs_with_a_key_of_its_own(office: Office) -> None:
    """The city never has it: the signature comes from outside, and is checked before it is kept."""
    pair = KeyPair.of_seed(b"\x09" * 32)
    account = office.officers["ines"]

    OfficerKey.objects.filter(account=account).delete()
    appoint([Appointment(account, "insurers", ("insurer",), pair.public_key, "elsewhere")], office.now)
    subject = drafts.name_for(types()["vehicle"], CAR, None, None).partition("/")[2]
    draft = office.file("ines", office.entry("insurance", "issue", POLICY, to="paolo", subject=subject))
    payloads = decode_cbor(bytes(Draft.objects.get(id=draft).payloads))
    with pytest.raises(BadInput):
        commands.sign_from_elsewhere(draft, key=pair.public_key, signatures=[bytes(64)], now=office.now)

    state = commands.sign_from_elsewhere(
        draft, key=pair.public_key, signatures=signatures_by(pair, payloads), now=office.now
    )

    assert state == "final"
