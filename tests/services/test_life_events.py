"""What happens in a life makes its need appear, from the fact that changed, and the need goes when the fact goes."""

from datetime import date, timedelta

import pytest
from tests.services.conftest import CIVIL, NOW, TODAY, live, somebody

from manto.residents import commands as residents
from manto.residents.catalogue import SourceKind
from manto.services.models import ServiceOffer
from manto.store.outbox import deliver_due

LIVES_HERE = {"home.since": date(2004, 6, 1)}
GROWN_UP = LIVES_HERE | {"person.birth": date(1980, 3, 4)}
READY = {"business.premises_fit": True, "business.hygiene_course": True, "business.insured_until": date(2027, 6, 1)}
HAPPENS = {
    "birth": ("family-allowance", LIVES_HERE, "person.birth", TODAY - timedelta(days=12)),
    "move": ("library-card", {"library.card": False}, "home.since", TODAY - timedelta(days=7)),
    "school age": ("school-enrolment", LIVES_HERE | {"school.year": None}, "person.birth", date(2020, 4, 2)),
    "death in the family": ("survivor-pension", GROWN_UP, "person.widowed_since", TODAY - timedelta(days=1)),
    "driving licence": ("driving-licence", GROWN_UP, "driving_licence.expires", TODAY + timedelta(days=100)),
    "identity card": ("identity-card", GROWN_UP, "identity_card.expires", TODAY + timedelta(days=100)),
    "car insurance": ("vehicle-insurance", GROWN_UP, "vehicle.insured_until", TODAY + timedelta(days=20)),
    "retirement": ("active-retirement", GROWN_UP, "pension.since", TODAY - timedelta(days=8)),
    "new business": ("new-shop", GROWN_UP | READY, "business.opens", TODAY + timedelta(days=30)),
}
SOURCES = {
    "vehicle.insured_until": residents.Source(SourceKind.RECORD, "insurance/VR-1"),
    "business.insured_until": residents.Source(SourceKind.RECORD, "insurance/VR-2"),
    "pension.since": residents.Source(SourceKind.CONNECTOR, "work"),
}
OF_A_CHILD = ("birth", "school age")


def told(resident, name, value, now):
    since = TODAY - timedelta(days=12)
    return residents.record_fact(resident.id, name, value, source=SOURCES.get(name, CIVIL), valid_from=since, now=now)


def needs(resident, now):
    while deliver_due(now=now):
        pass
    return set(ServiceOffer.objects.filter(subject=resident.id, state="open").values_list("service", flat=True))


@pytest.mark.parametrize("event", HAPPENS)
def test_what_happens_in_a_life_makes_its_need_appear_and_go(db, clock, event):
    """Each from one fact and not before it; taken back, nothing is left of it."""
    service, before, name, value = HAPPENS[event]
    live(service)
    one = somebody("one@example.org", {}, account=event not in OF_A_CHILD)
    if event in OF_A_CHILD:
        parent = somebody("parent@example.org", {})
        residents.appoint_guardian(one.id, parent.id, proof="birth record 2026/112", since=date(2020, 4, 2))
    for known, says in before.items():
        told(one, known, says, NOW)
    residents.grant_consent(one.id, "proactive", language="en", now=NOW)
    assert service not in needs(one, NOW)

    fact = told(one, name, value, NOW + timedelta(minutes=1))
    assert service in needs(one, NOW + timedelta(minutes=2))

    residents.retract_fact(fact.id, now=NOW + timedelta(minutes=3))
    assert service not in needs(one, NOW + timedelta(minutes=4))
