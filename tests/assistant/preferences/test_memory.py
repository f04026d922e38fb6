"""What is learned can be taken back exactly."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.assistant.preferences.city import CityCells
from manto.assistant.preferences.memory import Memory
from manto.assistant.preferences.things import Things

THINGS = Things(np.array([0, 0, 1, 1, 2, 2], np.int32), np.linspace(45.15, 45.17, 6), np.linspace(10.78, 10.80, 6))
VISITS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 5), st.integers(0, 3000)), max_size=40)


def learned(visits: list[tuple[str, int, int]]) -> Memory:
    memory = Memory(THINGS)
    for resident, thing, quarter in visits:
        memory.learn(resident, thing, quarter)
    return memory


@settings(max_examples=150, deadline=None)
@given(VISITS)
def test_a_forgotten_resident_was_never_there(visits: list[tuple[str, int, int]]) -> None:
    """Byte for byte the state of a run that never saw her."""
    memory = learned(visits)

    memory.forget("a")

    assert memory.to_bytes() == learned([visit for visit in visits if visit[0] != "a"]).to_bytes()


@settings(max_examples=150, deadline=None)
@given(VISITS, st.integers(0, 3000))
def test_what_is_forgotten_since_a_day_never_happened(visits: list[tuple[str, int, int]], since: int) -> None:
    """And neither did what is forgotten up to a day."""
    later, earlier = learned(visits), learned(visits)

    later.forget_since("a", since)
    earlier.forget_between("a", 0, since)

    assert later.to_bytes() == learned([v for v in visits if v[0] != "a" or v[2] < since]).to_bytes()
    assert earlier.to_bytes() == learned([v for v in visits if v[0] != "a" or v[2] >= since]).to_bytes()


@settings(max_examples=100, deadline=None)
@given(VISITS.filter(bool), st.data())
def test_one_visit_is_forgotten_alone(visits: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """Steps over it close again, as if it had not been."""
    at = data.draw(st.integers(0, len(visits) - 1))
    resident, thing, quarter = visits[at]
    memory = learned(visits)
    rows = memory.rows(resident).pairs()

    memory.forget_visit(resident, thing, quarter)

    rows.remove((quarter, thing))
    others = [visit for visit in visits if visit[0] != resident]
    again = learned(others)
    for when, what in rows:
        again.learn(resident, what, when)
    assert memory.to_bytes() == again.to_bytes()


@settings(max_examples=100, deadline=None)
@given(VISITS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(visits: list[tuple[str, int, int]], random) -> None:
    """A phone that was without network tells later what was earlier."""
    distinct = list({(resident, quarter): (resident, thing, quarter) for resident, thing, quarter in visits}.values())
    shuffled = distinct.copy()
    random.shuffle(shuffled)

    assert learned(distinct).to_bytes() == learned(shuffled).to_bytes()


def test_a_number_of_the_city_has_five_residents_behind_it() -> None:
    """Four residents who come a hundred times are nobody's business; the fifth makes a crowd."""
    memory = Memory(THINGS)
    for turn in range(25):
        for resident in "abcd":
            memory.learn(resident, 0, turn * 200)
            memory.learn(resident, 1, turn * 200 + 4)
    city = memory.city
    assert city.visits[0, 0] == 100
    assert city.served(city.visits)[0] == 0
    assert len(city.next_from(0)[0]) == 0

    memory.learn("e", 0, 9000)
    memory.learn("e", 1, 9004)

    assert city.served(city.visits)[0] == 101
    assert city.next_from(0)[0].tolist() == [1]
    assert city.next_from(0)[1].tolist() == [101]


def test_who_is_counted_once_is_counted_once() -> None:
    """A cell's residents are people, not visits: in every table, by a slow count."""
    random = np.random.default_rng(7)
    visits = sorted(
        (int(random.integers(0, 4000)), str(random.integers(0, 8)), int(random.integers(0, 6))) for _ in range(300)
    )
    memory = learned([(who, thing, quarter) for quarter, who, thing in visits])

    behind: dict[int, set[str]] = {}
    steps: dict[tuple[int, int], set[str]] = {}
    last: dict[str, int] = {}
    for _, who, thing in visits:
        behind.setdefault(thing, set()).add(who)
        if who in last:
            steps.setdefault((last[who], thing), set()).add(who)
        last[who] = thing
    city = memory.city
    assert [len(behind.get(thing, ())) for thing in range(6)] == city.visits[1].tolist()
    assert {pair: len(who) for pair, who in steps.items()} == {
        (a, b): cell[1] for a, cells in city.nexts.items() for b, cell in cells.items()
    }
    assert np.array_equal(city.parts[0].sum(axis=1), city.visits[0])
    assert city.category_hour[0].sum() == 300


def test_an_empty_city_says_nothing() -> None:
    """And its bytes are those of a city from which everybody went."""
    memory = Memory(THINGS)
    memory.learn("a", 0, 10)
    memory.forget("a")

    assert memory.to_bytes() == Memory(THINGS).to_bytes()
    assert not CityCells(THINGS).served(CityCells(THINGS).visits).any()
