"""When a child's next vaccination is due, from those it had; the national calendar is data with its source. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Vaccine:
    """A vaccine of the calendar: at which ages its doses, which codes count as one, and when it is too late.

    A dose before ``from_months`` belongs to an earlier vaccine of the same code.
    """

    months: tuple[int, ...]
    until_months: int
    cvx: frozenset[str]
    from_months: int = 0


@cache
def national_calendar() -> tuple[Vaccine, ...]:
    """Give the Italian calendar of childhood."""
    content = yaml.load(files(__package__).joinpath("calendar.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return tuple(
        Vaccine(tuple(one["months"]), one["until_months"], frozenset(one["cvx"]), one.get("from_months", 0))
        for one in content["vaccines"].values()
    )


def next_vaccination(
    birth: date, had: Iterable[tuple[str, date]], today: date, calendar: Iterable[Vaccine] | None = None
) -> date | None:
    """Say when the next vaccination is due; a day that is past is overdue, None is that none is due any more.

    Args:
        birth: The child's.
        had: Code (CVX) and day of each dose that it had.
        today: A vaccine whose age is over is not due.
        calendar: Another than the national one.

    >>> next_vaccination(date(2026, 5, 28), [], date(2026, 6, 9))
    datetime.date(2026, 7, 28)
    """
    doses = list(had)
    due = []
    for vaccine in national_calendar() if calendar is None else calendar:
        counts_from = birth + relativedelta(months=vaccine.from_months)
        given = len({day for code, day in doses if code in vaccine.cvx and day >= counts_from})
        if given < len(vaccine.months) and today < birth + relativedelta(months=vaccine.until_months):
            due.append(birth + relativedelta(months=vaccine.months[given]))
    return min(due, default=None)
