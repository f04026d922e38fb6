"""What expressions mean, case by case: days, absence, households, numbers."""

from datetime import date, timedelta

import pytest

from manto.services.rules.binding import bind
from manto.services.rules.case import NONE, Case, Member, completed
from manto.services.rules.closures import compile_closure
from manto.services.rules.missing import Missing, compile_missing
from manto.services.rules.parsing import parse

ON = date(2026, 3, 1)


def value(text, language, facts=None, others=(), on=ON, want=None):
    """Evaluate an expression for somebody."""
    node = bind(parse(text, language, want=want), on, {})
    return compile_closure(node)(completed(Case(facts or {}, others), language))


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        ("2024-02-29", "2026-02-28", 1),
        ("2024-02-29", "2026-03-01", 2),
        ("2024-02-29", "2028-02-29", 4),
        ("2025-02-28", "2028-02-29", 3),
        ("2025-03-01", "2028-02-29", 2),
        ("2023-03-01", "2026-03-01", 3),
        ("2023-03-02", "2026-03-01", 2),
        ("2026-04-01", "2026-03-01", -1),
    ],
)
def test_whole_years_follow_the_calendar(birth, on, years, language):
    """Whoever was born on 29 February is a year older on 1 March of a common year."""
    facts, on = {"person.birth": date.fromisoformat(birth)}, date.fromisoformat(on)

    assert value(f"age(person.birth) == {years}", language, facts, on=on) is True
    assert value(f"age(person.birth) < {years + 1}", language, facts, on=on) is True
    assert value(f"age(person.birth) > {years}", language, facts, on=on) is False
    assert value(f"age(person.birth) in [{years}, 77]", language, facts, on=on) is True


def test_spans_turned_into_days_say_what_counting_says(language):
    """For every day of four years and each unit, the comparison with a day equals counting on the calendar."""
    for on in (date(2024, 2, 29), date(2026, 3, 31), date(2025, 12, 31)):
        for back in range(-40, 1500, 7):
            day = on - timedelta(days=back)
            months = 12 * (on.year - day.year) + on.month - day.month - (on.day < day.day)
            counted = {"months": months, "days_since": back, "days_until": -back, "year": day.year}
            for unit, number in counted.items():
                for op in ("<", "<=", "==", "!=", ">=", ">"):
                    for n in (number - 1, number, number + 1):
                        said = value(f"{unit}(home.since) {op} {n}", language, {"home.since": day}, on=on)
                        assert said is eval(f"{number} {op} {n}"), (unit, op, n, day, on)  # noqa: S307


def test_a_span_beyond_all_calendars_is_decided(language):
    """Nobody is a million years old, and everybody less."""
    facts = {"person.birth": date(1990, 1, 1)}

    assert value("age(person.birth) < 1000000", language, facts) is True
    assert value("days_until(person.birth) >= 9999999", language, facts) is False
    assert value("days_since(person.birth) > -99999999", language, facts) is True
    assert value("year(person.birth) < 20000", language, facts) is True


@pytest.mark.parametrize(
    ("first", "last", "on", "inside"),
    [("03-01", "04-15", "2026-04-15", True), ("03-01", "04-15", "2026-04-16", False),
     ("12-01", "02-28", "2026-01-10", True), ("12-01", "02-28", "2026-03-01", False)],
)  # fmt: skip
def test_a_season_may_run_over_new_year(first, last, on, inside, language):
    """Both ends belong to it."""
    assert value(f"season('{first}', '{last}')", language, on=date.fromisoformat(on)) is inside


def test_unknown_none_and_not_applicable_are_three_things(language):
    """A car that nobody knows of, one that there is none of, and a licence that was never made."""
    clean = "otherwise(vehicle.low_emission, False)"

    assert value(clean, language, {}) is None
    assert value(clean, language, {"vehicle.count": 2}) is None
    assert value(clean, language, {"vehicle.count": 0}) is False
    assert value(clean, language, {"vehicle.count": 2, "vehicle.low_emission": True}) is True
    assert value("applies(vehicle.low_emission)", language, {"vehicle.count": 0}) is False
    assert value("is_none(identity_card.expires)", language, {}) is None
    assert value("is_none(identity_card.expires)", language, {"identity_card.expires": NONE}) is True
    assert value("is_none(identity_card.expires)", language, {"identity_card.expires": ON}) is False
    assert value("is_none(vehicle.low_emission)", language, {"vehicle.count": 0}) is False


def test_what_a_complete_register_does_not_hold_is_none_or_no(language):
    """Nobody is asked whether she has died, or whether her child has a place."""
    assert value("is_none(person.death)", language, {}) is True
    assert value("nursery.place", language, {}) is False


def test_logic_is_kleenes(language):
    """Every pair of truth values."""
    words = {True: "library.card", False: "nursery.place", None: "waste_tax.registered"}
    facts = {"library.card": True}
    for a, first in words.items():
        assert value(f"not {first}", language, facts) is (None if a is None else not a)
        for b, second in words.items():
            both = False if False in (a, b) else None if None in (a, b) else True
            either = True if True in (a, b) else None if None in (a, b) else False
            assert value(f"{first} and {second}", language, facts) is both
            assert value(f"{first} or {second}", language, facts) is either


