"""A closer look at the best candidates: what the trees see besides the frame. Pure.

Each count is of her own visits that were like this moment in two or three ways at once; the likenesses are those by
which her visits vote.
"""

from __future__ import annotations

import numpy as np

from manto.assistant.preferences.frame import KERNEL_HALF_LIFE_D, LITTLE
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.preferences.times import MONDAY_SHIFT, QUARTERS_PER_DAY, QUARTERS_PER_WEEK, week_of
from manto.assistant.preferences.votes import LIKE, Ballot

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("after_hour",),
    ("after_hour_days", "from_near"),
    ("from_near",),
    ("from_near", "hour_loosely"),
    ("from_same_kind", "hour_loosely"),
    ("wait",),
    ("wait_same",),
    ("wait", "hour_loosely"),
    ("clock_half", "same_days"),
    ("same_weekday",),
    ("same_days",),
)
OTHER_CLOSER = (
    "week_hour",  # at about this hour, halved every seven days
    "two_days",  # how often, halved every two days
    "days",  # on how many days
    "weeks_share",  # in which share of the weeks since her first there
    "weeks_lately",  # in how many of the last four weeks
    "known_for",  # how long ago her first there was
    "today",  # how often today
)
CLOSER = tuple("_and_".join(names) for names in TOGETHER) + OTHER_CLOSER
OF_HER = (
    "tries_lately",  # which share of her last twenty visits was to something new
    "tries",  # which share of her last sixty
    "since_new",  # how many visits ago she last tried something new
    "visits_lately",  # how many in the last fortnight
    "waited",  # how long ago her last was, as a logarithm of quarters of an hour
    "visits_today",  # how many today
    "new_here",  # whether where she is was new to her
    "been_here",  # how often she was where she is
)


def closer_columns(rows: OwnRows, quarter: int, ballot: Ballot) -> np.ndarray:
    """Look closer at each of her own things, (own things, CLOSER).

    Args:
        rows: At least one.
        quarter: Now.
        ballot: How her visits vote now.

    """
    like, index, own, quarters = ballot.likeness, rows.index, rows.things, rows.quarters
    age_d = np.maximum(quarter - quarters, 0) / QUARTERS_PER_DAY
    season = np.exp2(-age_d / KERNEL_HALF_LIFE_D)
    weights = [season * np.prod(like[[LIKE[name] for name in names]], axis=0) for names in TOGETHER]
    weights += [np.exp2(-age_d / 7) * like[LIKE["hour_loosely"]], np.exp2(-age_d / 2)]
    table = np.stack([np.bincount(index, weight, minlength=own) for weight in weights])
    first, today = np.empty(own, int), quarter // QUARTERS_PER_DAY
    first[index[::-1]] = quarters[::-1]
    days = quarters // QUARTERS_PER_DAY
    on, now = index.astype(np.int64) << 32, week_of(quarter)
    weeks = (quarters + MONDAY_SHIFT) // QUARTERS_PER_WEEK
    out = np.empty((own, len(CLOSER)), np.float32)
    out[:, :-5] = (np.log(table + LITTLE) - np.log(table.sum(axis=1, keepdims=True) + 1)).T
    out[:, -5] = np.log1p(_distinct(on + days, own))
    out[:, -4] = np.log1p(_distinct(on + weeks, own)) - np.log((quarter - first) / (7 * QUARTERS_PER_DAY) + 1)
    out[:, -3] = _distinct((on + weeks)[now - weeks < 4], own)
    out[:, -2] = np.log1p((quarter - first) / QUARTERS_PER_DAY)
    out[:, -1] = np.bincount(index[days == today], minlength=own)
    return out


def of_her(rows: OwnRows, quarter: int, ballot: Ballot) -> np.ndarray:
    """Say what is the same for all candidates, (OF_HER,)."""
    first = ballot.likeness[LIKE["first_there"]]
    return np.array(
        [
            first[-20:].mean(),
            first[-60:].mean(),
            np.log1p(rows.count - 1 - np.flatnonzero(first)[-1]),
            np.log1p(np.count_nonzero(rows.quarters > quarter - 14 * QUARTERS_PER_DAY)),
            np.log1p(min(quarter - int(rows.quarters[-1]), 4 * QUARTERS_PER_DAY)),
            np.count_nonzero(rows.quarters // QUARTERS_PER_DAY == quarter // QUARTERS_PER_DAY),
            first[-1],
            np.log(np.count_nonzero(rows.places == rows.places[-1])),
        ],
        np.float32,
    )


def _distinct(keys: np.ndarray, own: int) -> np.ndarray:
    """Count the different keys of each thing."""
    return np.bincount(np.unique(keys) >> 32, minlength=own)
