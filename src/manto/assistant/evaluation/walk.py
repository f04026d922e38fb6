"""Walking through a stream of check-ins once: predict, note the rank, learn, go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import process_time

import numpy as np

from manto.assistant.evaluation.baselines import counter_rank, expected_rank, markov_rank, rank_among_the_rest
from manto.assistant.evaluation.confidence import log_share
from manto.assistant.evaluation.split import FIRST, TEST_LAST, TEST_MID, TRAIN, VAL_LAST, Stream
from manto.assistant.preferences.discovery import NEW_COLUMNS, Discovery, New
from manto.assistant.preferences.memory import Memory
from manto.assistant.preferences.model import Model, Ranked
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.trees import ASKED_NEW, NEW_FORESTS, Reranker, closer_question, new_question, question
from manto.assistant.preferences.votes import Ballot, Votes

Progress = Callable[[str], None]
FREEZE_REHEARSED_AT = 0.55  # of the training part: from there on the train-only protocol rehearses with old counts
SIMPLE_NEW = (
    ("nearest first", NEW_COLUMNS.index("near"), -1),
    ("most liked lately", NEW_COLUMNS.index("city_lately"), 1),
)


@dataclass(frozen=True)
class Plan:
    """How much is scored.

    Attributes:
        residents_min: Behind each number of the city that is used.
        train_scored_max: The latest training steps that the weights learn from.
        mid_scored_max: How many of the test positions in the middle of an outing are scored.
        trees: Whether the reranker is used.
        validate: Stop where the test part begins, and report on the validation part.
        seed: Of the sample of middle positions.

    """

    residents_min: int = 5
    train_scored_max: int = 30_000
    mid_scored_max: int = 20_000
    trees: bool = True
    validate: bool = False
    seed: int = 0


@dataclass
class Noted:
    """What was noted of each scored step, one list for each column."""

    at: list[int] = field(default_factory=list)
    ranks: dict[str, list[float]] = field(default_factory=dict)
    returns: list[bool] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    among: list[bool] = field(default_factory=list)
    new_at: list[int] = field(default_factory=list)
    new_ranks: dict[str, list[float]] = field(default_factory=dict)
    tops: dict[int, list[tuple[float, bool]]] = field(default_factory=dict)
    rank_us: float = 0.0
    learn_us: float = 0.0

    def note(self, name: str, rank: float) -> None:
        """Note a rank of one method."""
        self.ranks.setdefault(name, []).append(rank)


@dataclass(frozen=True)
class Look:
    """A closer look at one step: the logit's order, how her own visits vote, and what is new."""

    ranked: Ranked
    rows: OwnRows
    ballot: Ballot
    new: New


