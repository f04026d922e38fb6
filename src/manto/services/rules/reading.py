"""Reading a service's file: every mistake in it with its place, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from manto.kernel.canonical import digest
from manto.services.rules.examples import fact_name, read_example
from manto.services.rules.language import Language
from manto.services.rules.laws import read_law
from manto.services.rules.mistakes import ExpressionMistake, did_you_mean
from manto.services.rules.parameters import read_parameter
from manto.services.rules.parsing import parse
from manto.services.rules.service import SUBJECTS, Condition, DatedParameter, Notify, Points, Service, Version
from manto.services.rules.source import Entry, read_source
from manto.services.rules.tree import Kind, Node

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]*")
OWN_KEYS = ("id", "title", "subject", "versions", "tests")
VERSION_KEYS = ("from", "until", "law", "params", "applies", "conditions", "rank", "notify")
CONDITION_KEYS = ("if", "only_if", "attest", "why", "law", "ask")
CHANNELS = ("inbox", "email", "push", "sms", "post")


def read_service(text: str, file: str, language: Language, *, other_keys: Collection[str] | None = None) -> Service:
    """Read a service from its file.

    Args:
        text: The file's content.
        file: What to call it in messages.
        language: The facts and districts that the rules may name.
        other_keys: Which other keys may stand in the file, for the catalogue of services; any when none are given.
            They are given back unread in ``rest``, as entries that know their places.

    Raises:
        RuleMistakes: All that is wrong, each with file, line, caret and advice.

    """
    root = read_source(text, file)
    with root.source.going_on():
        known = None if other_keys is None else (*OWN_KEYS, *other_keys)
        keys = root.keys(known, needed=("id", "title", "versions"))
        service = _service(keys, language)
    root.source.settle()
    return service


def _service(keys: Mapping[str, Entry], language: Language) -> Service:
    source = keys["id"].source
    name = keys["id"].text()
    with source.going_on():
        if not IDENTIFIER.fullmatch(name):
            raise keys["id"].mistake(f"'{name}' cannot be an identifier.", "Write small letters, digits and hyphens.")
    title: Mapping[str, str] = {}
    with source.going_on():
        title = keys["title"].words()
    subject = "person"
    with source.going_on():
        subject = keys["subject"].text(among=SUBJECTS) if "subject" in keys else "person"
    versions: list[Version] = []
    with source.going_on():
        for entry in keys["versions"].list():
            with source.going_on():
                versions.append(read_version(entry, language, service=name, subject=subject))
                if len(versions) > 1 and versions[-1].valid_from <= versions[-2].valid_from:
                    raise entry.mistake("Versions stand in the order of their days.", "Put the earliest first.")
        if not versions and not source.mistakes:
            raise keys["versions"].mistake("A service needs a version.", "Add one with 'from' and 'conditions'.")
    examples = []
    with source.going_on():
        for number, entry in enumerate(keys["tests"].list() if "tests" in keys else (), 1):
            with source.going_on():
                examples.append(read_example(entry, number, language, subject))
    rest = {key: entry for key, entry in keys.items() if key not in OWN_KEYS}
    return Service(name, title, subject, tuple(versions), tuple(examples), rest)


def read_version(entry: Entry, language: Language, *, service: str, subject: str) -> Version:
    """Read one version of a rule.

    Raises:
        RuleMistake: It cannot be read at all; smaller mistakes are kept with the file.

    """
    source, keys = entry.source, entry.keys(VERSION_KEYS, needed=("from", "conditions"))
    parameters: dict[str, DatedParameter] = {}
    with source.going_on():
        for name, value in (keys["params"].keys() if "params" in keys else {}).items():
            with source.going_on():
                if not NAME.fullmatch(name):
                    raise value.mistake(f"'{name}' cannot be a name.", "Write small letters and _.", at_key=True)
                parameters[name] = read_parameter(name, value, language)
    reader = _Reader(language, parameters, subject)
    applies = None
    with source.going_on():
        applies = reader.condition("applies", keys["applies"]) if "applies" in keys else None
        if applies is not None and (applies.attested or applies.only_if):
            raise keys["applies"].mistake("'applies' is decided by facts alone.", "Write 'if' and 'why'.")
    conditions: list[Condition] = []
    with source.going_on():
        for name, value in keys["conditions"].keys().items():
            with source.going_on():
                if not NAME.fullmatch(name) or name == "applies":
                    raise value.mistake(f"'{name}' cannot be a name.", "Write small letters and _.", at_key=True)
                conditions.append(reader.condition(name, value))
    rank: list[Points] = []
    with source.going_on():
        for name, value in (keys["rank"].keys() if "rank" in keys else {}).items():
            with source.going_on():
                rank.append(reader.points(name, value))
    notify = Notify()
    with source.going_on():
        notify = _notify(keys["notify"]) if "notify" in keys else notify
    law = None
    with source.going_on():
        law = read_law(keys["law"]) if "law" in keys else None
    valid_from = keys["from"].day()
    valid_to = keys["until"].day() if "until" in keys else None
    if valid_to is not None and valid_to <= valid_from:
        raise keys["until"].mistake("This version ends before it begins.", "")
    document = plain_document(entry)
    return Version(
        valid_from=valid_from,
        hash=digest({"service": service, "subject": subject, "version": document}),
        document=document,
        law=law,
        parameters=parameters,
        applies=applies,
        conditions=tuple(conditions),
        rank=tuple(rank),
        notify=notify,
        valid_to=valid_to,
    )


def plain_document(entry: Entry) -> dict[str, Any]:
    """Give a part of a file as JSON values."""

    def as_json(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_json(one) for key, one in value.items()}
        if isinstance(value, list):
            return [as_json(one) for one in value]
        if isinstance(value, float):
            return repr(value)
        return value.isoformat() if isinstance(value, date) else value

    document: dict[str, Any] = as_json(entry.plain())
    return document


def _notify(entry: Entry) -> Notify:
    keys = entry.keys(("lead_days", "window", "channel", "per_year_max"))
    notify = Notify()
    if "lead_days" in keys:
        notify = replace(notify, lead_days=keys["lead_days"].whole(0, 366))
    if "per_year_max" in keys:
        notify = replace(notify, per_year_max=keys["per_year_max"].whole(1, 52))
    if "channel" in keys:
        notify = replace(notify, channel=keys["channel"].text(among=CHANNELS))
    if "window" in keys:
        ends = keys["window"].list()
        if len(ends) != 2:
            raise keys["window"].mistake("A window has a first and a last day.", "Write ['03-01', '04-15'].")
        notify = replace(notify, window=(_day_of_year(ends[0]), _day_of_year(ends[1])))
    return notify


def _day_of_year(entry: Entry) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2000-{entry.text()}")
    except ValueError:
        raise entry.mistake(f"'{entry.text()}' is no day of the year.", "Write month and day: '03-01'.") from None
    return day.month, day.day


class _Reader:
    """Reads the conditions of one version."""

    def __init__(self, language: Language, parameters: Mapping[str, DatedParameter], subject: str) -> None:
        self.language = language
        self.parameters = {name: dated.parameter for name, dated in parameters.items()}
        self.subject = subject

    def expression(self, entry: Entry, want: Kind) -> Node:
        """Read an expression; a mistake points to its characters in the file."""
        try:
            return parse(entry.text(), self.language, self.parameters, subject=self.subject, want=want)
        except ExpressionMistake as mistake:
            raise entry.inside(mistake) from None

    def condition(self, name: str, entry: Entry) -> Condition:
        """Read a condition."""
        keys = entry.keys(CONDITION_KEYS, needed=("why",))
        attested = "attest" in keys and keys["attest"].value() is True
        if attested == ("if" in keys):
            hint = "Write 'if: ...', or 'attest: true' when only the resident can say so."
            raise entry.mistake(f"'{name}' needs either 'if' or 'attest: true'.", hint, at_key=True)
        why = self.why(keys["why"])
        test = None if attested else self.expression(keys["if"], Kind.YESNO)
        return Condition(
            name=name,
            why=why,
            test=test,
            only_if=self.expression(keys["only_if"], Kind.YESNO) if "only_if" in keys else None,
            law=read_law(keys["law"]) if "law" in keys else None,
            ask=tuple(self.fact(one) for one in keys["ask"].list()) if "ask" in keys else (),
            text="" if attested else keys["if"].text(),
        )

    def why(self, entry: Entry) -> Mapping[str, str]:
        """Read the words of a condition, and check the parameters that they name."""
        words = entry.words()
        for text in words.values():
            for name in re.findall(r"\{([^{}]*)\}", text):
                if name not in self.parameters:
                    raise entry.mistake(f"There is no parameter '{name}'.", did_you_mean(name, self.parameters))
        return words

    def fact(self, entry: Entry) -> str:
        """Read the name of a fact of the catalogue."""
        return fact_name(entry, entry.text(), self.language, self.subject)

    def points(self, name: str, entry: Entry) -> Points:
        """Read a line of a ranking list."""
        keys = entry.keys(("points", "if", "why", "law"), needed=("points", "why"))
        points = self.expression(keys["points"], Kind.NUMBER)
        test = self.expression(keys["if"], Kind.YESNO) if "if" in keys else None
        law = read_law(keys["law"]) if "law" in keys else None
        return Points(name, self.why(keys["why"]), points, test, law)
