"""A synthetic population as a population frame: for trying rules where no resident's facts are at hand, and for measuring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from manto.residents.queries.people import RELATIONS
from manto.residents.synthetic import Population
from manto.residents.synthetic.population import Column
from manto.residents.synthetic.roster import MEMBER_ROLES
from manto.services.rules.case import NONE, Case, Member
from manto.services.rules.frame import SELF
from manto.services.rules.in_sql import FrameColumn
from manto.services.rules.language import Language
from manto.services.rules.tree import Kind

Values = tuple[NDArray[Any], NDArray[np.bool_], NDArray[np.bool_]]  # value, known, none


@dataclass(frozen=True)
class SyntheticFrame:
    """The living of a synthetic population, completed as ``case.completed`` does it.

    Attributes:
        columns: By fact: values, whether each is known, and whether it is known none.
        subjects: Rows of who lives with whom, each herself among them, in the order of the subjects.
        members: The member of each such pair.
        relations: What the member is to the subject.

    """

    columns: dict[str, Values]
    subjects: NDArray[np.int64]
    members: NDArray[np.int64]
    relations: NDArray[Any]

    @property
    def size(self) -> int:
        """How many residents there are."""
        return int(self.subjects[-1]) + 1 if len(self.subjects) else 0

    def column(self, column: FrameColumn) -> tuple[list[Any], list[bool]]:
        """Give one fact of everybody as Python's own values, None where it is unknown or none, and where it is none."""
        values, known, none = self.columns[column.fact]
        plain = values.tolist()
        return [value if there else None for value, there in zip(plain, known.tolist(), strict=True)], none.tolist()

    def case(self, row: int, starts: NDArray[np.int64]) -> Case:
        """Give one resident as a case.

        Args:
            row: Which.
            starts: Per resident, where her pairs begin.

        """
        pairs = range(int(starts[row]), int(starts[row + 1]))
        others = tuple(
            Member(str(self.relations[pair]), self._facts(int(self.members[pair])), str(self.members[pair]))
            for pair in pairs
            if self.members[pair] != row
        )
        return Case(self._facts(row), others, str(row))

    def _facts(self, row: int) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, (values, known, none) in self.columns.items():
            if none[row]:
                facts[name] = NONE
            elif known[row]:
                value = values[row]
                facts[name] = value.item() if isinstance(value, np.generic) else value
        return facts

    def starts(self) -> NDArray[np.int64]:
        """Give, per resident, where her pairs begin, and the end of all."""
        return np.searchsorted(self.subjects, np.arange(self.size + 1))


def synthetic_frame(population: Population, columns: Sequence[FrameColumn], language: Language) -> SyntheticFrame:
    """Make a frame of a synthetic population.

    Args:
        population: As ``manto.residents.synthetic.generate`` makes it.
        columns: Which facts; what the population does not model is unknown, or none where the register is complete.
        language: Which registers are complete, and what households share.

    """
    living = np.isnat(population.columns["person.death"].values)
    household = np.unique(population.household[living], return_inverse=True)[1]
    read = {}
    for column in columns:
        values, known, none = _values(population.columns.get(column.fact), column, living)
        if column.fact in language.whole_household:
            values, known = _shared(values, known, household)
        if column.fact in language.complete:
            if column.kind is Kind.YESNO:
                values, known = np.where(known, values, False), np.ones(len(known), dtype=np.bool_)
            else:
                none = none | ~known
        read[column.fact] = (values, known, none)
    return SyntheticFrame(read, *_kin(household, population.role[living]))


def _values(column: Column | None, wanted: FrameColumn, living: NDArray[np.bool_]) -> Values:
    count = int(living.sum())
    nothing = np.zeros(count, dtype=np.bool_)
    if column is None:
        kinds = {Kind.DAY: "datetime64[D]", Kind.TEXT: "U1", Kind.YESNO: "bool"}
        return np.zeros(count, dtype=kinds.get(wanted.kind, "int64")), nothing, nothing
    values = column.values[living]
    if column.words:
        values = np.array(column.words)[values]
    elif column.pattern:
        values = np.array([column.pattern.format(value) for value in values.tolist()])
    elif values.dtype.kind in "iu":
        values = values.astype(np.int64)
    return values, column.is_known()[living], nothing


def _shared(
    values: NDArray[Any], known: NDArray[np.bool_], household: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Give all who live together the largest value known of any."""
    starts = np.flatnonzero(np.append(True, np.diff(household) > 0))
    least = np.where(known, values.astype(np.int64), np.iinfo(np.int64).min)
    largest = np.maximum.reduceat(least, starts)[household]
    there = np.logical_or.reduceat(known, starts)[household]
    return np.where(known, values, np.where(there, largest, 0).astype(values.dtype)), there


def _kin(
    household: NDArray[np.int64], role: NDArray[np.int8]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]:
    """List who lives with whom; households stand together."""
    starts = np.flatnonzero(np.append(True, np.diff(household) > 0))
    sizes = np.diff(np.append(starts, len(household)))
    each = sizes[household]
    subjects = np.repeat(np.arange(len(household)), each)
    offset = np.arange(len(subjects)) - np.repeat(np.cumsum(each) - each, each)
    members = np.repeat(starts[household], each) + offset
    words = np.full((len(MEMBER_ROLES), len(MEMBER_ROLES)), "other", dtype="U8")
    for (mine, theirs), relation in RELATIONS.items():
        words[MEMBER_ROLES.index(mine), MEMBER_ROLES.index(theirs)] = relation
    relations = words[role[subjects], role[members]]
    relations[subjects == members] = SELF
    return subjects, members, relations


def sqlite_rows(frame: SyntheticFrame, columns: Sequence[FrameColumn]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of the first table as SQLite stores them."""
    stored: list[Any] = [range(frame.size), [1] * frame.size]
    for column in columns:
        values, none = frame.column(column)
        if column.kind is Kind.DAY:
            values = [None if value is None else value.isoformat() for value in values]
        stored.append(values)
        if column.absent:
            stored.append(none)
    return zip(*stored, strict=True)
