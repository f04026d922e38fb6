"""Evaluating rules for a million residents at once, over columns in memory. Needs the extra ``polars``.

Polars' own logic is Kleene's, and its null is unknown; what SQL writes as CASE is ``when ... then`` here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from manto.services.rules.frame import SELF, Frame
from manto.services.rules.in_sql import FrameColumn, column_name
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
    walk,
)

TYPES = {Kind.YESNO: pl.Boolean, Kind.NUMBER: pl.Int64, Kind.MONEY: pl.Int64, Kind.DAY: pl.Date, Kind.TEXT: pl.String}
KNOWN = pl.col("household_known")
MEMBER = "m:"  # before the names of a member's columns


def _case(test: pl.Expr, yes: Any, no: Any, unknown: Any = None) -> pl.Expr:
    return pl.when(test).then(yes).when(~test).then(no).otherwise(unknown)


class PolarsWriter:
    """Writes expressions that have been bound to a day as expressions over columns."""

    def __init__(self) -> None:
        self.households: dict[Household, int] = {}

    def write(self, node: Node) -> pl.Expr:
        """Write one expression."""
        return _WRITERS[type(node)](self, node)

    def constant(self, node: Constant) -> pl.Expr:
        """Write a value."""
        return pl.lit(node.value, dtype=TYPES[node.kind])

    def fact(self, node: FactOf) -> pl.Expr:
        """Write a fact's column."""
        return pl.col((MEMBER if node.member else "") + column_name(node.name))

    def compare(self, node: Compare) -> pl.Expr:
        """Write a comparison."""
        if isinstance(node.left, Household) and node.left.function == "count" and isinstance(node.right, Constant):
            return self._count_compared(node.op, node.left, int(str(node.right.value)))
        left, right = self.write(node.left), self.write(node.right)
        match node.op:
            case "<":
                return left < right
            case "<=":
                return left <= right
            case "==":
                return left == right
            case "!=":
                return left != right
            case ">=":
                return left >= right
        return left > right

    def one_of(self, node: OneOf) -> pl.Expr:
        """Write membership in a set."""
        values = node.among.values if isinstance(node.among, Choice) else ()
        return self.write(node.item).is_in(pl.lit(pl.Series(values, dtype=TYPES[node.among.kind])).implode())

    def and_or(self, node: And | Or) -> pl.Expr:
        """Write logic."""
        whole = self.write(node.parts[0])
        for part in node.parts[1:]:
            whole = whole & self.write(part) if isinstance(node, And) else whole | self.write(part)
        return whole

    def negate(self, node: Not) -> pl.Expr:
        """Write 'not'."""
        return ~self.write(node.part)

    def arithmetic(self, node: Arithmetic) -> pl.Expr:
        """Write a calculation."""
        left, right = self.write(node.left), self.write(node.right)
        return left + right if node.op == "+" else left - right if node.op == "-" else left * right

    def divided(self, node: Divided) -> pl.Expr:
        """Write a division that rounds halves away from zero."""
        item, by = self.write(node.item), self.write(node.by)
        size = (item.abs() * 2 + by) // (by * 2)
        return pl.when(item >= 0).then(size).otherwise(-size)

    def choose(self, node: Choose) -> pl.Expr:
        """Write 'a if condition else b'."""
        return _case(self.write(node.condition), self.write(node.then), self.write(node.otherwise))

    # ── Absence ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _is_marked_none(self, item: FactOf) -> pl.Expr:
        prefix = MEMBER if item.member else ""
        return pl.col(f"{prefix}{column_name(item.name)}__none") if item.absent else pl.lit(False)

    def otherwise(self, node: Otherwise) -> pl.Expr:
        """Write what counts when a value is absent."""
        item, default = node.item, self.write(node.default)
        if isinstance(item, Household):
            return pl.when(self._is_nobody(item)).then(default).otherwise(self.write(item))
        value, absent = self.fact(item), self._is_marked_none(item)
        if item.applies is not None:
            absent = absent | (value.is_null() & (~self.write(item.applies)).fill_null(False))
        return pl.when(absent).then(default).otherwise(value)

    def is_none(self, node: IsNone) -> pl.Expr:
        """Write whether there is known to be none."""
        item = node.item
        if isinstance(item, Household):
            there = pl.when(self.write(item).is_not_null()).then(False).otherwise(None)
            return pl.when(self._is_nobody(item)).then(True).otherwise(there)
        said = pl.when(self._is_marked_none(item)).then(True).when(self.fact(item).is_not_null()).then(False)
        if item.applies is not None:
            said = said.when((~self.write(item.applies)).fill_null(False)).then(False)
        return said.otherwise(None)

    def applies(self, node: Applies) -> pl.Expr:
        """Write whether a fact applies at all."""
        item = node.item
        applies = pl.lit(True) if item.applies is None else self.write(item.applies)
        return pl.when(self.fact(item).is_not_null() | self._is_marked_none(item)).then(True).otherwise(applies)

    # ── Households ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _number(self, node: Household) -> int:
        return self.households.setdefault(node, len(self.households))

    def household(self, node: Household) -> pl.Expr:
        """Write what a quantifier gives."""
        i = self._number(node)
        said = pl.col(f"h{i}")
        if node.function in ("any", "all"):
            decisive, rest = (2, 0) if node.function == "any" else (0, 2)
            known = pl.when(KNOWN & (said == rest)).then(node.function == "all").otherwise(None)
            return pl.when(said == decisive).then(node.function == "any").otherwise(known)
        return pl.when(KNOWN & (pl.col(f"u{i}") == 0)).then(said).otherwise(None)

    def _is_nobody(self, node: Household) -> pl.Expr:
        i = self._number(node)
        return KNOWN & (pl.col(f"u{i}") == 0) & (pl.col(f"n{i}") == 0)

    def _count_compared(self, op: str, node: Household, n: int) -> pl.Expr:
        i = self._number(node)
        least, most = pl.col(f"h{i}"), pl.col(f"h{i}") + pl.col(f"u{i}")
        if op in ("==", "!="):
            exact = (least == n) if op == "==" else (least != n)
            outside = (least > n) | (KNOWN & (most < n))
            beyond = pl.when(outside).then(op == "!=").otherwise(None)
            return pl.when(KNOWN & (pl.col(f"u{i}") == 0)).then(exact).otherwise(beyond)
        bound = n if op in (">=", "<") else n + 1
        reached = op in (">=", ">")
        missed = pl.when(KNOWN & (most < bound)).then(not reached).otherwise(None)
        return pl.when(least >= bound).then(reached).otherwise(missed)

    def aggregates(self) -> list[pl.Expr]:
        """Write the columns that all quantifiers met so far need, over the rows of kin."""
        return [column for node, i in list(self.households.items()) for column in self._aggregate(node, i)]

    def _aggregate(self, node: Household, i: int) -> list[pl.Expr]:
        inside = _inside(node.members)
        test = self.write(node.test)

        def of(yes: Any, no: Any, unknown: Any, outside: Any) -> pl.Expr:
            return pl.when(inside).then(_case(test, yes, no, unknown)).otherwise(outside)

        match node.function:
            case "any":
                return [of(2, 0, 1, 0).max().alias(f"h{i}")]
            case "all":
                return [of(2, 0, 1, 2).min().alias(f"h{i}")]
            case "count":
                return [of(1, 0, 0, 0).sum().alias(f"h{i}"), of(0, 0, 1, 0).sum().alias(f"u{i}")]
        value = self.write(node.value if node.value is not None else node.test)
        unknown = value.is_null().cast(pl.Int32)
        if node.function == "sum":
            total = pl.when(inside).then(value).otherwise(0).sum()
            return [total.alias(f"h{i}"), pl.when(inside).then(unknown).otherwise(0).max().alias(f"u{i}")]
        days = pl.when(inside & test).then(value).otherwise(None)
        extreme = days.min() if node.function == "oldest" else days.max()
        return [
            extreme.alias(f"h{i}"),
            of(unknown, 0, 1, 0).max().alias(f"u{i}"),
            of(1, 0, 0, 0).sum().alias(f"n{i}"),
        ]


