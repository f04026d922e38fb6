"""Evaluating rules for a whole city in SQL, on SQLite and on PostgreSQL, with the same answers as one by one.

What is read is a *population frame* of two tables (see docs/decisions, four ways to evaluate one rule):

- one row per resident, numbered, with a column per fact; NULL is unknown, and a fact that may be none has a second
  column that says that it is;
- one row per resident and member of her household, herself included as ``self``, with what the member is to her.

All that rules say of households is worked out in one pass over the second table, a few columns per quantifier; then
one pass over the first decides every service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from manto.services.rules.deciding import Rule
from manto.services.rules.tree import (
    RELATION_OF,
    And,
    Applies,
    Arithmetic,
    Choice,
    Choose,
    Compare,
    Constant,
    Divided,
    FactOf,
    Household,
    IsNone,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Otherwise,
    Scalar,
    walk,
)


@dataclass(frozen=True)
class Dialect:
    """How one database writes values, and what it calls their types."""

    name: str
    yes: str
    no: str
    whole: str
    types: dict[Kind, str] = field(hash=False)

    def value(self, value: Scalar) -> str:
        """Write a value; texts cannot end their quotation marks."""
        if isinstance(value, bool):
            return self.yes if value else self.no
        if isinstance(value, int):
            return f"({value}){self.whole}"
        if isinstance(value, date):
            return f"'{value.isoformat()}'" if self.name == "sqlite" else f"DATE '{value.isoformat()}'"
        return "'" + value.replace("'", "''") + "'"


SQLITE = Dialect(
    "sqlite", "1", "0", "",
    {Kind.YESNO: "INTEGER", Kind.NUMBER: "INTEGER", Kind.MONEY: "INTEGER", Kind.DAY: "TEXT", Kind.TEXT: "TEXT"},
)  # fmt: skip
POSTGRESQL = Dialect(
    "postgresql", "TRUE", "FALSE", "::bigint",
    {Kind.YESNO: "boolean", Kind.NUMBER: "bigint", Kind.MONEY: "bigint", Kind.DAY: "date", Kind.TEXT: "text"},
)  # fmt: skip


@dataclass(frozen=True)
class FrameColumn:
    """A column that a frame needs: one fact, and whether a second column says that it is none."""

    fact: str
    kind: Kind
    absent: bool

    @property
    def name(self) -> str:
        """Name it in the database."""
        return column_name(self.fact)


def column_name(fact: str) -> str:
    """Name the column of a fact.

    >>> column_name("household.isee_cents")
    'household__isee_cents'
    """
    return fact.replace(".", "__")


def columns_of(nodes: Iterable[Node]) -> tuple[FrameColumn, ...]:
    """Say which columns expressions need, in the order of their names."""
    facts = {part.name: part for node in nodes for part in walk(node) if isinstance(part, FactOf)}
    return tuple(FrameColumn(name, fact.kind, fact.absent) for name, fact in sorted(facts.items()))


class SqlWriter:
    """Writes expressions that have been bound to a day, and gathers what they say of households."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.households: dict[Household, int] = {}

    # ── One expression ───────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, node: Node) -> str:
        """Write an expression over the rows ``p`` of residents, ``h`` of what households say and ``m`` of members."""
        return _WRITERS[type(node)](self, node)

    def constant(self, node: Constant) -> str:
        """Write a value."""
        return self.dialect.value(node.value)

    def fact(self, node: FactOf) -> str:
        """Write a fact's column."""
        return f"{'m' if node.member else 'p'}.{column_name(node.name)}"

    def compare(self, node: Compare) -> str:
        """Write a comparison; one of a count with a number is decided as soon as it can be."""
        if isinstance(node.left, Household) and node.left.function == "count" and isinstance(node.right, Constant):
            return self._count_compared(node.op, node.left, int(str(node.right.value)))
        op = {"==": "=", "!=": "<>"}.get(node.op, node.op)
        return f"({self.write(node.left)} {op} {self.write(node.right)})"

    def one_of(self, node: OneOf) -> str:
        """Write membership in a set."""
        values = node.among.values if isinstance(node.among, Choice) else ()
        return f"({self.write(node.item)} IN ({', '.join(map(self.dialect.value, values))}))"

    def and_or(self, node: And | Or) -> str:
        """Write logic, which in SQL is Kleene's."""
        word = " AND " if isinstance(node, And) else " OR "
        return f"({word.join(self.write(part) for part in node.parts)})"

    def negate(self, node: Not) -> str:
        """Write 'not'."""
        return f"(NOT {self.write(node.part)})"

    def arithmetic(self, node: Arithmetic) -> str:
        """Write a calculation."""
        return f"({self.write(node.left)} {node.op} {self.write(node.right)})"

    def divided(self, node: Divided) -> str:
        """Write a division that rounds halves away from zero; both databases cut off towards zero."""
        item, by = self.write(node.item), self.write(node.by)
        up, down = f"(2 * {item} + {by}) / (2 * {by})", f"-((-2 * {item} + {by}) / (2 * {by}))"
        return f"(CASE WHEN {item} >= 0 THEN {up} ELSE {down} END)"

    def choose(self, node: Choose) -> str:
        """Write 'a if condition else b'."""
        then, otherwise = self.write(node.then), self.write(node.otherwise)
        return f"(CASE {self.write(node.condition)} WHEN {self.dialect.yes} THEN {then}" \
               f" WHEN {self.dialect.no} THEN {otherwise} END)"  # fmt: skip

    # ── Absence ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _is_marked_none(self, item: FactOf) -> str:
        return f"{self.fact(item)}__none" if item.absent else self.dialect.no

    def otherwise(self, node: Otherwise) -> str:
        """Write what counts when a value is absent."""
        item, default = node.item, self.write(node.default)
        if isinstance(item, Household):
            value, absent = self.write(item), self._is_nobody(item)
        else:
            value = self.fact(item)
            absent = self._is_marked_none(item)
            if item.applies is not None:
                absent = f"({absent} OR ({value} IS NULL AND {self._surely_not(item.applies)}))"
        return f"(CASE WHEN {absent} THEN {default} ELSE {value} END)"

    def _surely_not(self, node: Node) -> str:
        return f"COALESCE(NOT {self.write(node)}, {self.dialect.no})"

    def is_none(self, node: IsNone) -> str:
        """Write whether there is known to be none."""
        yes, no, item = self.dialect.yes, self.dialect.no, node.item
        if isinstance(item, Household):
            decided = f"WHEN {self.write(item)} IS NOT NULL THEN {no}"
            return f"(CASE WHEN {self._is_nobody(item)} THEN {yes} {decided} END)"
        cases = f"WHEN {self._is_marked_none(item)} THEN {yes} WHEN {self.fact(item)} IS NOT NULL THEN {no}"
        if item.applies is not None:
            cases += f" WHEN {self._surely_not(item.applies)} THEN {no}"
        return f"(CASE {cases} END)"

    def applies(self, node: Applies) -> str:
        """Write whether a fact applies at all."""
        item = node.item
        there = f"{self.fact(item)} IS NOT NULL OR {self._is_marked_none(item)}"
        applies = self.dialect.yes if item.applies is None else self.write(item.applies)
        return f"(CASE WHEN {there} THEN {self.dialect.yes} ELSE {applies} END)"

    # ── Households ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _number(self, node: Household) -> int:
        return self.households.setdefault(node, len(self.households))

    def household(self, node: Household) -> str:
        """Write what a quantifier gives, over the columns that ``aggregates`` works out."""
        i, yes, no = self._number(node), self.dialect.yes, self.dialect.no
        match node.function:
            case "any":
                rest = f"CASE WHEN p.household_known THEN {no} END"
                return f"(CASE h.h{i} WHEN 2 THEN {yes} WHEN 0 THEN {rest} END)"
            case "all":
                rest = f"CASE WHEN p.household_known THEN {yes} END"
                return f"(CASE h.h{i} WHEN 0 THEN {no} WHEN 2 THEN {rest} END)"
        return f"(CASE WHEN p.household_known AND h.u{i} = 0 THEN h.h{i} END)"

    def _is_nobody(self, node: Household) -> str:
        i = self._number(node)
        return f"(p.household_known AND h.u{i} = 0 AND h.n{i} = 0)"

    def _count_compared(self, op: str, node: Household, n: int) -> str:
        i, yes, no = self._number(node), self.dialect.yes, self.dialect.no
        least, most = f"h.h{i}", f"(h.h{i} + h.u{i})"
        if op in ("==", "!="):
            exact = f"WHEN p.household_known AND h.u{i} = 0 THEN {least} {'=' if op == '==' else '<>'} {n}"
            outside = f"WHEN {n} < {least} OR (p.household_known AND {n} > {most})"
            return f"(CASE {exact} {outside} THEN {no if op == '==' else yes} END)"
        bound = n if op in (">=", "<") else n + 1
        reached, missed = (yes, no) if op in (">=", ">") else (no, yes)
        return f"(CASE WHEN {least} >= {bound} THEN {reached} WHEN p.household_known AND {most} < {bound} THEN {missed} END)"

    def aggregates(self) -> list[str]:
        """Write the columns that all quantifiers met so far need, over the rows ``k`` of kin and ``m`` of members."""
        columns = []
        for node, i in list(self.households.items()):
            columns += self._aggregate(node, i)
        return columns

    def _aggregate(self, node: Household, i: int) -> list[str]:
        yes, no = self.dialect.yes, self.dialect.no
        inside = self._inside(node.members)

        def of(test: str, when_yes: str, when_no: str, unknown: str, outside: str) -> str:
            said = f"CASE {test} WHEN {yes} THEN {when_yes} WHEN {no} THEN {when_no} ELSE {unknown} END"
            return said if inside is None else f"CASE WHEN {inside} THEN {said} ELSE {outside} END"

        test = self.write(node.test)
        match node.function:
            case "any":
                return [f"MAX({of(test, '2', '0', '1', '0')}) AS h{i}"]
            case "all":
                return [f"MIN({of(test, '2', '0', '1', '2')}) AS h{i}"]
            case "count":
                return [f"SUM({of(test, '1', '0', '0', '0')}) AS h{i}", f"SUM({of(test, '0', '0', '1', '0')}) AS u{i}"]
        value = self.write(node.value) if node.value is not None else yes
        unknown = f"CASE WHEN {value} IS NULL THEN 1 ELSE 0 END"
        if node.function == "sum":
            total = value if inside is None else f"CASE WHEN {inside} THEN {value} ELSE 0 END"
            cast = "CAST(SUM({}) AS bigint)" if self.dialect.name == "postgresql" else "SUM({})"
            return [f"{cast.format(total)} AS h{i}", f"MAX({of(yes, unknown, '0', '0', '0')}) AS u{i}"]
        extreme = "MIN" if node.function == "oldest" else "MAX"
        return [
            f"{extreme}({of(test, value, 'NULL', 'NULL', 'NULL')}) AS h{i}",
            f"MAX({of(test, unknown, '0', '1', '0')}) AS u{i}",
            f"SUM({of(test, '1', '0', '0', '0')}) AS n{i}",
        ]

    def said_columns(self) -> list[tuple[str, Kind]]:
        """Name the columns that ``aggregates`` works out, each with its kind."""
        columns = []
        for node, i in self.households.items():
            day = node.function in ("oldest", "youngest")
            columns.append((f"h{i}", Kind.DAY if day else Kind.NUMBER))
            columns += [(f"u{i}", Kind.NUMBER)] if node.function not in ("any", "all") else []
            columns += [(f"n{i}", Kind.NUMBER)] if day else []
        return columns

    def _inside(self, members: str) -> str | None:
        if members == "household":
            return None
        return "k.relation <> 'self'" if members == "others" else f"k.relation = '{RELATION_OF[members]}'"

    @property
    def reads_subject(self) -> bool:
        """Whether something said of a member also speaks of the one decided about."""
        parts = (part for node in self.households for part in walk(node))
        return any(isinstance(part, FactOf) and not part.member for part in parts)


