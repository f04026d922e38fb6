"""Which conditions say why a service is hers: what comes due, then what she is entitled by, where she lives last."""

import pytest
from tests.services.rules.conftest import the_language

from manto.services.rules.parsing import parse
from manto.services.rules.reading import read_service
from manto.services.rules.telling_apart import Weight, foremost, weight

LANGUAGE = the_language()
FILE = """\
id: any
title: {it: a, en: a}
versions:
  - from: 2000-01-01
    applies: {if: APPLIES, why: {it: a, en: a}}
    conditions:
      lives_here: {if: home.since <= today, why: {it: a, en: a}}
      CONDITIONS
"""


def chosen(applies, *conditions):
    """Name what is said of a rule's conditions."""
    text = FILE.replace("APPLIES", applies).replace("CONDITIONS", "\n      ".join(conditions))
    return [condition.name for condition in foremost(read_service(text, "any.yaml", LANGUAGE).versions[0])]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("days_until(otherwise(driving_licence.expires, day('2100-01-01'))) <= 120", Weight.DUE),
        ("30 > days_since(person.birth)", Weight.DUE),
        ("days_until(otherwise(vehicle.insured_until, day('2000-01-01'))) >= -15", Weight.ENTITLED),
        ("not is_none(business.opens)", Weight.STAGE),
        ("between(age(person.birth), 50, 74)", Weight.STAGE),
        ("any(age(c.birth) < 2 for c in children)", Weight.STAGE),
        ("age(person.birth) >= 65", Weight.STAGE),
        ("household.size == 1", Weight.ENTITLED),
        ("home.district == 'lunetta'", Weight.ENTITLED),
        ("age(person.birth) >= 18", Weight.COMMON),
        ("is_none(person.death)", Weight.COMMON),
        ("home.since <= today", Weight.RESIDENT),
    ],
)
def test_a_condition_weighs_by_what_it_looks_at(test, expected):
    """A day that comes near tells most, where somebody lives least."""
    assert expected == weight(parse(test, LANGUAGE))


def test_what_comes_due_is_said_first_and_nothing_twice():
    """That the licence expires says already that she has one."""
    expires = "expires: {if: \"days_until(otherwise(driving_licence.expires, day('2100-01-01'))) <= 120\", why: {it: a, en: a}}"

    assert chosen("not is_none(driving_licence.expires)", expires) == ["expires", "lives_here"]


def test_only_what_is_certain_of_her_is_said():
    """Neither what she would have to confirm, nor what does not count for everybody."""
    asked = "asked: {attest: true, why: {it: a, en: a}}"
    some = "some: {only_if: library.card, if: vehicle.count > 0, why: {it: a, en: a}}"

    assert chosen("age(person.birth) >= 18", asked, some) == ["applies", "lives_here"]
