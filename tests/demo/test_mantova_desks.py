"""What waits at the demo's desks when it opens."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from manto.residents import personas
from manto.residents.catalogue import SourceKind
from manto.residents.commands import Source, appoint_guardian, form_household, record_fact, register_resident
from manto.residents.loading import load_personas
from manto.services.demo import fill_desks
from manto.services.models import Appointment, Case, CaseMove, RankedCase, Report
from manto.services.programs import take_over_journeys

from .conftest import read

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
CIVIL = Source(SourceKind.REGISTER, "civil")


def child_and_parent(born: date) -> tuple[UUID, UUID]:
    """Let a child live with one parent, who acts for it."""
    known = NOW - timedelta(days=120)
    child, parent = (register_resident(now=known, language="it").id for _ in range(2))
    for one, birth in ((child, born), (parent, date(1920, 1, 2))):  # of an age at which the list lets nobody ask
        record_fact(one, "person.birth", birth, source=CIVIL, valid_from=birth, now=known)
    form_household([(parent, "head"), (child, "child")], since=born)
    appoint_guardian(child, parent, proof="birth record", since=born)
    return child, parent


@pytest.mark.django_db
def test_an_officer_finds_work_in_different_states_and_no_persona_has_any_of_it() -> None:
    """Made once, through the doors: each move has who made it, a refusal has its reason and its law."""
    load_personas(read("mantova", "personas.yaml"), today=TODAY, now=NOW)
    take_over_journeys(settings.CITY, now=NOW - timedelta(days=120))
    for age in (75, 76, 77, 66, 67, 68, 40, 50, 64):
        one = register_resident(now=NOW - timedelta(days=120), language="it")
        born = date(TODAY.year - age, 1, 2)
        record_fact(one.id, "person.birth", born, source=CIVIL, valid_from=born, now=NOW - timedelta(days=120))

    families = [child_and_parent(born) for born in (date(2025, 6, 1), *(date(2024, month, 1) for month in (1, 2, 3)))]

    assert (fill_desks(NOW), fill_desks(NOW)) == (9 + len(families) + 2, 0)

    states = sorted(Case.objects.exclude(service="nursery-place").values_list("state", flat=True))
    assert states == ["granted", "in_progress", "sent", "sent", "sent", "to_complete", "under_review"]
    assert sorted(Report.objects.values_list("state", flat=True)) == ["filed", "taken"]
    assert not CaseMove.objects.filter(at__gt=NOW).exists()
    refused = CaseMove.objects.get(to="refused")
    assert refused.reason
    assert refused.law
    assert refused.account_id == personas.account_id("davide")
    placed = RankedCase.objects.select_related("case")
    assert {(row.case.subject_id, row.case.applicant_id) for row in placed} == set(families)
    stand = sorted((row.group, row.late, row.points, row.case.state) for row in placed)
    late = [("large", True, 10, "sent"), ("large", True, 10, "sent"), ("middle", True, 10, "sent")]
    assert stand == [("large", False, 10, "granted"), *late]
    assert not Case.objects.filter(service="nursery-place", state="sent", due__lt=TODAY).exists()
    assert Appointment.objects.filter(begins__gt=NOW, state="taken").count() == 2
    known: set[UUID] = {personas.resident_id(one["id"]) for one in personas.content_of_city()["residents"]}
    assert not known & set(Case.objects.values_list("applicant", flat=True))


@pytest.mark.django_db
def test_a_demo_of_few_people_opens_with_less_to_do() -> None:
    """What nobody of its age could ask for does not wait; reports are nobody's."""
    load_personas(read("mantova", "personas.yaml"), today=TODAY, now=NOW)
    take_over_journeys(settings.CITY, now=NOW - timedelta(days=120))

    assert fill_desks(NOW) == 2
    assert (Case.objects.count(), Report.objects.count()) == (0, 2)
