"""Which one fact, had it another value, would make a service due: found by trying the values at which rules turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from manto.services.rules.case import NONE, Case, FactValue
from manto.services.rules.deciding import BoundCondition, Decision, Rule, State
from manto.services.rules.tree import Choice, Compare, Constant, FactOf, Kind, Node, OneOf, Otherwise, facts_in, walk

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One fact that stands between a resident and a service.

    Attributes:
        value: The nearest value with which the service would be due.
        was: What it is now; None when it is unknown.

    """

    fact: str
    value: FactValue
    was: FactValue | None


def what_would_change(rule: Rule, case: Case, decision: Decision) -> Change | None:
    """Find the one fact of hers that would make the state yes; none when one alone does not suffice.

    Only conditions that are not yes now are looked at, so a fact is a candidate only if all of them read it; whatever
    else it decides is then checked. What a year of waiting would change is not among them: nobody changes her birth.
    """
    if decision.state is State.YES or decision.state is State.NOT_APPLICABLE:
        return None
    bounds = [rule.applies, *rule.conditions] if rule.applies else [*rule.conditions]
    decided = [decision.applies, *decision.conditions] if decision.applies else [*decision.conditions]
    open_ones = [
        bound
        for bound, outcome in zip(bounds, decided, strict=True)
        if bound.test is not None and outcome is not None and outcome.value in (State.NO, State.UNKNOWN)
    ]
    names = [_own_facts(bound.test) for bound in open_ones if bound.test is not None]
    for name in sorted(frozenset.intersection(*names)) if names else ():
        if name not in ("person.birth", "person.death"):
            found = _first_that_helps(rule, bounds, open_ones, case, name)
            if found is not None:
                return found
    return None


def _own_facts(node: Node) -> frozenset[str]:
    return frozenset(name for name, member in facts_in(node) if not member)


def _first_that_helps(
    rule: Rule, bounds: list[BoundCondition], open_ones: list[BoundCondition], case: Case, name: str
) -> Change | None:
    was = case.facts.get(name)
    tests = [bound.test for bound in bounds if bound.test is not None]
    candidates = list(dict.fromkeys(value for test in tests for value in _turning_points(test, name)))
    candidates.sort(key=lambda value: _distance(was, value))
    for value in candidates:
        if value == was:
            continue
        tried = replace(case, facts={**case.facts, name: value})
        if all(bound.decide(tried) is True for bound in open_ones) and rule.state_of(tried) is State.YES:
            return Change(name, value, was)
    return None


def _distance(was: FactValue | None, value: FactValue) -> tuple[int, str]:
    if isinstance(was, bool) or isinstance(value, bool):
        return (0, str(value))
    if isinstance(was, int) and isinstance(value, int):
        return (abs(value - was), str(value))
    if isinstance(was, date) and isinstance(value, date):
        return (abs((value - was).days), str(value))
    return (1 if value is NONE else 0, str(value))


def _turning_points(node: Node, name: str) -> Iterator[FactValue]:
    """Give the values at which something said of a fact turns, and those just beside them."""
    for part in walk(node):
        if isinstance(part, FactOf) and part.name == name and not part.member:
            if part.kind is Kind.YESNO:
                yield from (True, False)
            if part.absent:
                yield NONE
        if isinstance(part, Compare) and isinstance(part.right, Constant) and _is(part.left, name):
            yield from _beside(part.right.value)
        if isinstance(part, OneOf) and isinstance(part.among, Choice) and _is(part.item, name):
            yield from part.among.values


def _is(node: Node, name: str) -> bool:
    inner = node.item if isinstance(node, Otherwise) else node
    return isinstance(inner, FactOf) and inner.name == name and not inner.member


def _beside(value: FactValue) -> Iterator[FactValue]:
    yield value
    if isinstance(value, date):
        if date.min < value < date.max:
            yield from (value - DAY, value + DAY)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (value - 1, value + 1)
