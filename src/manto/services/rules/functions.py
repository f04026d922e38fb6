"""The functions of the language: what each takes, and what it becomes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from manto.services.rules.mistakes import did_you_mean
from manto.services.rules.quantifiers import QUANTIFIERS, read_quantifier
from manto.services.rules.tree import (
    And,
    Applies,
    Choose,
    Compare,
    Constant,
    Divided,
    FactOf,
    IsNone,
    Kind,
    Node,
    Or,
    Otherwise,
    Parameter,
    Span,
    Today,
    is_fixed,
    may_be_absent,
)

if TYPE_CHECKING:
    from manto.services.rules.parsing import Parser

Reader = Callable[["Parser", ast.Call], Node]
DIVISOR_MAX = 1_000_000


def read_call(parser: Parser, call: ast.Call) -> Node:
    """Read a call of a function.

    Raises:
        ExpressionMistake: There is no such function, or it does not take this.

    """
    name = call.func.id if isinstance(call.func, ast.Name) else parser.text(call.func)
    if call.keywords:
        raise parser.wrong(call, f"'{name}' takes values without names.", "Leave out the name and the '='.")
    if name in QUANTIFIERS:
        return read_quantifier(parser, call, name)
    if name not in FUNCTIONS:
        raise parser.wrong(call.func, f"There is no function '{name}'.", did_you_mean(name, [*FUNCTIONS, *QUANTIFIERS]))
    count, reader, shape = FUNCTIONS[name]
    if len(call.args) not in count or any(isinstance(arg, ast.Starred | ast.GeneratorExp) for arg in call.args):
        raise parser.wrong(call, f"'{name}' does not take this.", f"Write {shape}.")
    return reader(parser, call)


def _span(parser: Parser, call: ast.Call) -> Node:
    unit, arg = call.func.id, call.args[0]  # type: ignore[attr-defined]
    day = _day_of(parser, arg)
    if unit == "month" and not is_fixed(day):
        raise parser.wrong(call, "The month of a fact cannot be asked.", "Compare the day itself.")
    return Span(unit, day)


def _day_of(parser: Parser, arg: ast.expr) -> Node:
    day = parser.expression(arg)
    if isinstance(day, Constant) and day.kind is Kind.TEXT:
        day = Constant(parser.fitted_value(str(day.value), arg, Today()), Kind.DAY)
    parser.need(day, arg, Kind.DAY)
    parser.plain(day, arg)
    return day


def _between(parser: Parser, call: ast.Call) -> Node:
    item, low, high = call.args
    return And((parser.comparison(call, low, "<=", item), parser.comparison(call, item, "<=", high)))


def _within(parser: Parser, call: ast.Call) -> Node:
    item, area = call.args
    place = parser.expression(item)
    inner = place.item if isinstance(place, Otherwise) else place
    if not isinstance(inner, FactOf) or parser.language.symbols[inner.name].form != "district":
        raise parser.wrong(
            item, f"'{parser.text(item)}' is not a place in the city.", "Write within(home.district, ...)"
        )
    return parser.one_of(item, area)


def _euro(parser: Parser, call: ast.Call) -> Node:
    value = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise parser.wrong(call, "euro(...) takes a number that is written down.", "Write euro(40000) or euro(12.50).")
    cents = Decimal(repr(value)) * 100
    if cents != cents.to_integral_value():
        raise parser.wrong(call, "There is nothing smaller than a cent.", "Write at most two digits after the point.")
    return Constant(int(cents), Kind.MONEY)


def _day(parser: Parser, call: ast.Call) -> Node:
    day = _day_of(parser, call.args[0])
    if not isinstance(day, Constant):
        raise parser.wrong(call, "day(...) takes a day that is written down.", "Write day('2026-03-01').")
    return day


def _season(parser: Parser, call: ast.Call) -> Node:
    """Read a run of days of every year, both ends included; it may run over New Year."""
    ends = []
    for arg in call.args:
        text = arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else ""
        if not re.fullmatch(r"\d\d-\d\d", text):
            raise parser.wrong(arg, "season(...) takes two days of the year.", "Write season('03-01', '04-15').")
        try:
            date.fromisoformat(f"2000-{text}")
        except ValueError:
            raise parser.wrong(arg, f"There is no day '{text}'.", "Write month and day: '03-01'.") from None
        ends.append((int(text[:2]), int(text[3:])))
    first, last = (Constant(100 * month + day, Kind.NUMBER) for month, day in ends)
    now = Span("month_day", Today())
    since, until = Compare("<=", first, now), Compare("<=", now, last)
    return And((since, until)) if ends[0] <= ends[1] else Or((since, until))


def _optional(parser: Parser, arg: ast.expr, function: str) -> Node:
    item = parser.expression(arg)
    if not may_be_absent(item):
        what = f"'{parser.text(arg)}' is never none, so {function}(...) has nothing to say."
        raise parser.wrong(arg, what, "Write it without.")
    return item


def _otherwise(parser: Parser, call: ast.Call) -> Node:
    item = _optional(parser, call.args[0], "otherwise")
    default = parser.fitted(parser.expression(call.args[1]), call.args[1], item)
    parser.plain(default, call.args[1])
    parser.need(default, call.args[1], item.kind)
    if isinstance(default, Span) and not is_fixed(default):
        raise parser.wrong(call.args[1], "This cannot stand in for a value.", "Write a value.")
    return Otherwise(item, default, item.kind)  # type: ignore[arg-type]


def _is_none(parser: Parser, call: ast.Call) -> Node:
    return IsNone(_optional(parser, call.args[0], "is_none"))  # type: ignore[arg-type]


def _applies(parser: Parser, call: ast.Call) -> Node:
    item = parser.expression(call.args[0])
    if not isinstance(item, FactOf) or item.applies is None:
        raise parser.wrong(call.args[0], f"'{parser.text(call.args[0])}' applies to everybody.", "Write it without.")
    return Applies(item)


def _divided(parser: Parser, call: ast.Call) -> Node:
    item, by = parser.number(call.args[0]), parser.number(call.args[1])
    least = by.value if isinstance(by, Constant) else by.low if isinstance(by, Parameter) else None
    if by.kind is not Kind.NUMBER or not isinstance(least, int) or not 0 < least <= DIVISOR_MAX:
        hint = "Write divided(amount, 12), or name a parameter that is a number above 0."
        raise parser.wrong(call.args[1], "One divides by a fixed number above 0.", hint)
    return Divided(item, by, item.kind)


def _larger(parser: Parser, call: ast.Call) -> Node:
    a, b = parser.number(call.args[0]), parser.number(call.args[1])
    if a.kind is not b.kind:
        raise parser.wrong(call, "These two are not of one kind.", "Compare amounts with amounts.")
    op = ">=" if call.func.id == "larger" else "<="  # type: ignore[attr-defined]
    return Choose(Compare(op, a, b), a, b, a.kind)


FUNCTIONS: dict[str, tuple[tuple[int, ...], Reader, str]] = {
    "age": ((1,), _span, "age(person.birth)"),
    "months": ((1,), _span, "months(person.birth)"),
    "days_since": ((1,), _span, "days_since(home.since)"),
    "days_until": ((1,), _span, "days_until(home.since)"),
    "year": ((1,), _span, "year(person.birth)"),
    "month": ((1,), _span, "month(today)"),
    "between": ((3,), _between, "between(age(person.birth), 3, 5)"),
    "within": ((2,), _within, "within(home.district, ['centro-storico'])"),
    "euro": ((1,), _euro, "euro(40000)"),
    "day": ((1,), _day, "day('2026-03-01')"),
    "season": ((2,), _season, "season('03-01', '04-15')"),
    "otherwise": ((2,), _otherwise, "otherwise(vehicle.low_emission, False)"),
    "is_none": ((1,), _is_none, "is_none(identity_card.expires)"),
    "applies": ((1,), _applies, "applies(vehicle.low_emission)"),
    "divided": ((2,), _divided, "divided(income.yearly_cents, 12)"),
    "larger": ((2,), _larger, "larger(vehicle.count, 2)"),
    "smaller": ((2,), _larger, "smaller(vehicle.count, 2)"),
}
