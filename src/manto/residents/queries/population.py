"""Reading a whole city at once: the door of ``read_facts`` for everybody, with the same conditions and the same lines.

1. Only a room may; it says why, and for which purpose of consent if it reads for one.
2. A fact that rests on consent is given only while that consent is in force; with a purpose, only of those who agree
   to it and only what it covers. Of whoever does not agree even complete registers say nothing.
3. What is given is what holds on the day asked about, as the city knows it now.
4. Everybody whose facts are given gets a line, one a day, before anything is given.

What is given are tables of this session's own, which nobody else sees and which end with it: ``population`` with a row
per resident and a column per fact, ``population_kin`` with who lives with whom. The dead are not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from manto.kernel.errors import BadInput
from manto.residents.catalogue import FactKind
from manto.residents.commands.lookups import city_day
from manto.residents.commands.population_lines import write_population_lines
from manto.residents.models import Consent, Fact, Membership, Resident
from manto.residents.queries.people import RELATIONS
from manto.residents.readers import Room
from manto.residents.reference import catalogue, purposes

FRAME, KIN, PEOPLE, AGREED = "population", "population_kin", "population_people", "population_agreed"
COLUMN_TYPES = {
    "sqlite": {"text": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"},
    "postgresql": {"text": "text", "date": "date", "integer": "bigint", "boolean": "boolean"},
}


def open_population(
    names: Iterable[str],
    reader: Room,
    reason: str,
    now: datetime,
    *,
    purpose: str | None = None,
    on: date | None = None,
) -> int:
    """Make the tables of a population, for this session.

    Args:
        names: Which facts, by their names in the catalogue.
        reader: The room that reads.
        reason: The code of its reason.
        now: The moment of reading.
        purpose: A purpose of consent for which this is read; only those who agree to it are read, and only its facts.
        on: The day on which the facts hold; today if none is given.

    Returns:
        How many residents are in the tables.

    Raises:
        UnknownName: A name that the catalogue does not hold.
        BadInput: No room or no reason.

    """
    kinds = [catalogue()[name] for name in sorted(set(names))]
    if not reader.name or not reason.strip():  # (1)
        raise BadInput("A room must say which it is and why it reads.", "Give both.")
    covered = None if purpose is None else set(purposes()[purpose].facts)
    write_population_lines([kind.name for kind in kinds], reader, reason, now, purpose=purpose)  # (4)
    tables = _Tables(kinds, covered, purpose, on or city_day(now))
    with connection.cursor() as cursor:
        for statement in tables.statements():
            cursor.execute(statement)
        cursor.execute(f"SELECT COUNT(*) FROM {FRAME}")  # noqa: S608 - a name of our own
        return int(cursor.fetchone()[0])


def move_population(names: Iterable[str], before: date, on: date, *, purpose: str | None = None) -> int:
    """Move the tables that ``open_population`` made to a later day: read anew whoever's facts change until then.

    Returns:
        Of how many residents something changes.

    """
    kinds = [catalogue()[name] for name in sorted(set(names))]
    covered = None if purpose is None else set(purposes()[purpose].facts)
    tables = _Tables(kinds, covered, purpose, on)
    with connection.cursor() as cursor:
        cursor.execute(tables.changed(before))
        for statement in tables.again():
            cursor.execute(statement)
        cursor.execute(f"SELECT COUNT(*) FROM {FRAME}_changed")  # noqa: S608
        count = int(cursor.fetchone()[0])
        cursor.execute(f"DROP TABLE {FRAME}_changed")
    return count


def residents_of_population() -> list[tuple[int, UUID]]:
    """Give the number and the identifier of everybody in the tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row, resident FROM {PEOPLE} WHERE agreed ORDER BY row")  # noqa: S608
        return [(row, one if isinstance(one, UUID) else UUID(one)) for row, one in cursor.fetchall()]


def facts_of_population(names: Sequence[str], *, agreed: str) -> list[tuple[UUID, tuple[Any, ...]]]:
    """Give what the tables hold of everybody in them who agrees to one purpose more.

    Args:
        names: Which facts, of those that ``open_population`` was asked for.
        agreed: The other purpose.

    Returns:
        Residents, each with the values in the order of the names; None for what is not known.

    """
    columns = "".join(f", f.{column_name(catalogue()[name].name)}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.resident{columns} FROM {PEOPLE} p JOIN {FRAME} f ON f.row = p.row JOIN {AGREED} a "  # noqa: S608
            "ON a.resident = p.resident AND a.purpose = %s WHERE p.agreed ORDER BY p.row",
            [purposes()[agreed].id],
        )
        return [(one if isinstance(one, UUID) else UUID(one), tuple(values)) for one, *values in cursor.fetchall()]


def column_name(fact: str) -> str:
    """Name the column of a fact; the rules of services name it alike."""
    return fact.replace(".", "__")


