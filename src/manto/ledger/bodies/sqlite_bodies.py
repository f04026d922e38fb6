"""Bodies on disk: sealed bytes in one file, keys and salts in another, so that they are backed up apart.

    bodies.db        ciphertexts      of no use to anybody without the keys
    body-keys.db     keys and salts   trusted: who reads both files reads every body. A backup of this file brings back
                                      what was erased after it: keep few, and run the erasures again on what is restored

What is destroyed is overwritten in the file and gone from its write-ahead log when the call returns. What a disk, a
file system with snapshots or a backup has kept of it besides is out of this program's reach.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from manto.kernel.errors import NotFound, Unavailable
from manto.ledger.bodies.commitments import Disclosure, commit
from manto.ledger.bodies.drawing_up import Body
from manto.ledger.bodies.encryption import open_body
from manto.ledger.statements.cbor import decode_cbor, encode_cbor

BODIES_FILE, KEYS_FILE = "bodies.db", "body-keys.db"
_BODIES = """
CREATE TABLE IF NOT EXISTS body (
    statement BLOB PRIMARY KEY, record TEXT NOT NULL, sealed BLOB NOT NULL
) WITHOUT ROWID, STRICT
"""
_KEYS = """
CREATE TABLE IF NOT EXISTS body_key (statement BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS body_salts (statement BLOB PRIMARY KEY, salts BLOB NOT NULL) WITHOUT ROWID, STRICT
"""


class SqliteBodies:
    """One custodian's bodies, each under the hash of the statement that commits to it; from any thread.

    Args:
        folder: Where the two files are; made when absent, readable by their owner only.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._bodies = _opened(folder / BODIES_FILE, _BODIES)
        self._keys = _opened(folder / KEYS_FILE, _KEYS)

    def keep(self, statement_hash: bytes, body: Body) -> None:
        """Keep a body, synced when this returns; do so before its statement is filed."""
        with self._lock, _transaction(self._keys), _transaction(self._bodies):
            salts = encode_cbor(dict(body.commitments.salts))
            self._keys.execute("INSERT OR REPLACE INTO body_key VALUES (?, ?)", (statement_hash, body.key))
            self._keys.execute("INSERT OR REPLACE INTO body_salts VALUES (?, ?)", (statement_hash, salts))
            row = (statement_hash, body.record, body.sealed)
            self._bodies.execute("INSERT OR REPLACE INTO body VALUES (?, ?, ?)", row)

    def body(self, statement_hash: bytes) -> Body:
        """Read a body.

        Raises:
            NotFound: It is not kept here, or was erased.
            BodyUnreadable: Its bytes are not what was sealed.
        """
        with self._lock:
            sealed = self._bodies.execute("SELECT record, sealed FROM body WHERE statement = ?", (statement_hash,))
            key = self._keys.execute(
                "SELECT key, salts FROM body_key JOIN body_salts USING (statement) WHERE statement = ?",
                (statement_hash,),
            )
            found, secret = sealed.fetchone(), key.fetchone()
        if found is None or secret is None:
            raise NotFound(
                f"The body of statement {statement_hash.hex()[:16]}… is not kept here, or was erased.",
                "Look for an erasure receipt in the ledger; if there is none, ask another custodian.",
            )
        fields = decode_cbor(open_body(found[1], found[0], secret[0]))
        return Body(found[0], found[1], secret[0], commit(fields, decode_cbor(secret[1])))

    def disclose(self, statement_hash: bytes, names: Sequence[str]) -> tuple[Disclosure, ...]:
        """Show some fields of a body, each with what proves it.

        Raises:
            NotFound: The body is not kept here, was erased, or has no such field.
        """
        commitments = self.body(statement_hash).commitments
        return tuple(commitments.disclose(name) for name in names)

    def destroy_key(self, statement_hash: bytes) -> None:
        """Destroy the key; nothing happens when it is gone already."""
        self._destroy(self._keys, "DELETE FROM body_key WHERE statement = ?", statement_hash)

    def destroy_salts(self, statement_hash: bytes) -> None:
        """Destroy the salts; nothing happens when they are gone already."""
        self._destroy(self._keys, "DELETE FROM body_salts WHERE statement = ?", statement_hash)

    def destroy_body(self, statement_hash: bytes) -> None:
        """Destroy the ciphertext; nothing happens when it is gone already."""
        self._destroy(self._bodies, "DELETE FROM body WHERE statement = ?", statement_hash)

    def holds(self, statement_hash: bytes) -> list[str]:
        """Say what of a statement's key, salts and body is still here."""
        kinds = (
            ("key", self._keys, "SELECT 1 FROM body_key WHERE statement = ?"),
            ("salts", self._keys, "SELECT 1 FROM body_salts WHERE statement = ?"),
            ("body", self._bodies, "SELECT 1 FROM body WHERE statement = ?"),
        )
        with self._lock:
            return [name for name, file, query in kinds if file.execute(query, (statement_hash,)).fetchone()]

    def close(self) -> None:
        """Close the files."""
        self._bodies.close()
        self._keys.close()

    def _destroy(self, file: sqlite3.Connection, order: str, statement_hash: bytes) -> None:
        with self._lock:
            with _transaction(file):
                file.execute(order, (statement_hash,))
            # What was written before stands in the write-ahead log until it is cut off.
            [busy, *_] = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Unavailable(
                "Another program reads the bodies just now, so what was destroyed is not overwritten yet.",
                "Close it and run the erasure again; it takes up where it stopped.",
            )


def _opened(path: Path, schema: str) -> sqlite3.Connection:
    path.touch(mode=0o600)
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    for order in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON"):
        file.execute(order)
    file.executescript(schema)
    return file


@contextmanager
def _transaction(file: sqlite3.Connection) -> Iterator[None]:
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
        file.execute("COMMIT")
    except BaseException:
        if file.in_transaction:
            file.execute("ROLLBACK")
        raise
