"""The whole of learned ranking in one place: candidates, frame, scores; and learning from what was chosen."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from manto.assistant.preferences.frame import AT, COLUMNS, HOUR_ROWS, Framer, Moment, at_this_hour
from manto.assistant.preferences.logit import Logit
from manto.assistant.preferences.memory import Memory
from manto.assistant.preferences.pools import Pools
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.times import HOURS_PER_WEEK, hour_of_week, week_of

# Where learning begins: rounded by hand, so that a city without any history orders sensibly from the first hour.
WARM_START = {
    "own_week": 0.3,
    "own_hour": 0.3,
    "own_hour_day": 0.2,
    "own_next_or_share": 0.4,
    "own_kind_hour": 0.15,
    "own_kind_next": 0.1,
    "city_lately": 0.1,
    "city_next": 0.1,
    "near": -0.25,
    "new_near": -0.1,
    "new_liked": 0.2,
    "same_again": -1.0,
    "in_a_day": -0.3,
    "explores": -0.5,
}


def warm_start() -> np.ndarray:
    """Give the weights that learning begins with."""
    weights = np.zeros(len(COLUMNS), np.float32)
    for name, weight in WARM_START.items():
        weights[AT[name]] = weight
    return weights


@dataclass(frozen=True)
class Ranked:
    """Candidates with their scores.

    Attributes:
        things: int32, in no order.
        scores: The logit's.
        frame: (candidates, COLUMNS).
        moment: For which it was asked.

    """

    things: np.ndarray
    scores: np.ndarray
    frame: np.ndarray
    moment: Moment

    def best(self, count: int) -> np.ndarray:
        """Give the places of the best candidates, best first."""
        return np.argsort(-self.scores, kind="stable")[:count]

    def place_of(self, thing: int) -> int:
        """Give where a thing stands among the candidates; -1 when it is none."""
        place = int((self.things == thing).argmax())
        return place if self.things[place] == thing else -1


class Model:
    """One set of weights over one memory.

    Attributes:
        time_known: Whether the hour that is asked for is known; otherwise it is guessed from the last choice and
            from how long residents usually wait.

    """

    def __init__(self, memory: Memory, *, time_known: bool, near: int = 60, own_rate: float = 0.0) -> None:
        self.memory = memory
        self.time_known = time_known
        self.pools = Pools(memory.city, near=near)
        self.framer = Framer(memory.city)
        self.logit = Logit(len(COLUMNS), start=warm_start(), own_rate=own_rate)
        self._guess_week = -1
        self._guess = HOUR_ROWS

    def rank(self, resident: Hashable, rows: OwnRows, quarter: int) -> Ranked:
        """Rank what a resident may choose next.

        Args:
            resident: Whose own offset counts.
            rows: Hers, at least one: she is where she was last.
            quarter: For when; her last one where the time is not known.

        """
        last = int(rows.places[-1])
        before = (last, int(rows.places[-2]) if rows.count > 1 else -1)
        hour_row = at_this_hour(quarter) if self.time_known else self._guessed_hour(quarter)
        spot = self.memory.things.units[last]
        moment = Moment(quarter, hour_row, spot if spot.any() else None, before)
        things = self.pools.candidates(rows, last, quarter)
        frame = self.framer.frame(rows, moment, things, self.pools.lately)
        return Ranked(things, self.logit.scores(frame, resident), frame, moment)

    def learn(self, resident: Hashable, ranked: Ranked, thing: int) -> None:
        """Learn from what was chosen; nothing when it was not among the candidates."""
        chosen = ranked.place_of(thing)
        if chosen >= 0:
            self.logit.learn(ranked.frame, chosen, resident, scores=ranked.scores)

    def _guessed_hour(self, quarter: int) -> np.ndarray:
        """Spread the hour over how long residents usually wait at that hour of the day."""
        week = week_of(quarter)
        if week != self._guess_week:
            self._guess_week = week
            served = self.memory.city.served(self.memory.city.gaps)[:, :72].astype(float)
            waits = served + 0.5 * (served.sum(axis=0) + 1) / (served.sum() + 72)
            waits /= waits.sum(axis=1, keepdims=True)
            guess = np.empty_like(HOUR_ROWS)
            for hour in range(HOURS_PER_WEEK):
                later = (hour + np.arange(72)) % HOURS_PER_WEEK
                guess[hour] = np.tensordot(waits[hour % 24], HOUR_ROWS[later], axes=(0, 0))
            self._guess = guess
        row: np.ndarray = self._guess[hour_of_week(quarter)]
        return row
