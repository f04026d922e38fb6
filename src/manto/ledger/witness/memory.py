"""What a witness remembers: for each log the largest tree it has cosigned, in SQLite, synced at every commit.

Trusted: whoever can set it back makes the witness sign a second history. It must never be restored from a backup
without the logs being asked for a consistency proof from the newest checkpoint that anybody holds.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from manto.ledger.log.errors import StoreDamaged

EVIDENCE_MAX = 1000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, at_s INTEGER NOT NULL,
    checkpoint BLOB NOT NULL, digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS evidence (
    number INTEGER PRIMARY KEY, at_s INTEGER NOT NULL, why TEXT NOT NULL, seen BLOB NOT NULL, shown BLOB NOT NULL,
    head TEXT NOT NULL UNIQUE  -- what was shown, without its signatures: one line for each head
) STRICT;
"""


@dataclass(frozen=True)
class Seen:
    """The largest tree of a log that the witness has cosigned.

    Attributes:
        origin: Which log.
        size: Its size.
        root: Its root.
        at_s: The time of the newest cosignature, seconds since 1970.
        checkpoint: As the log signed it.
    """

    origin: str
    size: int
    root: bytes
    at_s: int
    checkpoint: bytes

    @property
    def digest(self) -> bytes:
        """A hash over all of it, to notice damage by."""
        text = f"{self.origin}\n{self.size}\n{self.root.hex()}\n{self.at_s}\n".encode()
        return sha256(text + self.checkpoint).digest()


class WitnessMemory:
    """One witness's memory.

    Args:
        path: The database file; made when absent.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.executescript(_SCHEMA)
        self._lock = threading.Lock()

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Hold off every other request, in this process and others, from the look to the durable note of it."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def seen(self, origin: str) -> Seen | None:
        """Give what was last cosigned of a log; none when nothing was.

        Raises:
            StoreDamaged: It is not what was written.
        """
        row = self._database.execute("SELECT * FROM seen WHERE origin = ?", (origin,)).fetchone()
        if row is None:
            return None
        *fields, digest = row
        seen = Seen(*fields)
        if seen.digest != digest:
            raise StoreDamaged(
                f"The memory of {origin} is damaged: it is not what was written.",
                "Stop here, and ask the log for a proof from the newest checkpoint that anybody holds.",
            )
        return seen

    def remember(self, seen: Seen) -> None:
        """Write down what is about to be cosigned."""
        self._database.execute(
            "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?)",
            (seen.origin, seen.size, seen.root, seen.at_s, seen.checkpoint, seen.digest),
        )

    def keep_evidence(self, at_s: int, why: str, seen: bytes, shown: bytes, head: str) -> None:
        """Keep two checkpoints that one log has signed and that do not fit together, once for each head shown."""
        with self._lock:
            self._database.execute(
                "INSERT OR IGNORE INTO evidence SELECT NULL, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM evidence) < ?",
                (at_s, why, seen, shown, head, EVIDENCE_MAX),
            )

    def evidence(self) -> list[tuple[int, str, bytes, bytes]]:
        """Give what was kept: when, why, what had been seen, what was shown."""
        return self._database.execute("SELECT at_s, why, seen, shown FROM evidence ORDER BY number").fetchall()

    def all_seen(self) -> list[tuple[str, int, int]]:
        """Give each log with its size and the time of its newest cosignature."""
        return self._database.execute("SELECT origin, size, at_s FROM seen ORDER BY origin").fetchall()

    def close(self) -> None:
        """Close the database."""
        self._database.close()