def _inside(members: str) -> pl.Expr:
    if members == "household":
        return pl.col("relation").is_not_null()  # a column: a constant would be summed once for a whole household
    if members == "others":
        return pl.col("relation") != SELF
    return pl.col("relation") == RELATION_OF[members]


_WRITERS: dict[type[Any], Callable[[PolarsWriter, Any], pl.Expr]] = {
    Constant: PolarsWriter.constant, FactOf: PolarsWriter.fact, Compare: PolarsWriter.compare,
    OneOf: PolarsWriter.one_of, And: PolarsWriter.and_or, Or: PolarsWriter.and_or, Not: PolarsWriter.negate,
    Arithmetic: PolarsWriter.arithmetic, Divided: PolarsWriter.divided, Choose: PolarsWriter.choose,
    Otherwise: PolarsWriter.otherwise, IsNone: PolarsWriter.is_none, Applies: PolarsWriter.applies,
    Household: PolarsWriter.household,
}  # fmt: skip


def read_frame(frame: Frame, columns: Sequence[FrameColumn]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read a frame into two tables: residents, and who lives with whom."""
    series = [pl.Series("household_known", frame.known(), dtype=pl.Boolean)]
    for column in columns:
        series.append(pl.Series(column.name, frame.column(column), dtype=TYPES[column.kind]))
        if column.absent:
            series.append(pl.Series(f"{column.name}__none", frame.none_column(column), dtype=pl.Boolean))
    schema = {"subject": pl.Int32, "member": pl.Int32, "relation": pl.String}
    kin = pl.DataFrame(list(frame.kin), schema=schema, orient="row")
    return pl.DataFrame(series), kin


def evaluate(nodes: Sequence[Node], residents: pl.DataFrame, kin: pl.DataFrame) -> pl.DataFrame:
    """Evaluate expressions that have been bound to a day for everybody.

    Args:
        nodes: The expressions.
        residents: One row each, as ``read_frame`` gives it.
        kin: Row numbers of ``residents`` and relations, sorted by subject, everybody herself among them.

    Returns:
        One column per expression, ``v0`` and so on; null is unknown.

    """
    writer = PolarsWriter()
    values = [writer.write(node).alias(f"v{i}") for i, node in enumerate(nodes)]
    if writer.households:
        residents = residents.hstack(_said(writer, residents, kin))
    # A constant would come out one row high, so all stand beside a column that is as high as the city.
    return residents.lazy().with_columns(values).select([f"v{i}" for i in range(len(nodes))]).collect()


def _said(writer: PolarsWriter, residents: pl.DataFrame, kin: pl.DataFrame) -> pl.DataFrame:
    facts = [part for node in writer.households for part in walk(node) if isinstance(part, FactOf)]
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for fact in facts:
        column = column_name(fact.name)
        names[fact.member] |= {column, f"{column}__none"} if fact.absent else {column}
    members = residents.select("household_known", *sorted(names[True]))[kin["member"]]
    pairs = kin.hstack(members.rename({name: MEMBER + name for name in members.columns}))
    if names[False]:
        pairs = pairs.hstack(residents.select(sorted(names[False]))[kin["subject"]])
    said = pairs.lazy().with_columns(pl.col("subject").set_sorted()).group_by("subject", maintain_order=True)
    return said.agg(writer.aggregates()).drop("subject").collect()
