"""A journey as a document: what it must look like, and the name it has by its content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from manto.kernel.canonical import digest
from manto.kernel.errors import BadInput, UnknownName

Document = dict[str, Any]


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(files("manto.services.journeys").joinpath("journey.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def check_journey(document: Document, *, facts: Mapping[str, str] | None = None) -> Document:
    """Give a journey back if it can be walked through.

    Args:
        document: As read from JSON.
        facts: The fact catalogue's names with their types; fields must name one of these.

    Raises:
        BadInput: It does not fit the schema, a name stands twice, a condition looks at what is asked later, or a
            choice has no options; says where.
        UnknownName: A field or a fact that is not there; offers the nearest.

    """
    for fault in _validator().iter_errors(document):
        where = "/".join(str(part) for part in fault.absolute_path) or "the journey"
        raise BadInput(f"{where}: {fault.message[:200]}.", "See journeys/journey.schema.json for the form.")
    steps = [step["id"] for step in document["steps"]]
    fields = [field["id"] for field in fields_of(document)]
    for kind, names in (("step", steps), ("field", fields)):
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise BadInput(f"The {kind} '{min(twice)}' stands twice.", "Give each a name of its own.")
    asked: list[str] = []
    for step in document["steps"]:
        _check_condition(step.get("when"), asked)
        for field in step["fields"]:
            _check_condition(field.get("when"), asked)
            _check_field(field, facts)
            asked.append(field["id"])
    return document


def hash_of(document: Document) -> str:
    """Name a journey by its content: SHA-256 over its one byte form."""
    return digest(document)


def fields_of(document: Document) -> Iterator[dict[str, Any]]:
    """Walk over the fields of all steps."""
    for step in document["steps"]:
        yield from step["fields"]


def facts_of(document: Document) -> dict[str, list[str]]:
    """Name the facts from which a journey is filled in, by whose they are: subject and applicant."""
    named: dict[str, list[str]] = {"subject": [], "applicant": []}
    for field in fields_of(document):
        if "fact" in field:
            named[field.get("of", "subject")].append(field["fact"])
    return named


def _check_condition(condition: dict[str, Any] | None, asked: list[str]) -> None:
    if condition is None:
        return
    for part in condition.get("all", []) + condition.get("any", []):
        _check_condition(part, asked)
    if "not" in condition:
        _check_condition(condition["not"], asked)
    if "field" in condition and condition["field"] not in asked:
        raise UnknownName("field asked before", condition["field"], asked)


def _check_field(field: dict[str, Any], facts: Mapping[str, str] | None) -> None:
    if (field["type"] == "choice") != ("options" in field):
        raise BadInput(f"The field '{field['id']}' is a choice without options, or has options and is none.", "")
    if "fact" in field and facts is not None and field["fact"] not in facts:
        raise UnknownName("fact", field["fact"], facts)
