"""The shortest list of questions that settles the most services."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from manto.services.rules.asking import choose_questions

FACTS = "abcdefgh"
NEEDS = st.dictionaries(
    st.integers(0, 30).map(str), st.sets(st.sampled_from(FACTS), min_size=1, max_size=4), max_size=14
)


def brute_force(needs, count):
    """Try every list of questions."""
    return max(
        sum(set(facts) <= set(chosen) for facts in needs.values())
        for chosen in combinations(FACTS, min(count, len(FACTS)))
    )


def test_three_questions_settle_nine_services():
    """Of somebody who has just moved in."""
    needs = {f"moved {i}": ["household.isee_cents"] for i in range(3)}
    needs |= {f"work {i}": ["work.status"] for i in range(2)}
    needs |= {f"both {i}": ["work.status", "household.isee_cents"] for i in range(2)}
    needs |= {f"car {i}": ["vehicle.count"] for i in range(2)} | {"far": ["school.id", "pension.since"]}

    questions = choose_questions(needs, 3)

    assert (questions.facts[0], questions.settles) == ("household.isee_cents", (3, 7, 9))
    assert {"far"} == set(needs) - questions.services


@given(needs=NEEDS, count=st.integers(1, 8))
def test_short_lists_are_the_best_there_are(needs, count):
    """As many services as any list of that length settles."""
    questions = choose_questions(needs, count)

    assert len(questions.facts) <= count
    assert brute_force(needs, count) == len(questions.services) == questions.at_most
    assert questions.settles == tuple(sorted(questions.settles))
    assert not questions.facts or questions.settles[-1] == len(questions.services)


@given(needs=NEEDS, count=st.integers(1, 8))
def test_long_lists_are_chosen_greedily_and_say_how_far_from_the_best(needs, count):
    """The best is never above what is said to be possible, and the list settles no less than half of it."""
    questions = choose_questions(needs, count, tried_max=0)

    best = brute_force(needs, count) if needs else 0
    assert len(questions.services) <= best <= questions.at_most
    assert 2 * len(questions.services) >= best


def test_nobody_is_asked_what_settles_nothing():
    """Two questions would be needed where one may be asked."""
    assert choose_questions({"nido": ["a", "b"]}, 1).facts == ()
    assert choose_questions({}, 3).facts == ()
