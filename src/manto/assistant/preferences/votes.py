"""Her own visits vote on what comes next: each as strongly as its moment resembles this one.

A visit votes for the thing that it was, for that thing's kind, for what stands around it and for trying something
new, where it was the first there. How much each likeness weighs is learned from every choice, at once, and is shared
by all; what is counted are her own rows and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manto.assistant.preferences.frame import Moment
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.things import EARTH_RADIUS_M, Things
from manto.assistant.preferences.times import HOURS_PER_WEEK, QUARTERS_PER_DAY, hour_of_week

LIKENESS = (
    "age",  # how long ago, as a logarithm of days
    "months",  # how long ago, in months
    "same_day",  # whether it was today
    "in_a_day",  # whether it was within the last eighteen hours
    "first_there",  # whether it was her first there
    "there_now",  # whether it was where she was last
    "there_before",  # whether it was where she was before that
    "way",  # how far it was from where she is, as a logarithm
    "nothing_before",  # whether she came from nowhere
    "from_same",  # whether she came from where she is now
    "from_same_second",  # whether she was, before that, where she was before this
    "from_same_two",  # both
    "from_same_kind",  # whether she came from something of that kind
    "from_near",  # whether she came from within some hundred metres
    "from_far",  # from how far, as a logarithm
    "after_hour",  # whether it came after about this hour
    "after_hour_same",  # the same, and she came from where she is now
    "after_same_days",  # whether it came after a day of this kind
    "after_hour_days",  # both
    "hour_loosely",  # at about the hour that is asked for
    "hour_strictly",  # at the hour of the day that is asked for
    # Where the time of the visit is known:
    "clock_half",  # on the clock, within half an hour
    "clock",  # within one and a half
    "clock_wide",  # within four
    "clock_off",  # how many hours off
    "same_days",  # on a day of this kind
    "same_weekday",  # on this day of the week
    "clock_days",  # within one and a half on a day of this kind
    "clock_same",  # within one and a half, and she came from where she is now
    "clock_age",  # within one and a half, by how long ago
    "wait_off",  # how much longer or shorter she had waited, as a logarithm
    "wait",  # whether she had waited as long
    "wait_same",  # the same, and she came from where she is now
)
LIKE = {name: row for row, name in enumerate(LIKENESS)}
START = {
    "age": -0.3,
    "months": -0.2,
    "same_day": -0.5,
    "in_a_day": -0.5,
    "there_now": -1.0,
    "way": -0.2,
    "from_same": 0.5,
    "from_same_two": 0.3,
    "from_same_kind": 0.2,
    "from_far": -0.2,
    "after_hour_days": 0.3,
    "hour_loosely": 0.5,
    "clock_wide": 0.5,
    "clock_days": 0.5,
    "same_weekday": 0.3,
    "wait_off": -0.3,
    "wait_same": 0.5,
}
VOTED = (
    "voted",  # how many of her visits vote for it
    "voted_kind",  # for its kind
    "voted_near",  # for what stands around it, for what she never chose
    "voted_new",  # for trying something new, for what she never chose
)
AROUND_M = 250.0
LITTLE = 0.003
HOURS = np.arange(HOURS_PER_WEEK)
DAYS = (HOURS // 24 >= 5).astype(np.int8)  # by hour of the week: of which kind its day is
APART_H = np.abs(HOURS[:, None] % 24 - HOURS[None, :] % 24)
HOUR_NEAR = np.exp(-0.5 * np.minimum(APART_H, 24 - APART_H) ** 2.0).astype(np.float32)
CLOCK = np.minimum(np.arange(QUARTERS_PER_DAY), QUARTERS_PER_DAY - np.arange(QUARTERS_PER_DAY)) / 4.0
CLOCK_ROWS = np.stack(
    [
        np.exp(-0.5 * (CLOCK / 0.5) ** 2),
        np.exp(-0.5 * (CLOCK / 1.5) ** 2),
        np.exp(-0.5 * (CLOCK / 4.0) ** 2),
        np.minimum(CLOCK, 6.0) / 3.0,
    ]
).astype(np.float32)
WAIT_MOST = 960  # quarters of an hour


@dataclass(frozen=True)
class Ballot:
    """How her visits vote at a moment.

    Attributes:
        index: For which of her own things each visit votes.
        likeness: (LIKENESS, rows).
        shares: How much of the vote each visit has; they sum to one.
        by_thing: The votes for each of her own things.

    """

    index: np.ndarray
    likeness: np.ndarray
    shares: np.ndarray
    by_thing: np.ndarray


class Votes:
    """Weights of the likenesses, shared by all residents, and what the votes say of candidates."""

    def __init__(self, things: Things, *, time_known: bool, rate: float = 0.05) -> None:
        self.things, self.time_known = things, time_known
        self.weights = np.array([START.get(name, 0.0) for name in LIKENESS], np.float32)
        self._squares = np.full(len(LIKENESS), 1e-2, np.float32)
        self._rate = rate

    def ballot(self, rows: OwnRows, moment: Moment) -> Ballot:
        """Let a resident's visits vote.

        Args:
            rows: At least one; she is where she was last.
            moment: When; where it is not known, the hour of her last one.

        """
        likeness = self._likeness(rows, moment)
        scores = self.weights @ likeness
        raised = np.exp(scores - scores.max())
        shares = raised / raised.sum()
        return Ballot(rows.index, likeness, shares, np.bincount(rows.index, shares, minlength=rows.things))

    def learn(self, ballot: Ballot, chosen: int) -> None:
        """Learn from which of her own things was chosen."""
        right = np.where(ballot.index == chosen, ballot.shares, 0)
        step = ballot.likeness @ (right / max(float(right.sum()), 1e-9) - ballot.shares).astype(np.float32)
        self._squares += step * step
        self.weights += self._rate * step / np.sqrt(self._squares)

    def columns(self, ballot: Ballot, rows: OwnRows, candidates: np.ndarray, own: int) -> np.ndarray:
        """Say what the votes mean for candidates, (candidates, VOTED).

        Args:
            ballot: Of the moment.
            rows: The resident's own.
            candidates: Things; her own first, in the order of ``rows.own``.
            own: How many of them are her own.

        """
        out = np.zeros((len(candidates), len(VOTED)), np.float32)
        out[:, 0] = np.log(LITTLE)
        out[:own, 0] = np.log(ballot.by_thing[:own] + LITTLE)
        kinds = np.bincount(rows.kinds, ballot.shares, minlength=self.things.categories)
        out[:, 1] = np.log(kinds[self.things.category[candidates]] + 0.01)
        if own < len(candidates):
            out[own:, 2] = np.log(self._around(ballot, rows, candidates[own:]) + 0.01)
            out[own:, 3] = np.log(float(ballot.shares @ ballot.likeness[LIKE["first_there"]]) + 0.02)
        return out

    def _around(self, ballot: Ballot, rows: OwnRows, things: np.ndarray) -> np.ndarray:
        units, origin = self.things.units, self.things.units[rows.places[-1]]
        theirs = ((units[things] - origin) * (EARTH_RADIUS_M / AROUND_M)).astype(np.float32)
        hers = ((units[rows.own] - origin) * (EARTH_RADIUS_M / AROUND_M)).astype(np.float32)
        apart = theirs @ hers.T
        apart -= 0.5 * np.einsum("ij,ij->i", theirs, theirs)[:, None]
        apart -= 0.5 * np.einsum("ij,ij->i", hers, hers)
        return np.asarray(np.exp(np.minimum(apart, 0)) @ ballot.by_thing.astype(np.float32))

    def _likeness(self, rows: OwnRows, moment: Moment) -> np.ndarray:
        quarters, index, hours, count = rows.quarters, rows.index, rows.hours, rows.count
        out = np.zeros((len(LIKENESS), count), np.float32)
        age_d = np.maximum(moment.quarter - quarters, 0) * np.float32(1 / QUARTERS_PER_DAY)
        out[LIKE["age"]] = np.log1p(age_d)
        out[LIKE["months"]] = age_d / 30
        day = (moment.quarter // QUARTERS_PER_DAY) * QUARTERS_PER_DAY
        out[LIKE["same_day"]] = quarters >= day
        out[LIKE["in_a_day"]] = age_d < 0.75
        firsts = np.empty(rows.things, np.int32)
        firsts[index[::-1]] = np.arange(count - 1, -1, -1, dtype=np.int32)
        out[LIKE["first_there"], firsts] = 1
        apart_m = self._apart(rows)
        out[LIKE["there_now"]] = rows.places == moment.before[0]
        out[LIKE["there_before"]] = rows.places == moment.before[1]
        out[LIKE["way"]] = (np.log(apart_m + 50) - 7)[index]
        out[LIKE["nothing_before"], 0] = 1
        if count > 1:
            self._before(out, rows, moment, apart_m)
        out[LIKE["hour_loosely"] : LIKE["hour_strictly"] + 1] = moment.hour_row[:, hours]
        if self.time_known:
            self._timed(out, rows, moment)
        return out

    def _apart(self, rows: OwnRows) -> np.ndarray:
        units = self.things.units
        apart = units[rows.own] - units[rows.places[-1]]
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", apart, apart)) * EARTH_RADIUS_M)

    def _before(self, out: np.ndarray, rows: OwnRows, moment: Moment, apart_m: np.ndarray) -> None:
        """Fill what tells from where she came."""
        places, kinds, hours, from_ = rows.places, rows.kinds, rows.hours, rows.index[:-1]
        hour = int(hours[-1])
        np.equal(places[:-1], places[-1], out=out[LIKE["from_same"], 1:])
        np.equal(places[:-2], places[-2], out=out[LIKE["from_same_second"], 2:])
        np.multiply(out[LIKE["from_same"]], out[LIKE["from_same_second"]], out=out[LIKE["from_same_two"]])
        np.equal(kinds[:-1], kinds[-1], out=out[LIKE["from_same_kind"], 1:])
        out[LIKE["from_near"], 1:] = np.exp(apart_m * (-1 / 300))[from_]
        out[LIKE["from_far"], 1:] = np.log1p(apart_m / 100)[from_]
        after = HOUR_NEAR[hour][hours[:-1]]
        out[LIKE["after_hour"], 1:] = after
        np.multiply(out[LIKE["after_hour"]], out[LIKE["from_same"]], out=out[LIKE["after_hour_same"]])
        out[LIKE["after_same_days"], 1:] = DAYS[hours[:-1]] == DAYS[hour]
        np.multiply(out[LIKE["after_hour"]], out[LIKE["after_same_days"]], out=out[LIKE["after_hour_days"]])

    def _timed(self, out: np.ndarray, rows: OwnRows, moment: Moment) -> None:
        """Fill what needs the time of the visit."""
        quarters, hours = rows.quarters, rows.hours
        hour = hour_of_week(moment.quarter)
        out[LIKE["clock_half"] : LIKE["clock_off"] + 1] = CLOCK_ROWS[:, (quarters - moment.quarter) % QUARTERS_PER_DAY]
        out[LIKE["same_days"]] = DAYS[hours] == DAYS[hour]
        out[LIKE["same_weekday"]] = hours // 24 == hour // 24
        np.multiply(out[LIKE["clock"]], out[LIKE["same_days"]], out=out[LIKE["clock_days"]])
        np.multiply(out[LIKE["clock"]], out[LIKE["from_same"]], out=out[LIKE["clock_same"]])
        np.multiply(out[LIKE["clock"]], out[LIKE["age"]], out=out[LIKE["clock_age"]])
        if rows.count > 1:
            waited = np.log1p(np.minimum(np.diff(quarters), WAIT_MOST).astype(np.float32))
            off = np.abs(waited - np.log1p(np.float32(min(moment.quarter - int(quarters[-1]), WAIT_MOST))))
            out[LIKE["wait_off"], 1:] = np.minimum(off, 3)
            out[LIKE["wait"], 1:] = np.exp(off * off * np.float32(-0.5 / 0.4**2))
            np.multiply(out[LIKE["wait"]], out[LIKE["from_same"]], out=out[LIKE["wait_same"]])
