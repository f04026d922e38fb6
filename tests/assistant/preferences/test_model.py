"""Learned ranking over the one feature frame."""

import numpy as np
import pytest

from manto.assistant.preferences.discovery import Discovery
from manto.assistant.preferences.frame import AT, COLUMNS
from manto.assistant.preferences.logit import Logit, chances
from manto.assistant.preferences.memory import Memory
from manto.assistant.preferences.model import Model
from manto.assistant.preferences.things import Things, metres, unit_vectors
from manto.assistant.preferences.times import QUARTERS_PER_DAY
from manto.assistant.preferences.votes import Votes

SIDE = 12
GRID = np.arange(SIDE * SIDE)
THINGS = Things((GRID % 5).astype(np.int32), 45.15 + (GRID // SIDE) * 0.002, 10.78 + (GRID % SIDE) * 0.002)


def a_week_of(memory: Memory, resident: str, weeks: int) -> int:
    """Mornings at thing 3, evenings at thing 77, every day."""
    for day in range(7 * weeks):
        memory.learn(resident, 3, day * QUARTERS_PER_DAY + 32)
        memory.learn(resident, 77, day * QUARTERS_PER_DAY + 76)
    return 7 * weeks * QUARTERS_PER_DAY


def test_mornings_and_evenings_are_told_apart() -> None:
    """The same resident is offered another thing at another hour."""
    memory = Memory(THINGS)
    now = a_week_of(memory, "anna", 3)
    memory.learn("anna", 50, now)
    model = Model(memory, time_known=True)

    rows = memory.rows("anna")
    morning, evening = (model.rank("anna", rows, now + hour * 4) for hour in (8, 19))

    assert [ranked.things[ranked.best(1)[0]] for ranked in (morning, evening)] == [3, 77]


def test_all_her_own_things_are_candidates() -> None:
    """Nothing that she chose before can be lost: the recall of returns is whole."""
    memory = Memory(THINGS)
    random = np.random.default_rng(1)
    for step in range(200):
        memory.learn("bea", int(random.integers(0, len(THINGS))), step * 20)
    model = Model(memory, time_known=False)
    rows = memory.rows("bea")

    ranked = model.rank("bea", rows, int(rows.quarters[-1]))

    assert set(rows.own.tolist()) <= set(ranked.things.tolist())
    assert len(set(ranked.things.tolist())) == len(ranked.things)
    assert np.isfinite(ranked.frame).all()
    assert ranked.frame.shape[1] == len(COLUMNS)


def test_the_frame_counts_what_its_names_say() -> None:
    """Been before, hours since, the same again."""
    memory = Memory(THINGS)
    for quarter, thing in ((0, 3), (40, 9), (80, 3)):
        memory.learn("carlo", thing, quarter)
    model = Model(memory, time_known=True)

    ranked = model.rank("carlo", memory.rows("carlo"), 120)

    def of(thing: int, name: str) -> float:
        return float(ranked.frame[ranked.place_of(thing), AT[name]])

    new = next(int(thing) for thing in ranked.things if thing not in (3, 9))
    assert [of(thing, "been_before") for thing in (3, 9, new)] == [1, 1, 0]
    assert of(3, "since") == pytest.approx(np.log1p(10))
    assert of(9, "since") == pytest.approx(np.log1p(20))
    assert (of(3, "same_again"), of(9, "one_before"), of(9, "same_again")) == (1, 1, 0)
    assert of(3, "own_visits") > of(9, "own_visits") > of(new, "own_visits")
    assert of(9, "own_next") > of(3, "own_next")


def test_weights_move_towards_what_is_chosen() -> None:
    """From a thousand choices by a known rule the rule is found again."""
    random = np.random.default_rng(3)
    true = np.array([1.5, -1.0, 0.0], np.float32)
    logit = Logit(3)
    for _ in range(4000):
        frame = random.normal(size=(8, 3)).astype(np.float32)
        logit.learn(frame, int(random.choice(8, p=chances((frame @ true).astype(float)))))

    assert logit.weights == pytest.approx(true, abs=0.2)


def test_an_offset_of_her_own_shrinks_where_little_is_known() -> None:
    """After one choice hardly anything, after many nearly all of it."""
    logit = Logit(2, own_rate=0.05)
    frame = np.array([[1, 0], [0, 1]], np.float32)
    logit.learn(frame, 0, "dora")
    early = np.abs(logit.weights_of("dora") - logit.weights).max()
    for _ in range(100):
        logit.learn(frame, 0, "dora")

    assert early < 0.01 < np.abs(logit.weights_of("dora") - logit.weights).max()
    assert np.array_equal(logit.weights_of("somebody else"), logit.weights)


def test_discovery_offers_only_what_is_new_and_logs_how_likely_it_was() -> None:
    """The logged propensity is how often the draw falls there."""
    memory = Memory(THINGS)
    now = a_week_of(memory, "anna", 2)
    model = Model(memory, time_known=True)
    votes = Votes(THINGS, time_known=True)
    discovery = Discovery(model.framer, model.pools, votes, near=60)
    rows = memory.rows("anna")
    ranked = model.rank("anna", rows, now)
    things = discovery.candidates(rows, int(rows.places[-1]), now)
    assert not set(things.tolist()) & {3, 77}

    frame = discovery.rank(rows, ranked.moment, things, votes.ballot(rows, ranked.moment)).frame
    drawn = [discovery.draw(frame, np.random.default_rng(seed)) for seed in range(400)]

    often, times = np.unique([one.place for one in drawn], return_counts=True)
    top = int(often[np.argmax(times)])
    logged = np.mean([one.propensity for one in drawn if one.place == top])
    assert logged == pytest.approx(times.max() / 400, abs=0.08)


def test_metres_are_metres() -> None:
    """From Piazza Sordello to Palazzo Te it is two kilometres."""
    units = unit_vectors(np.array([45.1600, 45.1477]), np.array([10.7972, 10.7866]))

    assert metres(units[1:], units[0])[0] == pytest.approx(1600, rel=0.05)
