"""Why, for a page: each condition of a rule in every language, what is known, from where, and by which article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.lists import format_list
from django.conf import settings

from manto.residents import wording
from manto.residents.queries import KnownFact
from manto.residents.reference import catalogue, place_names
from manto.services.knowing import KnownCase, rules_on
from manto.services.rules import explaining as rules
from manto.services.rules.changing import Change, what_would_change
from manto.services.rules.deciding import BoundCondition, Decision, Outcome, Rule, State
from manto.services.rules.record import record_of
from manto.services.rules.tree import Absent, facts_in
from manto.services.wording import texts

Words = dict[str, str]
NOT_YET = "not_yet"  # the condition whose no means that she has it already


def explain(
    service_id: str,
    known: KnownCase,
    on: date,
    attested: Mapping[str, bool] | None = None,
    *,
    recorded: bool = False,
) -> dict[str, Any] | None:
    """Explain what a service is to somebody on a day, in every language; None when no rule is in force.

    Args:
        recorded: Whether to write the record beside it from which the same decision comes out again.

    Returns:
        ``value`` (yes, no, unknown or not applicable), the version, each condition with its value, what is known and
        from where, what would settle it, what one fact would change it, what she would have to confirm, and which facts
        are missing.

    """
    rule = rules_on(on).get(service_id)
    if rule is None:
        return None
    decision = rule.decide(known.case, attested)
    lines = [
        _line(rule, bound, outcome, known)
        for bound, outcome in rules.paired(rule, decision)
        if outcome.value is not State.NOT_APPLICABLE
    ]
    record = record_of(rule, known.case, decision, attested=attested, origins=_origins(known)) if recorded else None
    return {
        "value": decision.state.value,
        "record": record,
        "version": decision.version,
        "on": on.isoformat(),
        "version_text": _everywhere("explain.version", since=rule.version.valid_from),
        "conditions": lines,
        "to_confirm": list(decision.to_confirm),
        "missing": sorted({missing.fact for missing in decision.missing if not missing.member}),
        "settles": _settles(decision),
        "change": _change(what_would_change(rule, known.case, decision)),
        "had": any(one.name == NOT_YET and one.value is State.NO for one in decision.conditions),
    }


def _origins(known: KnownCase) -> dict[tuple[str, str], rules.Origin]:
    """Say from where each fact is known, by whose it is as the case names them."""
    return {
        ("" if whose == known.case.key else whose, name): rules.Origin(
            fact.id, fact.source_kind, fact.source_ref, fact.valid_from, fact.recorded_at.date()
        )
        for (whose, name), fact in known.facts.items()
    }


def _line(rule: Rule, bound: BoundCondition, outcome: Outcome, known: KnownCase) -> dict[str, Any]:
    condition = bound.condition
    read = _read_by(bound, known)
    law = condition.law or rule.version.law
    return {
        "name": outcome.name,
        "value": outcome.value.value,
        "text": {language: why_text(condition.why, rule, language) for language in settings.CITY.languages},
        "known_text": _each(read, _value_text) if read else None,
        "from_text": _each(read, _source_text) if read else None,
        "law": dict(law.text) if law else None,
        "attested": outcome.attested,
    }


def why_text(why: Mapping[str, str], rule: Rule, language: str) -> str:
    """Say a condition, with the law's values as they stand on the rule's day."""
    return rules.fill(why, rule, language, lambda day: wording.date_text(day, language), place_names(language))


def _read_by(bound: BoundCondition, known: KnownCase) -> list[KnownFact]:
    """Give the facts of hers that a condition looked at, or that somebody in her household shares."""
    names = {name for name, _ in facts_in(bound.test)} if bound.test is not None else set()
    own = known.case.key
    found = {name: fact for (whose, name), fact in known.facts.items() if name in names and whose == own}
    for (_, name), fact in known.facts.items():
        if name in names and name not in found and catalogue()[name].whole_household:
            found[name] = fact
    return [found[name] for name in sorted(found)]


def _each(facts: list[KnownFact], say: Callable[[KnownFact, str], str]) -> Words:
    return {
        language: "; ".join(dict.fromkeys(say(fact, language) for fact in facts))
        for language in settings.CITY.languages
    }


def _value_text(fact: KnownFact, language: str) -> str:
    return _fact_text(fact.name, fact.value, language)


def _fact_text(name: str, value: Any, language: str) -> str:
    kind = catalogue()[name]
    return f"{kind.label[language]}: {wording.value_text(kind, value, language, place_names(language))}"


def _source_text(fact: KnownFact, language: str) -> str:
    return wording.source_text(catalogue(), fact.source_kind, fact.source_ref, fact.valid_from, language)


def _change(change: Change | None) -> Words | None:
    """Say which one fact stands between her and the service, and with which value it would be hers."""
    if change is None or change.was is None:  # what is unknown is asked for instead
        return None
    value = None if isinstance(change.value, Absent) else change.value
    return {
        language: texts.say("explain.change", language, fact=_fact_text(change.fact, value, language))
        for language in settings.CITY.languages
    }


def _settles(decision: Decision) -> Words | None:
    facts = sorted({missing.fact for missing in decision.missing if missing.fact in catalogue().kinds})
    if not facts:
        return None
    labels = {
        language: str(format_list([catalogue()[name].label[language] for name in facts], locale=language))
        for language in settings.CITY.languages
    }
    return {language: texts.say("explain.settles", language, facts=labels[language]) for language in labels}


def _everywhere(key: str, *, since: date) -> Words:
    return {
        language: texts.say(key, language, day=wording.date_text(since, language))
        for language in settings.CITY.languages
    }


def in_language(explanation: Mapping[str, Any] | None, language: str) -> dict[str, Any] | None:
    """Give an explanation in one language."""
    if explanation is None:
        return None

    def said(value: Any) -> Any:
        return value.get(language) if isinstance(value, dict) else value

    return {
        **explanation,
        "version_text": said(explanation["version_text"]),
        "settles": said(explanation["settles"]),
        "change": said(explanation.get("change")),
        "conditions": [
            {**line, **{key: said(line[key]) for key in ("text", "known_text", "from_text", "law")}}
            for line in explanation["conditions"]
        ],
    }
