"""What is around me now: all places of the city in memory, ready to be asked.

A snapshot is made from one version of the content and never changes; the next version is a new snapshot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from manto.places.categories import catalogue
from manto.places.cells import cells_of
from manto.places.footprints import Footprints
from manto.places.geometry import Floats, Point, distances_m
from manto.places.grid import Grid, Keep, Positions
from manto.places.hours import HoursReader
from manto.places.overlay import AUDIENCES
from manto.places.ranking import Asking, Facts, Near, Standing, ranked, standings
from manto.places.search_words import fold, words_of

_OPEN, _UNKNOWN, _CLOSED = 0, 1, 2
_STATE_RANK = {"open": _OPEN, "unknown": _UNKNOWN, "closed": _CLOSED}


class Row(NamedTuple):
    """As much of a place as it is looked for by; its names in all languages, one on each line.

    ``told``: the city tells something there. Validity in seconds since 1970, the end excluded.
    """

    id: str
    category: str
    lat: float
    lon: float
    names: str
    opening_hours: str
    step_free: bool
    told: bool = False
    valid_from: float = -inf
    valid_to: float = inf
    audience: tuple[str, ...] = ()
    access: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes:
        near: From where distances count; without it places come by name.
        radius_m: No farther than this.
        categories: Only these; all when empty.
        text: Words in its name, or that its category is known by.
        open_now: Not what is closed now; what is surely open comes before what may be.
        step_free: Only what one can surely enter without a step.

    """

    near: Point | None = None
    radius_m: float = inf
    categories: frozenset[str] = frozenset()
    text: str = ""
    open_now: bool = False
    step_free: bool = False


@dataclass(frozen=True)
class Found:
    """Places in the order in which they are to be shown.

    Attributes:
        ids: Theirs.
        distances_m: How far each is; empty when nobody said from where.
        total: How many match, shown or not.

    """

    ids: list[str]
    distances_m: list[float]
    total: int


