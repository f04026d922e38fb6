"""What is due stands first whatever is learned, and leaves a place for something new."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.models import Choice
from manto.assistant.offering.hard_rules import ORDER, due_first, rule_of
from manto.assistant.offering.offers import Candidate, Chosen, Reason
from manto.assistant.offering.policy import plain_weights
from manto.assistant.offering.ranking import DRAWS, Taste, choose_by_taste
from manto.assistant.preferences.frame import AT, COLUMNS
from manto.assistant.queries import today
from manto.assistant.taste.learning import MEMORY
from manto.residents.commands import grant_consent, register_resident
from manto.services.models import ServiceOffer

DAY = date(2026, 6, 9)
WEIGHTS = replace(plain_weights(), worth_min=0)  # everything that is made here is worth a card

due = st.builds(
    Candidate,
    kind=st.just("service"),
    subject=st.integers(0, 10**6).map(lambda number: f"service:{number}"),
    category=st.sampled_from(["service:health", "service:mobility"]),
    group=st.just("service"),
    first=st.sampled_from(["deadline", "safety", "entitlement"]),
    by=st.none() | st.integers(0, 80).map(lambda days: DAY + timedelta(days=days)),
    matters=st.integers(0, 100),
)
pleasing = st.builds(
    Candidate,
    kind=st.just("place"),
    subject=st.integers(0, 10**6).map(lambda number: f"place:{number}"),
    category=st.sampled_from(["museum", "park", "library", "cinema"]),
    group=st.sampled_from(["culture", "leisure"]),
)
everything = st.tuples(
    st.lists(due, max_size=8, unique_by=lambda one: one.subject),
    st.lists(pleasing, max_size=12, unique_by=lambda one: one.subject),
)


def weighed(candidates: list[Candidate]) -> list[Chosen]:
    return [Chosen(one, (Reason("due" if one.first else "free", one.matters),)) for one in candidates]


def a_taste(candidates: list[Candidate], seed: int) -> Taste:
    """Make whatever somebody might have learned, as strong as it likes."""
    random = np.random.default_rng(seed)
    return Taste(
        candidates=candidates,
        frame=random.normal(size=(len(candidates), len(COLUMNS))) * 10,
        weights=random.normal(size=len(COLUMNS)) * 10,
        known=random.random(len(candidates)) < 0.3,
        reasons={},
        in_vain={},
    )


@settings(max_examples=200, deadline=None)
@given(everything, st.integers(0, 2**31), st.integers(0, 2**31))
def test_no_taste_moves_what_is_due(both: tuple[list[Candidate], list[Candidate]], one: int, other: int) -> None:
    """Whatever was learned, the same is due first, in the order deadline, safety, entitlement; then the rest."""
    candidates = [*both[0], *both[1]]
    pages = [
        choose_by_taste(weighed(candidates), a_taste(candidates, seed), WEIGHTS, today=DAY, seed=seed)
        for seed in (one, other)
    ]

    for page in pages:
        firsts = [shown.candidate.first for shown in page]
        standing = [ORDER[first] for first in firsts if first is not None]
        assert standing == sorted(standing)
        assert firsts[len(standing) :] == [None] * (len(page) - len(standing))
        assert len(page) <= WEIGHTS.shown_max
        assert len({shown.candidate.subject for shown in page}) == len(page)
    ranks = [
        [
            (ORDER[shown.candidate.first], shown.candidate.by, shown.candidate.matters)
            for shown in page
            if shown.candidate.first
        ]
        for page in pages
    ]
    assert ranks[0] == ranks[1]
    assert len(ranks[0]) >= min(WEIGHTS.due_shown_max, len(both[0]))


@settings(max_examples=200, deadline=None)
@given(everything, st.integers(0, 2**31))
def test_however_much_is_due_something_new_has_its_place(
    both: tuple[list[Candidate], list[Candidate]], seed: int
) -> None:
    """As long as there is anything that she never chose, the last place is its own, with how likely it was."""
    candidates = [*both[0], *both[1]]
    taste = a_taste(candidates, seed)

    page = choose_by_taste(weighed(candidates), taste, WEIGHTS, today=DAY, seed=seed)

    for shown in page[:-1]:
        assert (shown.is_new, shown.propensity) == (False, 1.0)
    fresh = [one for one, known in zip(candidates, taste.known, strict=True) if one.first is None and not known]
    if len(fresh) > WEIGHTS.shown_max:
        assert page[-1].is_new
        assert 1 / DRAWS <= page[-1].propensity <= 1


def test_the_logged_propensity_is_how_often_it_is_drawn() -> None:
    """Over many days, each thing takes the last place as often as was logged when it did."""
    candidates = [Candidate("place", f"p{at}", "museum", f"g{at}") for at in range(9)]
    taste = a_taste(candidates, 4)
    calm = Taste(candidates, taste.frame / 25, taste.weights / 25, np.zeros(9, bool), {}, {})

    last = [choose_by_taste(weighed(candidates), calm, WEIGHTS, today=DAY, seed=seed)[-1] for seed in range(600)]

    for subject in {one.candidate.subject for one in last}:
        drawn = [one.propensity for one in last if one.candidate.subject == subject]
        assert np.mean(drawn) == pytest.approx(len(drawn) / len(last), abs=0.06)
    assert len({one.candidate.subject for one in last}) > 1


def test_what_cannot_wait_goes_beyond_three() -> None:
    """A fourth thing is shown only where it is about safety or ends within two weeks; never a fifth."""
    far = [
        Candidate("service", f"service:{at}", "service:mobility", "service", first="entitlement", matters=50 - at)
        for at in range(4)
    ]
    soon = [
        Candidate(
            "service", f"service:s{at}", "service:mobility", "service", first="deadline", by=DAY + timedelta(days=at)
        )
        for at in range(5)
    ]
    park = Candidate("place", "park", "park", "park")

    assert [one.candidate.subject for one in due_first(weighed([*far, park]), DAY, WEIGHTS)] == [
        "service:0",
        "service:1",
        "service:2",
    ]
    assert len(due_first(weighed([*soon, *far, park]), DAY, WEIGHTS)) == WEIGHTS.shown_max - 1
    assert len(due_first(weighed([*soon, *far]), DAY, WEIGHTS)) == WEIGHTS.shown_max
    assert rule_of(DAY + timedelta(days=400), DAY, WEIGHTS, safety=False) == "entitlement"
    assert rule_of(None, DAY, WEIGHTS, safety=True) == "safety"


def test_taste_orders_what_the_rules_leave_equal() -> None:
    """And nothing else."""
    equal = [
        Candidate("service", f"service:{at}", "service:mobility", "service", first="entitlement", matters=50)
        for at in range(2)
    ]
    liked = {"service:0": 0.1, "service:1": 0.9}

    assert [one.candidate.subject for one in due_first(weighed(equal), DAY, WEIGHTS, liked)] == [
        "service:1",
        "service:0",
    ]


NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)


def offered(resident: UUID, *services: str) -> None:
    grant_consent(resident, "proactive", now=NOW - timedelta(days=90))
    for service in services:
        ServiceOffer.objects.create(service=service, subject_id=resident, receiver_id=resident, made_at=NOW)


def accepts(resident: UUID, subject: str, at: datetime) -> None:
    told = OutcomeTold(uuid4(), "o", subject, "accepted", 1, "plain-3", at, False)
    record_outcomes(resident, [told], now=at)


@pytest.mark.django_db
def test_needs_and_taste_stand_on_one_page(mantua: None) -> None:
    """Three services first however much she loves museums, then her museum, then something new."""
    resident = register_resident(now=NOW - timedelta(days=90)).id
    grant_consent(resident, MEMORY, now=NOW - timedelta(days=90))
    offered(resident, "library-card", "waste-tax", "residents-parking", "electoral-card", "screening")
    for day in range(10, 0, -1):
        accepts(resident, "mantova:palazzo-te", NOW - timedelta(days=day))

    page = today(resident, near=None, now=NOW, language="en")

    assert [one.kind == "service" for one in page.items] == [True, True, True, False, False]
    assert [one.why_parts[0]["code"] for one in page.items[:3]] == ["entitlement"] * 3
    assert any("museums 10 times" in one.why for one in page.items[3:])
    assert page.items[4].is_new
    assert [one.slot for one in page.items] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_services_are_learned_from_but_never_those_of_health(mantua: None) -> None:
    """Who takes up a service is learned by its domain; what is due to her health teaches nothing."""
    resident = register_resident(now=NOW).id
    grant_consent(resident, MEMORY, now=NOW)
    offered(resident, "residents-parking", "screening")
    for one in ServiceOffer.objects.all():
        accepts(resident, f"service:{one.id}", NOW)

    assert list(Choice.objects.values_list("category", flat=True)) == ["service:mobility"]


@pytest.mark.django_db
def test_the_frame_knows_services(mantua: None) -> None:
    """They are rows of the same frame; what is nowhere counts as a kilometre away."""
    from manto.assistant.taste.scene import Learned, Scene, Sums

    candidates = [
        Candidate("service", "service:1", "service:mobility", "service"),
        Candidate("place", "mantova:palazzo-te", "museum", "culture"),
    ]
    learned = Learned((("service:9", "service:mobility", 100), ("service:9", "service:mobility", 900)), ())
    frame = Scene(learned, candidates, 1000, Sums({}, {}), {"mantova:palazzo-te": (45.1477, 10.7866)}).frame(
        np.array([1.0, 0.0, 0.0])
    )

    assert frame[0, AT["own_kind"]] > frame[1, AT["own_kind"]]
    assert frame[0, AT["near"]] == pytest.approx(np.log(1000), abs=0.01)
