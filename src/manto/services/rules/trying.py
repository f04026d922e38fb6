"""Trying the tests that stand in a service's file."""

from __future__ import annotations

from dataclasses import dataclass

from manto.services.rules.case import Case, Member, completed
from manto.services.rules.deciding import Decision, Rule, State, rule_on
from manto.services.rules.language import Language
from manto.services.rules.service import Example, Service


@dataclass(frozen=True)
class Failure:
    """A test that did not come out as its author wrote.

    Attributes:
        said: What came out instead, in a sentence.

    """

    service: str
    example: Example
    said: str


def case_of(example: Example, language: Language) -> Case:
    """Give the resident whom a test describes."""
    others = (
        None
        if example.others is None
        else tuple(Member(relation, facts, f"{relation} {i}") for i, (relation, facts) in enumerate(example.others, 1))
    )
    return completed(Case(example.facts, others), language)


def try_examples(service: Service, language: Language) -> list[Failure]:
    """Try all tests of a service, and say which fail and how."""
    failures = []
    for example in service.examples:
        for said in _wrong(service, example, language):
            failures.append(Failure(service.id, example, said))
    return failures


def _wrong(service: Service, example: Example, language: Language) -> list[str]:
    rule, case = rule_on(service, example.on), case_of(example, language)
    if rule is None:
        held = State.NOT_APPLICABLE.value
        return [] if example.expect == held else [f"no version is in force on {example.on}"]
    decision = rule.decide(case, example.attested)
    wrong = []
    if decision.state.value != example.expect:
        wrong.append(f"it is {decision.state.value}, not {example.expect}: {_reasons(decision)}")
    said_no = sorted(one.name for one in decision.conditions if one.value is State.NO)
    if example.no is not None and said_no != sorted(example.no):
        wrong.append(f"no is said by {_listed(said_no)}, not by {_listed(sorted(example.no))}")
    missing = sorted({one.fact for one in decision.missing})
    if example.ask is not None and missing != sorted(example.ask):
        wrong.append(f"what is missing is {_listed(missing)}, not {_listed(sorted(example.ask))}")
    return wrong + _wrong_points(rule, case, example)


def _wrong_points(rule: Rule, case: Case, example: Example) -> list[str]:
    if example.points is None:
        return []
    points = rule.score(case).points
    return [] if points == example.points else [f"the points are {points}, not {example.points}"]


def _reasons(decision: Decision) -> str:
    outcomes = [*([decision.applies] if decision.applies else []), *decision.conditions]
    return ", ".join(f"{one.name} {one.value.value}" for one in outcomes)


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "nothing"
