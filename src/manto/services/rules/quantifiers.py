"""What can be said of several members of a household at once."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from manto.services.rules.mistakes import did_you_mean
from manto.services.rules.tree import (
    MEMBERS,
    YES,
    And,
    Choose,
    Constant,
    Household,
    Kind,
    Node,
    Not,
    Or,
    Span,
    is_fixed,
)

if TYPE_CHECKING:
    from manto.services.rules.parsing import Parser

QUANTIFIERS = {
    "any": "any(age(c.birth) < 3 for c in children)",
    "all": "all(age(m.birth) >= 18 for m in household)",
    "count": "count(children), or count(c for c in children if age(c.birth) < 18)",
    "sum": "sum(otherwise(m.income.yearly_cents, euro(0)) for m in household)",
    "oldest": "oldest(c.birth for c in children)",
    "youngest": "youngest(c.birth for c in children)",
}


def read_quantifier(parser: Parser, call: ast.Call, name: str) -> Node:
    """Read any, all, count, sum, oldest or youngest.

    Raises:
        ExpressionMistake: It is not of the form that the table shows.

    """
    shape = f"Write {QUANTIFIERS[name]}."
    if parser.member:
        raise parser.wrong(call, "A household cannot be asked for inside another.", "Split it into two conditions.")
    if len(call.args) != 1:
        raise parser.wrong(call, f"'{name}' takes one thing.", shape)
    arg = call.args[0]
    if name == "count" and isinstance(arg, ast.Name):
        return Household("count", _members(parser, arg), YES, None, Kind.NUMBER)
    if not isinstance(arg, ast.GeneratorExp) or len(arg.generators) != 1:
        raise parser.wrong(call, f"'{name}' speaks of members of the household, one after the other.", shape)
    each = arg.generators[0]
    if not isinstance(each.target, ast.Name) or not isinstance(each.iter, ast.Name) or each.is_async:
        raise parser.wrong(call, f"'{name}' speaks of members of the household, one after the other.", shape)
    word = each.target.id
    if word in ("person", parser.subject, "today", *MEMBERS, *parser.parameters):
        raise parser.wrong(each.target, f"'{word}' has a meaning already.", "Call the member something else, as m.")
    members = _members(parser, each.iter)
    parser.member = word
    try:
        tests = [parser.yes_or_no(test) for test in each.ifs]
        where = tests[0] if len(tests) == 1 else And(tuple(tests)) if tests else YES
        return _READERS[name](parser, arg.elt, where, members, name)
    finally:
        parser.member = ""


def _members(parser: Parser, node: ast.Name) -> str:
    if node.id not in MEMBERS:
        raise parser.wrong(node, f"'{node.id}' names no members of the household.", did_you_mean(node.id, MEMBERS))
    return node.id


def _any(parser: Parser, said: ast.expr, where: Node, members: str, name: str) -> Node:
    test = parser.yes_or_no(said)
    return Household("any", members, test if where == YES else And((where, test)), None, Kind.YESNO)


def _all(parser: Parser, said: ast.expr, where: Node, members: str, name: str) -> Node:
    test = parser.yes_or_no(said)
    return Household("all", members, test if where == YES else Or((Not(where), test)), None, Kind.YESNO)


def _count(parser: Parser, said: ast.expr, where: Node, members: str, name: str) -> Node:
    if not isinstance(said, ast.Name) or said.id != parser.member:
        raise parser.wrong(said, "count(...) counts members, not values.", f"Write {QUANTIFIERS['count']}.")
    return Household("count", members, where, None, Kind.NUMBER)


def _sum(parser: Parser, said: ast.expr, where: Node, members: str, name: str) -> Node:
    value = parser.number(said)
    if where != YES:
        value = Choose(where, value, Constant(0, value.kind), value.kind)
    return Household("sum", members, YES, value, value.kind)


def _extreme(parser: Parser, said: ast.expr, where: Node, members: str, name: str) -> Node:
    value = parser.expression(said)
    parser.need(value, said, Kind.DAY)
    parser.plain(value, said)
    if isinstance(value, Span) or is_fixed(value):
        raise parser.wrong(said, "This is the same day for every member.", f"Write {QUANTIFIERS[name]}.")
    return Household(name, members, where, value, Kind.DAY)


_READERS = {"any": _any, "all": _all, "count": _count, "sum": _sum, "oldest": _extreme, "youngest": _extreme}
