"""Which unknown facts stand between an expression and its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from manto.services.rules.case import Case, Facts
from manto.services.rules.closures import NOBODY, Evaluate, compile_value
from manto.services.rules.tree import (
    RELATION_OF,
    And,
    Applies,
    Choice,
    Constant,
    FactOf,
    Household,
    IsNone,
    Node,
    Or,
    Otherwise,
    parts_of,
)


class Missing(NamedTuple):
    """Something that the city does not know.

    Attributes:
        fact: Its name in the catalogue, or ``household`` when it is not known who lives together.
        member: Whose it is: empty for the one decided about, else the member's key, or the relation without one.

    """

    fact: str
    member: str = ""


Find = Callable[[Case, Facts, str], frozenset[Missing]]
NOTHING: frozenset[Missing] = frozenset()
WHO = Missing("household")


def compile_missing(node: Node) -> Callable[[Case], frozenset[Missing]]:
    """Turn an expression into a function that names the facts that keep it from being decided.

    Returns:
        A function that gives nothing when the expression is decided; else only facts that matter: a part that is
        decided already, or a fact that does not apply, asks for nothing.

    """
    find = _compiled(node)
    return lambda case: find(case, NOBODY, "")


def _compiled(node: Node) -> Find:
    if isinstance(node, Constant):
        return lambda case, member, who: NOTHING
    if isinstance(node, FactOf):
        return _fact(node)
    if isinstance(node, Household):
        return _household(node)
    if isinstance(node, Otherwise | IsNone | Applies):
        return _may_be_absent(node)
    return _of_parts(node)


def _fact(node: FactOf) -> Find:
    name = node.name
    if node.member:
        return lambda case, member, who: NOTHING if name in member else frozenset((Missing(name, who),))
    return lambda case, member, who: NOTHING if name in case.facts else frozenset((Missing(name),))


def _of_parts(node: Node) -> Find:
    parts: list[tuple[Evaluate, Find]] = [(compile_value(part), _compiled(part)) for part in _real_parts(node)]
    value = compile_value(node) if isinstance(node, And | Or) else None

    def find(case: Case, member: Facts, who: str) -> frozenset[Missing]:
        if value is not None and value(case, member) is not None:
            return NOTHING
        found = [missing(case, member, who) for decide, missing in parts if decide(case, member) is None]
        return NOTHING.union(*found)

    return find


def _real_parts(node: Node) -> list[Node]:
    return [part for part in parts_of(node) if not isinstance(part, Constant | Choice)]


def _may_be_absent(node: Otherwise | IsNone | Applies) -> Find:
    value = compile_value(node)
    item = _compiled(node.item)
    applies = node.item.applies if isinstance(node.item, FactOf) else None
    when = None if applies is None else _compiled(applies)
    default = _compiled(node.default) if isinstance(node, Otherwise) else None

    def find(case: Case, member: Facts, who: str) -> frozenset[Missing]:
        if value(case, member) is not None:
            return NOTHING
        found = item(case, member, who)
        if when is not None:
            found |= when(case, member, who)
        if default is not None and not found:
            found |= default(case, member, who)
        return found

    return find


def _household(node: Household) -> Find:
    value, test, find_test = compile_value(node), compile_value(node.test), _compiled(node.test)
    amount = (compile_value(node.value), _compiled(node.value)) if node.value is not None else None

    def find(case: Case, member: Facts, who: str) -> frozenset[Missing]:
        if value(case, member) is not None:
            return NOTHING
        found = NOTHING if case.others is not None else frozenset((WHO,))
        for key, facts in _members(case, node.members):
            counts = test(case, facts)
            if counts is None:
                found |= find_test(case, facts, key)
            if amount is not None and counts is not False and amount[0](case, facts) is None:
                found |= amount[1](case, facts, key)
        return found

    return find


def _members(case: Case, members: str) -> list[tuple[str, Facts]]:
    others: list[Any] = list(case.others or ())
    relation = RELATION_OF.get(members)
    chosen = [
        (member.key or member.relation, member.facts)
        for member in others
        if relation is None or member.relation == relation
    ]
    return [("", case.facts), *chosen] if members == "household" else chosen
