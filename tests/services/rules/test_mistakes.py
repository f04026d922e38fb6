"""Whoever writes a rule wrong is told where, why, and what was probably meant."""

import pytest

from manto.services.rules.mistakes import ExpressionMistake, RuleMistakes
from manto.services.rules.parsing import parse
from manto.services.rules.reading import read_service
from manto.services.rules.tree import Kind, Parameter

PARAMETERS = {
    "isee_max": Parameter("isee_max", Kind.MONEY, False, 0, 10**7),
    "ages": Parameter("ages", Kind.NUMBER, True, 0, 9),
}

WRONG = [
    # the expression, the characters under the caret, a piece of what is said
    ("age(child.brith) < 3", "child.brith", "Did you mean 'child.birth'?"),
    ("age(c.brith) < 3", "c.brith", "There is no fact 'c.brith'"),
    ("houshold.isee_cents <= isee_max", "houshold.isee_cents", "Did you mean 'household.isee_cents'?"),
    ("household.isee_cents <= isee_mx", "isee_mx", "Did you mean 'isee_max'?"),
    ("household.isee_cents <= 40000", "household.isee_cents <= 40000", "euro(40000)"),
    ("agee(person.birth) < 3", "agee", "Did you mean 'age'?"),
    ("person.birth < 3", "person.birth < 3", "age(...)"),
    ("age(person.birth) = 3", "=", "Write '=='"),
    ("age(person.birth) < 3 && nursery.place", "&&", "Write 'and'"),
    ("age(person.birth) < 3 || nursery.place", "||", "Write 'or'"),
    ("!nursery.place", "!", "Write 'not'"),
    ("age(person.birth) ≤ 3", "≤", "Write '<='"),
    ("nursery.place == True", "nursery.place == True", "Write the condition itself"),
    ("nursery.place and yes", "yes", "Write True"),
    ("work.status == 'emploied'", "'emploied'", "Did you mean 'employed'?"),
    ("work.status in ['employed', 'home ']", "'home '", "Did you mean 'home'?"),
    ("work.status > 'employed'", "work.status > 'employed'", "==, != or in"),
    ("within(home.district, ['lunett'])", "'lunett'", "Did you mean 'lunetta'?"),
    ("within(work.status, ['lunetta'])", "work.status", "not a place"),
    ("home.since >= 2026-03-01", "2026-03-01", "quotation marks"),
    ("home.since >= '2026-02-30'", "'2026-02-30'", "is not a day"),
    ("vehicle.low_emission", "vehicle.low_emission", "otherwise(vehicle.low_emission, ...)"),
    ("age(pension.since) > 1", "pension.since", "is_none(pension.since)"),
    ("otherwise(vehicle.count, 0) > 0", "vehicle.count", "never none"),
    ("is_none(nursery.place)", "nursery.place", "never none"),
    ("applies(vehicle.count)", "vehicle.count", "applies to everybody"),
    ("age(person.birth) < vehicle.count", "age(person.birth)", "depends on no fact"),
    ("age(person.birth) + 1 < 5", "age(person.birth)", "compared, not calculated"),
    ("age(person.birth)", "age(person.birth)", "a yes or no is needed"),
    ("household.isee_cents", "household.isee_cents", "a yes or no is needed"),
    ("vehicle.count / 2 > 1", "vehicle.count / 2", "divided(amount, 12)"),
    ("vehicle.count ** 2 > 1", "vehicle.count ** 2", "not part of this language"),
    ("vehicle.count > 1.5", "1.5", "whole number"),
    ("household.isee_cents < euro(1.005)", "euro(1.005)", "smaller than a cent"),
    (
        "household.isee_cents * household.isee_cents > euro(1)",
        "household.isee_cents * household.isee_cents",
        "no amount",
    ),
    ("household.isee_cents + vehicle.count > euro(1)", "household.isee_cents + vehicle.count", "cannot be added"),
    ("vehicle.count is None", "vehicle.count is None", "is_none"),
    ("children", "children", "stands for people"),
    ("any(children)", "any(children)", "one after the other"),
    ("any(age(c.birth) < 3 for c in childs)", "childs", "Did you mean 'children'?"),
    ("any(age(c.birth) < 3 for c in children for d in children)", None, "one after the other"),
    ("any(any(age(d.birth) < 3 for d in others) for c in children)", "any(age(d.birth) < 3 for d in others)", "inside"),
    ("count(c.birth for c in children) > 1", "c.birth", "counts members"),
    ("any(age(person.birth) < 3 for person in children)", "person", "has a meaning already"),
    ("age(oldest(c.birth for c in children)) > 3", "oldest(c.birth for c in children)", "otherwise("),
    ("divided(household.isee_cents, vehicle.count) > euro(1)", "vehicle.count", "fixed number above 0"),
    ("divided(household.isee_cents, 0) > euro(1)", "0", "fixed number above 0"),
    ("season('03-01', '02-31')", "'02-31'", "There is no day"),
    ("age(person.birth) in 3", "3", "not a set of values"),
    ("age(person.birth) in []", "[]", "empty list"),
    ("age(person.birth) in [3, 'a']", "[3, 'a']", "mixes"),
    ("ages", "ages", "a set of values"),
    ("age(birth=person.birth) < 3", None, "without names"),
    ("(lambda: 1)() > 0", None, "There is no function"),
    ("[c for c in children]", "[c for c in children]", "not part of this language"),
    ("person.birth.__class__ == 1", "person.birth.__class__", "There is no fact"),
    ("__import__('os').system('ls')", None, "There is no function"),
    ("nursery.place # and nothing", "#", "cannot stand"),
    ("", None, "no expression"),
    ("nursery.place and", None, "breaks off"),
    ("f'{today}' == 'a'", None, "not part of this language"),
    ("(x := 3) > 2", None, "not part of this language"),
    ("vehicle.count if nursery.place else 'no'", None, "One side"),
    ("household.isee_cents * 99999999 > euro(1)", None, "beyond what a database holds"),
]


