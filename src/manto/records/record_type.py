"""What a record type is: everything that the room knows of land titles or parking permits, as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as member
from typing import Any

Words = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """One kind of statement in a type's life.

    Attributes:
        sign: Who must sign, in the ledger's own expressions.
        eyes: How many people of the office must have looked before anybody signs: 1 or 2.
        needs: Registers whose record of the same subject must be active.
        blocked_by: Registers whose record of the same subject must not stand.
        window_hours: How long a holder who has not signed may object before it is entered.
        notice_days: How many days ahead it must be filed.
        requires: Fields that it must have beyond those that the type always has.
        secret: Whether the holder is not told of it, because the law says so.
    """

    sign: list[Any]
    eyes: int = 1
    needs: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    window_hours: int = 0
    notice_days: int = 0
    requires: tuple[str, ...] = ()
    secret: bool = False


@dataclass(frozen=True)
class Holders:
    """Who holds records of a type.

    Attributes:
        label: What a holder is called.
        sign: Whether holders have a key in the statement, with which they agree.
        named_in: The field that names the one holder; empty when none does.
        each_named_in: The list of parties, one for each holder, in order; empty when there is none.
        of_parent: Whether they are those of the record that this one is attached to.
    """

    label: Words
    sign: bool
    at_least: int = 0
    at_most: int = 16
    named_in: str = ""
    each_named_in: str = ""
    of_parent: bool = False


@dataclass(frozen=True)
class DerivedRule:
    """What a statement about one record does to another.

    Attributes:
        register: The register whose statement sets it off.
        kinds: Which kinds do; `run_out` is the day on which a record ends by itself.
        by: How the two records belong together: `person` (one resident holds both) or `subject` (the same subject).
        do: The kind of statement that follows; `review` asks an officer and says nothing.
        cause: Why, as one of the type's causes.
        ends_cause: For a reinstatement: only what this cause had suspended.
        automatic: Whether the law lets it happen by itself; otherwise it is a task on the agency's desk.
        after_days: Days of grace between the two.
        delay_hours_max: It is entered at a random hour within so many, so that the time of one does not tell the other.
        law: Which law says so.
    """

    register: str
    kinds: frozenset[str]
    by: str
    do: str
    law: Words
    automatic: bool
    cause: str = ""
    ends_cause: str = ""
    after_days: int = 0
    delay_hours_max: int = 0


@dataclass(frozen=True)
class Told:
    """A fact that the city knows of somebody because a record says so, as long as it is active.

    Attributes:
        fact: Its name in the catalogue of facts.
        of: Of whom: the `holder`, or the `spouse` of the holder who lives with her.
        field: The field that gives its value; empty when `value` does.
        value: Its value, the same for every record of the type.
        where: What other fields must say for it to be told.
        of_several: Which is told of, where somebody holds several records of the type: the `last` that was entered, or
            the `first` to end, whose value is a day.
    """

    fact: str
    of: str = "holder"
    field: str = ""
    value: Any = None
    of_several: str = "last"
    where: Mapping[str, Any] = member(default_factory=dict)


@dataclass(frozen=True)
class Cause:
    """Why a record stands as it does: a code, its words, and whether nothing can undo it."""

    words: Words
    final: bool = False


@dataclass(frozen=True)
class Publicity:
    """Who may know.

    Attributes:
        level: `public`, `index` (that it exists), `gated` (for a reason), `private`.
        open_fields: What everybody may read.
        one_bit: Whether anybody may ask "does it stand today?" and is told yes or no.
    """

    level: str
    law: Words
    open_fields: tuple[str, ...] = ()
    one_bit: bool = False


@dataclass(frozen=True)
class Retention:
    """How long what it says is kept: years after its end, None for as long as the register; erased on request or not."""

    years: int | None
    erasable: bool
    law: Words


@dataclass(frozen=True)
class Face:
    """What stands on paper and on the phone: a title and fields in their order."""

    title: Words
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RecordType:
    """A type of record.

    Attributes:
        id: Its name, which is also that of its register in the ledger.
        subject: How a record of it is named: the fields that no other record may share, or `("holder",)`, `("attached",)`.
        attached_to: For an attached type: whose subjects it shares.
        schema: JSON Schema 2020-12 of what it says, each field with `labels` in every language.
        rules: Names and settings of the rules that the room checks; see `rules`.
        until: The field that says when it ends by itself; empty when none does.
        effective: The field that says since when it is true; empty for the moment of signing.
        comes_first: For an attached type: whether it may be there before the record that it is attached to.
        again: Whether it may be issued again once it has ended.
        tells: What the city knows of people from it.
    """

    id: str
    name: Words
    plural: Words
    about: Words
    agency: str
    subject: tuple[str, ...]
    attached_to: tuple[str, ...]
    holders: Holders
    publicity: Publicity
    retention: Retention
    life: Mapping[str, Step]
    status: Mapping[str, Words]
    causes: Mapping[str, Cause]
    face: Face
    schema: Mapping[str, Any]
    rules: tuple[Mapping[str, Any], ...] = ()
    derived: tuple[DerivedRule, ...] = ()
    tells: tuple[Told, ...] = ()
    comes_first: bool = False
    again: bool = False
    backdate_days: int = 0
    until: str = ""
    effective: str = ""

    @property
    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The fields, with labels, in the order in which they are asked for."""
        found: Mapping[str, Mapping[str, Any]] = self.schema["properties"]
        return found

    @property
    def is_attached(self) -> bool:
        """Whether it shares the subject of another record."""
        return self.subject == ("attached",)

    def searched_fields(self) -> list[str]:
        """Name the fields by which an officer finds a record."""
        return [name for name, field in self.fields.items() if field.get("search")]
