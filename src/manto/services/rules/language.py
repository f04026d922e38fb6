"""The names that a rule may use: the facts of the catalogue, and the districts of the city."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from manto.services.rules.tree import Kind

LARGEST = 2**53 - 1  # what the catalogue of facts allows, exact in every database and in the browser
KINDS = {"text": Kind.TEXT, "date": Kind.DAY, "integer": Kind.NUMBER, "boolean": Kind.YESNO}


class FactLine(Protocol):
    """What the language needs to know of a line of the catalogue of facts."""

    name: str
    type: str
    form: str
    values: Mapping[str, Any] | None
    at_least: int | None
    at_most: int | None
    may_be_none: bool
    complete: bool
    whole_household: bool
    applies: str


@dataclass(frozen=True)
class Symbol:
    """A fact as a rule may name it.

    Attributes:
        values: The only ones possible; empty when any is.
        may_be_none: Whether the city can know that there is none.
        complete: Whether the register is complete, so that what it does not hold is none rather than unknown.
        whole_household: Whether what is known of one member is true of all who live together.
        applies: When it applies to somebody at all, as an expression; empty means always.

    """

    name: str
    kind: Kind
    form: str = ""
    values: frozenset[str] = frozenset()
    low: int = -LARGEST
    high: int = LARGEST
    may_be_none: bool = False
    complete: bool = False
    whole_household: bool = False
    applies: str = ""


@dataclass(frozen=True)
class Language:
    """All that the expressions of one city may speak of."""

    symbols: Mapping[str, Symbol]
    districts: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, catalogue: Any, districts: Collection[str] = ()) -> Language:
        """Take the names from a catalogue of facts; without districts any district is accepted."""
        return cls({line.name: symbol_of(line) for line in catalogue}, frozenset(districts))

    @cached_property
    def complete(self) -> frozenset[str]:
        """The facts of complete registers."""
        return frozenset(name for name, symbol in self.symbols.items() if symbol.complete)

    @cached_property
    def whole_household(self) -> frozenset[str]:
        """The facts that are true of all who live together."""
        return frozenset(name for name, symbol in self.symbols.items() if symbol.whole_household)


def symbol_of(line: FactLine) -> Symbol:
    """Take over a line of the catalogue."""
    money = line.type == "integer" and line.form == "cents"
    return Symbol(
        name=line.name,
        kind=Kind.MONEY if money else KINDS[line.type],
        form=line.form,
        values=frozenset(line.values or ()),
        low=-LARGEST if line.at_least is None else line.at_least,
        high=LARGEST if line.at_most is None else line.at_most,
        may_be_none=line.may_be_none or (line.complete and line.type != "boolean"),
        complete=line.complete,
        whole_household=line.whole_household,
        applies=line.applies,
    )