@pytest.mark.parametrize(("text", "caret", "said"), WRONG, ids=[text for text, _, _ in WRONG])
def test_a_wrong_expression_is_refused_with_place_and_advice(text, caret, said, language):
    """The caret stands under what is wrong, and the sentence helps."""
    with pytest.raises(ExpressionMistake) as refused:
        parse(text, language, PARAMETERS, subject="child")

    mistake = refused.value
    assert said in f"{mistake.what} {mistake.next_step}"
    if caret is not None:
        assert caret == text[mistake.start : mistake.end]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 190 + "nursery.place" + ")" * 190,
        "not " * 700 + "nursery.place",
        "-" * 1500 + "1 > 0",
        "a" * 3000,
        "\0 > 1",
    ],
)
def test_a_monster_is_refused_and_breaks_nothing(text, language):
    """Size and depth have ends, whatever somebody sends; brackets alone are no depth."""
    if text.startswith("("):
        assert parse(text, language).kind is Kind.YESNO
    else:
        with pytest.raises(ExpressionMistake):
            parse(text, language)


FILE = """\
id: nido
title: {it: Asilo nido, en: Nursery}
subject: child
versions:
  - from: 2024-09-01
    params:
      isee_max: {type: euro, values: {2024-09-01: 40000}}
    conditions:
      income: {if: "household.isee_cents <= isee_max", why: {it: ISEE, en: ISEE}}
tests:
  - {on: 2026-03-01, facts: {child.birth: 2024-01-10, household.isee_cents: 16840 euro}, expect: yes}
"""

WRONG_FILES = [
    # what to write in place of what, the line, the characters under the caret, a piece of what is said
    ("household.isee_cents <=", "household.isee_cnts <=", 9, "household.isee_cnts", "'household.isee_cents'"),
    ("why: {it: ISEE, en: ISEE}", "why: {it: ISEE}", 9, None, "missing in: en"),
    ("why: {it: ISEE", "wy: {it: ISEE", 9, "wy", "Did you mean 'why'?"),
    ("why: {it: ISEE", 'why: {it: "{isee_mx}"', 9, None, "Did you mean 'isee_max'?"),
    ("from: 2024-09-01", "from: 2024-09-31", 5, "2024-09-31", "is not a day"),
    ("type: euro", "type: euros", 7, "euros", "Did you mean 'euro'?"),
    (": 40000}", ": a lot}", 7, "a lot", "amount in euro"),
    ("subject: child", "subject: chlid", 3, "chlid", "Did you mean 'child'?"),
    ("id: nido", "id: Nido!", 1, "Nido!", "identifier"),
    ("expect: yes", "expect: maybe", 11, "maybe", "not possible"),
    ("child.birth: 2024", "child.brith: 2024", 11, None, "'child.birth'"),
    ("16840 euro", "16840", 11, "16840", "with its unit"),
    ("conditions:", "conditons:", 8, "conditons", "Did you mean 'conditions'?"),
    ('if: "household', 'attest: true, if: "household', 9, None, "either"),
    ("title: {it", "title: {it: a, it", 2, "it", "twice"),
    ("title: {", "title: &a {", 2, None, None),
]


@pytest.mark.parametrize(("old", "new", "line", "caret", "said"), WRONG_FILES, ids=[new for _, new, *_ in WRONG_FILES])
def test_a_wrong_file_is_refused_with_line_and_caret(old, new, line, caret, said, language):
    """Wherever in the file the slip is."""
    text = FILE.replace(old, new, 1)
    if said is None:
        assert read_service(text, "nido.yaml", language).id == "nido"
        return

    with pytest.raises(RuleMistakes) as refused:
        read_service(text, "nido.yaml", language)

    mistake = refused.value.mistakes[0]
    assert said in f"{mistake.what} {mistake.next_step}"
    assert line == mistake.place.line
    if caret is not None:
        column = mistake.place.column - 1
        assert caret == mistake.place.text[column : column + mistake.place.width]


def test_all_mistakes_are_told_at_once(language):
    """An author mends a file once, not once for each slip."""
    text = FILE.replace("isee_cents <=", "isee <=").replace("expect: yes", "expect: y").replace("child\n", "kid\n")

    with pytest.raises(RuleMistakes) as refused:
        read_service(text, "nido.yaml", language)

    assert [mistake.place.line for mistake in refused.value.mistakes] == [3, 9, 11]


def test_a_folded_expression_shows_its_own_line(language):
    """The caret finds its place through quotes, folds and indentation."""
    folded = """if: >
          household.isee_cents <= isee_max and
          work.statis == "employed"
        why"""
    text = FILE.replace("""{if: "household.isee_cents <= isee_max", why""", "\n        " + folded)
    text = text.replace("en: ISEE}}", "en: ISEE}")

    with pytest.raises(RuleMistakes) as refused:
        read_service(text, "nido.yaml", language)

    shown = refused.value.shown().splitlines()
    assert shown[0] == "nido.yaml:12:11: There is no fact 'work.statis'."
    assert shown[2].index("^") == shown[1].index("work.statis")


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "a: *b", "x", "a: " + "[" * 2000, "\t", "a: 1\n---\nb: 2"])
def test_what_is_no_file_of_a_service_is_refused(text, language):
    """Whatever it is."""
    with pytest.raises(RuleMistakes):
        read_service(text, "x.yaml", language)
