"""Reading record types from their folders: `schema.json` and `type.yaml`, refused whole when they cannot be. Pure.

A folder's name is the type's name. `docs/ideas/records-room.md` lists what a type may say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from manto.city.folder import LANGUAGES_KNOWN
from manto.kernel.errors import BadInput, MantoError, UnknownName
from manto.ledger.state.endorsement import check_expression
from manto.records.record_type import Cause, DerivedRule, Face, Holders, Publicity, RecordType, Retention, Step, Told
from manto.records.rules import RULES

KINDS = ("issue", "amend", "transfer", "suspend", "reinstate", "revoke", "annul", "expire", "dispute")
STATUSES = ("active", "suspended", "disputed", "revoked", "annulled", "expired")
LEVELS = ("public", "index", "gated", "private")
DERIVED_KINDS = frozenset({*KINDS, "run_out"})


def read_type(name: str, schema: Mapping[str, Any], content: Mapping[str, Any]) -> RecordType:
    """Read one type.

    Args:
        name: The folder's name.
        schema: What its `schema.json` holds.
        content: What its `type.yaml` holds.

    Raises:
        BadInput: Something is missing or cannot be; says which type and what.
    """
    try:
        Draft202012Validator.check_schema(schema)
        made = _read(name, schema, content)
        _check(made)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"The record type '{name}' cannot be used: {error} is missing or wrong.", _SEE) from error
    except SchemaError as error:
        raise BadInput(f"The schema of the record type '{name}' is none: {error.message}.", _SEE) from error
    except MantoError as error:
        raise BadInput(f"The record type '{name}' cannot be used: {error.what}", error.next_step or _SEE) from error
    return made


def _read(name: str, schema: Mapping[str, Any], content: Mapping[str, Any]) -> RecordType:
    subject = content["subject"]
    return RecordType(
        id=name,
        name=content["name"],
        plural=content["plural"],
        about=content["about"],
        agency=content["agency"],
        subject=(subject,) if isinstance(subject, str) else tuple(subject),
        attached_to=tuple(content.get("attached_to", ())),
        holders=Holders(**content["holders"]),
        publicity=Publicity(**_listed(content["publicity"], "open_fields")),
        retention=Retention(**content["retention"]),
        life={kind: _step(step) for kind, step in content["life"].items()},
        status=content["status"],
        causes={code: _cause(cause) for code, cause in content.get("causes", {}).items()},
        face=Face(content["face"]["title"], tuple(content["face"]["fields"])),
        schema=schema,
        rules=tuple(content.get("rules", ())),
        derived=tuple(_derived(rule) for rule in content.get("derived", ())),
        tells=tuple(Told(**told) for told in content.get("tells", ())),
        comes_first=content.get("comes_first", False),
        again=content.get("again", False),
        backdate_days=content.get("backdate_days", 0),
        until=content.get("until", ""),
        effective=content.get("effective", ""),
    )


def _step(step: Mapping[str, Any]) -> Step:
    return Step(**_listed(step, "needs", "blocked_by", "requires"))


def _cause(cause: Mapping[str, Any]) -> Cause:
    words = dict(cause)
    return Cause(final=words.pop("final", False), words=words)


def _derived(rule: Mapping[str, Any]) -> DerivedRule:
    rest = dict(rule)
    when = rest.pop("when")
    return DerivedRule(register=when["register"], kinds=frozenset(when["kinds"]), by=when["by"], **rest)


def _listed(content: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: tuple(value) if key in names else value for key, value in content.items()}


def _check(made: RecordType) -> None:
    fields = made.fields
    known = {"subject": {"holder", "attached", "random"}, "life": set(KINDS), "status": set(STATUSES)}
    if not (len(made.subject) == 1 and made.subject[0] in known["subject"]):
        _names("field", made.subject, fields)
    _names("kind of statement", made.life, known["life"])
    _names("status", STATUSES, made.status)
    _names("level of publicity", [made.publicity.level], LEVELS)
    _names(
        "field", [*made.face.fields, *made.publicity.open_fields, *filter(None, (made.until, made.effective))], fields
    )
    _names("rule", [rule["rule"] for rule in made.rules], RULES)
    for step in made.life.values():
        check_expression(step.sign)
        _names("field", step.requires, fields)
    for rule in made.derived:
        _names("kind of statement", rule.kinds, DERIVED_KINDS)
        _names("way in which records belong together", [rule.by], ("person", "subject"))
        _names("kind of statement", [rule.do], (*made.life, "review"))
        _names("cause", filter(None, (rule.cause, rule.ends_cause)), made.causes)
    for told in made.tells:
        _names("field", filter(None, (told.field, *told.where)), fields)
        _names("person of whom a record tells", [told.of], ("holder", "spouse"))
        _names("record of several that is told of", [told.of_several], ("last", "first"))
        if bool(told.field) == (told.value is not None):
            raise BadInput(f"What it tells as '{told.fact}' is unclear.", "Give 'field' or 'value', one of them.")
    if made.is_attached == (not made.attached_to):
        raise BadInput("Attached is what says to what.", "Give both 'subject: attached' and 'attached_to', or neither.")
    for name, field in fields.items():
        _words(f"label of the field '{name}'", field.get("labels"))
    for what, words in {
        "name": made.name,
        "plural": made.plural,
        "about": made.about,
        "holder's label": made.holders.label,
        "law of its publicity": made.publicity.law,
        "law of its retention": made.retention.law,
        "title of its face": made.face.title,
        **{f"status '{status}'": words for status, words in made.status.items()},
        **{f"cause '{code}'": cause.words for code, cause in made.causes.items()},
    }.items():
        _words(what, words)


def _words(what: str, words: Any) -> None:
    if not isinstance(words, Mapping) or set(words) != set(LANGUAGES_KNOWN) or not all(words.values()):
        raise BadInput(f"The {what} is not written once in each language.", "Give 'en' and 'it', in quotes.")


def _names(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            raise UnknownName(kind, name, known)


_SEE = "See docs/ideas/records-room.md for what a type says."
