"""Filling in the day and the law's values, so that what is left compares facts with constants and nothing else.

``age(person.birth) < 3`` becomes ``person.birth > 2023-11-25``: every backend then only compares, and none of them
needs to know what a year is. Whole years follow the calendar: whoever was born on 29 February is a year older on
1 March of a common year.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from manto.services.rules.tree import (
    NO,
    YES,
    And,
    Arithmetic,
    Choice,
    Choose,
    Compare,
    Constant,
    Divided,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Parameter,
    Scalar,
    Span,
    Today,
    rebuilt,
)

Values = Mapping[str, Scalar | tuple[Scalar, ...]]
OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def bind(node: Node, on: date, values: Values) -> Node:
    """Give an expression as it reads on a day.

    Args:
        node: As ``parse`` gives it.
        on: The day on which is decided.
        values: The parameters as they stand on that day.

    """
    match node:
        case Parameter():
            value = values[node.name]
            return Choice(value, node.kind) if isinstance(value, tuple) else Constant(value, node.kind)
        case Today():
            return Constant(on, Kind.DAY)
    return _folded(rebuilt(node, lambda part: bind(part, on, values)), on)


def _folded(node: Node, on: date) -> Node:
    """Work out what depends on no fact, and turn spans into days."""
    match node:
        case Span() if isinstance(node.of, Constant):
            return Constant(_measured(node.unit, _day(node.of), on), Kind.NUMBER)
        case Compare():
            return _compared(node, on)
        case OneOf():
            return _one_of(node, on)
        case And() | Or():
            return _joined(node)
        case Not() if isinstance(node.part, Constant):
            return NO if node.part.value else YES
        case Arithmetic() if isinstance(node.left, Constant) and isinstance(node.right, Constant):
            return Constant(calculate(node.op, _number(node.left), _number(node.right)), node.kind)
        case Divided() if isinstance(node.item, Constant):
            return Constant(rounded(_number(node.item), _number(node.by)), node.kind)
        case Choose() if isinstance(node.condition, Constant):
            return node.then if node.condition.value else node.otherwise
    return node


def _one_of(node: OneOf, on: date) -> Node:
    if not isinstance(node.among, Choice):
        return node
    if isinstance(node.item, Constant):
        return YES if node.item.value in node.among.values else NO
    if isinstance(node.item, Span):
        span = node.item
        return Or(tuple(_span_compared("==", span, int(str(n)), on) for n in node.among.values))
    return node


def _number(node: Node) -> int:
    assert isinstance(node, Constant)  # noqa: S101 - the parser has seen to it
    assert isinstance(node.value, int)  # noqa: S101
    return node.value


def _day(node: Constant) -> date:
    assert isinstance(node.value, date)  # noqa: S101 - the parser has seen to it
    return node.value


def calculate(op: str, a: int, b: int) -> int:
    """Add, subtract or multiply."""
    return a + b if op == "+" else a - b if op == "-" else a * b


def rounded(a: int, by: int) -> int:
    """Divide and round to the nearest; halves go away from zero.

    >>> [rounded(n, 4) for n in (5, 6, 7, -5, -6)]
    [1, 2, 2, -1, -2]
    """
    size = (2 * abs(a) + by) // (2 * by)
    return size if a >= 0 else -size


def compare(op: str, a: Scalar, b: Scalar) -> bool:
    """Compare two values of one kind."""
    match op:
        case "==":
            return a == b
        case "!=":
            return a != b
        case "<":
            return a < b  # type: ignore[operator]
        case "<=":
            return a <= b  # type: ignore[operator]
        case ">":
            return a > b  # type: ignore[operator]
    return a >= b  # type: ignore[operator]


def _joined(node: And | Or) -> Node:
    """Leave out what changes nothing; one decisive part decides, whatever is unknown beside it."""
    decisive = NO if isinstance(node, And) else YES
    if decisive in node.parts:
        return decisive
    parts = tuple(part for part in node.parts if not isinstance(part, Constant))
    if not parts:
        return NO if decisive == YES else YES
    return parts[0] if len(parts) == 1 else type(node)(parts)


def _compared(node: Compare, on: date) -> Node:
    left, right, op = node.left, node.right, node.op
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, right, op = right, left, TURNED[op]
    if isinstance(left, Constant) and isinstance(right, Constant):
        return YES if compare(op, left.value, right.value) else NO
    if isinstance(left, Span) and isinstance(right, Constant):
        return _span_compared(op, left, _number(right), on)
    return Compare(op, left, right)


def _measured(unit: str, day: date, on: date) -> int:
    """Measure a span between a day and the day on which is decided.

    >>> _measured("age", date(2024, 2, 29), date(2026, 2, 28)), _measured("age", date(2024, 2, 29), date(2026, 3, 1))
    (1, 2)
    """
    match unit:
        case "age":
            return on.year - day.year - ((on.month, on.day) < (day.month, day.day))
        case "months":
            return 12 * (on.year - day.year) + on.month - day.month - (on.day < day.day)
        case "days_since":
            return (on - day).days
        case "days_until":
            return (day - on).days
        case "year":
            return day.year
        case "month":
            return day.month
    return 100 * day.month + day.day


def _span_compared(op: str, span: Span, n: int, on: date) -> Node:
    """Turn a comparison of a span with a number into one of the day with a day."""
    day = span.of
    if op == "==":
        return And((_span_compared(">=", span, n, on), _span_compared("<", span, n + 1, on)))
    if op == "!=":
        return Or((_span_compared("<", span, n, on), _span_compared(">=", span, n + 1, on)))
    if op in (">", "<="):
        return _span_compared(">=" if op == ">" else "<", span, n + 1, on)
    if span.unit in ("age", "months", "days_since"):  # the longer ago, the larger
        last = _last_day(span.unit, n, on)
        if last is None:
            return Compare("<" if op == ">=" else ">=", day, Constant(date.min, Kind.DAY))
        return Compare("<=" if op == ">=" else ">", day, Constant(last, Kind.DAY))
    first = _first_day(span.unit, n, on)
    if first is None:
        return Compare(">" if op == ">=" else "<=", day, Constant(date.max, Kind.DAY))
    return Compare(op, day, Constant(first, Kind.DAY))


def _last_day(unit: str, n: int, on: date) -> date | None:
    """Give the last day from which a span up to ``on`` is at least n; none when there was no such day."""
    try:
        if unit == "days_since":
            return on - timedelta(days=n)
        months = 12 * on.year + on.month - 1 - (n if unit == "months" else 12 * n)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return date.max if n < 0 else None


def _first_day(unit: str, n: int, on: date) -> date | None:
    """Give the first day that lies n days ahead, or in the year n; none when there is no such day."""
    try:
        return date(n, 1, 1) if unit == "year" else on + timedelta(days=n)
    except (ValueError, OverflowError):
        return date.min if n < 1 else None
