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

NEW_COLUMNS = (*COLUMNS[FIRST_KIND:], "near_hers", "near_squared")
NEAR_OWN_M = 250.0
DRAWS = 200
WARM_START = {"near": -0.8, "near_hers": 0.3, "city_lately": 0.3, "own_kind": 0.15, "own_kind_hour": 0.15}


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

    def __init__(self, framer: Framer, pools: Pools, *, near: int = 200) -> None:
        self.framer, self.pools, self.near = framer, pools, near
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

    def frame(self, rows: OwnRows, moment: Moment, things: np.ndarray) -> np.ndarray:
        """Build the frame of what is new, (things, NEW_COLUMNS)."""
        whole = self.framer.frame(rows, moment, things, self.pools.lately, only_new=True)
        out = np.empty((len(things), len(NEW_COLUMNS)), np.float32)
        out[:, :-2] = whole[:, FIRST_KIND:]
        out[:, -2] = self._near_hers(rows, things)
        out[:, -1] = (whole[:, AT["near"]] - 6.0) ** 2
        return out

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

    def _near_hers(self, rows: OwnRows, things: np.ndarray) -> np.ndarray:
        if not rows.count:
            return np.zeros(len(things), np.float32)
        units = self.framer.things.units
        visits = np.bincount(rows.index)
        apart = 2 - 2 * units[things] @ units[rows.own].T  # squared chord
        apart_m = np.sqrt(np.maximum(apart, 0)) * EARTH_RADIUS_M
        return np.asarray(np.log(0.05 + np.exp(-apart_m / NEAR_OWN_M) @ np.log1p(visits)), np.float32)
