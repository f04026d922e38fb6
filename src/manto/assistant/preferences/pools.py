"""Where candidates come from: everything of her own, what is near, where others go next, what is liked."""

from __future__ import annotations

import numpy as np

from manto.assistant.preferences.city import CityCells
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.times import week_of

LATELY_WEEKS = 8


class Pools:
    """The generators over one city; what is near each thing is worked out once.

    Attributes:
        near: How many of the nearest are taken.
        next: How many of those that others go to next.
        liked: How many of those chosen most lately.

    """

    def __init__(self, city: CityCells, *, near: int = 60, next_: int = 40, liked: int = 40) -> None:
        self.city = city
        self.near, self.next, self.liked = near, next_, liked
        self._tree: object = None
        self._near_thing: dict[tuple[int, int], np.ndarray] = {}
        self._week = -1
        self._taken = np.zeros(len(city.things), bool)
        self.lately = np.zeros(len(city.things), np.float32)
        self.most_liked = np.zeros(0, np.int32)

    def turn_week(self, quarter: int) -> None:
        """Count anew what was chosen lately, once a week."""
        week = week_of(quarter)
        if week == self._week:
            return
        self._week = week
        self.lately[:] = 0
        for past in range(week - LATELY_WEEKS, week):
            for thing, (count, who) in self.city.weeks.get(past, {}).items():
                if who >= self.city.residents_min:
                    self.lately[thing] += count
        everywhere = self.city.served(self.city.visits)
        order = np.lexsort((np.arange(len(everywhere)), -everywhere, -self.lately))[: self.liked]
        self.most_liked = order[everywhere[order] > 0].astype(np.int32)

    def near_thing(self, thing: int, count: int) -> np.ndarray:
        """Give the nearest things to a thing, itself among them, nearest first."""
        key = (thing, count)
        if key not in self._near_thing:
            self._near_thing[key] = self.near_spot(self.city.things.units[thing], count)
        return self._near_thing[key]

    def near_spot(self, unit: np.ndarray, count: int) -> np.ndarray:
        """Give the nearest things to a position; none where no thing has one."""
        if not self.city.things.somewhere:
            return np.zeros(0, np.int32)
        if self._tree is None:
            from scipy.spatial import cKDTree

            self._tree = cKDTree(self.city.things.units)
        found = self._tree.query(unit, k=min(count, len(self.city.things)))[1]  # type: ignore[attr-defined]
        return np.atleast_1d(found).astype(np.int32)

    def candidates(self, rows: OwnRows, last: int, quarter: int) -> np.ndarray:
        """Gather candidates, each once, her own things first.

        Args:
            rows: The resident's own.
            last: What she chose last, or where she is; -1 when unknown.
            quarter: Now.

        """
        self.turn_week(quarter)
        parts = [rows.own]
        if last >= 0:
            parts += [self.city.next_from(last)[0][: self.next], self.near_thing(last, self.near)]
        parts.append(self.most_liked)
        return self.each_once(parts)

    def each_once(self, parts: list[np.ndarray], without: np.ndarray | None = None) -> np.ndarray:
        """Join lists of things, each thing where it first stands; no list holds a thing twice."""
        taken, fresh = self._taken, []
        if without is not None:
            taken[without] = True
        for part in parts:
            new = part[~taken[part]]
            taken[new] = True
            fresh.append(new)
        joined = np.concatenate(fresh)
        taken[joined] = False
        if without is not None:
            taken[without] = False
        return joined
