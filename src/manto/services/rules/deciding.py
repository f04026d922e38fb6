"""Deciding about one resident, with every reason.

The rule of a day is compiled once (`Rule`) and applied to any number of residents. What a resident must confirm
herself never counts as yes in silence: a state of yes with something in ``to_confirm`` is an offer, not a right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from manto.services.rules.binding import bind
from manto.services.rules.case import Case
from manto.services.rules.closures import compile_closure
from manto.services.rules.missing import Missing, compile_missing
from manto.services.rules.service import Condition, Points, Service, Version
from manto.services.rules.tree import YES, And, Node


class State(StrEnum):
    """What a service is to a resident."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class BoundCondition:
    """A condition as it reads on a day."""

    condition: Condition
    test: Node | None
    only_if: Node | None
    decide: Callable[[Case], Any]
    counts: Callable[[Case], Any]
    missing: Callable[[Case], frozenset[Missing]]


@dataclass(frozen=True)
class BoundPoints:
    """A line of the ranking list as it reads on a day."""

    line: Points
    counts: Callable[[Case], Any]
    points: Callable[[Case], Any]
    missing: Callable[[Case], frozenset[Missing]]


@dataclass(frozen=True)
class Outcome:
    """What came of one condition.

    Attributes:
        value: Yes, no, or unknown; an attested one is unknown until it is confirmed. Not applicable when its
            ``only_if`` is no: then it does not count.
        missing: The facts that could decide it.

    """

    name: str
    value: State
    missing: frozenset[Missing] = frozenset()
    attested: bool = False


@dataclass(frozen=True)
class Decision:
    """What a service is to one resident on one day, and why.

    Attributes:
        applies: Whether the service is about somebody like her at all.
        to_confirm: Attested conditions that she has not confirmed.
        missing: The facts that could still change the state from unknown.
        can_become_yes: Whether any answer to what is unknown could make it yes.

    """

    service: str
    version: str
    on: date
    state: State
    applies: Outcome | None
    conditions: tuple[Outcome, ...]
    to_confirm: tuple[str, ...]
    missing: frozenset[Missing]
    can_become_yes: bool

    @property
    def settled(self) -> bool:
        """Whether nothing is left to learn or to confirm."""
        return self.state in (State.NO, State.NOT_APPLICABLE) or (self.state is State.YES and not self.to_confirm)


@dataclass(frozen=True)
class Score:
    """A place in a ranking list.

    Attributes:
        points: What is certain.
        lines: Each line's points, or none where it is unknown.
        missing: The facts that could add to it.

    """

    points: int
    lines: Mapping[str, int | None]
    missing: frozenset[Missing]


