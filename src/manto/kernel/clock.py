"""The time, which is always passed in: nothing in a pure part reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """Say the time, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Say the machine's time, in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved: for tests and for replaying a decision as of its day.

    >>> clock = FixedClock(datetime(2026, 6, 9, 8, 41, tzinfo=UTC))
    >>> clock.advance(timedelta(minutes=1))
    >>> clock.now().isoformat()
    '2026-06-09T08:42:00+00:00'
    """

    at: datetime

    def now(self) -> datetime:
        """Say the time that was set."""
        return self.at

    def advance(self, step: timedelta) -> None:
        """Move the clock by a step."""
        self.at += step
