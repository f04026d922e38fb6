"""Into which groups a dry run sorts residents: by district, by age, by kind of household."""

from __future__ import annotations

from datetime import date

from manto.services.rules.binding import bind
from manto.services.rules.language import Language
from manto.services.rules.parsing import parse
from manto.services.rules.tree import Node

AGES = ((0, 3), (3, 6), (6, 14), (14, 18), (18, 30), (30, 45), (45, 65), (65, 80), (80, 130))
HOUSEHOLDS = ("alone", "couple", "two_parents", "one_parent", "other", "unknown")
UNKNOWN = "unknown"
MINORS = "any(age(m.birth) < 18 for m in household)"
# What each kind of household is, the first that fits: as rules would say it, so that every backend sorts alike.
KINDS = (
    ("alone", "count(others) == 0"),
    ("couple", "count(others) == 1 and count(partners) == 1"),
    ("two_parents", f"{MINORS} and count(m for m in household if age(m.birth) >= 18) >= 2"),
    ("one_parent", f"{MINORS} and count(m for m in household if age(m.birth) >= 18) == 1"),
)


def age_name(low: int, high: int) -> str:
    """Name a run of ages, both ends included.

    >>> age_name(3, 6), age_name(80, 130)
    ('3-5', '80+')
    """
    return f"{low}+" if high >= 130 else f"{low}-{high - 1}"


AGE_NAMES = (*(age_name(low, high) for low, high in AGES), UNKNOWN)


def age_nodes(language: Language, on: date) -> list[Node]:
    """Give one expression per run of ages."""
    return [bind(parse(f"{low} <= age(person.birth) < {high}", language), on, {}) for low, high in AGES]


def household_nodes(language: Language, on: date) -> list[Node]:
    """Give one expression per kind of household that can be told."""
    return [bind(parse(text, language), on, {}) for _, text in KINDS]


def sort_out(district: str | None, ages: list[object], kinds: list[object]) -> tuple[str, str, str]:
    """Sort one resident from the values of these expressions.

    Args:
        district: Where she lives, if that is known.
        ages: Values of ``age_nodes``.
        kinds: Values of ``household_nodes``.

    """
    age = next((name for name, value in zip(AGE_NAMES, ages, strict=False) if value), UNKNOWN)
    household = UNKNOWN if kinds[0] is None else "other"
    household = next((name for (name, _), value in zip(KINDS, kinds, strict=True) if value), household)
    return district or UNKNOWN, age, household
