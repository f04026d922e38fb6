"""Every decision with its reasons, what would change it, and a record that brings it out again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from tests.services.rules.conftest import the_language
from tests.services.rules.rule_makers import ON, conditions, populations

from manto.kernel.canonical import canonical_json
from manto.kernel.errors import BadInput, Conflict
from manto.services.rules.case import NONE, Case, Member, completed
from manto.services.rules.changing import Change
from manto.services.rules.deciding import State, rule_on
from manto.services.rules.explaining import Origin, explain
from manto.services.rules.frame import Frame
from manto.services.rules.missing import Missing
from manto.services.rules.mistakes import RuleMistakes
from manto.services.rules.reading import read_service
from manto.services.rules.record import name_of, record_of, replay

LANGUAGE = the_language()
MARCH, OCTOBER = date(2026, 3, 1), date(2026, 10, 1)
FILE = """\
id: nido
title: {it: Asilo nido, en: Nursery}
subject: child
versions:
  - from: 2024-09-01
    law: {it: Reg. 12/2024, en: Regulation 12/2024}
    params:
      isee_max: {type: euro, values: {2024-09-01: 40000, 2026-09-01: 42000}}
    applies: {if: age(child.birth) < 3, why: {it: Ha meno di tre anni, en: Is under three}}
    conditions:
      income:
        if: household.isee_cents <= isee_max
        why: {it: "ISEE fino a {isee_max}", en: "ISEE up to {isee_max}"}
        law: {it: art. 5, en: article 5}
      tax: {if: waste_tax.registered, why: {it: Paga la tassa rifiuti, en: Pays the waste tax}}
      parent: {if: any(age(p.birth) >= 18 for p in parents), why: {it: a, en: a}}
      alone: {only_if: count(parents) == 1, if: is_none(otherwise_not), why: {it: b, en: b}}
      vaccines: {attest: true, why: {it: Vaccinata, en: Vaccinated}}
    rank:
      poor: {points: 6, if: household.isee_cents <= euro(15000), why: {it: p, en: p}}
      siblings: {points: 2 * count(siblings), why: {it: s, en: s}}
""".replace("is_none(otherwise_not)", "not is_none(school.id)")
ANY = """\
id: any
title: {it: a, en: a}
versions:
  - from: 2000-01-01
    conditions:
      c:
        why: {it: a, en: a}
        if: >
          TEXT
"""
NIDO = read_service(FILE, "nido.yaml", LANGUAGE)
GIULIA = Member("parent", {"person.birth": date(1995, 5, 28)}, "giulia")


def child(**facts):
    """Give Nora, with her mother."""
    known = {"person.birth": date(2025, 5, 28), "household.isee_cents": 1684000, "waste_tax.registered": True}
    known |= {"school.id": "sole"} | {name.replace("__", "."): value for name, value in facts.items()}
    return completed(Case({name: value for name, value in known.items() if value is not None}, (GIULIA,)), LANGUAGE)


def test_each_condition_is_said_with_value_fact_source_age_and_law():
    """In the words of the file, with the law's value of that day."""
    origins = {("", "household.isee_cents"): Origin(7, "register", "benefits", date(2026, 1, 1), date(2026, 2, 9))}

    explained = explain(rule_on(NIDO, MARCH), child(), "en", origins=origins)

    income = explained.reasons[1]
    assert (explained.reasons[0].why, explained.reasons[0].value) == ("Is under three", State.YES)
    assert (income.why, income.value, income.law.text["en"]) == ("ISEE up to €40,000", State.YES, "article 5")
    assert explained.reasons[2].law.text["it"] == "Reg. 12/2024"
    assert [(fact.name, fact.value, fact.origin.source_ref, fact.age_days) for fact in income.facts] == [
        ("household.isee_cents", 1684000, "benefits", 20)
    ]
    assert (explained.reasons[3].facts[0].member, explained.reasons[3].facts[0].relation) == ("giulia", "parent")
    assert (explained.decision.state, explained.decision.to_confirm) == (State.YES, ("vaccines",))


def test_what_only_she_can_confirm_is_never_yes_in_silence():
    """An offer until then; a no of hers decides."""
    rule = rule_on(NIDO, MARCH)

    assert not rule.decide(child()).settled
    assert rule.decide(child(), {"vaccines": True}).settled
    assert State.NO is rule.decide(child(), {"vaccines": False}).state


def test_a_condition_that_does_not_count_stands_in_nobodys_way():
    """Two parents: what is asked of one alone is not applicable."""
    both = replace(child(school__id=NONE), others=(GIULIA, Member("parent", {}, "matteo")))

    decision = rule_on(NIDO, MARCH).decide(both)

    assert {one.name: one.value for one in decision.conditions if one.name in ("alone", "income")} == {
        "alone": State.NOT_APPLICABLE,
        "income": State.YES,
    }


