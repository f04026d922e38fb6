"""A service as its file describes it: who it is for, by which law, since when, and how one can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from manto.services.rules.tree import Node, Not, Or, Parameter, Scalar

Words = Mapping[str, str]
SUBJECTS = ("person", "child")


@dataclass(frozen=True)
class Law:
    """Where something is laid down, in words, and where it can be read."""

    text: Words
    url: str = ""


@dataclass(frozen=True)
class DatedParameter:
    """A value that the law names, from one day to the next.

    Attributes:
        values: Days and the value from then on, the earliest first.

    """

    parameter: Parameter
    type: str
    values: tuple[tuple[date, Scalar | tuple[Scalar, ...]], ...]
    law: Law | None = None

    def on(self, day: date) -> Scalar | tuple[Scalar, ...]:
        """Give the value on a day; before the first it is the first."""
        value = self.values[0][1]
        for since, later in self.values:
            if since <= day:
                value = later
        return value


@dataclass(frozen=True)
class Condition:
    """One line of the explanation.

    Attributes:
        why: What it says, in words of the one it is about; ``{isee_max}`` stands for a parameter.
        test: What decides it; none when only the resident can say so.
        only_if: When it counts at all; it always does when none is given.
        ask: The facts that the resident is asked for when they are missing.
        text: The expression as the author wrote it.

    """

    name: str
    why: Words
    test: Node | None
    only_if: Node | None = None
    law: Law | None = None
    ask: tuple[str, ...] = ()
    text: str = ""

    @property
    def attested(self) -> bool:
        """Whether no data can decide it, and the resident must confirm it."""
        return self.test is None

    @property
    def whole(self) -> Node | None:
        """Give test and ``only_if`` as one expression."""
        if self.test is None or self.only_if is None:
            return self.test
        return Or((Not(self.only_if), self.test))


@dataclass(frozen=True)
class Points:
    """One line of a ranking list: how many points, and for what."""

    name: str
    why: Words
    points: Node
    test: Node | None
    law: Law | None = None


@dataclass(frozen=True)
class Notify:
    """When a resident is told of it.

    Attributes:
        lead_days: How long before it begins to hold.
        window: First and last day of the year on which a word about it makes sense, as (month, day).

    """

    lead_days: int = 0
    window: tuple[tuple[int, int], tuple[int, int]] | None = None
    channel: str = "inbox"
    per_year_max: int = 1


@dataclass(frozen=True)
class Version:
    """A service's rule as it stands from a day on.

    Attributes:
        hash: Of everything that decides, in hexadecimal; two versions that decide alike by the same words share it.
        document: The version as plain values, from which it can be read again.

    """

    valid_from: date
    hash: str
    document: Mapping[str, Any] = field(repr=False, compare=False)
    law: Law | None
    parameters: Mapping[str, DatedParameter]
    applies: Condition | None
    conditions: tuple[Condition, ...]
    rank: tuple[Points, ...] = ()
    notify: Notify = Notify()
    valid_to: date | None = None

    def values_on(self, day: date) -> dict[str, Scalar | tuple[Scalar, ...]]:
        """Give all parameters as they stand on a day."""
        return {name: dated.on(day) for name, dated in self.parameters.items()}


@dataclass(frozen=True)
class Example:
    """A test that stands in the service's file.

    Attributes:
        facts: By their names in the catalogue.
        others: Relation and facts of each; none when the household is not known.
        no: Names of conditions that must be no.
        ask: The facts that must be asked for.

    """

    name: str
    line: int
    on: date
    facts: Mapping[str, Any]
    others: tuple[tuple[str, Mapping[str, Any]], ...] | None
    attested: Mapping[str, bool]
    expect: str
    no: tuple[str, ...] | None = None
    ask: tuple[str, ...] | None = None
    points: int | None = None


@dataclass(frozen=True)
class Service:
    """A service with its rule in all its versions, the earliest first.

    Attributes:
        subject: What the file calls the one decided about; a child's notices go to the guardians.
        rest: What else stands in the file, for the catalogue of services.

    """

    id: str
    title: Words
    subject: str
    versions: tuple[Version, ...]
    examples: tuple[Example, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def version_on(self, day: date) -> Version | None:
        """Give the version in force on a day; none before the first and after an end."""
        found = None
        for version in self.versions:
            if version.valid_from <= day:
                found = version
        return found if found is None or found.valid_to is None or day < found.valid_to else None
