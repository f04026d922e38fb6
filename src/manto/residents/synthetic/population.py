"""The population as columns: one per fact, with what is unknown marked as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from manto.residents.synthetic.ages import ADULT_AGE, Days
from manto.residents.synthetic.chance import Flags
from manto.residents.synthetic.roster import MEMBER_ROLES

Value = str | int | bool | date
FACT_ROWS = 4096  # how many residents are read at a time; changes nothing but the memory it takes


class Since(StrEnum):
    """Since when a fact holds."""

    BIRTH = "birth"
    DEATH = "death"
    MOVED_IN = "moved_in"
    HOUSEHOLD_CHANGED = "household_changed"  # the last birth, death or move in the household
    MAJORITY = "majority"  # the 18th birthday, or the day of moving in if later
    SCHOOL_YEAR = "school_year"
    THIS_YEAR = "this_year"  # the registers' extract of 1 January, or the day of moving in if later
    LAST_YEAR = "last_year"  # the tax year


class Source(NamedTuple):
    """From whom the city knows something: the kind of source, and which register or connector by the catalogue."""

    kind: str  # register | connector | own_word
    ref: str = ""


@dataclass(frozen=True)
class Column:
    """One fact of all residents.

    Args:
        values: One per resident. Where the fact is unknown the value means nothing and is never read.
        known: Whether the fact is known; `None` when it is known of everybody. Days use `NaT` instead.
        words: When there are any, the values are positions in them.
        pattern: When there is one, the value is written into it and the fact is a text.
        source: From whom the city has it.
        since: Since when it holds.
    """

    values: NDArray[Any]
    source: Source
    since: Since
    known: Flags | None = None
    words: tuple[str, ...] = ()
    pattern: str = ""

    def is_known(self, start: int = 0, stop: int | None = None) -> Flags:
        """Say of each resident of a range whether the fact is known."""
        values = self.values[start:stop]
        if self.known is not None:
            return self.known[start:stop]
        return ~np.isnat(values) if values.dtype.kind == "M" else np.ones(len(values), dtype=np.bool_)

    def read(self, start: int = 0, stop: int | None = None) -> list[Value | None]:
        """Give the values of a range of residents as Python's own; `None` where unknown."""
        values: list[Any] = self.values[start:stop].tolist()
        if self.words:
            values = [self.words[value] for value in values]
        elif self.pattern:
            values = [self.pattern.format(value) for value in values]
        if self.known is None:
            return values
        return [value if known else None for value, known in zip(values, self.known[start:stop].tolist(), strict=True)]


class SyntheticFact(NamedTuple):
    """Something the city knows of one synthetic resident."""

    resident: int
    fact: str
    value: Value
    valid_from: date
    source: Source


class Member(NamedTuple):
    """Somebody in a household; its first member is the head."""

    resident: int
    household: int
    role: str  # head | partner | child | parent | relative | other
    since: date
    until: date | None  # the day of death


