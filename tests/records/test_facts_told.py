"""What a record says of people the city knows of them, as long as it stands: then what is due to them follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.records.conftest import CIVIL, POLICY, Office
from tests.records.test_persons import DEATH, VOTER, death

from manto.records.models import Record
from manto.residents.commands import form_household, grant_consent, record_fact
from manto.residents.models import Account, Lookup
from manto.residents.queries import Room, read_facts
from manto.services.models import Notice, ServiceOffer
from manto.store.outbox import deliver_due

MARRIED_ON = date(1979, 5, 12)
DIED_ON = date(2026, 6, 8)
NAMES = ("person.death", "person.civil_status", "person.widowed_since", "voter_roll.registered")


@pytest.fixture
def rita(office: Office) -> Any:
    """Enzo's wife, who lives with him and agreed to be told before she asks."""
    rita = office.resident("Rita", "Marchetti", date(1950, 3, 4))
    enzo = office.residents["enzo"]
    form_household([(enzo, "head"), (rita, "partner")], since=MARRIED_ON)
    for one in (enzo, rita):
        record_fact(one, "person.civil_status", "married", source=CIVIL, valid_from=MARRIED_ON, now=office.now)
    grant_consent(rita, "proactive", now=office.now)
    return rita


def known(office: Office, of: Any) -> dict[str, Any]:
    """Say what the city knows of somebody today, of these facts."""
    return {name: fact.value for name, fact in read_facts(of, NAMES, Room("test"), "test", office.now).items()}


def test_a_death_is_known_and_makes_a_widow(office: Office, rita: Any) -> None:
    """Nobody types it again: it comes from the record, and both read from where."""
    death(office)

    enzo = office.residents["enzo"]
    assert known(office, enzo)["person.death"] == DIED_ON
    assert known(office, rita) == {"person.civil_status": "widowed", "person.widowed_since": DIED_ON}
    fact = read_facts(rita, ["person.widowed_since"], Room("test"), "test", office.now)["person.widowed_since"]
    assert (fact.source_kind, fact.source_ref.partition("/")[0]) == ("record", "death-certificate")
    assert Lookup.objects.filter(resident=rita, room="records", reason="widowed").exists()


def test_a_wrong_death_is_unknown_again(office: Office, rita: Any) -> None:
    """What was believed before is believed again, of every day, and what was believed meanwhile stays readable."""
    before = {one: known(office, one) for one in (office.residents["enzo"], rita)}
    certificate = death(office)

    office.enter("anna berta", office.entry("death-certificate", "annul", of=certificate, cause="mistake"))

    assert before == {one: known(office, one) for one in before}
    then = read_facts(rita, NAMES, Room("test"), "test", office.now, on=DIED_ON)
    assert {name: fact.value for name, fact in then.items()} == {"person.civil_status": "married"}


def test_a_corrected_day_of_death_corrects_what_is_known(office: Office, rita: Any) -> None:
    """The widow is one since then."""
    certificate = death(office)

    says = DEATH | {"died_on": "2026-06-05"}
    office.enter("anna berta", office.entry("death-certificate", "amend", says, of=certificate))

    assert known(office, rita)["person.widowed_since"] == date(2026, 6, 5)
    assert known(office, office.residents["enzo"])["person.death"] == date(2026, 6, 5)


def test_whoever_only_lives_with_the_dead_is_no_widow(office: Office, rita: Any) -> None:
    """The civil register says who is married."""
    record_fact(rita, "person.civil_status", "divorced", source=CIVIL, valid_from=date(2020, 1, 1), now=office.now)

    death(office)

    assert known(office, rita) == {"person.civil_status": "divorced"}


def test_a_voter_is_known_as_long_as_the_roll_says_so(office: Office) -> None:
    """Suspended is not entered; reinstated is entered again."""
    enzo = office.residents["enzo"]
    voter = office.enter("silvia", office.entry("voter", "issue", VOTER, to="enzo"))
    assert known(office, enzo)["voter_roll.registered"] is True

    office.later(days=30)
    office.enter("silvia", office.entry("voter", "suspend", of=voter))
    assert "voter_roll.registered" not in known(office, enzo)

    office.enter("silvia", office.entry("voter", "reinstate", of=voter))
    assert known(office, enzo)["voter_roll.registered"] is True


