"""Whom a rule is applied to: one resident and those who live with her, each with the facts that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from manto.services.rules.language import Language
from manto.services.rules.tree import Absent, Kind

FactValue = bool | int | str | date | Absent  # a fact that is missing is unknown
Facts = Mapping[str, FactValue]
NONE = Absent.NONE


@dataclass(frozen=True)
class Member:
    """Somebody who lives with the one decided about.

    Attributes:
        relation: What she is to the one decided about: partner, child, parent, sibling, relative or other.
        key: Whom the caller means by it; nothing is decided by it.
        closed: Whether her facts may not be read here, so that even a complete register says nothing of her.

    """

    relation: str
    facts: Facts
    key: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Case:
    """One resident to decide about.

    Attributes:
        facts: What is known of her by name; ``NONE`` is known none, and what is missing is unknown.
        others: Who lives with her; None when the city does not know who does.
        closed: Whether her facts may not be read here, so that even a complete register says nothing of her.

    """

    facts: Facts
    others: tuple[Member, ...] | None = ()
    key: str = ""
    closed: bool = False


def completed(case: Case, language: Language) -> Case:
    """Fill in what follows from what is known: what complete registers do not hold, and what a household shares.

    Where members of one household disagree about what they share, the largest value counts, as it does in the
    database, so that every way of evaluating gives the same answer.
    """
    everybody = [case.facts, *(member.facts for member in case.others or ())]
    shared = {
        name: max(known, key=_ordered)
        for name in language.whole_household
        if (known := [facts[name] for facts in everybody if name in facts])
    }

    def filled(who: Case | Member) -> Facts:
        return {**({} if who.closed else _complete(who.facts, language)), **shared, **who.facts}

    others = None if case.others is None else tuple(replace(m, facts=filled(m)) for m in case.others)
    return replace(case, facts=filled(case), others=others)


def _complete(facts: Facts, language: Language) -> dict[str, FactValue]:
    return {
        name: False if language.symbols[name].kind is Kind.YESNO else NONE
        for name in language.complete
        if name not in facts
    }


def _ordered(value: FactValue) -> tuple[bool, str, int]:
    """Order values of one fact; none comes before all others."""
    number = int(value) if isinstance(value, int) else 0
    return (value is not NONE, "" if isinstance(value, int) else str(value), number)


def from_catalogue(values: Iterable[tuple[str, bool | int | str | date | None]]) -> dict[str, FactValue]:
    """Take over values as the catalogue of facts gives them, in which None is known none."""
    return {name: NONE if value is None else value for name, value in values}
