"""Times that never go back, whatever the machine's clock does."""

from __future__ import annotations

import threading

from manto.kernel.clock import Clock


class NeverBack:
    """Reads a clock, and stands still while the clock is behind what it has said before.

    Args:
        clock: May jump in either direction.
        last_ms: The latest time that was ever written down, milliseconds since 1970.

    >>> from datetime import UTC, datetime, timedelta
    >>> from manto.kernel.clock import FixedClock
    >>> clock = FixedClock(datetime(2026, 6, 9, tzinfo=UTC))
    >>> times = NeverBack(clock, 0)
    >>> first = times.now_ms()
    >>> clock.advance(timedelta(hours=-1))
    >>> times.now_ms() == first, times.behind_ms()
    (True, 3600000)
    """

    def __init__(self, clock: Clock, last_ms: int) -> None:
        self._clock = clock
        self._last_ms = last_ms
        self._lock = threading.Lock()

    def now_ms(self) -> int:
        """Give the time, at least as late as any given before."""
        with self._lock:
            self._last_ms = max(self._last_ms, self._clock_ms())
            return self._last_ms

    def behind_ms(self) -> int:
        """Say how far the clock is behind what was written down; 0 when it is not."""
        return max(0, self._last_ms - self._clock_ms())

    def _clock_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