def test_what_is_due_follows_from_the_record(office: Office, rita: Any) -> None:
    """One entry in a register, and the widow has her offers and one word about all of them, with nothing typed."""
    account = Account.objects.create_user("rita@example.org", name="Rita")
    account.resident_id = rita
    account.save()

    death(office)
    while deliver_due(now=office.now + timedelta(seconds=1)):
        pass

    offered = ServiceOffer.objects.filter(receiver=rita, state="open").values_list("service", flat=True)
    assert "survivor-pension" in offered
    assert [notice.href for notice in Notice.objects.filter(resident=rita, href__contains="bereavement")]


def test_an_insurance_that_runs_out_is_told_of_and_a_new_one_ends_the_word(office: Office) -> None:
    """Of a vehicle and not of a home; renewed it is not due; cancelled it is not known any more."""
    paolo, soon = office.residents["paolo"], office.now.date() + timedelta(days=20)
    record_fact(paolo, "home.since", date(2019, 3, 12), source=CIVIL, valid_from=date(2019, 3, 12), now=office.now)
    grant_consent(paolo, "proactive", now=office.now)
    office.car()
    policy = Record.objects.get(register="insurance")

    def amended(**says: str) -> bool:
        office.enter("ines", office.entry("insurance", "amend", POLICY | says, of=policy))
        while deliver_due(now=office.now + timedelta(seconds=1)):
            pass
        return ServiceOffer.objects.filter(subject=paolo, service="vehicle-insurance", state="open").exists()

    assert amended(valid_until=soon.isoformat())
    fact = read_facts(paolo, ["vehicle.insured_until"], Room("test"), "test", office.now)["vehicle.insured_until"]
    assert (fact.value, fact.source_kind, fact.source_ref.partition("/")[0]) == (soon, "record", "insurance")
    assert not amended(valid_until="2027-12-31")
    assert amended(valid_until=soon.isoformat(), policy="VR-2")
    assert not amended(valid_until=soon.isoformat(), covers="home")


def test_a_policy_that_has_run_out_makes_room_for_the_next(office: Office) -> None:
    """On the day itself, with nobody's doing: the other car's end is told of, and once all are over the last one stays."""
    paolo, today = office.residents["paolo"], office.now.date()
    ends = [today + timedelta(days=count) for count in (20, 60)]
    for number, end in enumerate(ends):
        says = POLICY | {"valid_until": end.isoformat(), "policy": f"VR-{number}"}
        office.enter("ines", office.entry("insurance", "issue", says, to="paolo", subject=f"vehicle-{number}"))

    def known() -> date:
        found = read_facts(paolo, ["vehicle.insured_until"], Room("test"), "test", office.now)
        return found["vehicle.insured_until"].value

    assert known() == ends[0]

    office.later(days=22)
    assert known() == ends[1]
    assert Record.objects.filter(register="insurance", ran_out=True).count() == 1

    office.later(days=60)
    assert known() == ends[1]
    assert Record.objects.filter(register="insurance", ran_out=True).count() == 2


def test_of_two_insured_cars_the_one_that_ends_first_is_told_of(office: Office) -> None:
    """A later policy hides no earlier one; renewed or suspended, the other is told of; a shop has its own."""
    paolo, today = office.residents["paolo"], office.now.date()
    days = [(today + timedelta(days=count)).isoformat() for count in (20, 200, 300)]

    def insured(until: str, number: str, **says: str) -> Any:
        policy = POLICY | {"valid_until": until, "policy": number} | says
        return office.enter("ines", office.entry("insurance", "issue", policy, to="paolo", subject=f"vehicle-{number}"))

    def known(name: str = "vehicle.insured_until") -> str | None:
        fact = read_facts(paolo, [name], Room("test"), "test", office.now).get(name)
        return fact.value.isoformat() if fact else None

    soon, later = insured(days[0], "VR-1"), insured(days[1], "VR-2")
    assert known() == days[0]

    says = POLICY | {"policy": "VR-1", "valid_until": days[2]}
    office.enter("ines", office.entry("insurance", "amend", says, of=soon))
    assert known() == days[1]

    office.enter("ines", office.entry("insurance", "suspend", of=later, cause="unpaid"))
    assert known() == days[2]

    insured(days[1], "MIN-3", covers="premises")
    assert (known(), known("business.insured_until")) == (days[2], days[1])
