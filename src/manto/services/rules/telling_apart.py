"""Which conditions of a rule say most about why a service is hers now: what comes due before where she lives."""

from __future__ import annotations

from enum import IntEnum

from manto.services.rules.service import Condition, Version
from manto.services.rules.tree import Compare, Constant, IsNone, Node, Not, Span, Today, facts_in, walk

RESIDENCE = "home.since"
OF_AGE = 18
COUNTED = ("days_since", "days_until", "months")
SAID_MAX = 2


class Weight(IntEnum):
    """How much a condition tells one resident from another, the most first."""

    DUE = 0  # a day comes near, or has just been
    STAGE = 1  # an age, or something that happened
    ENTITLED = 2
    COMMON = 3  # being of age, or that something has not happened
    RESIDENT = 4


def foremost(version: Version) -> tuple[Condition, ...]:
    """Choose the conditions by which to say in one sentence why a service is somebody's to whom it is offered.

    An offer is made where every condition is certain, so each is true of her but those that only she can confirm and
    those that do not always count: they are never chosen. Nor is a second one that reads the same facts as the first.

    Args:
        version: The rule's version by which it was offered.

    Returns:
        At most two, what tells most first; within one weight in the order of the file.

    """
    every = [*([version.applies] if version.applies else []), *version.conditions]
    certain = [(one, one.test) for one in every if one.test is not None and one.only_if is None]
    chosen: list[Condition] = []
    read: frozenset[tuple[str, bool]] = frozenset()
    for condition, test in sorted(certain, key=lambda pair: weight(pair[1])):
        facts = facts_in(test)
        if len(chosen) < SAID_MAX and not (facts and facts <= read):
            chosen.append(condition)
            read |= facts
    return tuple(chosen)


def weight(test: Node) -> Weight:
    """Weigh a condition by what its test looks at."""
    parts = list(walk(test))
    spans = [part for part in parts if isinstance(part, Span)]
    if any(_draws_near(part) for part in parts):
        return Weight.DUE
    if _of_age(test) or isinstance(test, IsNone):
        return Weight.COMMON
    happened = isinstance(test, Not) and isinstance(test.part, IsNone)
    if happened or any(span.unit == "age" for span in spans):
        return Weight.STAGE
    lives_here = {name for name, _ in facts_in(test)} == {RESIDENCE} and any(isinstance(part, Today) for part in parts)
    return Weight.RESIDENT if lives_here else Weight.ENTITLED


def _draws_near(part: Node) -> bool:
    """Say whether something compares how far away a day is with how far it may be at most."""
    if not isinstance(part, Compare):
        return False
    near = part.left if part.op in ("<", "<=") else part.right if part.op in (">", ">=") else None
    return isinstance(near, Span) and near.unit in COUNTED


def _of_age(test: Node) -> bool:
    """Say whether a condition asks for no more than being grown up."""
    if not isinstance(test, Compare) or test.op != ">=":
        return False
    span, least = test.left, test.right
    if not (isinstance(span, Span) and span.unit == "age" and isinstance(least, Constant)):
        return False
    return isinstance(least.value, int) and least.value <= OF_AGE
