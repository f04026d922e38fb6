"""Checking what a connector says before anything of it is kept: all of it is right, or none is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from manto.kernel.errors import BadInput
from manto.services.connectors.protocol import Closed, Due

ANSWERS_MAX = 200_000
YEARS = timedelta(days=366 * 100)


def checked_due(said: Iterable[Any], *, asked: Collection[str], today: date) -> list[Due]:
    """Check what a health authority said.

    Raises:
        BadInput: Something in it is no date that is due, or is about somebody who was not asked about.

    """
    found = _some(said, Due)
    for one in found:
        if one.person not in asked:
            raise BadInput("It speaks of somebody who was not asked about.")
        if one.kind not in ("vaccination", "screening"):
            raise BadInput("It speaks of something that is neither a vaccination nor a screening.")
        if one.day is not None and (type(one.day) is not date or abs(one.day - today) > YEARS):
            raise BadInput("It gives a day that is none.")
    if len({(one.person, one.kind) for one in found}) != len(found):
        raise BadInput("It says two things of one person.")
    return found


def checked_closed(said: Iterable[Any]) -> list[Closed]:
    """Check the days without school.

    Raises:
        BadInput: Something in it is none.

    """
    found = _some(said, Closed)
    for one in found:
        if type(one.first) is not date or type(one.last) is not date or not one.first <= one.last:
            raise BadInput("It gives days that are none.")
        if not one.text or not all(isinstance(words, str) and words for words in dict(one.text).values()):
            raise BadInput("It gives days without a name.")
    return found


def _some(said: Iterable[Any], kind: type) -> list[Any]:
    try:
        found = list(islice(said, ANSWERS_MAX + 1))
    except TypeError:
        raise BadInput("It gives no list.") from None
    if len(found) > ANSWERS_MAX:
        raise BadInput("It gives more than a city has.")
    if not all(isinstance(one, kind) for one in found):
        raise BadInput(f"It gives something that is no {kind.__name__}.")
    return found
