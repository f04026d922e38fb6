"""Whether a journey can be walked through, and all that is wrong with one that cannot, each at its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from manto.kernel.errors import BadInput, MantoError, UnknownName
from manto.services.journeys.document import Document

LANGUAGES = ("en", "it")


@dataclass(frozen=True)
class Mistake:
    """Something that is wrong at one place of a journey.

    Attributes:
        code: Of the sentence that says it: ``missing_text``, ``missing``, ``name``, ``few``, ``unknown_key``, ``form``,
            ``twice``, ``asked_later``, ``never``, ``options`` or ``fact``.
        step: Which step, from 1; 0 is the journey itself.
        field: Which field of the step, from 1; 0 is the step itself.
        key: Which part of it, as ``title`` or ``sent/text``.
        given: What stands there, or the language of a text that is missing.
        near: What was probably meant.
        error: As a program raises it, in English.

    """

    code: str
    step: int
    field: int
    key: str
    given: str
    error: MantoError
    near: str = ""


def check_journey(document: Document, *, facts: Mapping[str, str] | None = None) -> Document:
    """Give a journey back if it can be walked through.

    Args:
        document: As read from JSON.
        facts: The fact catalogue's names with their types; fields must name one of these.

    Raises:
        BadInput: It does not fit the schema, a name stands twice, a condition looks at what is asked later or never
            holds, or a choice has no options; says where.
        UnknownName: A field or a fact that is not there; offers the nearest.

    """
    for mistake in mistakes_of(document, facts=facts):
        raise mistake.error
    return document


def mistakes_of(document: Any, *, facts: Mapping[str, str] | None = None) -> list[Mistake]:
    """List what is wrong with a journey, in its order; what it means is looked at once its form is right."""
    return sorted(_in_form(document), key=lambda one: (one.step, one.field)) or list(_in_sense(document, facts))


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(files("manto.services.journeys").joinpath("journey.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _in_form(document: Any) -> Iterator[Mistake]:
    for fault in _validator().iter_errors(document):
        where = "/".join(str(part) for part in fault.absolute_path) or "the journey"
        error = BadInput(f"{where}: {fault.message[:200]}.", "See journeys/journey.schema.json for the form.")
        path = [str(part) for part in fault.absolute_path]
        step, field = _number(path, "steps"), 0
        if step:
            field = _number(path[2:], "fields")
            path = path[4:] if field else path[2:]
        code, key, given = _named(fault, path)
        yield Mistake(code, step, field, key, given, error)


def _number(path: list[str], of: str) -> int:
    return int(path[1]) + 1 if len(path) > 1 and path[0] == of else 0


def _named(fault: ValidationError, path: list[str]) -> tuple[str, str, str]:
    """Name a fault of form: the code of its sentence, the part it is about, and what stands there."""
    if fault.validator == "required":
        missing = next(name for name in fault.validator_value if name not in fault.instance)
        if missing in LANGUAGES:
            return "missing_text", "/".join(path), missing
        return "missing", "/".join([*path, missing]), ""
    if fault.validator == "minLength" and path and path[-1] in LANGUAGES:
        return "missing_text", "/".join(path[:-1]), path[-1]
    given = str(fault.instance)[:60] if isinstance(fault.instance, str | int) else ""
    codes = {"pattern": "name", "minItems": "few", "additionalProperties": "unknown_key"}
    return codes.get(str(fault.validator), "form"), "/".join(path), given


def _in_sense(document: Document, facts: Mapping[str, str] | None) -> Iterator[Mistake]:
    yield from _twice(document)
    asked: dict[str, dict[str, Any]] = {}
    for number, step in enumerate(document["steps"], 1):
        yield from _condition(step.get("when"), asked, number, 0)
        for place, field in enumerate(step["fields"], 1):
            yield from _condition(field.get("when"), asked, number, place)
            yield from _field(field, facts, number, place)
            asked[field["id"]] = field


def _twice(document: Document) -> Iterator[Mistake]:
    steps: set[str] = set()
    fields: set[str] = set()
    for number, step in enumerate(document["steps"], 1):
        if step["id"] in steps:
            yield _named_twice("step", step["id"], number, 0)
        steps.add(step["id"])
        for place, field in enumerate(step["fields"], 1):
            if field["id"] in fields:
                yield _named_twice("field", field["id"], number, place)
            fields.add(field["id"])


def _named_twice(kind: str, name: str, step: int, field: int) -> Mistake:
    error = BadInput(f"The {kind} '{name}' stands twice.", "Give each a name of its own.")
    return Mistake("twice", step, field, "id", name, error)


def _condition(
    condition: dict[str, Any] | None, asked: Mapping[str, dict[str, Any]], step: int, field: int
) -> Iterator[Mistake]:
    if condition is None:
        return
    for part in [*condition.get("all", []), *condition.get("any", []), *filter(None, [condition.get("not")])]:
        yield from _condition(part, asked, step, field)
    if "field" not in condition:
        return
    name = condition["field"]
    if name not in asked:
        error: MantoError = UnknownName("field asked before", name, asked)
        yield Mistake("asked_later", step, field, "when", name, error, _near(name, asked))
        return
    for value in [condition["is"]] if "is" in condition else condition.get("in", []):
        if not _can_be(asked[name], value):
            error = BadInput(f"'{name}' is never {value!r}.", "Compare it with an answer that it can have.")
            yield Mistake("never", step, field, "when", str(value), error)


def _can_be(field: Mapping[str, Any], value: Any) -> bool:
    if field["type"] == "choice":
        return value in [option["value"] for option in field.get("options", [])]
    kinds = {"yes_no": bool, "attest": bool, "integer": int, "money": int}
    return type(value) is kinds.get(field["type"], str)


def _field(field: dict[str, Any], facts: Mapping[str, str] | None, step: int, place: int) -> Iterator[Mistake]:
    if (field["type"] == "choice") != ("options" in field):
        error = BadInput(f"The field '{field['id']}' is a choice without options, or has options and is none.", "")
        yield Mistake("options", step, place, "options", field["id"], error)
    if "fact" in field and facts is not None and field["fact"] not in facts:
        unknown = UnknownName("fact", field["fact"], facts)
        yield Mistake("fact", step, place, "fact", field["fact"], unknown, _near(field["fact"], facts))


def _near(name: str, known: Mapping[str, Any]) -> str:
    return next(iter(get_close_matches(name, sorted(known), n=1)), "")
