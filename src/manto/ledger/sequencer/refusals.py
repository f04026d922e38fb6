"""Telling a disk that refuses from a store that is damaged: the first may pass, the second must stop the log."""

from __future__ import annotations

import sqlite3

from manto.kernel.errors import Unavailable
from manto.ledger.log.errors import LogHalted, StoreDamaged

_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


def disk_refused(error: BaseException) -> bool:
    """Tell whether an error says that the disk refused: full, failing, not writable, or held by another just now."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _PASSING
    return isinstance(error, OSError)


def may_pass(error: BaseException) -> bool:
    """Tell whether a step that failed so may be done again: the disk refused, or something could not be reached."""
    if isinstance(error, StoreDamaged | LogHalted):
        return False
    return disk_refused(error) or isinstance(error, Unavailable)