_WRITERS: dict[type[Any], Callable[[SqlWriter, Any], str]] = {
    Constant: SqlWriter.constant, FactOf: SqlWriter.fact, Compare: SqlWriter.compare, OneOf: SqlWriter.one_of,
    And: SqlWriter.and_or, Or: SqlWriter.and_or, Not: SqlWriter.negate, Arithmetic: SqlWriter.arithmetic,
    Divided: SqlWriter.divided, Choose: SqlWriter.choose, Otherwise: SqlWriter.otherwise, IsNone: SqlWriter.is_none,
    Applies: SqlWriter.applies, Household: SqlWriter.household,
}  # fmt: skip


@dataclass(frozen=True)
class Program:
    """Statements that evaluate expressions for everybody.

    Attributes:
        households: Fill the table of what households say; none when no expression speaks of them.
        select: One row per resident: her number, then one value per expression.

    """

    households: tuple[str, ...]
    select: str


def write_program(
    nodes: Sequence[Node], dialect: Dialect, *, frame: str = "frame", kin: str = "kin", said: str = "said",
    code: bool = False,
) -> Program:  # fmt: skip
    """Write the statements for a list of expressions.

    Args:
        nodes: Bound to a day; with ``code`` they come in pairs, whom a service is about and what must hold.
        dialect: The database.
        frame: The table of residents.
        kin: The table of who lives with whom.
        said: The temporary table to make for what households say.
        code: Give one text with a letter of ``states.CODES`` for each pair in place of one value for each expression.

    """
    writer = SqlWriter(dialect)
    values = [writer.write(node) for node in nodes]
    if code:
        pairs = zip(values[::2], values[1::2], strict=True)
        values = [" || ".join(_letter(dialect, applies, met) for applies, met in pairs) or "''"]
    columns = ", ".join(f"{value} AS v{i}" for i, value in enumerate(values))
    if not writer.households:
        return Program((), f"SELECT p.row, {columns} FROM {frame} p ORDER BY p.row")  # noqa: S608
    subject = f" JOIN {frame} p ON p.row = k.subject" if writer.reads_subject else ""
    aggregates = writer.aggregates()
    names = ", ".join(aggregate.rsplit(" AS ", 1)[1] for aggregate in aggregates)
    table = ", ".join(f"{name} {dialect.types[kind]}" for name, kind in writer.said_columns())
    households = (
        f"CREATE TEMPORARY TABLE {said} (subject INTEGER PRIMARY KEY, {table})",
        f"INSERT INTO {said} (subject, {names}) SELECT k.subject, {', '.join(aggregates)} "  # noqa: S608
        f"FROM {kin} k JOIN {frame} m ON m.row = k.member{subject} GROUP BY k.subject ORDER BY k.subject",
    )
    join = f"JOIN {said} h ON h.subject = p.row"
    return Program(households, f"SELECT p.row, {columns} FROM {frame} p {join} ORDER BY p.row")  # noqa: S608


def _letter(dialect: Dialect, applies: str, met: str) -> str:
    yes, no = dialect.yes, dialect.no
    said = f"CASE {met} WHEN {yes} THEN 'y' WHEN {no} THEN 'n' ELSE 'u' END"
    return said if applies == yes else f"CASE {applies} WHEN {yes} THEN {said} WHEN {no} THEN 'x' ELSE 'u' END"


def pairs_of(rules: Iterable[Rule | None]) -> list[Node]:
    """Give the expressions of several rules for ``write_program(code=True)``; a rule not in force is for nobody."""
    nobody = Constant(False, Kind.YESNO)
    return [node for rule in rules for node in (rule.nodes() if rule is not None else (nobody, nobody))]
