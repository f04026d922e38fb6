"""What a service is to a resident today and later, and the day on which that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from manto.services.rules.deciding import State

LATER_DAYS = (21, 90)
StateOn = Callable[[date], State]


@dataclass(frozen=True)
class Forecast:
    """A service as it stands with somebody.

    Attributes:
        now: Today's state.
        later: The states in 21 and in 90 days.
        begins: The first day on which it will be hers, when it is not today.
        ends: The first day on which it will no longer be hers, when it is today.

    """

    now: State
    later: tuple[State, ...]
    begins: date | None = None
    ends: date | None = None

    def code(self) -> str:
        """Write the states in as many letters: y, n, u, x."""
        return "".join(LETTERS[state] for state in (self.now, *self.later))


LETTERS = {State.YES: "y", State.NO: "n", State.UNKNOWN: "u", State.NOT_APPLICABLE: "x"}


def forecast(state_on: StateOn, today: date) -> Forecast:
    """Look ahead: today, in 21 and in 90 days, and the day between them on which it begins or ends.

    Args:
        state_on: The state on a day, with what is known today.
        today: From when.

    """
    days = [today, *(today + timedelta(days=days) for days in LATER_DAYS)]
    states = [state_on(day) for day in days]
    begins = ends = None
    for (first, before), (last, after) in zip(
        zip(days, states, strict=True), list(zip(days, states, strict=True))[1:], strict=False
    ):
        if begins is None and before is not State.YES and after is State.YES and states[0] is not State.YES:
            begins = first_day(lambda day: state_on(day) is State.YES, first, last)
        if ends is None and before is State.YES and after is not State.YES and states[0] is State.YES:
            ends = first_day(lambda day: state_on(day) is not State.YES, first, last)
    return Forecast(states[0], tuple(states[1:]), begins, ends)


def first_day(holds: Callable[[date], bool], no: date, yes: date) -> date:
    """Find the first day on which something holds, between a day on which it does not and one on which it does.

    >>> first_day(lambda day: day >= date(2026, 8, 26), date(2026, 6, 9), date(2026, 9, 7))
    datetime.date(2026, 8, 26)
    """
    while (yes - no).days > 1:
        middle = no + timedelta(days=(yes - no).days // 2)
        no, yes = (no, middle) if holds(middle) else (middle, yes)
    return yes
