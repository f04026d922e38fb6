"""What a FHIR R4 record comes down to before the city keeps anything of it."""

import gzip
import json
from datetime import date

import pytest
from tests.services.conftest import TODAY

from manto.kernel.errors import BadInput
from manto.services.connectors.protocol import Due
from manto.services.health.fhir import IDENTIFIER, reduce_bundle
from manto.services.health.vaccinations import national_calendar, next_vaccination

CANARY = "MANTO-CANARY"
PERSON = "0197a3f0-0000-7000-8000-000000000001"
CONCEPT = {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "20", "display": CANARY}], "text": CANARY}


def a_patient(**more):
    return {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [{"system": IDENTIFIER, "value": PERSON}, {"system": "urn:ssn", "value": CANARY}],
        "name": [{"family": CANARY, "given": [CANARY]}],
        "birthDate": "2026-01-10",
        "text": {"status": "generated", "div": f"<div xmlns='http://www.w3.org/1999/xhtml'>{CANARY}</div>"},
        **more,
    }


def a_dose(code, day, **more):
    concept = {"coding": [{"code": code, "display": CANARY}], "text": CANARY}
    return {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": concept,
        "patient": {"reference": "Patient/p1", "display": CANARY},
        "occurrenceDateTime": f"{day}T10:00:00+02:00",
        "note": [{"text": CANARY}],
        "reasonCode": [{"text": CANARY}],
        "lotNumber": CANARY,
        **more,
    }


def a_recommendation(day, code="30980-7", status="due", written="2026-06-01"):
    return {
        "resourceType": "ImmunizationRecommendation",
        "patient": {"reference": "Patient/p1"},
        "date": written,
        "recommendation": [
            {
                "vaccineCode": [CONCEPT],
                "targetDisease": {"text": CANARY},
                "description": CANARY,
                "forecastStatus": {"coding": [{"code": status}]},
                "dateCriterion": [{"code": {"coding": [{"code": code}]}, "value": day}],
            }
        ],
    }


def an_appointment(code, start, status="booked", who="Patient/p1"):
    return {
        "resourceType": "Appointment",
        "status": status,
        "serviceType": [{"coding": [{"code": code, "display": CANARY}]}],
        "description": CANARY,
        "comment": CANARY,
        "start": start,
        "end": start,
        "participant": [{"actor": {"reference": who, "display": CANARY}, "status": "accepted"}],
    }


def reduced(*resources, people=None):
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    return reduce_bundle(bundle, today=TODAY, people=people)


def test_a_record_comes_down_to_person_kind_and_day():
    """Of everything else that it says, not a letter comes out."""
    found = reduced(
        a_patient(),
        a_dose("146", "2026-03-20"),
        a_recommendation("2026-07-01"),
        an_appointment("24623002", "2026-06-20T09:00:00+02:00"),
        {"resourceType": "Condition", "subject": {"reference": "Patient/p1"}, "code": {"text": CANARY}},
    )

    assert [Due(PERSON, "vaccination", date(2026, 7, 1)), Due(PERSON, "screening", date(2026, 6, 20))] == found
    assert CANARY not in repr(found)


def test_without_a_recommendation_the_national_calendar_says():
    """From birth and doses: the second pneumococcal is the next after one of each."""
    one_of_each = [a_dose(code, "2026-03-20") for code in ("146", "133", "119", "162")]

    nothing = reduced(a_patient(), a_dose("999", "2026-03-20"))
    begun = reduced(a_patient(), *one_of_each)

    assert [date(2026, 3, 10)] == [one.day for one in nothing]
    assert [date(2026, 4, 10)] == [one.day for one in begun]


@pytest.mark.parametrize(
    ("resources", "day"),
    [
        ([a_recommendation("2026-07-01"), a_recommendation("2026-08-01", written="2026-06-05")], date(2026, 8, 1)),
        ([a_recommendation("2026-07-01", code="30981-5")], date(2026, 7, 1)),
        ([a_recommendation("2026-07-01", code="59777-3")], None),
        ([a_recommendation("2026-07-01", status="complete")], None),
        ([a_recommendation("2026-07-01"), an_appointment("57", "2026-07-09T09:00:00Z")], date(2026, 7, 9)),
        ([a_recommendation("2026-07-01"), an_appointment("57", "2026-07-09T09:00:00Z", "cancelled")], date(2026, 7, 1)),
        ([a_recommendation("2026-07-01"), an_appointment("57", "2026-06-08T09:00:00Z")], date(2026, 7, 1)),
        (
            [a_recommendation("2026-07-01"), an_appointment("57", "2026-07-09T09:00:00Z", who="Patient/x")],
            date(2026, 7, 1),
        ),
    ],
    ids=["the newest", "earliest", "latest is not due", "complete", "booked", "cancelled", "past", "another's"],
)
def test_what_weighs_more(resources, day):
    """The authority's newest recommendation over the history, and an appointment over both."""
    found = reduced(a_patient(), a_dose("146", "2026-03-20"), *resources)

    assert [day] == [one.day for one in found if one.kind == "vaccination"]


def test_nobody_is_matched_by_name():
    """Who was not asked about, and who has no identifier of the city, is nobody."""
    stranger = a_patient(identifier=[{"system": "urn:ssn", "value": PERSON}])

    assert reduced(stranger, a_recommendation("2026-07-01")) == []
    assert reduced(a_patient(), a_recommendation("2026-07-01"), people={"somebody else"}) == []


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "Bundle",
        {"resourceType": "Patient"},
        {"resourceType": "Bundle", "entry": [{"resource": {**a_patient(), "birthDate": CANARY}}]},
    ],
)
def test_what_is_no_bundle_is_refused_without_quoting_it(document):
    """The sentence may reach a log and a desk."""
    with pytest.raises(BadInput) as refused:
        reduce_bundle(document, today=TODAY)

    assert CANARY not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("had", "today", "due"),
    [
        ([], date(2026, 2, 1), date(2026, 3, 10)),
        ([], date(2045, 1, 1), None),
        ([("03", date(2027, 1, 20))], date(2035, 1, 1), date(2027, 1, 10)),
    ],
    ids=["a new-born", "a grown-up", "measles had, chickenpox not"],
)
def test_the_calendar_counts_doses(had, today, due):
    """What is past its age is not due; what is overdue stays due."""
    assert due == next_vaccination(date(2026, 1, 10), had, today)


def test_a_dose_more_never_makes_the_next_earlier():
    """For each vaccine of the calendar, dose by dose, to the end."""
    birth, today = date(2026, 1, 10), date(2026, 2, 1)
    for vaccine in national_calendar():
        days = [
            next_vaccination(
                birth, [(min(vaccine.cvx), date(2040, 1, 1 + dose)) for dose in range(given)], today, [vaccine]
            )
            for given in range(len(vaccine.months) + 1)
        ]
        assert days[-1] is None
        assert sorted(days[:-1]) == days[:-1]


@pytest.mark.shared
def test_real_records_are_read(shared):
    """Synthea's R4 bundles with their hundreds of resources; given the city's identifier, a child's next day comes out."""
    for file in sorted((shared / "health").glob("*_*.json.gz")):
        bundle = json.loads(gzip.decompress(file.read_bytes()))
        patient = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient")
        doses = sum(e["resource"]["resourceType"] == "Immunization" for e in bundle["entry"])
        assert reduce_bundle(bundle, today=TODAY) == []

        patient["identifier"].append({"system": IDENTIFIER, "value": PERSON})
        found = reduce_bundle(bundle, today=date.fromisoformat(patient["birthDate"]).replace(year=2021))

        assert doses > 0
        assert [one.person for one in found] == [PERSON]
