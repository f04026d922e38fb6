"""The one feature frame: what can be said about offering a thing to a resident now, each under a name.

Places, events and services have the same columns. What a column counts is told at its name in ``COLUMNS``; counts
enter as logarithms, so that the weighed sum is a product of shares with a weight each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manto.assistant.preferences.city import CityCells
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import EARTH_RADIUS_M
from manto.assistant.preferences.times import (
    LOOSELY_ALIKE,
    PART_OF_HOUR,
    QUARTERS_PER_DAY,
    STRICTLY_ALIKE,
    hour_of_week,
)

OWN = (
    "own_visits",  # how often she chose it
    "own_month",  # the same, halved every thirty days
    "own_week",  # the same, halved every seven days
    "own_hour",  # at about this hour
    "own_hour_day",  # at this hour of this day
    "own_next",  # straight after where she was last
    "own_next_hour",  # the same, at about this hour
    "own_next_kind",  # straight after something of that kind
    "own_second",  # two steps after where she was before that
    "own_next_two",  # after these two in this order
    "own_next_or_share",  # straight after, leaning on how often at all
)
OTHER_OWN = (
    "been_before",  # whether she ever chose it
    "since",  # hours since she last did
    "rhythm",  # how far that is from how often she usually does
    "same_again",  # whether it is what she chose last
    "one_before",  # whether it is what she chose before that
    "in_a_day",  # whether she chose it within the last eighteen hours
    "own_place_recent",  # how many other things she chose since
)
KINDS = (
    "own_kind",  # how often she chose its kind
    "own_kind_hour",  # its kind at about this hour
    "own_kind_next",  # its kind straight after the kind she chose last
    "city_kind_next",  # the same, for everybody
    "city_kind_hour",  # its kind at about this hour, for everybody
)
CITY = (
    "city_visits",  # how often everybody chose it
    "city_lately",  # the same, over the last weeks
    "city_part",  # at this part of the week
    "city_next",  # straight after where she was last, for everybody
)
WHERE = (
    "near",  # how far it is, as a logarithm
    "at_hand",  # whether it is within 150 m
    "near_home_ground",  # how far it is from the middle of where she goes
    "new_near",  # how far, for what she never chose
    "new_liked",  # how often everybody chose it, for what she never chose
    "new_kind",  # how often she chose its kind, for what she never chose it itself
    "explores",  # how often she tries something new, for what she never chose
)
OFFERED = (
    "fits",  # what the plain rules say for it: its date, her limits, her household, the hour, the way there
    "refused_kind",  # how often she refused its kind, halved every sixty days
)
COLUMNS = OWN + OTHER_OWN + KINDS + CITY + WHERE + OFFERED
AT = {name: column for column, name in enumerate(COLUMNS)}

LITTLE = 0.05
NEVER_H = 2000.0
KERNEL_HALF_LIFE_D = 90.0
FIRST_OTHER, FIRST_KIND, FIRST_CITY, FIRST_WHERE, FIRST_OFFERED = (
    AT[names[0]] for names in (OTHER_OWN, KINDS, CITY, WHERE, OFFERED)
)


@dataclass(frozen=True)
class Moment:
    """When and where a resident asks.

    Attributes:
        quarter: The quarter of an hour for which she asks.
        hour_row: How much each hour of the week says about then, loosely and strictly, (2, 168).
        origin: Unit vector of where she is; None when that is unknown.
        before: What she chose last, and before that; -1 for nothing.

    """

    quarter: int
    hour_row: np.ndarray
    origin: np.ndarray | None
    before: tuple[int, int]


TEN = np.arange(10, dtype=np.int32)
EXACT_HOUR_ROWS = np.stack([LOOSELY_ALIKE, STRICTLY_ALIKE], axis=1)
HOUR_ROWS = EXACT_HOUR_ROWS.astype(np.float32)
NOWHERE_M = 1000.0  # how far what is nowhere in particular counts as being


def at_this_hour(quarter: int, *, exact: bool = False) -> np.ndarray:
    """Give the hour rows for a time that is known."""
    row: np.ndarray = (EXACT_HOUR_ROWS if exact else HOUR_ROWS)[hour_of_week(quarter)]
    return row


def own_columns(rows: OwnRows, moment: Moment, kinds: np.ndarray) -> np.ndarray:
    """Say what a resident's own rows mean for each of her own things, (own things, OWN + OTHER_OWN).

    Counted in the precision of the moment's hour row.

    Args:
        rows: At least one.
        moment: When and where.
        kinds: The category of every thing.

    """
    quarters, places, index, hours = rows.quarters, rows.places, rows.index, rows.hours
    count, own = rows.count, rows.things
    real = moment.hour_row.dtype.type
    age_d = np.maximum(moment.quarter - quarters, 0).astype(real) * real(1 / QUARTERS_PER_DAY)
    season = np.exp2(age_d * real(-1 / KERNEL_HALF_LIFE_D))
    loose = season * moment.hour_row[0, hours]
    weights = np.zeros((10, count), real)
    weights[0] = 1
    np.exp2(age_d * real(-1 / 30), out=weights[1])
    np.exp2(age_d * real(-1 / 7), out=weights[2])
    weights[3] = loose
    np.multiply(season, moment.hour_row[1, hours], out=weights[4])
    last, second = moment.before
    after = places[:-1] == last
    np.multiply(season[1:], after, out=weights[5, 1:])
    np.multiply(loose[1:], after, out=weights[6, 1:])
    if last >= 0:
        np.multiply(season[1:], rows.kinds[:-1] == kinds[last], out=weights[7, 1:])
    two_after = places[:-2] == second
    np.multiply(season[2:], two_after, out=weights[8, 2:])
    np.multiply(weights[8, 2:], after[1:], out=weights[9, 2:])
    cells = (index + (TEN * own)[:, None]).ravel()
    table = np.bincount(cells, weights.ravel(), minlength=10 * own).reshape(10, own).astype(real)
    totals = table.sum(axis=1, keepdims=True)
    out = np.empty((own, FIRST_KIND), real)
    out[:, :10] = (np.log(table + LITTLE) - np.log(totals + 1)).T
    out[:, 10] = np.log((table[5] + 2 * (table[1] + 0.02) / (totals[1] + 1)) / (totals[5] + 2))
    _since(out, rows, moment, table[0])
    return out


def _since(out: np.ndarray, rows: OwnRows, moment: Moment, visits: np.ndarray) -> None:
    """Fill the columns about how long ago, and in which rhythm."""
    own, index = len(out), rows.index
    first, latest, position = np.empty(own, np.int32), np.empty(own, np.int32), np.empty(own, np.int32)
    first[index[::-1]] = rows.quarters[::-1]
    latest[index] = rows.quarters
    position[index] = np.arange(rows.count, dtype=np.int32)
    real = out.dtype.type
    since_h = np.maximum(moment.quarter - latest, 0).astype(real) * real(0.25)
    usual_h = (latest - first).astype(real) * real(0.25) / np.maximum(visits - 1, 1)
    at = FIRST_OTHER
    out[:, at] = 1
    out[:, at + 1] = np.log1p(since_h)
    out[:, at + 2] = np.where(visits >= 3, np.log((since_h + 6) / (usual_h + 6)), 0)
    out[:, at + 3] = rows.own == moment.before[0]
    out[:, at + 4] = rows.own == moment.before[1]
    out[:, at + 5] = since_h < 18
    out[:, at + 6] = np.log1p(rows.count - 1 - position)


class Framer:
    """Builds frames over one set of things; keeps what the city served until the city's week turns.

    Attributes:
        city: The sums that are read.
        real: float32 for speed, or float64 where the phone must come to the same numbers.

    """

    def __init__(self, city: CityCells, real: type = np.float32) -> None:
        self.city, self.real = city, real
        self.things = city.things
        self._steps: np.ndarray = np.zeros(len(city.things), real)
        self._never: np.ndarray = np.full(FIRST_KIND, np.log(LITTLE), real)
        self._never[FIRST_OTHER:] = 0
        self._never[FIRST_OTHER + 1] = np.log1p(NEVER_H)
        self._never[FIRST_OTHER + 6] = np.log1p(NEVER_H)

    def frame(
        self, rows: OwnRows, moment: Moment, candidates: np.ndarray, lately: np.ndarray, *, only_new: bool = False
    ) -> np.ndarray:
        """Build the frame, (candidates, COLUMNS).

        Args:
            rows: The resident's own.
            moment: When and where she asks.
            candidates: Things, int32; where she has own things those come first, in the order of ``rows.own``.
            lately: How often everybody chose each thing in the last weeks, as served.
            only_new: None of the candidates is her own.

        """
        own = 0 if only_new else rows.things
        out: np.ndarray = np.empty((len(candidates), len(COLUMNS)), self.real)
        kinds = self.things.category[candidates]
        if own:
            out[:own, :FIRST_KIND] = own_columns(rows, moment, self.things.category)
        out[own:, :FIRST_KIND] = self._never_for(rows)
        self._kinds(out, rows, moment, kinds)
        self._city(out, moment, candidates, lately)
        self._where(out, rows, moment, candidates, own)
        out[:, FIRST_OFFERED:] = 0
        return out

    def _never_for(self, rows: OwnRows) -> np.ndarray:
        never = self._never.copy()
        never[:10] = np.log(LITTLE / (rows.count + 1))
        never[10] = np.log(0.01 / (rows.count + 1))
        return never

    def _kinds(self, out: np.ndarray, rows: OwnRows, moment: Moment, kinds: np.ndarray) -> None:
        city, every = self.city, self.things.categories
        at, last = FIRST_KIND, moment.before[0]
        kind_last = int(self.things.category[last]) if last >= 0 else -1
        table: np.ndarray = np.zeros((3, every), self.real)
        if rows.count:
            of_rows = rows.kinds
            table[0] = np.bincount(of_rows, minlength=every)
            table[1] = np.bincount(of_rows, moment.hour_row[0, rows.hours], minlength=every)
            if kind_last >= 0:
                table[2] = np.bincount(of_rows[1:], of_rows[:-1] == kind_last, minlength=every)
        shares = np.log(table[:, kinds] + LITTLE) - np.log(table.sum(axis=1) + 1)[:, None]
        out[:, at : at + 3] = shares.T
        steps = city.served(city.category_next[:, kind_last]) if kind_last >= 0 else np.zeros(every)
        out[:, at + 3] = np.log((steps[kinds] + 0.5) / (steps.sum() + 10))
        now = city.served(city.category_hour[:, :, hour_of_week(moment.quarter)])
        out[:, at + 4] = np.log((now[kinds] + 0.5) / (now.sum() + 10))

    def _city(self, out: np.ndarray, moment: Moment, candidates: np.ndarray, lately: np.ndarray) -> None:
        city, at = self.city, FIRST_CITY
        visits = city.served(city.visits[:, candidates])
        part = PART_OF_HOUR[hour_of_week(moment.quarter)]
        out[:, at] = np.log1p(visits)
        out[:, at + 1] = np.log1p(lately[candidates])
        here = city.served(city.parts[:, candidates, part])
        out[:, at + 2] = np.log((here + 0.5) / (visits + 8))
        out[:, at + 3] = 0
        if moment.before[0] >= 0:
            to, counts = city.next_from(moment.before[0])
            if len(to):
                self._steps[to] = np.log1p(counts)
                out[:, at + 3] = self._steps[candidates]
                self._steps[to] = 0

    def _where(self, out: np.ndarray, rows: OwnRows, moment: Moment, candidates: np.ndarray, own: int) -> None:
        at, units = FIRST_WHERE, self.things.units
        spots = units[candidates]
        if moment.origin is None:
            out[:, at : at + 2] = 0
        else:
            apart = spots - moment.origin
            squared = np.einsum("ij,ij->i", apart, apart) * EARTH_RADIUS_M**2
            out[:, at] = 0.5 * np.log(squared + 50.0**2)
            out[:, at + 1] = squared < 150.0**2
            if not self.things.everywhere:
                out[~spots.any(axis=1), at] = 0.5 * np.log(NOWHERE_M**2 + 50.0**2)
        if rows.count:
            middle = np.bincount(rows.index) @ units[rows.own] / rows.count
            apart = spots - middle
            out[:, at + 2] = 0.5 * np.log(np.einsum("ij,ij->i", apart, apart) * EARTH_RADIUS_M**2 + 500.0**2)
        else:
            out[:, at + 2] = 0
        new = out[:, at + 3 : FIRST_OFFERED]
        new[:own] = 0
        new[own:, 0] = out[own:, at]
        new[own:, 1] = out[own:, FIRST_CITY + 1]
        new[own:, 2] = out[own:, FIRST_KIND]
        new[own:, 3] = np.log((rows.things + 1) / (rows.count + 2))
