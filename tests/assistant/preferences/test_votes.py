"""Her own visits vote on what comes next, and the closer look that rests on it."""

import numpy as np
import pytest

from manto.assistant.preferences.closer import CLOSER, OF_HER, closer_columns, of_her
from manto.assistant.preferences.discovery import Discovery
from manto.assistant.preferences.frame import Moment, at_this_hour
from manto.assistant.preferences.memory import Memory
from manto.assistant.preferences.model import Model
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import Things
from manto.assistant.preferences.times import QUARTERS_PER_DAY
from manto.assistant.preferences.trees import ASKED, ASKED_CLOSELY, ASKED_NEW, closer_question, new_question, question
from manto.assistant.preferences.votes import LIKE, LIKENESS, VOTED, Votes

SIDE = 12
GRID = np.arange(SIDE * SIDE)
THINGS = Things((GRID % 5).astype(np.int32), 45.15 + (GRID // SIDE) * 0.002, 10.78 + (GRID % SIDE) * 0.002)


def mornings_and_evenings(days: int = 21) -> Memory:
    """Thing 3 at eight and thing 77 at seven in the evening, and thing 50 once, at midnight after the last day."""
    memory = Memory(THINGS)
    for day in range(days):
        memory.learn("anna", 3, day * QUARTERS_PER_DAY + 32)
        memory.learn("anna", 77, day * QUARTERS_PER_DAY + 76)
    memory.learn("anna", 50, days * QUARTERS_PER_DAY)
    return memory


def moment(rows: OwnRows, quarter: int) -> Moment:
    """Make the moment of a quarter of an hour, where she was last."""
    last, second = int(rows.places[-1]), int(rows.places[-2]) if rows.count > 1 else -1
    return Moment(quarter, at_this_hour(quarter), THINGS.units[last], (last, second))


def test_visits_like_this_moment_vote_most() -> None:
    """In the morning those of mornings, in the evening those of evenings; the votes sum to one."""
    rows = mornings_and_evenings().rows("anna")
    votes = Votes(THINGS, time_known=True)

    ballots = [votes.ballot(rows, moment(rows, 21 * QUARTERS_PER_DAY + 4 * hour)) for hour in (8, 19)]

    assert [int(rows.own[np.argmax(ballot.by_thing)]) for ballot in ballots] == [3, 77]
    assert [float(ballot.by_thing.sum()) for ballot in ballots] == pytest.approx([1, 1], abs=1e-5)
    assert all(np.isfinite(ballot.likeness).all() and len(ballot.likeness) == len(LIKENESS) for ballot in ballots)


def test_what_makes_moments_alike_is_learned() -> None:
    """Where the last place decides and not the hour, the weight of coming from the same place grows."""
    random = np.random.default_rng(5)
    memory, votes, unlearned = Memory(THINGS), Votes(THINGS, time_known=True), Votes(THINGS, time_known=True)
    after, here, taught, untaught = {1: 30, 30: 1, 2: 90, 90: 2}, 1, [], []
    for step in range(400):
        quarter, rows = step * 24 + int(random.integers(0, 24)), memory.rows("bea")
        if rows.count > 20 and here in rows:
            ballot, of_first_day = (one.ballot(rows, moment(rows, quarter)) for one in (votes, unlearned))
            taught.append(ballot.by_thing[rows.where(here)])
            untaught.append(of_first_day.by_thing[rows.where(here)])
            votes.learn(ballot, rows.where(here))
        memory.learn("bea", here, quarter)
        here = after[here] if random.random() < 0.9 else int(random.choice([1, 2, 30, 90]))

    assert votes.weights[LIKE["from_same"]] > unlearned.weights[LIKE["from_same"]] + 0.1
    assert np.mean(taught[200:]) > np.mean(untaught[200:]) + 0.02


def test_where_the_time_is_not_known_no_clock_votes() -> None:
    """The likenesses that need the time of the visit say nothing then."""
    rows = mornings_and_evenings().rows("anna")

    ballot = Votes(THINGS, time_known=False).ballot(rows, moment(rows, int(rows.quarters[-1])))

    assert not ballot.likeness[LIKE["clock_half"] :].any()


def test_votes_speak_for_kinds_and_surroundings_too() -> None:
    """What stands beside where the votes fall is voted near; what she never chose has no votes of its own."""
    rows = mornings_and_evenings().rows("anna")
    votes = Votes(THINGS, time_known=True)
    ballot = votes.ballot(rows, moment(rows, 21 * QUARTERS_PER_DAY + 32))
    candidates = np.array([*rows.own, 4, 143], np.int32)

    said = votes.columns(ballot, rows, candidates, rows.things)

    assert said.shape == (5, len(VOTED))
    assert said[0, 0] > said[1, 0] > said[3, 0] == said[4, 0]
    assert said[3, 2] > said[4, 2]  # thing 4 stands beside thing 3, thing 143 far away
    assert (said[:3, 2:] == 0).all()


def test_the_closer_look_counts_what_its_names_say() -> None:
    """On how many days, how often today, since when; and of her, when she last tried something new."""
    rows = mornings_and_evenings().rows("anna")
    now = 21 * QUARTERS_PER_DAY + 20
    ballot = Votes(THINGS, time_known=True).ballot(rows, moment(rows, now))

    said = dict(zip(CLOSER, closer_columns(rows, now, ballot).T, strict=True))
    of_all = dict(zip(OF_HER, of_her(rows, now, ballot), strict=True))

    assert said["days"] == pytest.approx(np.log1p([21, 21, 1]))
    assert said["today"].tolist() == [0, 0, 1]
    assert said["known_for"][0] == pytest.approx(np.log1p((now - 32) / QUARTERS_PER_DAY))
    assert (of_all["new_here"], of_all["since_new"], of_all["visits_today"]) == (1, 0, 1)
    assert of_all["tries_lately"] == pytest.approx(1 / 20)


def test_the_trees_are_asked_about_returns_and_news_at_once() -> None:
    """Each thing once, all of her own among them, every column a number."""
    memory = mornings_and_evenings()
    model, votes, rows = Model(memory, time_known=True), Votes(THINGS, time_known=True), memory.rows("anna")
    discovery = Discovery(model.framer, model.pools, votes, near=100)
    now = 21 * QUARTERS_PER_DAY + 32
    ranked = model.rank("anna", rows, now)
    ballot = votes.ballot(rows, ranked.moment)
    new = discovery.rank(rows, ranked.moment, discovery.candidates(rows, 50, now), ballot)

    things, asked = closer_question(ranked, rows, new, ballot, votes, model.logit)
    fresh, asked_new = new_question(ranked, rows, new, ballot)

    assert set(rows.own.tolist()) <= set(things.tolist())
    assert len(set(things.tolist())) == len(things) > 60
    assert not set(fresh.tolist()) & set(rows.own.tolist())
    assert (asked.shape, asked_new.shape) == ((len(things), len(ASKED_CLOSELY)), (len(fresh), len(ASKED_NEW)))
    assert question(ranked, rows)[1].shape == (60, len(ASKED))
    assert np.isfinite(asked).all()
    assert np.isfinite(asked_new).all()
    own = asked[[list(things).index(thing) for thing in (3, 77)]]
    assert own[0, ASKED_CLOSELY.index("voted")] > own[1, ASKED_CLOSELY.index("voted")]