class Around:
    """A snapshot of the places of a city.

    Args:
        rows: Every place.
        hours: Reads opening hours as they hold in this city.
        footprints: Its houses; none when nobody drew them.

    """

    def __init__(self, rows: Iterable[Row], hours: HoursReader, footprints: Footprints | None = None) -> None:
        held = _by_cell(list(rows))
        self._hours = hours
        self._footprints = footprints
        self.ids = [
            row.id.encode().decode() for row in held
        ]  # made anew, so that neighbours' lie beside each other too
        self._names = [row.names for row in held]
        self._lats = np.fromiter((row.lat for row in held), np.float64, len(held))
        self._lons = np.fromiter((row.lon for row in held), np.float64, len(held))
        self._step_free = np.fromiter((row.step_free for row in held), np.bool_, len(held))
        self._told = np.fromiter((row.told for row in held), np.bool_, len(held))
        self._valid_from = np.fromiter((row.valid_from for row in held), np.float64, len(held))
        self._valid_to = np.fromiter((row.valid_to for row in held), np.float64, len(held))
        self._all_always = bool((self._valid_from == -inf).all() and (self._valid_to == inf).all())
        self._facts = Facts([row.audience for row in held], [row.access for row in held], AUDIENCES)
        self._categories, self._category_of = _numbered([row.category for row in held])
        self._hours_texts, self._hours_of = _numbered([row.opening_hours for row in held])
        self._states: tuple[datetime | None, NDArray[np.int8]] = (None, np.empty(0, np.int8))
        self._grids: dict[frozenset[str], Grid] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, wanted: Wanted, now: datetime, *, count: int, skip: int = 0) -> Found:
        """Find places: best first, then nearest first, then by id, so that the same question has the same answer."""
        if wanted.text:
            positions, quality = self._matching(wanted.text)
            keep = self._keep(wanted, now, with_category=True)
            if keep is not None:
                kept = keep(positions)
                positions, quality = positions[kept], quality[kept]
            return self._shown(positions, quality, wanted, now, count, skip)
        grid = self._grid(wanted.categories)
        keep = self._keep(wanted, now, with_category=False)
        if wanted.near is None:
            positions = grid.positions if keep is None else grid.positions[keep(grid.positions)]
            return self._shown(positions, None, wanted, now, count, skip)
        if wanted.radius_m != inf:
            positions, metres = grid.within(wanted.near, wanted.radius_m, keep)
            return self._shown(positions, None, wanted, now, count, skip, metres)
        return self._nearest(grid, wanted.near, wanted, now, count, skip)

    def _nearest(self, grid: Grid, near: Point, wanted: Wanted, now: datetime, count: int, skip: int) -> Found:
        """Look no farther than needed; with "open now" first among the open, then among those not known."""
        keep = self._keep(wanted, now, with_category=False)
        total = len(grid) if keep is None else int(keep(grid.positions).sum())
        if wanted.open_now:
            only_open = self._keep(wanted, now, with_category=False, worst=_OPEN)
            if only_open is None or int(only_open(grid.positions).sum()) < skip + count:
                positions, metres = grid.within(near, inf, keep)
            else:
                positions, metres = grid.nearest(near, skip + count, only_open)
        else:
            positions, metres = grid.nearest(near, skip + count, keep)
        found = self._shown(positions, None, wanted, now, count, skip, metres)
        return Found(found.ids, found.distances_m, total)

    def _shown(
        self,
        positions: Positions,
        quality: NDArray[np.int8] | None,
        wanted: Wanted,
        now: datetime,
        count: int,
        skip: int,
        metres: Floats | None = None,
    ) -> Found:
        if wanted.near is not None and metres is None:
            metres = distances_m(wanted.near, self._lats[positions], self._lons[positions])
            near = metres <= wanted.radius_m
            positions, metres = positions[near], metres[near]
            quality = quality[near] if quality is not None else None
        total, wanted_count = len(positions), skip + count
        if metres is not None and quality is None and not wanted.open_now and total > 4 * wanted_count:
            # Sorting is dear, and all that can be shown is among the nearest; ties at the edge are kept.
            edge = np.partition(metres, wanted_count - 1)[wanted_count - 1]
            near = metres <= edge
            positions, metres = positions[near], metres[near]
        keys: list[NDArray[Any]] = [self._id_order[positions]]
        keys.append(self._name_order[positions] if metres is None else metres)
        if wanted.open_now:
            keys.append(self._ranks(now)[positions])
        if quality is not None:
            keys.append(quality)
        order = np.lexsort(keys)[skip:wanted_count]
        return Found(
            [self.ids[position] for position in positions[order].tolist()],
            [] if metres is None else metres[order].tolist(),
            total,
        )

    def _keep(self, wanted: Wanted, now: datetime, *, with_category: bool, worst: int = _UNKNOWN) -> Keep | None:
        """Make one filter of what is asked for; None when everything passes."""
        tests: list[Keep] = []
        if with_category and wanted.categories:
            numbers = [number for number, name in enumerate(self._categories) if name in wanted.categories]
            tests.append(lambda positions: np.isin(self._category_of[positions], numbers))
        if wanted.step_free:
            tests.append(lambda positions: self._step_free[positions])
        if wanted.open_now:
            ranks = self._ranks(now)
            tests.append(lambda positions: ranks[positions] <= worst)
        if not self._all_always:
            moment = now.timestamp()
            tests.append(lambda positions: self._holds(positions, moment, moment))
        if not tests:
            return None
        return lambda positions: np.logical_and.reduce([test(positions) for test in tests])

    def now(self, asking: Asking, now: datetime) -> list[Standing]:
        """Say what is around me now, in the order in which it matters to me, by the rules of ``ranking``."""
        positions, metres = self._grid(frozenset()).within(asking.here, asking.radius_m)
        if not self._all_always:
            moment = now.timestamp()
            held = self._holds(positions, moment, moment)
            positions, metres = positions[held], metres[held]
        tastes = 1 + np.clip([asking.preferences.get(name, 0.0) for name in self._categories], -1, 1) / 2
        likings = tastes[self._category_of[positions]]
        near = Near(positions, metres, self._ranks(now)[positions], self._told[positions], likings)
        order, scores, fits = ranked(near, self._facts, self._id_order, asking)
        chosen = positions[order]
        ids = [self.ids[position] for position in chosen.tolist()]
        lats, lons = self._lats[chosen], self._lons[chosen]
        return standings(ids, lats, lons, metres[order], scores[order], fits[order], self._footprints, asking)

    def houses(self, here: Point, radius_m: float) -> list[list[list[float]]]:
        """Give the ground plans of the houses within a circle."""
        return self._footprints.within(here, radius_m) if self._footprints else []

    def listed(
        self,
        box: tuple[float, float, float, float] | None = None,
        *,
        span: tuple[float, float] | None = None,
        categories: frozenset[str] = frozenset(),
        told: bool = False,
        count: int,
        skip: int = 0,
    ) -> tuple[list[str], int]:
        """List places by id, and say how many there are.

        Args:
            box: West, south, east, north, degrees; one that goes over the date line has its west east of its east.
            span: Only what holds at some moment between these two, seconds since 1970, both included.
            categories: Only these; all when empty.
            told: Only where the city tells something.
            count: How many at most.
            skip: How many of the first to leave out.

        """
        positions = self._by_id
        if box is not None:
            west, south, east, north = box
            lats, lons = self._lats[positions], self._lons[positions]
            across = (lons >= west) & (lons <= east) if west <= east else (lons >= west) | (lons <= east)
            positions = positions[(lats >= south) & (lats <= north) & across]
        if categories:
            numbers = [number for number, name in enumerate(self._categories) if name in categories]
            positions = positions[np.isin(self._category_of[positions], numbers)]
        if told:
            positions = positions[self._told[positions]]
        if span is not None:
            positions = positions[self._holds(positions, *span)]
        return [self.ids[position] for position in positions[skip : skip + count]], len(positions)

    def _holds(self, positions: Positions, first: float, last: float) -> NDArray[np.bool_]:
        held: NDArray[np.bool_] = (self._valid_from[positions] <= last) & (self._valid_to[positions] > first)
        return held

    def _grid(self, categories: frozenset[str]) -> Grid:
        if categories not in self._grids:
            numbers = [number for number, name in enumerate(self._categories) if name in categories]
            chosen = np.flatnonzero(np.isin(self._category_of, numbers)) if categories else None
            if len(self._grids) > 200:  # one for each category and for the usual groups; odd mixtures make room
                self._grids.clear()
            self._grids[categories] = Grid(self._lats, self._lons, chosen)
        return self._grids[categories]

    def _ranks(self, now: datetime) -> NDArray[np.int8]:
        """Say of each place whether it is open (0), unknown (1) or closed (2), worked out once a minute."""
        minute = now.replace(second=0, microsecond=0)
        known_at, ranks = self._states
        if known_at != minute:
            states = [_STATE_RANK[self._hours.opening(text, minute).state] for text in self._hours_texts]
            ranks = np.asarray(states, np.int8)[self._hours_of] if states else np.empty(0, np.int8)
            self._states = minute, ranks
        return ranks

    @cached_property
    def _id_order(self) -> NDArray[np.int64]:
        return _order_of(self.ids)

    @cached_property
    def _by_id(self) -> Positions:
        return np.argsort(self._id_order)

    @cached_property
    def _name_order(self) -> NDArray[np.int64]:
        # What has no name comes last.
        return _order_of([fold(names) or "\uffff" for names in self._names])

    @cached_property
    def _words(self) -> tuple[list[str], list[Positions]]:
        """Every word of a name, in order, with the places that carry it."""
        carriers: dict[str, list[int]] = {}
        for position, names in enumerate(self._names):
            for word in set(words_of(names)):
                carriers.setdefault(word, []).append(position)
        words = sorted(carriers)
        return words, [np.asarray(carriers[word], np.int64) for word in words]

    @cached_property
    def _named(self) -> dict[tuple[str, ...], list[int]]:
        """The places of each whole name, its words in any order."""
        named: dict[tuple[str, ...], list[int]] = {}
        for position, names in enumerate(self._names):
            for name in names.splitlines():
                named.setdefault(tuple(sorted(words_of(name))), []).append(position)
        return named

    def _matching(self, text: str) -> tuple[Positions, NDArray[np.int8]]:
        """Find the places that carry every word, and how well: 0 is its kind or whole name, 1 whole words, 2 beginnings."""
        asked = words_of(text)
        whole = np.ones(len(self), np.bool_)
        begun = np.ones(len(self), np.bool_)
        for word in asked:
            is_whole, is_begun = self._carriers(word)
            whole &= is_whole
            begun &= is_begun
        positions = np.flatnonzero(begun)
        quality = (2 - whole[positions]).astype(np.int8)
        kinds = [number for number, name in enumerate(self._categories) if catalogue()[name].words.issuperset(asked)]
        if kinds:  # "bagno" asks for a toilet before Palazzo di Bagno
            quality[np.isin(self._category_of[positions], kinds)] = 0
        else:
            quality[np.isin(positions, self._named.get(tuple(sorted(asked)), ()))] = 0
        return positions, quality

    def _carriers(self, word: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        whole = np.zeros(len(self), np.bool_)
        begun = np.zeros(len(self), np.bool_)
        words, carriers = self._words
        for number in range(bisect_left(words, word), len(words)):
            if not words[number].startswith(word):
                break
            begun[carriers[number]] = True
            if words[number] == word:
                whole[carriers[number]] = True
        for number, name in enumerate(self._categories):
            if called := [known for known in catalogue()[name].words if known.startswith(word)]:
                begun |= self._category_of == number
                if word in called:
                    whole |= self._category_of == number
        return whole, begun


def _by_cell(rows: list[Row]) -> list[Row]:
    """Lay neighbours beside each other: what is asked of them together is then read from memory together."""
    lats = np.fromiter((row.lat for row in rows), np.float64, len(rows))
    lons = np.fromiter((row.lon for row in rows), np.float64, len(rows))
    return [rows[number] for number in np.argsort(cells_of(lats, lons), kind="stable").tolist()]


def _numbered(values: list[str]) -> tuple[list[str], NDArray[np.int32]]:
    numbers: dict[str, int] = {}
    codes = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int32, len(values))
    return list(numbers), codes


def _order_of(texts: list[str]) -> NDArray[np.int64]:
    order = np.empty(len(texts), np.int64)
    order[np.asarray(sorted(range(len(texts)), key=texts.__getitem__), np.int64)] = np.arange(len(texts))
    return order
