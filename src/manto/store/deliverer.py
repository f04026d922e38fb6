"""The thread that carries the outbox."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections

from manto.kernel.clock import Clock
from manto.store.outbox import deliver_due

log = logging.getLogger("manto.outbox")


class Deliverer:
    """Delivers what waits, soon after it was written, until told to stop.

    Args:
        clock: What time it is.
        pause_s: How long to rest when nothing waits.

    """

    def __init__(self, clock: Clock, *, pause_s: float = 0.2) -> None:
        self._clock = clock
        self._pause_s = pause_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="manto-deliverer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the delivery under way, then stop."""
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                tried = deliver_due(now=self._clock.now())
            except Exception as error:  # the database is away: say so and go on trying
                log.error("outbox cannot be read", extra={"error": type(error).__name__})
                close_old_connections()
                tried = 0
            if not tried:
                self._stop.wait(self._pause_s)
