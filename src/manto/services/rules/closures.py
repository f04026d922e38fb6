"""Evaluating an expression for one resident: the tree is turned into Python functions once and then only called.

None is unknown. Logic is Kleene's: a part that decides, decides whatever is unknown beside it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from manto.services.rules.binding import rounded
from manto.services.rules.case import NONE, Case, Facts
from manto.services.rules.tree import (
    RELATION_OF,
    YES,
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
    Node,
    Not,
    OneOf,
    Or,
    Otherwise,
)

Evaluate = Callable[[Case, Facts], Any]  # the case, and the facts of the member that a quantifier is at
NOBODY: Facts = {}
COMPARING: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


def compile_closure(node: Node) -> Callable[[Case], Any]:
    """Turn an expression that has been bound to a day into a function of a case.

    Returns:
        A function that gives the value, or None when what is known does not decide it.

    """
    evaluate = _compiled(node)
    return lambda case: evaluate(case, NOBODY)


def compile_value(node: Node) -> Evaluate:
    """Turn an expression into a function of a case and of the member that a quantifier is at."""
    return _compiled(node)


def _compiled(node: Node) -> Evaluate:
    return _COMPILERS[type(node)](node)


def _constant(node: Constant) -> Evaluate:
    value = node.value
    return lambda case, member: value


def _fact(node: FactOf) -> Evaluate:
    name = node.name
    if node.member:
        return lambda case, member: member.get(name)
    return lambda case, member: case.facts.get(name)


def _compare(node: Compare) -> Evaluate:
    if isinstance(node.right, Constant):
        if isinstance(node.left, Household) and node.left.function == "count":
            return _count_compared(node.op, node.left, int(str(node.right.value)))
        return _compare_with(COMPARING[node.op], _compiled(node.left), node.right.value)
    return _both(COMPARING[node.op], _compiled(node.left), _compiled(node.right))


def _compare_with(compare: Callable[[Any, Any], Any], left: Evaluate, value: Any) -> Evaluate:
    def evaluate(case: Case, member: Facts) -> Any:
        known = left(case, member)
        return None if known is None else compare(known, value)

    return evaluate


def _both(combine: Callable[[Any, Any], Any], left: Evaluate, right: Evaluate) -> Evaluate:
    def evaluate(case: Case, member: Facts) -> Any:
        a = left(case, member)
        if a is None:
            return None
        b = right(case, member)
        return None if b is None else combine(a, b)

    return evaluate


def _one_of(node: OneOf) -> Evaluate:
    item = _compiled(node.item)
    among = frozenset(node.among.values if isinstance(node.among, Choice) else ())

    def evaluate(case: Case, member: Facts) -> Any:
        known = item(case, member)
        return None if known is None else known in among

    return evaluate


def _and_or(node: And | Or) -> Evaluate:
    parts, decisive = tuple(_compiled(part) for part in node.parts), isinstance(node, Or)

    def evaluate(case: Case, member: Facts) -> Any:
        result: bool | None = not decisive
        for part in parts:
            value = part(case, member)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result

    return evaluate


def _not(node: Not) -> Evaluate:
    part = _compiled(node.part)

    def evaluate(case: Case, member: Facts) -> Any:
        value = part(case, member)
        return None if value is None else not value

    return evaluate


def _arithmetic(node: Arithmetic) -> Evaluate:
    return _both(COMPARING[node.op], _compiled(node.left), _compiled(node.right))


def _divided(node: Divided) -> Evaluate:
    return _both(rounded, _compiled(node.item), _compiled(node.by))


def _choose(node: Choose) -> Evaluate:
    condition, then, otherwise = (_compiled(part) for part in (node.condition, node.then, node.otherwise))

    def evaluate(case: Case, member: Facts) -> Any:
        chosen = condition(case, member)
        return None if chosen is None else then(case, member) if chosen else otherwise(case, member)

    return evaluate


def _absence(item: FactOf) -> Evaluate:
    """Say of a fact: it is there (False), none (``NONE``), not applicable (True), or unknown (None)."""
    value, applies = _fact(item), _compiled(item.applies) if item.applies is not None else None

    def evaluate(case: Case, member: Facts) -> Any:
        known = value(case, member)
        if known is not None:
            return NONE if known is NONE else False
        return True if applies is not None and applies(case, member) is False else None

    return evaluate


def _otherwise(node: Otherwise) -> Evaluate:
    default, item = _compiled(node.default), node.item
    if isinstance(item, Household):
        extreme = _extreme(item)

        def of_household(case: Case, member: Facts) -> Any:
            found = extreme(case, member)
            return default(case, member) if found is NONE else found

        return of_household
    absent, value = _absence(item), _fact(item)

    def of_fact(case: Case, member: Facts) -> Any:
        return default(case, member) if absent(case, member) else value(case, member)

    return of_fact


def _is_none(node: IsNone) -> Evaluate:
    item = node.item
    if isinstance(item, Household):
        extreme = _extreme(item)

        def of_household(case: Case, member: Facts) -> Any:
            found = extreme(case, member)
            return None if found is None else found is NONE

        return of_household
    absent = _absence(item)
    applies = _compiled(item.applies if item.applies is not None else YES)

    def of_fact(case: Case, member: Facts) -> Any:
        absence = absent(case, member)
        if absence is None:
            return False if applies(case, member) is False else None
        return absence is NONE

    return of_fact


def _applies(node: Applies) -> Evaluate:
    value = _fact(node.item)
    applies = _compiled(node.item.applies if node.item.applies is not None else YES)

    def evaluate(case: Case, member: Facts) -> Any:
        return applies(case, member) if value(case, member) is None else True

    return evaluate


# ── Households ───────────────────────────────────────────────────────────────────────────────────────────────────────


def members_of(case: Case, members: str) -> list[Facts]:
    """Give the facts of those members of a household who are known."""
    others = case.others or ()
    if members == "household":
        return [case.facts, *(member.facts for member in others)]
    if members == "others":
        return [member.facts for member in others]
    relation = RELATION_OF[members]
    return [member.facts for member in others if member.relation == relation]


def _household(node: Household) -> Evaluate:
    match node.function:
        case "any" | "all":
            return _any_all(node)
        case "count":
            return _count(node)
        case "sum":
            return _sum(node)
    return _extreme(node)


def _any_all(node: Household) -> Evaluate:
    test, members, decisive = _compiled(node.test), node.members, node.function == "any"

    def evaluate(case: Case, member: Facts) -> Any:
        result: bool | None = None if case.others is None else not decisive
        for facts in members_of(case, members):
            value = test(case, facts)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result

    return evaluate


def _counted(node: Household) -> Callable[[Case], tuple[int, int | None]]:
    """Give at least how many there are, and at most; no upper end when the household is not known."""
    test, members = _compiled(node.test), node.members

    def evaluate(case: Case) -> tuple[int, int | None]:
        said = [test(case, facts) for facts in members_of(case, members)]
        least = said.count(True)
        return least, None if case.others is None else least + said.count(None)

    return evaluate


def _count(node: Household) -> Evaluate:
    counted = _counted(node)

    def evaluate(case: Case, member: Facts) -> Any:
        least, most = counted(case)
        return least if least == most else None

    return evaluate


def _count_compared(op: str, node: Household, n: int) -> Evaluate:
    """Decide a comparison of a count as soon as it can be, though some members are unknown."""
    counted = _counted(node)

    def at_least(case: Case, number: int) -> bool | None:
        least, most = counted(case)
        return True if least >= number else False if most is not None and most < number else None

    def evaluate(case: Case, member: Facts) -> Any:
        match op:
            case ">=" | ">":
                return at_least(case, n if op == ">=" else n + 1)
            case "<" | "<=":
                found = at_least(case, n if op == "<" else n + 1)
                return None if found is None else not found
        least, most = counted(case)
        if least == most:
            return (least == n) is (op == "==")
        outside = n < least or (most is not None and n > most)
        return op == "!=" if outside else None

    return evaluate


def _sum(node: Household) -> Evaluate:
    value = _compiled(node.value or YES)
    members = node.members

    def evaluate(case: Case, member: Facts) -> Any:
        if case.others is None:
            return None
        values = [value(case, facts) for facts in members_of(case, members)]
        return None if None in values else sum(values)

    return evaluate


def _extreme(node: Household) -> Evaluate:
    """Give the earliest or latest day; ``NONE`` when nobody counts, None when it is not known who or when."""
    test, value, members = _compiled(node.test), _compiled(node.value or YES), node.members
    choose = min if node.function == "oldest" else max

    def evaluate(case: Case, member: Facts) -> Any:
        days: list[Any] = []
        for facts in members_of(case, members):
            counts = test(case, facts)
            day = value(case, facts) if counts else None
            if counts is None or (counts and day is None):
                return None
            if counts:
                days.append(day)
        if case.others is None:
            return None
        return choose(days) if days else NONE

    return evaluate


_COMPILERS: dict[type[Any], Callable[[Any], Evaluate]] = {
    Constant: _constant, FactOf: _fact, Compare: _compare, OneOf: _one_of, And: _and_or, Or: _and_or, Not: _not,
    Arithmetic: _arithmetic, Divided: _divided, Choose: _choose, Otherwise: _otherwise, IsNone: _is_none,
    Applies: _applies, Household: _household,
}  # fmt: skip