@dataclass(frozen=True)
class Population:
    """A city's synthetic residents; row `i` of every column is resident `i`, and households stand together.

    Args:
        seed: Decided every draw.
        on: The day on which ages and gaps hold.
        household: Per resident, the household's number; it never falls from row to row.
        role: Per resident, what they are to the head of the household, as a position in `MEMBER_ROLES`.
        home_points: Per household, latitude and longitude in degrees. Not a fact: no register holds it.
        household_changed: Per household, the day of its last birth, death or move.
        guardians: Pairs (minor, adult) of residents.
        columns: By the name of the fact.
    """

    seed: int
    on: date
    household: NDArray[np.int32]
    role: NDArray[np.int8]
    home_points: NDArray[np.float64]
    household_changed: Days
    guardians: NDArray[np.int32]
    columns: Mapping[str, Column] = field(repr=False)

    @property
    def size(self) -> int:
        """How many residents there are, those who died in the year included."""
        return len(self.household)

    @property
    def households(self) -> int:
        """How many households there are, those whose last member died in the year included."""
        return len(self.household_changed)

    @property
    def bytes_in_memory(self) -> int:
        """How much memory the columns take."""
        arrays: list[NDArray[Any]] = [
            self.household,
            self.role,
            self.home_points,
            self.household_changed,
            self.guardians,
        ]
        arrays += [column.values for column in self.columns.values()]
        arrays += [column.known for column in self.columns.values() if column.known is not None]
        return sum(array.nbytes for array in arrays)

    @staticmethod
    def id_of(resident: int) -> str:
        """Name a resident so that nobody takes the name for a real person's.

        >>> Population.id_of(42)
        'synthetic-0000042'
        """
        return f"synthetic-{resident:07d}"

    def as_facts(self, start: int = 0, stop: int | None = None) -> Iterator[SyntheticFact]:
        """Give the facts of a range of residents, resident by resident; what is unknown gives no fact.

        The facts of two ranges that touch, one after the other, are the facts of both together.
        """
        end = self.size if stop is None else min(stop, self.size)
        for first in range(start, end, FACT_ROWS):
            last = min(first + FACT_ROWS, end)
            since = {rule: self.since(rule, first, last).tolist() for rule in Since}
            columns = [
                (name, column.source, column.read(first, last), since[column.since])
                for name, column in self.columns.items()
            ]
            for row in range(last - first):
                for name, source, values, days in columns:
                    value = values[row]
                    if value is not None:
                        yield SyntheticFact(first + row, name, value, days[row], source)

    def members(self, start: int = 0, stop: int | None = None) -> Iterator[Member]:
        """Say of each resident of a range in which household they live, as what, and since and until when."""
        columns = (
            self.household[start:stop].tolist(),
            self.role[start:stop].tolist(),
            self.since(Since.MOVED_IN, start, stop).tolist(),
            self.since(Since.DEATH, start, stop).tolist(),
        )
        for resident, (household, role, since, until) in enumerate(zip(*columns, strict=True), start):
            yield Member(resident, household, MEMBER_ROLES[role], since, until)

    def since(self, rule: Since, start: int = 0, stop: int | None = None) -> Days:
        """Give the day since when facts of a rule hold, for a range of residents."""
        born: Days = self.columns["person.birth"].values[start:stop]
        moved_in: Days = self.columns["home.since"].values[start:stop]
        died: Days = self.columns["person.death"].values[start:stop]
        this_year = np.datetime64(date(self.on.year, 1, 1), "D")
        school_year = np.datetime64(date(self.on.year if self.on.month >= 9 else self.on.year - 1, 9, 1), "D")
        match rule:
            case Since.BIRTH:
                return born
            case Since.DEATH:
                return died
            case Since.MOVED_IN:
                return moved_in
            case Since.HOUSEHOLD_CHANGED:
                changed: Days = self.household_changed[self.household[start:stop]]
                return changed
            case Since.MAJORITY:
                return np.maximum(birthday(born, ADULT_AGE), moved_in)
            case Since.SCHOOL_YEAR:
                return np.maximum(school_year, moved_in)
            case Since.THIS_YEAR:
                return np.maximum(this_year, moved_in)
            case Since.LAST_YEAR:
                return np.full(len(born), np.datetime64(date(self.on.year - 1, 1, 1), "D"))


def birthday(born: Days, age: int) -> Days:
    """Give the day on which each becomes so many years old; the 29th of February becomes the 1st of March.

    >>> birthday(np.array(["2008-02-29", "2008-06-09"], dtype="datetime64[D]"), 18).tolist()
    [datetime.date(2026, 3, 1), datetime.date(2026, 6, 9)]
    """
    months = born.astype("datetime64[M]")
    days_into_month = (born - months.astype(born.dtype)).astype(np.int64)
    first_of_month = (months + np.timedelta64(12 * age, "M")).astype(born.dtype)
    day: Days = first_of_month + days_into_month.astype("timedelta64[D]")
    return day
