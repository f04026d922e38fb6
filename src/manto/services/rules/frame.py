"""A population frame: what is known of everybody, as columns, with who lives with whom.

The same frame serves every way of evaluating: a case can be taken out of it for the closures, it can be written into
tables for SQL, and read into Polars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from manto.services.rules.case import NONE, Case, Facts, Member, completed
from manto.services.rules.in_sql import Dialect, FrameColumn
from manto.services.rules.language import Language

SELF = "self"


@dataclass(frozen=True)
class Resident:
    """One row of a frame, before it is completed.

    Attributes:
        others: Row and relation of each who lives with her; none when it is not known who does.

    """

    facts: Facts
    others: tuple[tuple[int, str], ...] | None = ()
    closed: bool = False


@dataclass(frozen=True)
class Frame:
    """Everybody, completed: row ``i`` is resident ``i``."""

    cases: tuple[Case, ...]
    kin: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, residents: Sequence[Resident], language: Language) -> Frame:
        """Complete everybody's facts, and list who lives with whom, each herself first."""
        cases, kin = [], []
        for row, resident in enumerate(residents):
            members = [
                Member(relation, residents[other].facts, str(other), residents[other].closed)
                for other, relation in resident.others or ()
            ]
            others = None if resident.others is None else tuple(members)
            cases.append(completed(Case(resident.facts, others, str(row), resident.closed), language))
            kin.append((row, row, SELF))
            kin += [(row, other, relation) for other, relation in resident.others or ()]
        return cls(tuple(cases), tuple(kin))

    def column(self, column: FrameColumn) -> list[Any]:
        """Give one fact of everybody; None is unknown, and also what is none."""
        values = (case.facts.get(column.fact) for case in self.cases)
        return [None if value is NONE else value for value in values]

    def none_column(self, column: FrameColumn) -> list[bool]:
        """Say of everybody whether the fact is known none."""
        return [case.facts.get(column.fact) is NONE for case in self.cases]

    def known(self) -> list[bool]:
        """Say of everybody whether it is known who lives with her."""
        return [case.others is not None for case in self.cases]


def create_tables(columns: Sequence[FrameColumn], dialect: Dialect, *, frame: str, kin: str) -> list[str]:
    """Write the statements that make a frame's tables, for this session alone."""
    kinds = dialect.types
    flag = "INTEGER" if dialect.name == "sqlite" else "boolean"
    fields = "".join(
        f", {column.name} {kinds[column.kind]}" + (f", {column.name}__none {flag} NOT NULL" if column.absent else "")
        for column in columns
    )
    layout = " WITHOUT ROWID" if dialect.name == "sqlite" else ""
    return [
        f"CREATE TEMPORARY TABLE {frame} (row INTEGER PRIMARY KEY, household_known {flag} NOT NULL{fields})",
        f"CREATE TEMPORARY TABLE {kin} (subject INTEGER, member INTEGER, relation TEXT NOT NULL, "
        f"PRIMARY KEY (subject, member)){layout}",
    ]


def rows_of(frame: Frame, columns: Sequence[FrameColumn], dialect: Dialect) -> Iterator[tuple[Any, ...]]:
    """Give the rows of the first table, as the database stores them."""
    stored: list[Iterable[Any]] = [range(len(frame.cases)), frame.known()]
    for column in columns:
        values = frame.column(column)
        if dialect.name == "sqlite":
            values = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
        stored.append(values)
        if column.absent:
            stored.append(frame.none_column(column))
    return zip(*stored, strict=True)
