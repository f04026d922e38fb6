"""The values that the law names and changes: amounts, ages, days, lists, each dated and with its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from manto.services.rules.language import LARGEST, Language
from manto.services.rules.laws import read_law
from manto.services.rules.mistakes import did_you_mean
from manto.services.rules.service import DatedParameter, Law
from manto.services.rules.source import Entry, as_day
from manto.services.rules.tree import Kind, Parameter, Scalar

Value = Scalar | tuple[Scalar, ...]
LIST_MAX = 500


@dataclass(frozen=True)
class ParameterType:
    """One type of parameter: what kind of value it is, and how one is read."""

    kind: Kind
    many: bool
    read: Callable[[Entry, Language], Scalar]


def _euro(entry: Entry, language: Language) -> Scalar:
    try:
        cents = Decimal(entry.text()) * 100
    except InvalidOperation:
        raise entry.mistake(f"'{entry.text()}' is not an amount in euro.", "Write 40000 or 12.50.") from None
    if not cents.is_finite() or cents != cents.to_integral_value() or abs(cents) > LARGEST:
        raise entry.mistake(f"'{entry.text()}' is not an amount in euro and cents.", "Write 40000 or 12.50.")
    return int(cents)


def _number(entry: Entry, language: Language) -> Scalar:
    if not re.fullmatch(r"[+-]?\d{1,15}", entry.text()):
        raise entry.mistake(f"'{entry.text()}' is not a whole number.", "Write it in digits alone.")
    return int(entry.text())


def _day(entry: Entry, language: Language) -> Scalar:
    return entry.day()


def _text(entry: Entry, language: Language) -> Scalar:
    return entry.text()


def _district(entry: Entry, language: Language) -> Scalar:
    district = entry.text()
    if language.districts and district not in language.districts:
        raise entry.mistake(f"There is no district '{district}'.", did_you_mean(district, language.districts))
    return district


TYPES = {
    "euro": ParameterType(Kind.MONEY, False, _euro),
    "number": ParameterType(Kind.NUMBER, False, _number),
    "day": ParameterType(Kind.DAY, False, _day),
    "text": ParameterType(Kind.TEXT, False, _text),
    "numbers": ParameterType(Kind.NUMBER, True, _number),
    "days": ParameterType(Kind.DAY, True, _day),
    "texts": ParameterType(Kind.TEXT, True, _text),
    "area": ParameterType(Kind.TEXT, True, _district),
}


def read_parameter(name: str, entry: Entry, language: Language) -> DatedParameter:
    """Read a parameter with all its values.

    Raises:
        RuleMistake: Its type is unknown, or a value is not of it.

    """
    keys = entry.keys(("type", "values", "law"), needed=("type", "values"))
    type_name = keys["type"].text(among=TYPES)
    of_type = TYPES[type_name]
    values: list[tuple[date, Value]] = []
    for day, value in keys["values"].keys().items():
        since = as_day(value, day)
        values.append((since, _value(value, of_type, language)))
    if not values:
        raise keys["values"].mistake("A parameter needs a value.", "Write {2024-09-01: ...}.")
    values.sort(key=lambda one: one[0])
    law: Law | None = read_law(keys["law"]) if "law" in keys else None
    numbers = [
        one for _, value in values for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, int)
    ]
    low, high = (min(numbers), max(numbers)) if numbers else (0, 0)
    return DatedParameter(Parameter(name, of_type.kind, of_type.many, low, high), type_name, tuple(values), law)


def _value(entry: Entry, of_type: ParameterType, language: Language) -> Value:
    if not of_type.many:
        return of_type.read(entry, language)
    entries = entry.list()
    if not 0 < len(entries) <= LIST_MAX:
        raise entry.mistake(f"A list holds 1 to {LIST_MAX} values.", "An empty one would hold nobody.")
    return tuple(of_type.read(one, language) for one in entries)