def family(*births):
    """Give children with their days of birth; None is unknown."""
    return tuple(
        Member("child", {"person.birth": birth} if birth else {}, f"child {i}") for i, birth in enumerate(births)
    )


def test_quantifiers_over_partly_unknown_members(language):
    """One decisive member decides; a count is decided as soon as it can be."""
    young, old = date(2025, 1, 1), date(2000, 1, 1)
    small = "age(c.birth) < 3"

    assert value(f"any({small} for c in children)", language, {}, family(young, None)) is True
    assert value(f"any({small} for c in children)", language, {}, family(old, None)) is None
    assert value(f"all({small} for c in children)", language, {}, family(old, None)) is False
    assert value(f"all({small} for c in children)", language, {}, family()) is True
    assert value(f"count(c for c in children if {small})", language, {}, family(young, None)) is None
    assert value(f"count(c for c in children if {small}) >= 1", language, {}, family(young, None)) is True
    assert value(f"count(c for c in children if {small}) >= 3", language, {}, family(young, None)) is False
    assert value(f"count(c for c in children if {small}) == 2", language, {}, family(young, None)) is None
    assert value(f"count(c for c in children if {small}) != 5", language, {}, family(young, None)) is True
    assert value("count(children) == 2", language, {}, family(young, None)) is True
    assert value("is_none(oldest(c.birth for c in children))", language, {}, family()) is True
    assert (
        value("otherwise(youngest(c.birth for c in children), '2000-01-01')", language, {}, family(old, young)) == young
    )
    assert value("otherwise(oldest(c.birth for c in children), '2000-01-01')", language, {}, family(old, None)) is None


def test_an_unknown_household_leaves_only_her_certain(language):
    """Any can be yes through her, all can be no, a count only grows, all else is unknown."""
    her = {"person.birth": date(1990, 1, 1)}

    assert value("any(age(m.birth) > 18 for m in household)", language, her, None) is True
    assert value("any(age(m.birth) < 18 for m in household)", language, her, None) is None
    assert value("all(age(m.birth) < 18 for m in household)", language, her, None) is False
    assert value("all(age(m.birth) > 18 for m in household)", language, her, None) is None
    assert value("count(household) >= 1", language, her, None) is True
    assert value("count(household) >= 2", language, her, None) is None
    assert value("count(children) == 0", language, her, None) is None
    assert value("sum(1 for m in household)", language, her, None) is None
    assert value("is_none(oldest(c.birth for c in children))", language, her, None) is None


def test_sums_are_whole_cents_and_round_halves_away_from_zero(language):
    """Also of what nobody knows one part of."""
    earns = tuple(Member("partner", {"income.yearly_cents": cents}) for cents in (100, 149))

    total = "sum(otherwise_income for m in household)".replace("otherwise_income", "m.income.yearly_cents")
    assert value(total, language, {"income.yearly_cents": 1}, earns) == 250
    assert value(total, language, {}, earns) is None
    assert value(f"divided({total}, 100)", language, {"income.yearly_cents": 1}, earns) == 3
    assert value("divided(0 - vehicle.count, 2)", language, {"vehicle.count": 5}) == -3
    assert value("larger(vehicle.count, 3)", language, {"vehicle.count": 5}) == 5
    assert value("smaller(vehicle.count, 3)", language, {"vehicle.count": 5}) == 3


def test_inside_a_quantifier_both_she_and_the_member_can_be_spoken_of(language):
    """A brother at her own school."""
    brother = (Member("sibling", {"school.id": "ardigo"}),)
    same = "any(otherwise(s.school.id, '-') == otherwise(school.id, '') for s in siblings)"

    assert value(same, language, {"school.id": "ardigo"}, brother) is True
    assert value(same, language, {"school.id": "fermi"}, brother) is False


def test_what_is_known_of_one_member_of_a_household_is_known_of_all(language):
    """A child has her parents' ISEE."""
    mother = (Member("parent", {"household.isee_cents": 1684000}, "giulia"),)

    assert value("household.isee_cents <= euro(20000)", language, {}, mother) is True


def test_only_facts_that_matter_are_missing(language):
    """A part that is decided asks for nothing, and neither does what does not apply."""

    def missing(text, facts, others=()):
        node = bind(parse(text, language), ON, {})
        return set(compile_missing(node)(completed(Case(facts, others), language)))

    assert missing("waste_tax.registered or library.card", {"library.card": True}) == set()
    assert missing("waste_tax.registered or library.card", {}) == {Missing("waste_tax.registered")}
    assert missing("otherwise(vehicle.low_emission, False)", {"vehicle.count": 0}) == set()
    assert missing("otherwise(vehicle.low_emission, False)", {}) == {
        Missing("vehicle.low_emission"), Missing("vehicle.count")}  # fmt: skip
    assert missing("any(age(c.birth) < 3 for c in children)", {}, family(None)) == {Missing("person.birth", "child 0")}
    assert missing("count(children) > 1", {}, None) == {Missing("household")}
