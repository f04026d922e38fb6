"""The tests that stand in a service's file: facts of somebody, and what must come of them."""

from __future__ import annotations

import re
from decimal import Decimal

from manto.services.rules.case import NONE, FactValue
from manto.services.rules.language import LARGEST, Language, Symbol
from manto.services.rules.mistakes import did_you_mean
from manto.services.rules.service import Example
from manto.services.rules.source import Entry
from manto.services.rules.tree import Kind

OUTCOMES = ("yes", "no", "unknown", "not applicable")
RELATIONS = ("partner", "child", "parent", "sibling", "relative", "other")
EXAMPLE_KEYS = ("name", "on", "facts", "household", "attested", "expect", "no", "ask", "points")
EURO = re.compile(r"(-?\d{1,13}(?:\.\d\d?)?) ?(?:euro|€)")


def read_example(entry: Entry, number: int, language: Language, subject: str) -> Example:
    """Read one test.

    Raises:
        RuleMistake: It cannot be read.

    """
    keys = entry.keys(EXAMPLE_KEYS, needed=("on", "facts", "expect"))
    others: tuple[tuple[str, dict[str, FactValue]], ...] | None = ()
    if "household" in keys:
        household = keys["household"]
        if household.is_text:
            household.text(among=("unknown",))
            others = None
        else:
            others = tuple(_member(one, language) for one in household.list())
    attested = {}
    for name, value in (keys["attested"].keys() if "attested" in keys else {}).items():
        attested[name] = _yes_or_no(value)
    return Example(
        name=keys["name"].text() if "name" in keys else f"test {number}",
        line=entry.node.start_mark.line + 1,
        on=keys["on"].day(),
        facts=read_facts(keys["facts"], language, subject),
        others=others,
        attested=attested,
        expect=keys["expect"].text(among=OUTCOMES),
        no=tuple(one.text() for one in keys["no"].list()) if "no" in keys else None,
        ask=tuple(fact_name(one, one.text(), language, subject) for one in keys["ask"].list())
        if "ask" in keys
        else None,
        points=keys["points"].whole(-LARGEST, LARGEST) if "points" in keys else None,
    )


def _member(entry: Entry, language: Language) -> tuple[str, dict[str, FactValue]]:
    keys = entry.keys(("relation", "facts"), needed=("relation",))
    facts = read_facts(keys["facts"], language, "") if "facts" in keys else {}
    return keys["relation"].text(among=RELATIONS), facts


def read_facts(entry: Entry, language: Language, subject: str) -> dict[str, FactValue]:
    """Read facts by name: ``none`` is known none, ``unknown`` is left out."""
    facts: dict[str, FactValue] = {}
    for name, value in entry.keys().items():
        if value.text() == "unknown":
            continue
        symbol = language.symbols[fact_name(value, name, language, subject)]
        facts[symbol.name] = _fact_value(value, symbol, language)
    return facts


def _fact_value(entry: Entry, symbol: Symbol, language: Language) -> FactValue:
    text = entry.text()
    if text == "none":
        if not symbol.may_be_none:
            raise entry.mistake(f"{symbol.name} cannot be none.", "Write a value, or leave it out when it is unknown.")
        return NONE
    match symbol.kind:
        case Kind.YESNO:
            return _yes_or_no(entry)
        case Kind.DAY:
            return entry.day()
        case Kind.TEXT:
            possible = language.districts if symbol.form == "district" else symbol.values
            if possible and text not in possible:
                raise entry.mistake(f"'{text}' is not possible here.", did_you_mean(text, possible))
            return text
    return _whole(entry, symbol)


def _whole(entry: Entry, symbol: Symbol) -> int:
    text = entry.text()
    if symbol.kind is Kind.MONEY and (euro := EURO.fullmatch(text)):
        return int(Decimal(euro[1]) * 100)
    if symbol.kind is Kind.MONEY:
        raise entry.mistake(f"'{text}' is not an amount.", "Write it with its unit: 16840 euro.")
    if not re.fullmatch(r"-?\d{1,15}", text) or not symbol.low <= int(text) <= symbol.high:
        raise entry.mistake(f"'{text}' cannot be {symbol.name}.", "Write a whole number that is possible.")
    return int(text)


def _yes_or_no(entry: Entry) -> bool:
    return entry.text(among=("yes", "no", "true", "false")) in ("yes", "true")


def fact_name(entry: Entry, written: str, language: Language, subject: str) -> str:
    """Give the catalogue's name of a fact as a file names it.

    Raises:
        RuleMistake: There is no such fact.

    """
    owner, _, rest = written.partition(".")
    names = [f"person.{rest}", rest] if owner == subject else [written]
    for name in names:
        if name in language.symbols:
            return name
    known = [*language.symbols, *(f"{subject}.{n[7:]}" for n in language.symbols if n.startswith("person."))]
    raise entry.mistake(f"There is no fact '{written}'.", did_you_mean(written, known))
