"""A FHIR R4 bundle, reduced to of what kind something is due to whom, and when. Pure.

1. Only four kinds of resource are looked at: Patient, Immunization, ImmunizationRecommendation, Appointment. Of each only
   the elements named here; everything else is never read into a value, so nothing can keep it.
2. Whose it is, is the identifier under which the city asked: nobody is matched by name or birth.
3. What comes out has no field for anything but person, kind and day.
4. A recommendation of the authority outweighs what the calendar makes of the history; an appointment outweighs both.

Source: HL7 FHIR R4 (4.0.1); the resources are checked with R4B's models, which are the same for these elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from manto.kernel.errors import BadInput
from manto.services.connectors.protocol import Due, DueKind
from manto.services.health.vaccinations import next_vaccination

IDENTIFIER = "urn:manto:resident"
# LOINC codes of when a vaccination is due, the more exact first.
DUE_CODES = ("30980-7", "30981-5")
NOT_DUE = {"complete", "immune", "contraindicated"}
# Words in a service type, appointment type or reason (HL7 service-type and SNOMED CT codes) that say which it is.
APPOINTMENTS: dict[str, DueKind] = {
    "57": "vaccination",
    "33879002": "vaccination",
    "127785005": "vaccination",
    "20135006": "screening",
    "268547008": "screening",
    "24623002": "screening",
    "171149006": "screening",
    "275978004": "screening",
}
LIVE = {"proposed", "pending", "booked", "waitlist"}


def reduce_bundle(document: Any, *, today: date, people: Iterable[str] | None = None) -> list[Due]:
    """Reduce a bundle to what is due, to those in it whom the city asked about.

    Args:
        document: The bundle as JSON values.
        today: The city's day.
        people: Whom the city asked about; None for all whom the bundle names under the city's identifier.

    Raises:
        BadInput: It is no FHIR R4 bundle; the sentence quotes nothing of it.

    """
    if not isinstance(document, Mapping) or document.get("resourceType") != "Bundle":
        raise BadInput("This is no FHIR bundle.", "Export it as a Bundle of FHIR R4 in JSON.")
    found: dict[str, list[Any]] = {
        "Patient": [],
        "Immunization": [],
        "ImmunizationRecommendation": [],
        "Appointment": [],
    }
    references: dict[int, str] = {}
    for entry in document.get("entry") or ():
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        kind = resource.get("resourceType") if isinstance(resource, Mapping) else None
        if isinstance(resource, Mapping) and kind in found:  # (1)
            checked = _checked(kind, resource)
            found[kind].append(checked)
            references[id(checked)] = str(entry.get("fullUrl") or "")
    due: list[Due] = []
    for patient in found["Patient"]:
        person = next((one.value for one in patient.identifier or () if one.system == IDENTIFIER and one.value), None)
        if person is None or (people is not None and person not in people):  # (2)
            continue
        named = {f"Patient/{patient.id}", f"urn:uuid:{patient.id}", references[id(patient)]} - {""}
        due += _due_to(person, patient, named, found, today)
    return due


def _checked(kind: str, resource: Mapping[str, Any]) -> Any:
    from fhir.resources.R4B import get_fhir_model_class

    bare = {name: value for name, value in resource.items() if name in READ[kind]}
    try:
        return get_fhir_model_class(kind).model_validate(bare)
    except (ValidationError, ValueError, TypeError):
        raise BadInput(f"A resource of kind {kind} is not FHIR R4.", "Ask whoever exported it.") from None


# The elements that are read at all: the rest does not even reach the model (1).
READ = {
    "Patient": {"resourceType", "id", "identifier", "birthDate"},
    "Immunization": {
        "resourceType",
        "id",
        "status",
        "vaccineCode",
        "patient",
        "occurrenceDateTime",
        "occurrenceString",
    },
    "ImmunizationRecommendation": {"resourceType", "id", "patient", "date", "recommendation"},
    "Appointment": {
        "resourceType",
        "id",
        "status",
        "serviceType",
        "appointmentType",
        "reasonCode",
        "start",
        "participant",
    },
}


def _due_to(person: str, patient: Any, named: set[str], found: Mapping[str, list[Any]], today: date) -> list[Due]:
    said: dict[DueKind, date | None] = {}
    had = [
        (code, day)
        for one in found["Immunization"]
        if one.patient.reference in named and one.status == "completed" and (day := _day(one.occurrenceDateTime))
        for code in _codes([one.vaccineCode])
    ]
    if patient.birthDate is not None and found["Immunization"]:
        said["vaccination"] = next_vaccination(_day(patient.birthDate) or today, had, today)
    recommended = [one for one in found["ImmunizationRecommendation"] if one.patient.reference in named]
    if recommended:  # (4)
        newest = max(recommended, key=lambda one: str(one.date))
        said["vaccination"] = min(filter(None, map(_recommended, newest.recommendation)), default=None)
    for appointment in found["Appointment"]:
        kind = _kind_of(appointment)
        hers = any(one.actor is not None and one.actor.reference in named for one in appointment.participant)
        day = _day(appointment.start)
        if kind and hers and day and day >= today and appointment.status in LIVE:
            said[kind] = day
    return [Due(person, kind, day) for kind, day in said.items()]  # (3)


def _recommended(one: Any) -> date | None:
    if NOT_DUE & set(_codes([one.forecastStatus])):
        return None
    days = {
        code: day
        for criterion in one.dateCriterion or ()
        if (day := _day(criterion.value))
        for code in _codes([criterion.code])
    }
    return next((days[code] for code in DUE_CODES if code in days), None)


def _kind_of(appointment: Any) -> DueKind | None:
    concepts = [*(appointment.serviceType or ()), appointment.appointmentType, *(appointment.reasonCode or ())]
    return next((APPOINTMENTS[code] for code in _codes(concepts) if code in APPOINTMENTS), None)


def _codes(concepts: Iterable[Any]) -> list[str]:
    return [coding.code for concept in concepts if concept for coding in concept.coding or () if coding.code]


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
