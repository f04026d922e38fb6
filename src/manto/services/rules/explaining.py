"""Why: each condition in words, with its value, the facts behind it, from where and how old they are, and the law."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from manto.services.rules.case import Case, Facts, FactValue
from manto.services.rules.changing import Change, what_would_change
from manto.services.rules.deciding import BoundCondition, Decision, Outcome, Rule, State
from manto.services.rules.service import Law
from manto.services.rules.tree import RELATION_OF, Household, Node, facts_in, walk

SayDay = Callable[[date], str]


@dataclass(frozen=True)
class Origin:
    """From where the city knows a fact.

    Attributes:
        id: The row that holds it, so that a decision can be traced to what was believed then.

    """

    id: int | str
    source_kind: str
    source_ref: str
    valid_from: date
    recorded_on: date


Origins = Mapping[tuple[str, str], Origin]  # by the member's key, empty for the one decided about, and the fact's name


@dataclass(frozen=True)
class FactUsed:
    """A fact that a condition reads.

    Attributes:
        member: Whose it is: empty for the one decided about.
        relation: What that member is to her.
        value: None when it is unknown.
        age_days: How long ago the city learned it; none when it is unknown.

    """

    name: str
    member: str
    relation: str
    value: FactValue | None
    origin: Origin | None = None
    age_days: int | None = None


@dataclass(frozen=True)
class Reason:
    """One line of an explanation."""

    condition: str
    value: State
    why: str
    law: Law | None
    facts: tuple[FactUsed, ...]
    attested: bool = False


@dataclass(frozen=True)
class Explanation:
    """A decision with everything that speaks for and against it."""

    decision: Decision
    reasons: tuple[Reason, ...]
    change: Change | None


def explain(rule: Rule, case: Case, language: str, *, decision: Decision | None = None, origins: Origins | None = None,
            say_day: SayDay = date.isoformat) -> Explanation:  # fmt: skip
    """Explain a decision.

    Args:
        rule: The rule that decided.
        case: Whom about.
        language: The words' language.
        decision: What it decided, if that is known already.
        origins: From where facts are known.
        say_day: How a day is said.

    """
    decision = decision or rule.decide(case)
    reasons = []
    for bound, outcome in paired(rule, decision):
        key = (bound.condition.name, language, say_day)
        if key not in rule.words:  # the same for everybody on that day
            rule.words[key] = fill(bound.condition.why, rule, language, say_day)
        words = rule.words[key]
        law = bound.condition.law or rule.version.law
        used = tuple(_used(bound, case, origins or {}, rule.on))
        reasons.append(Reason(outcome.name, outcome.value, words, law, used, outcome.attested))
    return Explanation(decision, tuple(reasons), what_would_change(rule, case, decision))


def paired(rule: Rule, decision: Decision) -> list[tuple[BoundCondition, Outcome]]:
    """Give each condition with what came of it, whom the service is about first."""
    pairs = [(rule.applies, decision.applies)] if rule.applies and decision.applies else []
    return [*pairs, *zip(rule.conditions, decision.conditions, strict=True)]


def fill(
    why: Mapping[str, str], rule: Rule, language: str, say_day: SayDay, names: Mapping[str, str] | None = None
) -> str:
    """Say a condition with the law's values of the day in it.

    Args:
        names: Names of districts and places by their id; an id without a name is said as it is.

    """

    def said(match: re.Match[str]) -> str:
        name = match[1]
        return say_value(rule.values[name], rule.version.parameters[name].type, language, say_day, names)

    return re.sub(r"\{([a-z0-9_]+)\}", said, why.get(language) or why["en"])


def say_value(
    value: Any, type_name: str, language: str, say_day: SayDay, names: Mapping[str, str] | None = None
) -> str:
    """Say a parameter's value.

    >>> say_value(4000000, "euro", "en", date.isoformat), say_value(1250, "euro", "it", date.isoformat)
    ('€40,000', '12,50\\xa0€')
    """
    if isinstance(value, tuple):
        said = [say_value(one, type_name, language, say_day, names) for one in value]
        return str(format_list(said, locale=language))
    if type_name == "euro":
        whole = value % 100 == 0
        pattern = ("¤#,##0" if language == "en" else "#,##0\xa0¤") if whole else None
        amount = Decimal(value) / 100
        return str(format_currency(amount, "EUR", pattern, locale=language, currency_digits=not whole))
    if isinstance(value, date):
        return say_day(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(format_decimal(value, locale=language))
    return (names or {}).get(str(value), str(value))


def _used(bound: BoundCondition, case: Case, origins: Origins, on: date) -> list[FactUsed]:
    node = bound.test
    if node is None:
        return []
    whose = _members(node, case)
    used = []
    for name, of_member in sorted(facts_in(node)):
        people = whose if of_member else [("", "", case.facts)]
        for key, relation, facts in people:
            origin = origins.get((key, name))
            age = (on - origin.recorded_on).days if origin else None
            used.append(FactUsed(name, key, relation, facts.get(name), origin, age))
    return used


def _members(node: Node, case: Case) -> list[tuple[str, str, Facts]]:
    """List the members whom a condition speaks of, each once."""
    sets = {part.members for part in walk(node) if isinstance(part, Household)}
    everybody = bool({"household", "others"} & sets)
    relations = {RELATION_OF[name] for name in sets if name in RELATION_OF}
    people: list[tuple[str, str, Facts]] = [("", "", case.facts)] if "household" in sets else []
    for member in case.others or ():
        if everybody or member.relation in relations:
            people.append((member.key or member.relation, member.relation, member.facts))
    return people
