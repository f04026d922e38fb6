"""What an operator does with the register, from the program `manto`, and the thread that keeps it going."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections

from manto.kernel.errors import MantoError
from manto.records import node
from manto.records.commands.ticking import tick
from manto.records.demo import enter_demo_records
from manto.records.founding import appoint_citys_officers, found_register

log = logging.getLogger("manto.records")
Progress = Callable[[str, int, int], None]
PAUSE_S = 1.0


def bring_up(progress: Progress) -> None:
    """Make the register what the city's folder says, and let go of it for the process that serves; twice is once."""
    progress("Opening the register", 0, 1)
    now = settings.CLOCK.now()
    try:
        found_register(now)
        appoint_citys_officers(now)
        if settings.MANTO_DEMO:
            enter_demo_records(now)
    finally:
        node.close_ledger()
    progress("Opening the register", 1, 1)


class Keeper:
    """The thread that does what has come due, in the process that has the ledger, until told to stop."""

    def __init__(self, *, pause_s: float = PAUSE_S) -> None:
        self._pause_s = pause_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="manto-records", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, then stop."""
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                done = tick(settings.CLOCK.now()) if node.has_ledger() else 0
            except Exception as error:  # say so and go on: what is due stays due
                name = type(error).__name__  # never its text, which may quote a record
                log.error("the register cannot go on", extra={"error": name, "refused": isinstance(error, MantoError)})
                close_old_connections()
                done = 0
            if not done:
                self._stop.wait(self._pause_s)
