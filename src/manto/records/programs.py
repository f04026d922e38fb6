"""What an operator does with the register, from the program `manto`, and what keeps it going."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from manto.records import node
from manto.records.commands.settling import note_bodies
from manto.records.commands.ticking import tick
from manto.records.demo import enter_demo_records
from manto.records.founding import appoint_citys_officers, found_register
from manto.records.queries.trust import note_trust

Progress = Callable[[str, int, int], None]


def bring_up(progress: Progress) -> None:
    """Make the register what the city's folder says, and let go of it for the process that serves; twice is once."""
    progress("Opening the register", 0, 1)
    now = settings.CLOCK.now()
    try:
        found_register(now)
        appoint_citys_officers(now)
        note_bodies()
        if settings.MANTO_DEMO:
            enter_demo_records(now)
    finally:
        node.close_ledger()
    progress("Opening the register", 1, 1)


def keep_going() -> int:
    """Do what has come due, in the process that has the ledger; says how much that was."""
    if not node.has_ledger():
        return 0
    done = tick(settings.CLOCK.now())
    if not settings.IS_SQLITE:
        note_trust()
    return done
