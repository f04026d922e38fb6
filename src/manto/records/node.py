"""The ledger's node, opened within the city's own process.

One process may write to a ledger. On SQLite the city is served by one process, which opens the node when it first needs
it. On PostgreSQL, with several, the first that needs it has it; the others hand it the requests that need it
(`web.ledger_door`) and leave their filings for it. What can be neither, they refuse for the moment with `LedgerElsewhere`.
"""

from __future__ import annotations

import os
import threading
from datetime import datetime
from pathlib import Path

from django.conf import settings

from manto.kernel.errors import Unavailable
from manto.ledger.log.errors import StoreInUse
from manto.ledger.node import RecordsLedger
from manto.ledger.sequencer.embedded import Limits
from manto.ledger.sequencer.store import init_store, name_witnesses
from manto.ledger.witness.asking import Witnesses
from manto.records import vault
from manto.records.models import OfficerKey
from manto.records.reference import content_of_city

BLOCK_INTERVAL_MS = 20
_lock = threading.Lock()
_opened: dict[tuple[int, Path], RecordsLedger] = {}


class LedgerElsewhere(Unavailable):
    """Another process of the city has the ledger, or another machine, and this one cannot do without it."""


class _CityClock:
    """The city's clock, whatever it is set to."""

    def now(self) -> datetime:
        """Say the city's time."""
        at: datetime = settings.CLOCK.now()
        return at


def ledger() -> RecordsLedger:
    """Give this process's node, opened at its first use.

    Raises:
        LedgerElsewhere: Another process of the city has it.
        MantoError: The ledger's folder is damaged, or the disk refuses.
    """
    place = os.getpid(), folder()
    with _lock:
        if place not in _opened:
            _opened[place] = _open()
        return _opened[place]


def _open() -> RecordsLedger:
    lines = witness_lines()
    is_there = (folder() / "private").exists()
    if not is_there and OfficerKey.objects.exists():  # a second ledger would be a second history
        raise LedgerElsewhere(
            "The ledger of this city lies on another machine, or its folder is lost.",
            "Ask the machine that has it, or restore its folder from a backup.",
        )
    store = name_witnesses(folder(), lines) if is_there else init_store(folder(), origin(), lines)
    limits = Limits(block_interval_ms=BLOCK_INTERVAL_MS)
    try:
        return RecordsLedger(store, clock=_CityClock(), cosigners=Witnesses(store.policy), limits=limits)
    except StoreInUse:
        raise LedgerElsewhere(
            "Another process of the city has the ledger open, and this cannot be done without it.",
            "Try again in a moment.",
        ) from None


def has_ledger() -> bool:
    """Say whether this process has the node, or can have it."""
    try:
        ledger()
    except LedgerElsewhere:
        return False
    return True


def close_ledger() -> None:
    """Let go of the node, so that another process may have it; what waits is placed first."""
    with _lock:
        for place in [place for place in _opened if place[0] == os.getpid()]:
            _opened.pop(place).close()


def folder() -> Path:
    """Say where the ledger lies."""
    return vault.folder() / "ledger"


def witness_lines() -> str:
    """Say whom the log asks to witness it, and how many of them a paper needs: lines of a C2SP policy."""
    return str(content_of_city().get("witnesses") or "quorum none") + "\n"


def origin() -> str:
    """Name the ledger, for ever: as the city's `records.yaml` says, or after the city."""
    return str(content_of_city().get("origin") or f"records.{settings.CITY.id}.example/2026")
