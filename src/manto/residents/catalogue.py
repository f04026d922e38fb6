"""The catalogue of facts: what the city may know, of what form, from where, on what ground and for how long. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from manto.city.address import in_the_form
from manto.kernel.errors import BadInput, UnknownName

Value = str | int | bool | date | None  # None is "known none": the city knows that there is none
Words = Mapping[str, str]

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+?[0-9][0-9 ./-]{4,30}")
TEXT_LENGTH_MAX = 200


class SourceKind(StrEnum):
    """How the city came to know something."""

    REGISTER = "register"
    RECORD = "record"
    CONNECTOR = "connector"
    OWN_WORD = "own_word"


@dataclass(frozen=True)
class FactKind:
    """One line of the catalogue.

    Attributes:
        type: text, date, integer or boolean.
        form: How a value is worded and, for e-mail and telephone, checked; empty for plain values.
        values: The only values allowed, in words; empty when any is.
        sources: From whom it may come.
        law: The legal basis in words, None when it rests on consent.
        purpose: The purpose of the consent that it rests on, None when it rests on law.
        retention_days: Days kept after it stopped being true; None means as long as the register itself.
        may_be_none: Whether the city can know that there is none, which is not the same as knowing nothing.
        complete: Whether the register is complete: what it does not hold is none, or for a yes or no a no.
        whole_household: Whether what is known of one member is true of all who live together.
        applies: When it applies to somebody at all, as an expression of the rules' language; empty means always.

    """

    name: str
    group: str
    type: str
    label: Words
    sources: frozenset[SourceKind]
    retention: Words
    retention_days: int | None
    law: Words | None = None
    purpose: str | None = None
    form: str = ""
    values: Mapping[str, Words] | None = None
    at_least: int | None = None
    at_most: int | None = None
    sensitive: bool = False
    may_be_none: bool = False
    complete: bool = False
    whole_household: bool = False
    applies: str = ""

    def read(self, value: Any) -> Value:
        """Check a value given by anybody and give it in its own type.

        Raises:
            BadInput: It is not of this kind; says what would be.

        >>> FactKind("person.birth", "", "date", {}, frozenset(), {}, None).read("2025-02-30")
        Traceback (most recent call last):
        manto.kernel.errors.BadInput: person.birth cannot be '2025-02-30'. Give a day as YYYY-MM-DD.
        """
        if value is None and self.may_be_none:
            return None
        if self.type == "date":
            return self._date(value)
        if self.type == "integer":
            return self._integer(value)
        return self._boolean(value) if self.type == "boolean" else self._text(value)

    def _text(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LENGTH_MAX:
            raise self._bad(value, f"Give a text of 1 to {TEXT_LENGTH_MAX} characters.")
        text: str = value.strip()
        if self.values and text not in self.values:
            raise self._bad(value, f"It is one of: {', '.join(self.values)}.")
        if self.form == "country" and not re.fullmatch("[A-Z]{2}", text):
            raise self._bad(value, "Give a country by its two capital letters, as IT.")
        if self.form == "email" and not EMAIL.fullmatch(text):
            raise self._bad(value, "Give an address like name@example.org.")
        if self.form == "phone" and not PHONE.fullmatch(text):
            raise self._bad(value, "Give a number like +39 0376 3381.")
        return text

    def _date(self, value: Any) -> date:
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self._bad(value, "Give a day as YYYY-MM-DD.") from None

    def _integer(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**53 - 1:
            raise self._bad(value, "Give a whole number.")
        if self.at_least is not None and value < self.at_least:
            raise self._bad(value, f"It is at least {self.at_least}.")
        if self.at_most is not None and value > self.at_most:
            raise self._bad(value, f"It is at most {self.at_most}.")
        return value

    def _boolean(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self._bad(value, "Give true or false.")
        return value

    def _bad(self, value: Any, next_step: str) -> BadInput:
        shown = str(value)[:40]
        return BadInput(f"{self.name} cannot be '{shown}'.", next_step)

    def to_stored(self, value: Value) -> str:
        """Write a value in the one form in which it is stored; known none is the empty text."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value.isoformat()) if isinstance(value, date) else str(value)

    def from_stored(self, stored: str) -> Value:
        """Read a value back from its stored form."""
        if stored == "" and self.may_be_none:
            return None
        if self.type == "boolean":
            return stored == "true"
        if self.type == "integer":
            return int(stored)
        return date.fromisoformat(stored) if self.type == "date" else stored

    def forgotten_by(self, stopped: date) -> date | None:
        """Say the day by which a value that stopped being true must be gone; None when it stays."""
        return None if self.retention_days is None else stopped + timedelta(days=self.retention_days)


class Catalogue:
    """All kinds of facts, with their groups and the registers they come from."""

    def __init__(
        self, kinds: Mapping[str, FactKind], groups: Mapping[str, Words], sources: Mapping[str, Words]
    ) -> None:
        self.kinds = dict(kinds)
        self.groups = dict(groups)
        self.sources = dict(sources)

    def __getitem__(self, name: str) -> FactKind:
        """Give the kind of a name.

        Raises:
            UnknownName: The catalogue does not hold it; offers the nearest.

        """
        if name not in self.kinds:
            raise UnknownName("fact", name, self.kinds)
        return self.kinds[name]

    def __iter__(self) -> Any:
        return iter(self.kinds.values())

    @classmethod
    def read(cls, *documents: Mapping[str, Any]) -> Catalogue:
        """Read the catalogue from Manto's own document and those of the city, later ones adding to earlier ones.

        Raises:
            BadInput: A fact lacks something; names it.

        """
        merged: dict[str, dict[str, Any]] = {}
        for document in map(in_the_form, documents):
            for part, entries in document.items():
                merged.setdefault(part, {}).update(entries)
        kinds = {name: _kind(name, entry, merged) for name, entry in merged["facts"].items()}
        return cls(kinds, merged["groups"], merged["sources"])


def _kind(name: str, entry: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> FactKind:
    try:
        retention = parts["retentions"][entry["retention"]]
        if ("law" in entry) == ("consent" in entry):
            raise BadInput(
                f"The fact {name} rests on a law or on a consent, on one of them.", "Name 'law' or 'consent'."
            )
        if entry["type"] not in ("text", "date", "integer", "boolean") or entry["group"] not in parts["groups"]:
            raise BadInput(f"The fact {name} has an unknown type or group.", "See facts.yaml for those there are.")
        return FactKind(
            name=name,
            group=entry["group"],
            type=entry["type"],
            label=entry["label"],
            sources=frozenset(map(SourceKind, entry["sources"])),
            retention={language: retention[language] for language in entry["label"]},
            retention_days=retention["days"],
            law=parts["laws"][entry["law"]] if "law" in entry else None,
            purpose=entry.get("consent"),
            form=entry.get("form", ""),
            values=entry.get("values"),
            at_least=entry.get("min"),
            at_most=entry.get("max"),
            sensitive=entry.get("sensitive", False),
            may_be_none=entry.get("may_be_none", False),
            complete=entry.get("complete", False),
            whole_household=entry.get("whole_household", False),
            applies=entry.get("applies", ""),
        )
    except (KeyError, ValueError) as error:
        raise BadInput(f"The fact {name} cannot be used: {error} is missing or unknown.", "See facts.yaml.") from None
