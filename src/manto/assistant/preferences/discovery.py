"""Something new: the ranker of what a resident never chose, which has its own candidates, weights and slot.

Exploration is Thompson sampling: weights are drawn around the learned ones, wider where little is known, and the
thing that comes first under the drawn weights takes the slot. How likely it was to do so is worked out from many
draws and logged, so that what was shown can be judged later.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from manto.assistant.preferences.frame import AT, COLUMNS, FIRST_KIND, Framer, Moment
from manto.assistant.preferences.logit import Logit
from manto.assistant.preferences.pools import Pools
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import EARTH_RADIUS_M
from manto.assistant.preferences.times import QUARTERS_PER_DAY
from manto.assistant.preferences.votes import LIKE, VOTED, Ballot, Votes

ALONE = (
    "near_hers",  # how near it is to where she often is
    "near_squared",  # how far, the square
    "people",  # by how many residents it was chosen
    "a_person",  # how often by each of them: seldom where many pass, often where a few live
    "own_of_kind",  # how many things of its kind she chose
    "near_tried",  # how near it is to what she tried lately
)
NEW_COLUMNS = (*COLUMNS[FIRST_KIND:], *VOTED, *ALONE)
NEAR_TRIED_M, TRIED_HALF_LIFE_D = 500.0, 14.0
NEAR_OWN_M = 250.0
DRAWS = 200
WARM_START = {
    "near": -0.8,
    "near_hers": 0.3,
    "city_lately": 0.3,
    "own_kind": 0.15,
    "own_kind_hour": 0.15,
    "voted_kind": 0.1,
    "voted_near": 0.1,
    "people": 0.1,
}


@dataclass(frozen=True)
class New:
    """What she never chose, with scores.

    Attributes:
        things: int32, in no order.
        scores: The logit's.
        frame: (things, NEW_COLUMNS).
        whole: The common frame of them, (things, COLUMNS).

    """

    things: np.ndarray
    scores: np.ndarray
    frame: np.ndarray
    whole: np.ndarray


@dataclass(frozen=True)
class Drawn:
    """What takes the discovery slot.

    Attributes:
        place: Which of the candidates.
        propensity: How likely it was to be the one.

    """

    place: int
    propensity: float


class Discovery:
    """Ranks what a resident never chose."""

    def __init__(self, framer: Framer, pools: Pools, votes: Votes, *, near: int = 200) -> None:
        self.framer, self.pools, self.votes, self.near = framer, pools, votes, near
        start = np.array([WARM_START.get(name, 0.0) for name in NEW_COLUMNS], np.float32)
        self.logit = Logit(len(NEW_COLUMNS), start=start, rate=0.05)
        self._information = np.full(len(NEW_COLUMNS), 4.0)

    def candidates(self, rows: OwnRows, last: int, quarter: int) -> np.ndarray:
        """Gather what she never chose: near where she is, near where she often is, next for others, and liked."""
        self.pools.turn_week(quarter)
        parts = [self.pools.most_liked]
        if last >= 0:
            parts += [self.pools.city.next_from(last)[0][: self.pools.next], self.pools.near_thing(last, self.near)]
        if rows.count:
            often = np.argsort(-np.bincount(rows.index), kind="stable")[:4]
            parts += [self.pools.near_thing(int(rows.own[at]), 50) for at in often]
        return self.pools.each_once(parts, without=rows.own)

    def rank(self, rows: OwnRows, moment: Moment, things: np.ndarray, ballot: Ballot) -> New:
        """Rank what is new.

        Args:
            rows: The resident's own, at least one.
            moment: When and where.
            things: Candidates that she never chose.
            ballot: How her own visits vote.

        """
        whole = self.framer.frame(rows, moment, things, self.pools.lately, only_new=True)
        voted = self.votes.columns(ballot, rows, things, 0)
        frame = np.concatenate([whole[:, FIRST_KIND:], voted, self._alone(rows, moment, things, whole, ballot)], axis=1)
        return New(things, self.logit.scores(frame), frame, whole)

    def learn(self, frame: np.ndarray, chosen: int, resident: Hashable = None) -> None:
        """Learn from something new that was chosen among what was new."""
        self.logit.learn(frame, chosen, resident)
        self._information += frame.var(axis=0)

    def draw(self, frame: np.ndarray, random: np.random.Generator) -> Drawn:
        """Draw what takes the slot, and say how likely it was.

        Args:
            frame: At least one candidate.
            random: Passed in, so that a draw can be repeated.

        """
        spread = 1 / np.sqrt(self._information)
        noise = random.standard_normal((DRAWS, len(NEW_COLUMNS))) * spread
        firsts = np.argmax((self.logit.weights + noise) @ frame.T, axis=1)
        place = int(firsts[0])
        return Drawn(place, float(np.count_nonzero(firsts == place)) / DRAWS)

    def _alone(
        self, rows: OwnRows, moment: Moment, things: np.ndarray, whole: np.ndarray, ballot: Ballot
    ) -> np.ndarray:
        """Fill what only this ranker sees, (things, ALONE)."""
        city, known = self.pools.city, self.framer.things
        out = np.empty((len(things), len(ALONE)), np.float32)
        apart = 2 - 2 * known.units[things] @ known.units[rows.own].T  # squared chord
        apart_m = np.sqrt(np.maximum(apart, 0)) * EARTH_RADIUS_M
        out[:, 0] = np.log(0.05 + np.exp(-apart_m / NEAR_OWN_M) @ np.log1p(np.bincount(rows.index)))
        out[:, 1] = (whole[:, AT["near"]] - 6.0) ** 2
        visits, people = city.visits[:, things]
        served = people >= city.residents_min
        out[:, 2] = np.where(served, np.log1p(people), 0)
        out[:, 3] = np.where(served, np.log((visits + 1) / (people + 1)), np.log(5))
        kinds = np.bincount(known.category[rows.own], minlength=known.categories)
        out[:, 4] = np.log1p(kinds[known.category[things]])
        age_d = np.maximum(moment.quarter - rows.quarters, 0) / QUARTERS_PER_DAY
        tried = np.bincount(rows.index, ballot.likeness[LIKE["first_there"]] * np.exp2(-age_d / TRIED_HALF_LIFE_D))
        out[:, 5] = np.log(0.05 + np.exp(-apart_m / NEAR_TRIED_M) @ tried)
        return out
