"""What the plain rules choose."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.assistant.offering.offers import ANY_AGE, Ages, Candidate, Chosen, Needs, Situation
from manto.assistant.offering.plain_rules import can_enter, choose, weigh
from manto.assistant.offering.policy import plain_weights
from manto.assistant.wording import greeting, texts, when_text, why, why_parts

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 6, 9, 10, 0, tzinfo=ROME)
WEIGHTS = plain_weights()


def place(subject: str = "palazzo-te", **known: object) -> Candidate:
    return Candidate(**{"kind": "place", "subject": subject, "category": "museum", "group": "museum", **known})


def event(subject: str = "songs", **known: object) -> Candidate:
    plain = {"kind": "event", "subject": subject, "category": "music", "group": "event"}
    return Candidate(**{**plain, "starts": NOW + timedelta(hours=2), "ends": NOW + timedelta(hours=3), **known})


hours = st.one_of(st.none(), st.integers(-48, 48).map(lambda h: NOW + timedelta(hours=h)))
candidates = st.builds(
    Candidate,
    kind=st.just("place"),
    subject=st.text("abcdef", min_size=1, max_size=4),
    category=st.sampled_from(["museum", "library", "park", "toilets", "market"]),
    group=st.sampled_from(["culture", "leisure", "street"]),
    distance_m=st.none() | st.floats(0, 5000),
    is_open=st.sampled_from([True, False, None]),
    open_until=st.none() | st.integers(1, 48).map(lambda h: NOW + timedelta(hours=h)),
    wheelchair=st.sampled_from(["yes", "limited", "no", "unknown"]),
    kerb_cm=st.none() | st.integers(0, 20),
    incline_pct=st.none() | st.integers(0, 20),
    free=st.booleans(),
    for_families=st.booleans(),
) | st.builds(
    Candidate,
    kind=st.just("event"),
    subject=st.text("uvwxyz", min_size=1, max_size=4),
    category=st.sampled_from(["music", "talk", "unknown-kind"]),
    group=st.just("event"),
    starts=st.integers(-3, 300).map(lambda h: NOW + timedelta(hours=h)),
    ends=st.integers(-1, 400).map(lambda h: NOW + timedelta(hours=h)),
    wheelchair=st.sampled_from(["yes", "no", "unknown"]),
)
lists = st.lists(candidates, max_size=30, unique_by=lambda candidate: candidate.subject)
situations = st.builds(
    Situation,
    now=st.just(NOW),
    needs=st.builds(
        Needs,
        step_free=st.booleans(),
        kerb_cm_max=st.none() | st.integers(0, 10),
        incline_pct_max=st.none() | st.integers(0, 10),
    ),
    stroller=st.booleans(),
    refused=st.frozensets(st.text("abcdef", min_size=1, max_size=2)),
    put_off=st.frozensets(st.text("uvwxyz", min_size=1, max_size=2)),
)


@given(lists, situations)
def test_a_few_and_not_all_alike(offered: list[Candidate], situation: Situation) -> None:
    """At most five, at most two of a group, best first."""
    chosen = choose(offered, situation, WEIGHTS)

    groups = [one.candidate.group for one in chosen]
    assert len(chosen) <= 5
    assert all(groups.count(group) <= 2 for group in groups)
    assert [one.points for one in chosen] == sorted((one.points for one in chosen), reverse=True)


@given(lists, situations, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    offered: list[Candidate], situation: Situation, random: object
) -> None:
    """Two reads of the same city give the same Today."""
    shuffled = list(offered)
    random.shuffle(shuffled)

    assert choose(shuffled, situation, WEIGHTS) == choose(offered, situation, WEIGHTS)


@given(lists, situations)
def test_hard_rules_come_before_points(offered: list[Candidate], situation: Situation) -> None:
    """What is refused, over, closed or out of reach is never there, whatever speaks for it."""
    for one in choose(offered, situation, WEIGHTS):
        candidate = one.candidate
        assert candidate.subject not in situation.refused | situation.put_off
        assert candidate.ends is None or candidate.ends > NOW
        assert candidate.is_open is not False
        assert can_enter(candidate, situation)


@given(lists, situations, st.sampled_from(["en", "it"]))
def test_each_offer_says_why(offered: list[Candidate], situation: Situation, language: str) -> None:
    """One sentence, of at least one and at most three reasons."""
    for one in choose(offered, situation, WEIGHTS):
        sentence = why(one, NOW, language)
        parts = why_parts(one, NOW, language)
        assert 1 <= len(parts) <= 3
        assert all(text.removeprefix("è ") in sentence for _, text in parts)
        assert "{" not in sentence


def test_the_sentence_tells_what_counted() -> None:
    """Distance, hours and the way in, as measured."""
    candidate = place(
        distance_m=62, is_open=True, open_until=NOW.replace(hour=19, minute=15), kerb_cm=3, wheelchair="yes"
    )
    lorenzo = Situation(NOW, needs=Needs(step_free=True, kerb_cm_max=4))
    chosen = Chosen(candidate, weigh(candidate, lorenzo, WEIGHTS))

    assert (
        why(chosen, NOW, "en")
        == "Because it is 60 m from you, its kerb is 3 cm and you can take 4, and it is open until 19.15."
    )
    assert why(chosen, NOW, "it") == (
        "Perché è a 60 m da te, il gradino all'ingresso è di 3 cm e tu arrivi a 4 ed è aperto fino alle 19.15."
    )


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (NOW + timedelta(hours=6, minutes=30), "Today 16.30"),
        (NOW + timedelta(days=1), "Tomorrow 10.00"),
        (NOW + timedelta(days=3), "Friday 12 June, 10.00"),
        (NOW - timedelta(minutes=30), "Until 11.00"),
    ],
)
def test_a_time_is_said_as_people_say_it(starts: datetime, expected: str) -> None:
    """Today and tomorrow by name, then the weekday."""
    candidate = event(starts=starts, ends=NOW + timedelta(hours=1) if starts < NOW else starts + timedelta(hours=1))
    chosen = Chosen(candidate, ())

    assert expected == when_text(chosen, NOW, "en")


def test_a_wheelchair_changes_today() -> None:
    """The same museums, in another order and without the steps."""
    stairs = place("stairs", wheelchair="no", is_open=True, distance_m=50, group="a")
    ramp = place("ramp", wheelchair="yes", is_open=True, distance_m=900, group="b")

    everybody = choose([stairs, ramp], Situation(NOW), WEIGHTS)
    lorenzo = choose([stairs, ramp], Situation(NOW, needs=Needs(step_free=True)), WEIGHTS)

    assert [one.candidate.subject for one in everybody] == ["stairs", "ramp"]
    assert [one.candidate.subject for one in lorenzo] == ["ramp"]


def test_who_lives_alone_sees_families_things_last() -> None:
    """What is made for families is still there, behind what anybody may want."""
    babies = event("babies", category="family", group="a", free=True, for_families=True)
    talk = event("talk", category="talk", group="b")

    giulia = choose([talk, babies], Situation(NOW, family=True), WEIGHTS)
    teresa = choose([talk, babies], Situation(NOW, lives_alone=True), WEIGHTS)
    stranger = choose([talk, babies], Situation(NOW), WEIGHTS)

    assert [one.candidate.subject for one in giulia] == ["babies", "talk"]
    assert [one.candidate.subject for one in teresa] == ["talk", "babies"]
    assert [one.candidate.subject for one in stranger] == ["talk"], (
        "of whom no family is known, none is offered one's events"
    )


@pytest.mark.parametrize(
    ("ages", "offered"),
    [
        (((31, 31), (0, 0), (16, 150)), False),  # a mother, her newborn and the child's father
        (((17, 17), (16, 150), (16, 150)), False),
        (((31, 31), (9, 9)), True),
        (((31, 31), ANY_AGE), True),  # of one at home nothing is known
    ],
)
def test_what_is_known_to_be_for_nobody_at_home_is_never_offered(ages: tuple[Ages, ...], *, offered: bool) -> None:
    """Homework for primary and lower secondary; what is not known leaves nothing out."""
    homework = event("homework", category="family", for_families=True, free=True, ages=(6, 13))

    chosen = choose([homework, event("concert")], Situation(NOW, family=True, ages=ages), WEIGHTS)

    assert ("homework" in [one.candidate.subject for one in chosen]) == offered


def test_of_a_newcomer_nothing_is_offered_that_is_not_worth_it() -> None:
    """At night no park, and nothing a week ahead: fewer cards, or none."""
    park = place("park", category="park", is_open=None)
    later = event("later", starts=NOW + timedelta(days=5), ends=NOW + timedelta(days=5, hours=1))
    night = Situation(NOW.replace(hour=3))

    assert choose([park, later], night, WEIGHTS) == []
    near = replace(park, distance_m=200)
    assert [one.candidate.subject for one in choose([near, later], Situation(NOW), WEIGHTS)] == ["park"]


def test_a_toilet_is_found_but_not_offered() -> None:
    """Today is not a list of everything near."""
    assert choose([place(category="toilets", is_open=True, distance_m=5)], Situation(NOW), WEIGHTS) == []


def test_unknown_hours_are_no_reason_to_go_indoors() -> None:
    """A library that may be shut is left to Around me; a park is there at any hour."""
    library, park = place("library", category="library"), place("park", category="park", distance_m=900)

    chosen = choose([library, park], Situation(NOW), WEIGHTS)

    assert [one.candidate.subject for one in chosen] == ["park"]
    assert why(chosen[0], NOW, "en") == "Because you can go there at any hour and it is 900 m from you."


def test_equals_take_turns_by_the_day() -> None:
    """Not every day begins with the same museum."""
    equals = [place(f"museum-{n}", is_open=True, group=str(n)) for n in range(6)]

    firsts = {choose(equals, Situation(NOW + timedelta(days=day)), WEIGHTS)[0].candidate.subject for day in range(20)}

    assert len(firsts) > 1


@pytest.mark.parametrize(
    ("hour", "expected"), [(7, "Good morning, Giulia"), (15, "Good afternoon, Giulia"), (23, "Good evening, Giulia")]
)
def test_the_greeting_knows_the_time(hour: int, expected: str) -> None:
    """And the name, where it is known."""
    assert expected == greeting(NOW.replace(hour=hour), "Giulia", "en")


def test_every_reason_can_be_said_in_both_languages() -> None:
    """No rule has a reason without words."""
    codes = {
        "near",
        "always_open",
        "open_until",
        "under_way",
        "today_at",
        "tomorrow_at",
        "day_at",
        "kerb",
        "step_free",
        "stroller",
        "free",
    }

    assert all({"en", "it"} == set(texts.everywhere(f"why.{code}")) for code in codes)
