"""Filling an application in with what the city knows already, so that it asks nobody twice.

1. Only the facts that the journey names are read, and the reading leaves its line.
2. What is known is shown with its source before it is used, and may be corrected: the answer then stands instead.
3. What is sent is written down as it stood: value, source, and since when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from manto.residents import wording
from manto.residents.queries import KnownFact, Room, read_facts
from manto.residents.reference import catalogue, place_names
from manto.services.journeys.document import Document, facts_of, fields_of
from manto.services.journeys.walking import shown_values
from manto.services.models import Case
from manto.services.schools import HOME, school_of_home

ROOM = Room("services")


@dataclass(frozen=True)
class Known:
    """What the city knows for a field.

    Attributes:
        value: In the form that the field has: true or false, a whole number, a day as YYYY-MM-DD, a text.
        text: Worded, by language.
        source: From where and since when, worded, by language.

    """

    value: Any
    text: dict[str, str]
    source: dict[str, str]
    fact_id: int
    fact: str
    since: str


def known_for(case: Case, *, now: datetime) -> dict[str, Known]:
    """Give what the city knows for each field of a case (1).

    Whoever acts for a child may see the child's facts only as its guardian, which the case has made sure of.
    """
    document = case.journey.document
    facts: dict[str, Mapping[str, KnownFact]] = {"subject": {}, "applicant": {}}
    for whose, person in (("subject", case.subject_id), ("applicant", case.applicant_id)):
        if wanted := facts_wanted(document, whose):
            facts[whose] = read_facts(person, wanted, ROOM, "fill_in", now)
    return filled_in(document, facts)


def facts_wanted(document: Document, whose: str) -> set[str]:
    """Name the facts of somebody from which a journey is filled in.

    Args:
        document: The journey.
        whose: ``subject`` or ``applicant``.

    """
    return {*facts_of(document)[whose], *(HOME if whose == "subject" and _worked_out(document) else ())}


def filled_in(document: Document, facts: Mapping[str, Mapping[str, KnownFact]]) -> dict[str, Known]:
    """Give what facts say for each field of a journey.

    Args:
        document: The journey.
        facts: By whose they are, ``subject`` or ``applicant``, and by name.

    """
    known = {}
    for field in fields_of(document):
        fact = facts[field.get("of", "subject")].get(field.get("fact", ""))
        if fact is not None:
            known[field["id"]] = _known(fact)
    worked_out = _worked_out(document)
    school = school_of_home(facts["subject"]) if worked_out else None
    if school is not None:
        street = facts["subject"][HOME[0]]
        known |= {
            field: Known(
                next(iter(school.name.values())), school.name, school.why, street.id, street.name, _since(street)
            )
            for field in worked_out
        }
    return known


def _worked_out(document: Document) -> list[str]:
    return [field["id"] for field in fields_of(document) if field.get("from") == "catchment"]


def told_of(document: Document, answers: Mapping[str, Any], known: Mapping[str, Known]) -> dict[str, Any]:
    """Write down what is sent (3): for each shown field its value and from where it is."""
    values = shown_values(document, answers, {field: one.value for field, one in known.items()})
    told = {}
    for field, value in values.items():
        if field in answers:
            told[field] = {"value": value, "from": "applicant"}
        else:
            fact = known[field]
            told[field] = {"from": "fact", **vars(fact)}
    return told


def _known(fact: KnownFact) -> Known:
    kind, value = catalogue()[fact.name], fact.value
    spoken = settings.CITY.languages
    return Known(
        value=value.isoformat() if isinstance(value, date) else value,
        text={language: wording.value_text(kind, value, language, place_names(language)) for language in spoken},
        source={
            language: wording.source_text(catalogue(), fact.source_kind, fact.source_ref, fact.valid_from, language)
            for language in spoken
        },
        fact_id=fact.id,
        fact=fact.name,
        since=_since(fact),
    )


def _since(fact: KnownFact) -> str:
    return fact.valid_from.isoformat()
