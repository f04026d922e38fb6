"""Random expressions and random populations, for the properties that rules must have."""

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from manto.services.rules.case import NONE
from manto.services.rules.frame import Resident

ON = date(2026, 3, 1)
RELATIONS = ("partner", "child", "parent", "sibling", "relative", "other")
OPS = st.sampled_from(("<", "<=", "==", "!=", ">=", ">"))

days = st.one_of(
    st.integers(-500, 40_000).map(lambda back: ON - timedelta(days=back)),
    st.sampled_from([date(2024, 2, 29), date(2023, 2, 28), date(2023, 3, 1), date(2008, 3, 1), ON, date(1900, 1, 1)]),
)
VALUES = {
    "person.birth": days,
    "home.since": days,
    "home.district": st.sampled_from(["centro-storico", "lunetta"]),
    "work.status": st.sampled_from(["employed", "retired", "student"]),
    "vehicle.count": st.integers(0, 3),
    "vehicle.low_emission": st.booleans(),
    "household.isee_cents": st.integers(0, 60).map(lambda n: n * 100_000 + n % 3),
    "income.yearly_cents": st.integers(0, 2**53 - 1) | st.integers(0, 5).map(lambda n: n * 1_000_000),
    "waste_tax.registered": st.booleans(),
    "access.stroller": st.booleans(),
    "library.card": st.just(True),
    "identity_card.expires": days | st.just(NONE),
    "school.id": st.sampled_from(["ardigo", "fermi", "o'brien"]) | st.just(NONE),
    "person.death": days,
}
SHARED = ("household.isee_cents", "waste_tax.registered")
COMPLETE = ("library.card", "person.death")


@st.composite
def facts(draw, shared):
    """Draw what is known of one resident; each fact may be unknown."""
    known = {name: draw(values) for name, values in VALUES.items() if name not in SHARED and draw(st.booleans())}
    if known.get("vehicle.count", 1) == 0:  # nobody records the emissions of a car that there is not
        known.pop("vehicle.low_emission", None)
    return known | {name: value for name, value in shared.items() if draw(st.booleans())}


@st.composite
def populations(draw):
    """Draw a small city: households whose members agree about what they share, some of unknown composition."""
    residents = []
    for size in draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)):
        first, shared = len(residents), {name: draw(VALUES[name]) for name in SHARED}
        for row in range(first, first + size):
            others = [(other, draw(st.sampled_from(RELATIONS))) for other in range(first, first + size) if other != row]
            known = size > 1 or draw(st.booleans())
            closed = draw(st.integers(0, 4)) == 0  # has not agreed to being read, so nothing is known of her
            residents.append(Resident({} if closed else draw(facts(shared)), tuple(others) if known else None, closed))
    return residents


def _of(owner, name):
    if not owner:
        return name
    return f"{owner}.{name.removeprefix('person.')}"


@cache
def numbers(owner, depth):
    """Draw a number."""
    plain = st.sampled_from([_of(owner, "vehicle.count")]) | st.integers(-3, 5).map(str)
    if depth <= 0:
        return plain
    less = numbers(owner, depth - 1)
    made = [
        st.tuples(less, st.sampled_from("+-*"), less).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(less, st.integers(1, 4)).map(lambda t: f"divided({t[0]}, {t[1]})"),
        st.tuples(st.sampled_from(["larger", "smaller"]), less, less).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(less, conditions(owner, depth - 1), less).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
    ]
    if not owner:
        members = st.sampled_from(["household", "others", "children", "parents", "partners", "siblings", "relatives"])
        inner = conditions("m", depth - 1)
        made += [
            st.tuples(members, inner).map(lambda t: f"count(m for m in {t[0]} if {t[1]})"),
            members.map(lambda members: f"count({members})"),
            st.tuples(numbers("m", depth - 1), members).map(lambda t: f"sum({t[0]} for m in {t[1]})"),
            st.tuples(numbers("m", 0), members, inner).map(lambda t: f"sum({t[0]} for m in {t[1]} if {t[2]})"),
        ]
    return st.one_of(plain, *made)


@cache
def conditions(owner="", depth=2):
    """Draw a yes or no; inside a quantifier both the member and the one decided about can be spoken of."""
    n = st.integers(-2, 90)
    birth, since, card = (_of(owner, name) for name in ("person.birth", "home.since", "identity_card.expires"))
    clean, school = _of(owner, "vehicle.low_emission"), _of(owner, "school.id")
    atoms = [
        st.sampled_from([_of(owner, name) for name in ("waste_tax.registered", "access.stroller", "library.card")]),
        st.sampled_from([f"otherwise({clean}, True)", f"otherwise({clean}, False)", f"is_none({clean})"]),
        st.sampled_from([f"applies({clean})", f"is_none({card})", f"is_none({school})", "True", "False"]),
        st.tuples(st.sampled_from(["age", "year", "days_until"]), OPS, n).map(
            lambda t: f"{t[0]}({birth}) {t[1]} {t[2]}"
        ),
        st.tuples(st.sampled_from(["months", "days_since"]), OPS, n).map(lambda t: f"{t[0]}({since}) {t[1]} {t[2]}"),
        st.tuples(OPS, n).map(lambda t: f"days_until(otherwise({card}, '2026-04-01')) {t[0]} {t[1]}"),
        n.map(lambda n: f"age({birth}) in [{n}, {n + 2}]"),
        n.map(lambda n: f"{n} <= age({birth}) < {n + 9}"),
        OPS.map(lambda op: f"{birth} {op} {since}"),
        st.tuples(OPS, st.integers(0, 60)).map(
            lambda t: f"{_of(owner, 'household.isee_cents')} {t[0]} euro({1000 * t[1]})"
        ),
        st.sampled_from(
            [f"{_of(owner, 'work.status')} in ['employed', 'student']", f'{school_is(school)} == "o\'brien"']
        ),
        st.just(f"within({_of(owner, 'home.district')}, ['lunetta'])"),
        st.just(f"is_none({_of(owner, 'person.death')})"),
    ]
    if owner:
        atoms.append(st.sampled_from([f"{birth} < person.birth", f"{school_is(school)} == {school_is('school.id')}"]))
    if depth <= 0:
        return st.one_of(atoms)
    less = conditions(owner, depth - 1)
    made = [
        st.tuples(less, st.sampled_from(["and", "or"]), less).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        less.map(lambda part: f"(not {part})"),
        st.tuples(numbers(owner, depth - 1), OPS, numbers(owner, depth - 1)).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    ]
    if not owner:
        members = st.sampled_from(["household", "others", "children", "parents", "siblings"])
        inner = conditions("m", depth - 1)
        extreme = st.sampled_from(["oldest", "youngest"])
        made += [
            st.tuples(st.sampled_from(["any", "all"]), inner, members).map(lambda t: f"{t[0]}({t[1]} for m in {t[2]})"),
            st.tuples(extreme, members, inner).map(lambda t: f"is_none({t[0]}(m.birth for m in {t[1]} if {t[2]}))"),
            st.tuples(extreme, members, OPS, n).map(
                lambda t: f"age(otherwise({t[0]}(m.birth for m in {t[1]}), '1990-06-01')) {t[2]} {t[3]}"
            ),
        ]
    return st.one_of(*atoms, *made, *made)


def school_is(school):
    """Give a school, or a dash where there is none."""
    return f"otherwise({school}, '-')"