def test_the_one_fact_that_would_change_it_is_named_with_its_nearest_value():
    """At the limit to the cent; nobody is told to be younger; two obstacles are not one."""
    rule = rule_on(NIDO, MARCH)

    assert (
        Change("household.isee_cents", 4000000, 4500000)
        == explain(rule, child(household__isee_cents=4500000), "en").change
    )
    assert (
        Change("household.isee_cents", 4000000, None).fact
        == explain(rule, child(household__isee_cents=None), "en").change.fact
    )
    assert Change("waste_tax.registered", True, False) == explain(rule, child(waste_tax__registered=False), "en").change
    assert explain(rule, child(household__isee_cents=4500000, waste_tax__registered=False), "en").change is None
    assert explain(rule, child(person__birth=date(2020, 1, 1)), "en").change is None
    assert explain(rule, child(), "en").change is None


def test_what_cannot_become_yes_asks_for_nothing():
    """A fact is worth asking for only when no condition is no already."""
    decision = rule_on(NIDO, MARCH).decide(child(household__isee_cents=None, waste_tax__registered=False))

    assert (State.NO, frozenset(), False) == (decision.state, decision.missing, decision.can_become_yes)
    unknown = rule_on(NIDO, MARCH).decide(child(household__isee_cents=None))
    assert {Missing("household.isee_cents")} == unknown.missing


def test_points_are_certain_and_say_what_could_add_to_them():
    """A line that is unknown counts nothing yet."""
    rule = rule_on(NIDO, MARCH)

    assert rule.score(child()).points == 0
    assert rule.score(child(household__isee_cents=100)).points == 6
    unknown = rule.score(child(household__isee_cents=None))
    assert ({"poor": None, "siblings": 0}, {Missing("household.isee_cents")}) == (unknown.lines, unknown.missing)


def test_the_law_of_the_day_decides():
    """The limit rises in September; before the first version nothing is due to anybody."""
    case = child(household__isee_cents=4100000)

    assert [rule_on(NIDO, day).decide(case).state for day in (MARCH, OCTOBER)] == [State.NO, State.YES]
    assert rule_on(NIDO, date(2024, 8, 31)) is None


def test_a_decision_of_march_comes_out_again_after_the_law_has_changed():
    """From its record and the version it names, of whom today's file knows nothing any more."""
    rule, case = rule_on(NIDO, MARCH), child(household__isee_cents=4100000)
    record = record_of(rule, case, rule.decide(case, {"vaccines": True}), attested={"vaccines": True})
    changed = read_service(FILE.replace("40000", "50000"), "nido.yaml", LANGUAGE)

    again = replay(record, NIDO, NIDO.versions[0])

    assert (again.state, record["state"]) == (State.NO, "no")
    assert canonical_json(record)
    assert len(name_of(record)) == 64
    assert "library.card" not in record["facts"]
    assert changed.versions[0].hash != NIDO.versions[0].hash
    with pytest.raises(BadInput, match="not made by this version"):
        replay(record, changed, changed.versions[0])


def test_a_changed_record_does_not_come_out():
    """Whoever changes a fact, a condition or the state of a record is found."""
    rule, case = rule_on(NIDO, MARCH), child()
    record = record_of(rule, case, rule.decide(case))
    record["facts"]["household.isee_cents"]["value"] = 9000000

    with pytest.raises(Conflict):
        replay(record, NIDO, NIDO.versions[0])


def test_the_hash_covers_every_letter_and_nothing_else():
    """A comment and another order of keys change nothing; a word of a why does."""
    moved = FILE.replace("    law: {it: Reg. 12/2024, en: Regulation 12/2024}\n", "").replace(
        "    params:", "    # a comment\n    law: {en: Regulation 12/2024, it: Reg. 12/2024}\n    params:"
    )

    assert NIDO.versions[0].hash == read_service(moved, "x.yaml", LANGUAGE).versions[0].hash
    other = read_service(FILE.replace("Is under three", "Is below three"), "x.yaml", LANGUAGE)
    assert NIDO.versions[0].hash != other.versions[0].hash


@given(text=conditions(depth=2), residents=populations())
def test_any_decision_comes_out_again_from_its_record(text, residents):
    """Whatever the rule and whoever it is about; and the state alone is the state with reasons."""
    try:
        service = read_service(ANY.replace("TEXT", text), "a.yaml", LANGUAGE)
    except RuleMistakes as mistakes:
        if "could grow" in str(mistakes):
            return
        raise
    rule = rule_on(service, ON)
    for case in Frame.of(residents, LANGUAGE).cases:
        decision = rule.decide(case)
        assert decision == replay(record_of(rule, case, decision), service, service.versions[0])
        assert decision.state == rule.state_of(case)
        assert bool(decision.missing) == (decision.state is State.UNKNOWN)
        explain(rule, case, "it")