class Walker:
    """One protocol over one stream.

    1. A step is predicted from the state before it; only then is it learned from.
    2. The trees grow where the reported part begins, from steps before it. Where the time of the visit is known they
       look closer: at how her own visits vote, and at what is new beside what she knows.
    3. In the train-only protocol counts and weights stand still after the training part; what a prediction may know
       besides is the outing so far. To learn what counts are worth when they are old, the weights learn on the
       second half of the training part from counts frozen before it.

    """

    def __init__(self, stream: Stream, protocol: str, plan: Plan, progress: Progress) -> None:
        self.stream, self.protocol, self.plan, self.progress = stream, protocol, plan, progress
        self.checkins = stream.checkins
        self.memory = Memory(self.checkins.things, residents_min=plan.residents_min)
        self.model = Model(self.memory, time_known=protocol == "T")
        self.votes = Votes(self.checkins.things, time_known=protocol == "T")
        self.discovery = Discovery(self.model.framer, self.model.pools, self.votes)
        self.trees = Reranker() if plan.trees else None
        self.new_trees = Reranker(6000, NEW_FORESTS) if plan.trees else None
        self._closer = plan.trees and self.model.time_known
        self.noted = Noted()
        self._outings: dict[int, tuple[int, list[tuple[int, int]]]] = {}
        self._seconds = [0.0, 0.0]
        self._counted = [0, 0]
        self._reported = 1 if plan.validate else 2

    def walk(self) -> Noted:
        """Walk from beginning to end and give what was noted."""
        frozen = self.protocol == "F"
        part, role = self.stream.part, self.stream.role
        steps = self._steps(role)
        train = int(np.count_nonzero(part == 0))
        frozen_at = int(train * FREEZE_REHEARSED_AT) if frozen else 0
        waiting: list[int] = []  # what the rehearsal holds back from the counts
        began = False
        for at in range(len(self.checkins)):
            if at % 5000 == 0:
                self.progress(f"{self.protocol}: {at:,} of {len(self.checkins):,} check-ins")
            here = int(part[at])
            if here > self._reported:
                break
            if not began and here == self._reported:
                began = True
                for late in waiting:
                    self._count(late)
                waiting = []
                self._grow()
            if steps[at] and (not frozen or at >= frozen_at):
                self._step(at, learns=not (frozen and here > 0), scored=began and bool(role[at] in self._scored()))
            self._outing(at)
            if frozen and here == 0 and at >= frozen_at and not began:
                waiting.append(at)
            elif not frozen or here == 0:
                self._count(at)
        noted = self.noted
        noted.rank_us, noted.learn_us = (1e6 * self._seconds[which] / max(self._counted[which], 1) for which in (0, 1))
        return noted

    def _scored(self) -> tuple[int, ...]:
        return (VAL_LAST,) if self.plan.validate else (TEST_LAST, TEST_MID)

    def _steps(self, role: np.ndarray) -> np.ndarray:
        """Choose which check-ins are predicted: the latest training steps, and a sample of the middle positions."""
        chosen = np.isin(role, (VAL_LAST, TEST_LAST))
        chosen[np.flatnonzero(role == TRAIN)[-self.plan.train_scored_max :]] = True
        middle = np.flatnonzero(role == TEST_MID)
        if len(middle) > self.plan.mid_scored_max:
            middle = np.random.default_rng(self.plan.seed).choice(middle, self.plan.mid_scored_max, replace=False)
        chosen[middle] = True
        between = np.flatnonzero((self.stream.part == 1) & (role == FIRST))
        chosen[between[-self.plan.train_scored_max :]] = True  # learned from, never reported
        return chosen

    def _count(self, at: int) -> None:
        began = process_time()
        user, quarter = int(self.checkins.user[at]), self._quarter(at)
        rows = self.memory.rows(user)
        if rows.count:  # who travels west would see the clock go back
            quarter = max(quarter, int(rows.quarters[-1]))
        self.memory.learn(user, int(self.checkins.place[at]), quarter)
        self._seconds[1] += process_time() - began
        self._counted[1] += 1

    def _quarter(self, at: int) -> int:
        return int(self.checkins.local[at] // 900)

    def _outing(self, at: int) -> None:
        user, number = int(self.checkins.user[at]), int(self.stream.trajectory[at])
        if self._outings.get(user, (-1,))[0] != number:
            self._outings[user] = (number, [])
        self._outings[user][1].append((self._quarter(at), int(self.checkins.place[at])))

    def _known(self, at: int) -> tuple[OwnRows, OwnRows]:
        """Give what may be known of the resident at a step: what is counted, and with the outing so far (3)."""
        user = int(self.checkins.user[at])
        counted = self.memory.rows(user)
        if self.protocol != "F":
            return counted, counted
        number, visits = self._outings.get(user, (-1, []))
        rows = counted.copy()
        if number == self.stream.trajectory[at]:
            for quarter, thing in visits:
                counted_already = rows.count and (quarter, thing) == (rows.quarters[-1], rows.places[-1])
                if not rows.count or (quarter >= rows.quarters[-1] and not counted_already):
                    rows.append(thing, quarter, int(self.checkins.things.category[thing]))
        return counted, rows

    def _step(self, at: int, *, learns: bool, scored: bool) -> None:
        counted, rows = self._known(at)
        if not rows.count:
            return
        user, thing = int(self.checkins.user[at]), int(self.checkins.place[at])
        quarter = self._quarter(at) if self.protocol == "T" else int(rows.quarters[-1])
        began = process_time()
        ranked = self.model.rank(user, rows, quarter)
        self._seconds[0] += process_time() - began
        self._counted[0] += 1
        place = ranked.place_of(thing)
        part = int(self.stream.part[at])
        if part > 0 and len(ranked.things):  # how sure it was of its first, and whether it was right
            first = (log_share(ranked.scores), bool(place == int(np.argmax(ranked.scores))))
            self.noted.tops.setdefault(part, []).append(first)
        ballot = self.votes.ballot(rows, ranked.moment)
        look = self._look(ranked, rows, ballot) if self._closer or thing not in rows else None
        asked = self._question(ranked, rows, look, thing)
        if scored:
            self._note(at, counted, rows, ranked, place, asked)
        if look is not None and thing not in rows:
            self._something_new(at, look, learns=learns, scored=scored)
        if learns and place >= 0:
            began = process_time()
            self.model.learn(user, ranked, thing)
            self._seconds[1] += process_time() - began
        if learns and thing in rows:
            self.votes.learn(ballot, rows.where(thing))
        if learns and asked is not None and self.trees is not None:
            self.trees.remember(*asked)

    def _look(self, ranked: Ranked, rows: OwnRows, ballot: Ballot) -> Look:
        things = self.discovery.candidates(rows, int(rows.places[-1]), ranked.moment.quarter)
        return Look(ranked, rows, ballot, self.discovery.rank(rows, ranked.moment, things, ballot))

    def _question(self, ranked: Ranked, rows: OwnRows, look: Look | None, thing: int) -> tuple[np.ndarray, int] | None:
        """Give what the trees are asked, and where in it the chosen thing stands; None when it is not in it."""
        if self.trees is None:
            return None
        if self._closer and look is not None:
            things, asked = closer_question(ranked, rows, look.new, look.ballot, self.votes, self.model.logit)
        else:
            things, asked = question(ranked, rows)
        found = np.flatnonzero(things == thing)
        return (asked, int(found[0])) if len(found) else None

    def _note(
        self,
        at: int,
        counted: OwnRows,
        rows: OwnRows,
        ranked: Ranked,
        place: int,
        asked: tuple[np.ndarray, int] | None,
    ) -> None:
        noted, thing, every = self.noted, int(self.checkins.place[at]), len(self.checkins.things)
        behind = rank_among_the_rest(len(ranked.things), every)
        noted.at.append(at)
        noted.returns.append(thing in counted)
        noted.rows.append(counted.count)
        noted.among.append(place >= 0)
        noted.note("visit counter", counter_rank(counted, thing, every))
        noted.note("own Markov then counter", markov_rank(counted, int(rows.places[-1]), thing, every))
        noted.note("logit", expected_rank(ranked.scores, place) if place >= 0 else behind)
        if self.trees is not None and self.trees.fitted:
            mended = expected_rank(self.trees.scores(asked[0]), asked[1]) if asked else noted.ranks["logit"][-1]
            noted.note("logit and trees", mended)

    def _something_new(self, at: int, look: Look, *, learns: bool, scored: bool) -> None:
        """Predict among what she never chose, where she did choose something new."""
        thing, new, every = int(self.checkins.place[at]), look.new, len(self.checkins.things) - look.rows.things
        grown = self.new_trees is not None and self.new_trees.fitted
        if not len(new.things):  # neither positions nor anything that five residents chose: nothing can be said
            if scored:
                names = ["logit", *(name for name, _, _ in SIMPLE_NEW), *(["logit and trees"] if grown else [])]
                self._note_new(at, dict.fromkeys(names, rank_among_the_rest(0, every)))
            return
        place = np.flatnonzero(new.things == thing)
        things, asked = new_question(look.ranked, look.rows, new, look.ballot)
        found = np.flatnonzero(things == thing)
        if scored:
            behind = rank_among_the_rest(len(new.things), every)
            ranks = {"logit": expected_rank(new.scores, int(place[0])) if len(place) else behind}
            for name, column, sign in SIMPLE_NEW:
                ranks[name] = expected_rank(sign * new.frame[:, column], int(place[0])) if len(place) else behind
            if self.new_trees is not None and grown:
                behind_best = asked[:, ASKED_NEW.index("logit_behind_best")]
                ranks["logit and trees"] = (
                    expected_rank(self.new_trees.scores(asked) + behind_best, int(found[0]))
                    if len(found)
                    else ranks["logit"]
                )
            self._note_new(at, ranks)
        if learns and len(place):
            self.discovery.learn(new.frame, int(place[0]))
            if len(found) and self.new_trees is not None:
                self.new_trees.remember(asked, int(found[0]))

    def _note_new(self, at: int, ranks: dict[str, float]) -> None:
        self.noted.new_at.append(at)
        for name, rank in ranks.items():
            self.noted.new_ranks.setdefault(name, []).append(rank)

    def _grow(self) -> None:
        """Grow the trees where the reported part begins (2)."""
        for trees in (self.trees, self.new_trees):
            if trees is not None:
                self.progress(f"{self.protocol}: growing the trees")
                trees.fit()