class Rule:
    """A service's rule as it reads on one day."""

    def __init__(self, service: Service, version: Version, on: date) -> None:
        self.service, self.version, self.on = service, version, on
        values = version.values_on(on)
        self.values = values
        self.words: dict[tuple[Any, ...], str] = {}  # what its conditions say, once they have been said
        self.applies = self._bound(version.applies, values) if version.applies else None
        self.conditions = tuple(self._bound(condition, values) for condition in version.conditions)
        self.rank = tuple(self._bound_points(line, values) for line in version.rank)

    def _bound(self, condition: Condition, values: Mapping[str, Any]) -> BoundCondition:
        whole = None if condition.whole is None else bind(condition.whole, self.on, values)
        only_if = None if condition.only_if is None else bind(condition.only_if, self.on, values)
        test = whole if whole is not None else YES
        return BoundCondition(
            condition,
            whole,
            only_if,
            compile_closure(test),
            compile_closure(only_if if only_if is not None else YES),
            compile_missing(test),
        )

    def _bound_points(self, line: Points, values: Mapping[str, Any]) -> BoundPoints:
        test = bind(line.test, self.on, values) if line.test is not None else YES
        points = bind(line.points, self.on, values)
        missing, missing_points = compile_missing(test), compile_missing(points)
        return BoundPoints(
            line,
            compile_closure(test),
            compile_closure(points),
            lambda case: missing(case) | missing_points(case),
        )

    def decide(self, case: Case, attested: Mapping[str, bool] | None = None) -> Decision:
        """Decide about one resident.

        Args:
            case: What is known of her, completed.
            attested: What she has confirmed or denied of the conditions that only she can.

        """
        applies = self._outcome(self.applies, case, {}) if self.applies else None
        outcomes = tuple(self._outcome(condition, case, attested or {}) for condition in self.conditions)
        to_confirm = tuple(one.name for one in outcomes if one.attested and one.value is State.UNKNOWN)
        counting = [one.value for one in outcomes if one.name not in to_confirm]
        met = State.NO if State.NO in counting else State.UNKNOWN if State.UNKNOWN in counting else State.YES
        concerns = applies.value if applies is not None else State.YES
        state = met if concerns is State.YES else concerns
        if concerns is State.NO:
            state = State.NOT_APPLICABLE
        missing: frozenset[Missing] = frozenset()
        if state is State.UNKNOWN and met is not State.NO:
            missing = frozenset().union(*(one.missing for one in (*outcomes, *([applies] if applies else ()))))
        return Decision(
            service=self.service.id,
            version=self.version.hash,
            on=self.on,
            state=state,
            applies=applies,
            conditions=outcomes,
            to_confirm=to_confirm,
            missing=missing,
            can_become_yes=met is not State.NO and concerns is not State.NO,
        )

    def _outcome(self, bound: BoundCondition, case: Case, attested: Mapping[str, bool]) -> Outcome:
        name = bound.condition.name
        if bound.only_if is not None:
            counts = bound.counts(case)
            if counts is False:
                return Outcome(name, State.NOT_APPLICABLE, attested=bound.condition.attested)
            if counts is None and bound.test is None:
                return Outcome(name, State.UNKNOWN, compile_missing(bound.only_if)(case), attested=True)
        if bound.test is None:
            said = attested.get(name)
            return Outcome(name, State.UNKNOWN if said is None else _state(said), attested=True)
        value = bound.decide(case)
        return Outcome(name, _state(value), bound.missing(case) if value is None else frozenset())

    def state_of(self, case: Case) -> State:
        """Give the state alone, without reasons: the same as ``decide(case).state``, and quicker."""
        concerns = self.applies.decide(case) if self.applies else True
        if concerns is False:
            return State.NOT_APPLICABLE
        met: bool | None = True
        for bound in self.conditions:
            if bound.test is not None:
                value = bound.decide(case)
                if value is False:
                    return State.UNKNOWN if concerns is None else State.NO
                met = None if value is None else met
        return State.UNKNOWN if concerns is None or met is None else State.YES

    def score(self, case: Case) -> Score:
        """Give the points in the service's ranking list."""
        lines: dict[str, int | None] = {}
        missing: frozenset[Missing] = frozenset()
        for bound in self.rank:
            counts = bound.counts(case)
            points = 0 if counts is False else None if counts is None else bound.points(case)
            lines[bound.line.name] = points
            if points is None:
                missing |= bound.missing(case)
        return Score(sum(points for points in lines.values() if points is not None), lines, missing)

    def nodes(self) -> tuple[Node, Node]:
        """Give whom the service is about, and what of facts must hold, as two expressions."""
        tests = tuple(bound.test for bound in self.conditions if bound.test is not None)
        applies = self.applies.test if self.applies is not None else None
        return applies or YES, And(tests) if len(tests) > 1 else tests[0] if tests else YES

    def all_nodes(self) -> tuple[Node, ...]:
        """Give every expression that a decision looks at: those of ``nodes``, and when each condition counts at all."""
        return *self.nodes(), *(bound.only_if for bound in self.conditions if bound.only_if is not None)

    def rank_nodes(self) -> tuple[Node, ...]:
        """Give every expression that the score looks at; a decision looks at none of them."""
        lines = [bound.line for bound in self.rank]
        return *(line.points for line in lines), *(line.test for line in lines if line.test is not None)


def _state(value: bool | None) -> State:
    return State.UNKNOWN if value is None else State.YES if value else State.NO


def rule_on(service: Service, on: date) -> Rule | None:
    """Compile a service's rule as it reads on a day; none when no version is in force."""
    version = service.version_on(on)
    return None if version is None else Rule(service, version, on)
