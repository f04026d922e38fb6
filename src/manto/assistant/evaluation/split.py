"""Cutting check-ins into what is learned from, what is chosen on and what is reported, as the published tables do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from manto.assistant.evaluation.checkins import Checkins

DAY_S = 86_400
FIRST, TRAIN, VAL_LAST, TEST_LAST, TEST_MID = range(5)
LEAST_SCORED = 100
ROLES = {"train": TRAIN, "val_last": VAL_LAST, "test_last": TEST_LAST, "test_mid": TEST_MID}


@dataclass(frozen=True)
class Stream:
    """Check-ins in the order of time with what each is for.

    Attributes:
        part: 0 train, 1 validation, 2 test.
        role: FIRST is history only; the others are scored.
        trajectory: A number for each resident's outing.
        rule: Which rule made the parts, in a sentence.

    """

    checkins: Checkins
    part: np.ndarray
    role: np.ndarray
    trajectory: np.ndarray
    rule: str


def split(checkins: Checkins) -> Stream:
    """Cut as the file says, or else by the published rule, or, where that leaves too little, by time alone."""
    if checkins.split is not None:
        names = np.char.lower(checkins.split)
        if {"train", "test"} <= set(names.tolist()):
            return _as_the_file_says(checkins, names)
    for dropping, rule in (
        (True, "Check-ins more than 24 hours from their neighbours and outings of fewer than three are dropped; "
               "80, 10 and 10 % by local time; the last check-in of an outing is reported."),
        (False, "Nothing is dropped; 80, 10 and 10 % by local time; the last check-in of an outing is reported."),
    ):  # fmt: skip
        kept, trajectory = _outings(checkins, dropping=dropping)
        stream = _by_time(kept, trajectory, rule)
        if np.count_nonzero(stream.role == TEST_LAST) >= LEAST_SCORED or not dropping:
            break
    return stream


def _as_the_file_says(checkins: Checkins, names: np.ndarray) -> Stream:
    part = np.where(np.isin(names, ("val", "valid", "validation", "dev")), 1, np.where(names == "test", 2, 0))
    trajectory = checkins.trajectory if checkins.trajectory is not None else _outings(checkins, dropping=False)[1]
    if checkins.role is not None and {"train", "test_last"} <= set(checkins.role):
        role = np.array([ROLES.get(name, FIRST) for name in checkins.role.tolist()], np.int8)
        return Stream(checkins, part, role, trajectory, "Parts and roles are those of the file.")
    return _roles(checkins, part, trajectory, "Parts are those of the file.")


def _outings(checkins: Checkins, *, dropping: bool) -> tuple[Checkins, np.ndarray]:
    """Cut each resident's check-ins where 24 hours pass, dropping what stands alone if asked."""
    order = np.lexsort((np.arange(len(checkins)), checkins.user))
    user, utc = checkins.user[order], checkins.utc[order]
    keep = np.ones(len(order), bool)
    if dropping:
        far = np.r_[True, (np.diff(utc) > DAY_S) | (np.diff(user) != 0), True]
        keep = ~(far[:-1] & far[1:])
    order, user, utc = order[keep], user[keep], utc[keep]
    begins = np.r_[True, (np.diff(utc) > DAY_S) | (np.diff(user) != 0)][: len(order)]
    number = np.cumsum(begins) - 1
    if dropping and len(number):
        long_enough = np.bincount(number)[number] >= 3
        order, number = order[long_enough], number[long_enough]
    back = np.argsort(order, kind="stable")
    return checkins.taken(order[back]), number[back]


def _by_time(checkins: Checkins, trajectory: np.ndarray, rule: str) -> Stream:
    rank = np.argsort(np.argsort(checkins.local, kind="stable"), kind="stable")
    count = max(len(checkins), 1)
    part = np.where(rank < 0.8 * count, 0, np.where(rank < 0.9 * count, 1, 2))
    return _roles(checkins, part, trajectory, rule)


def _roles(checkins: Checkins, part: np.ndarray, trajectory: np.ndarray, rule: str) -> Stream:
    """Say what each check-in is for: scored are those that follow another one of the same outing.

    In the test part user and place must have been seen among the training steps, as the published tables have it.
    """
    order = np.lexsort((np.arange(len(checkins)), trajectory))
    begins = np.r_[True, np.diff(trajectory[order]) != 0][: len(order)]
    ends = np.r_[begins[1:], True][: len(order)]
    first, last = np.empty(len(order), bool), np.empty(len(order), bool)
    first[order], last[order] = begins, ends
    train = (part == 0) & ~first
    seen = np.isin(checkins.user, checkins.user[train]) & np.isin(checkins.place, checkins.place[train])
    role = np.full(len(checkins), FIRST, np.int8)
    role[train] = TRAIN
    role[(part == 1) & ~first & last & seen] = VAL_LAST
    role[(part == 2) & ~first & ~last & seen] = TEST_MID
    role[(part == 2) & ~first & last & seen] = TEST_LAST
    return Stream(checkins, part, role, trajectory, rule)
