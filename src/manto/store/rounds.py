"""Work that goes on beside the requests, each kind in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

log = logging.getLogger("manto.rounds")


class Rounds:
    """Does what is due, soon after it is due, until told to stop.

    Args:
        name: Of the work, in the log and among the process's threads.
        work: Does what is due and says how much that was; what it could not do stays due.
        pause_s: How long to rest when nothing was due.

    """

    def __init__(self, name: str, work: Callable[[], int], *, pause_s: float) -> None:
        self._name = name
        self._work = work
        self._pause_s = pause_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go, name=f"manto-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the round under way, then stop."""
        self._stop.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._stop.is_set():
            try:
                done = self._work()
            except Exception as error:  # the database is away, perhaps: say so and go on trying
                # Its kind and never its text, which may quote what somebody wrote.
                log.error("a round failed", extra={"work": self._name, "error": type(error).__name__})
                close_old_connections()
                done = 0
            if not done:
                self._stop.wait(self._pause_s)