class _Tables:
    """Writes the statements. No value of anybody stands in one; names come from the catalogue."""

    def __init__(self, kinds: Sequence[FactKind], covered: set[str] | None, purpose: str | None, on: date) -> None:
        self.kinds = kinds
        self.given = [kind.name for kind in kinds if covered is None or kind.name in covered]
        self.purpose = purpose
        self.on = on.isoformat()
        self.vendor = connection.vendor
        self.flag = "INTEGER" if self.vendor == "sqlite" else "boolean"
        self.yes, self.no = ("1", "0") if self.vendor == "sqlite" else ("TRUE", "FALSE")

    def statements(self) -> list[str]:
        """Make everything, in order."""
        drop = [f"DROP TABLE IF EXISTS {name}" for name in (FRAME, KIN, PEOPLE, AGREED)]
        return [
            *drop,
            self._agreed(),
            *self._people(),
            self._frame(),
            self._fill(),
            *self._shared(),
            *self._kin(),
        ]

    def again(self) -> list[str]:
        """Read those anew who are in the table of the changed."""
        changed = f"SELECT row FROM {FRAME}_changed"  # noqa: S608
        return [f"DELETE FROM {FRAME} WHERE row IN ({changed})", self._fill(only=changed), *self._shared()]  # noqa: S608

    def changed(self, before: date) -> str:
        """Gather those of whom a fact begins or ends after one day and up to another, and who lives with them."""
        between = f"> '{before.isoformat()}'"
        fact = Fact._meta.db_table
        return (
            f"CREATE TEMPORARY TABLE {FRAME}_changed AS SELECT DISTINCT b.row AS row FROM {fact} f "  # noqa: S608
            f"JOIN {PEOPLE} a ON a.resident = f.resident_id JOIN {PEOPLE} b ON b.row = a.row OR b.household = a.household "
            f"WHERE f.superseded_at IS NULL AND f.name IN ({self._names()}) AND ((f.valid_from {between} "
            f"AND f.valid_from <= '{self.on}') OR (f.valid_to {between} AND f.valid_to <= '{self.on}'))"
        )

    def _names(self) -> str:
        return ", ".join(f"'{name}'" for name in self.given) or "''"

    def _agreed(self) -> str:
        """Gather who agrees to what at present (2)."""
        versions = " OR ".join(f"(purpose = '{one.id}' AND version = {one.version})" for one in purposes())
        consent = Consent._meta.db_table
        return (
            f"CREATE TEMPORARY TABLE {AGREED} AS SELECT DISTINCT resident_id AS resident, purpose FROM {consent} "  # noqa: S608
            f"WHERE withdrawn_at IS NULL AND ({versions})"
        )

    def _people(self) -> list[str]:
        """Give everybody who lives a number, household by household, and say who agrees to being read."""
        member, resident, fact = (table._meta.db_table for table in (Membership, Resident, Fact))
        agrees = self.yes
        if self.purpose is not None:
            agrees = f"EXISTS (SELECT 1 FROM {AGREED} a WHERE a.resident = r.id AND a.purpose = '{self.purpose}')"  # noqa: S608
        return [
            f"CREATE INDEX {AGREED}_of ON {AGREED} (resident, purpose)",
            f"CREATE TEMPORARY TABLE {PEOPLE} AS SELECT "  # noqa: S608
            f"ROW_NUMBER() OVER (ORDER BY m.household_id, r.id) - 1 AS row, r.id AS resident, "
            f"m.household_id AS household, m.role AS role, {agrees} AS agreed FROM {resident} r LEFT JOIN {member} m ON m.id = "
            f"(SELECT MIN(one.id) FROM {member} one WHERE one.resident_id = r.id AND one.valid_from <= '{self.on}' "
            f"AND (one.valid_to IS NULL OR one.valid_to > '{self.on}')) "
            f"WHERE NOT EXISTS (SELECT 1 FROM {fact} d WHERE d.resident_id = r.id AND d.name = 'person.death' "
            f"AND d.superseded_at IS NULL AND d.value <= '{self.on}')",
            f"CREATE UNIQUE INDEX {PEOPLE}_by_resident ON {PEOPLE} (resident)",
            f"CREATE INDEX {PEOPLE}_by_household ON {PEOPLE} (household)",
        ]

    def _frame(self) -> str:
        types = COLUMN_TYPES[self.vendor]
        columns = "".join(
            f", {column_name(kind.name)} {types[kind.type]}"
            + (f", {column_name(kind.name)}__none {self.flag} NOT NULL" if _may_be_none(kind) else "")
            for kind in self.kinds
        )
        return (
            f"CREATE TEMPORARY TABLE {FRAME} (row INTEGER PRIMARY KEY, household_known {self.flag} NOT NULL{columns})"
        )

    def _fill(self, only: str | None = None) -> str:
        """Turn facts into columns (3): one row of facts at most holds on a day for each name."""
        raw, out = [], []
        for i, kind in enumerate(self.kinds):
            given = kind.name in self.given
            raw.append(f"MAX(CASE WHEN f.name = '{kind.name}' THEN f.value END) AS c{i}" if given else f"NULL AS c{i}")
            out += self._values(kind, f"c{i}", given)
        fact = Fact._meta.db_table
        agreed = f"SELECT 1 FROM {AGREED} a WHERE a.resident = f.resident_id AND a.purpose = f.consent_purpose"  # noqa: S608
        facts = (
            f"SELECT f.resident_id AS resident{''.join(', ' + one for one in raw)} FROM {fact} f "  # noqa: S608
            f"WHERE f.name IN ({self._names()}) AND f.superseded_at IS NULL AND f.valid_from <= '{self.on}' "
            f"AND (f.valid_to IS NULL OR f.valid_to > '{self.on}') "
            f"AND (f.consent_purpose = '' OR EXISTS ({agreed})) GROUP BY f.resident_id"
        )
        where = f" WHERE p.row IN ({only})" if only else ""
        return (
            f"INSERT INTO {FRAME} SELECT p.row, p.household IS NOT NULL{''.join(', ' + one for one in out)} "  # noqa: S608
            f"FROM {PEOPLE} p LEFT JOIN ({facts}) v ON v.resident = p.resident AND p.agreed{where} ORDER BY p.row"
        )

    def _values(self, kind: FactKind, raw: str, given: bool) -> list[str]:
        said = raw if not kind.may_be_none else f"NULLIF({raw}, '')"
        match kind.type:
            case "boolean":
                value = f"({said} = 'true')"
            case "integer":
                value = f"CAST({said} AS {'INTEGER' if self.vendor == 'sqlite' else 'bigint'})"
            case "date" if self.vendor != "sqlite":
                value = f"CAST({said} AS date)"
            case _:
                value = f"CAST({said} AS TEXT)"
        sure = (
            f"(p.agreed AND {raw} IS NULL)" if given else self.no
        )  # a complete register that may be read holds nothing
        if kind.type == "boolean" and kind.complete:
            return [f"CASE WHEN {sure} THEN {self.no} ELSE {value} END"]
        if not _may_be_none(kind):
            return [value]
        none = f"COALESCE({raw} = '', {self.no})" if kind.may_be_none else self.no
        return [value, f"({none} OR {sure})" if kind.complete else none]

    def _shared(self) -> list[str]:
        """Give all who live together what is known of one and true of all; where they disagree, the largest."""
        shared = [kind for kind in self.kinds if kind.whole_household]
        if not shared:
            return []
        names = [column_name(kind.name) for kind in shared]
        largest = ", ".join(
            f"{'BOOL_OR' if kind.type == 'boolean' and self.vendor != 'sqlite' else 'MAX'}(f.{name}) AS {name}"
            for kind, name in zip(shared, names, strict=True)
        )
        values = ", ".join(f"{name} = COALESCE({FRAME}.{name}, s.{name})" for name in names)
        lacking = " OR ".join(f"{FRAME}.{name} IS NULL" for name in names)
        return [
            f"UPDATE {FRAME} SET {values} FROM (SELECT p.row, h.* FROM {PEOPLE} p JOIN (SELECT q.household AS of, {largest} "  # noqa: S608
            f"FROM {FRAME} f JOIN {PEOPLE} q ON q.row = f.row WHERE q.household IS NOT NULL GROUP BY q.household) h "
            f"ON h.of = p.household) s WHERE s.row = {FRAME}.row AND ({lacking})"
        ]

    def _kin(self) -> list[str]:
        said = " ".join(
            f"WHEN a.role = '{mine}' AND b.role = '{theirs}' THEN '{relation}'"
            for (mine, theirs), relation in RELATIONS.items()
        )
        relation = f"CASE WHEN a.row = b.row THEN 'self' {said} ELSE 'other' END"
        layout = " WITHOUT ROWID" if self.vendor == "sqlite" else ""
        return [
            f"CREATE TEMPORARY TABLE {KIN} (subject INTEGER, member INTEGER, relation TEXT NOT NULL, "
            f"PRIMARY KEY (subject, member)){layout}",
            f"INSERT INTO {KIN} SELECT a.row, b.row, {relation} FROM {PEOPLE} a JOIN {PEOPLE} b "  # noqa: S608
            f"ON b.household = a.household ORDER BY a.row, b.row",
            f"INSERT INTO {KIN} SELECT row, row, 'self' FROM {PEOPLE} WHERE household IS NULL",  # noqa: S608
            *([f"ANALYZE {name}" for name in (FRAME, KIN, PEOPLE)] if self.vendor != "sqlite" else []),
        ]


def _may_be_none(kind: FactKind) -> bool:
    return kind.may_be_none or (kind.complete and kind.type != "boolean")
