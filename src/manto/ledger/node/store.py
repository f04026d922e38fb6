"""The two files in which a node keeps its ledger.

    statements.db   the statements, as they came    synced before anything is promised; must be backed up with the log
    state.db        the map's pages, places, blocks not waited for: follows from the log and the statements, and may be
                                                    removed at any time the node is closed

Neither is trusted to be undamaged: statements and pages are hashed when they are read, the newest state must be the one
that the log's last header names, and the constitution's acts must be the latest of their records. Who can change the
files can stop the node, or make it refuse or admit by older rules until the next replay; what other nodes and verifiers
believe, they cannot change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from manto.kernel.errors import NotFound
from manto.ledger.map import MapDamaged, SparseMap, SqlitePages
from manto.ledger.state.block import Transition
from manto.ledger.state.constitution import Constitution
from manto.ledger.state.state import State
from manto.ledger.statements.cose import Envelope, parse_envelope
from manto.ledger.statements.statement import parse_statement

STATEMENTS_FILE, STATE_FILE = "statements.db", "state.db"
_STATEMENTS_SCHEMA = """
CREATE TABLE IF NOT EXISTS statement (hash BLOB PRIMARY KEY, envelope BLOB NOT NULL) WITHOUT ROWID, STRICT;
"""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS placed (hash BLOB PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS placed_place ON placed (place);
CREATE TABLE IF NOT EXISTS act (number INTEGER PRIMARY KEY, height INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS block (
    height INTEGER PRIMARY KEY, time_s INTEGER NOT NULL, size INTEGER NOT NULL UNIQUE, header BLOB NOT NULL,
    map_root BLOB NOT NULL
) STRICT;
"""


class StateStore:
    """A node's two files; used by one thread at a time, except `keep`, which has a connection of its own.

    Args:
        folder: Where they are; made when absent.
        origin: The log that they belong to.
    """

    def __init__(self, folder: Path, origin: str) -> None:
        self.origin = origin
        self._keeping = _opened(folder / STATEMENTS_FILE, "FULL")
        self._keeping.executescript(_STATEMENTS_SCHEMA)
        self._statements = _opened(folder / STATEMENTS_FILE, "FULL")
        self._database = _opened(folder / STATE_FILE, "NORMAL")
        self._database.executescript(_SCHEMA)
        self.pages = SqlitePages(self._database)

    def statement(self, statement_hash: bytes) -> bytes | None:
        """Give the envelope with this hash, as it came; None when it is not kept here."""
        row = self._statements.execute("SELECT envelope FROM statement WHERE hash = ?", (statement_hash,)).fetchone()
        return None if row is None else row[0]

    def index(self, statement_hash: bytes) -> int | None:
        """Say where in the log the statement stands; None when it does not."""
        row = self._database.execute("SELECT place FROM placed WHERE hash = ?", (statement_hash,)).fetchone()
        return None if row is None else row[0]

    def ended_at(self, size: int) -> bool:
        """Say whether a block ended at this size of the log."""
        return self._database.execute("SELECT 1 FROM block WHERE size = ?", (size,)).fetchone() is not None

    def time_s_at(self, index: int) -> int:
        """Say when what stands at a place in the log was recorded, seconds since 1970.

        Raises:
            NotFound: No block holds it.
        """
        row = self._database.execute(
            "SELECT time_s FROM block WHERE size > ? ORDER BY size LIMIT 1", (index,)
        ).fetchone()
        if row is None:
            raise NotFound(f"No block of this ledger holds entry {index}.", _REPLAY)
        return int(row[0])

    @contextmanager
    def commit_scope(self) -> Iterator[None]:
        """Open the transaction that holds what `keep` writes, synced when left."""
        with _transaction(self._keeping):
            yield

    @contextmanager
    def command_scope(self) -> Iterator[None]:
        """Open nothing: keeping a statement twice, or one that is then refused, does no harm."""
        yield

    def keep(self, envelopes: Sequence[Envelope]) -> None:
        """Keep statements, within a commit scope."""
        rows = [(of.hash, of.raw) for of in envelopes]
        self._keeping.executemany("INSERT OR IGNORE INTO statement VALUES (?, ?)", rows)

    def save(self, transition: Transition) -> State:
        """Write down what a block came to, all or nothing; give the state with its map settled."""
        state = transition.state
        acts = [(state.height, act) for act in state.acts if act in transition.placed]
        row = (state.height, state.time_s, state.size, state.header_hash, state.map.root)
        try:
            with _transaction(self._database):
                self.pages.keep(state.height, transition.pages)
                self._database.executemany("INSERT OR REPLACE INTO placed VALUES (?, ?)", transition.placed.items())
                self._database.executemany("INSERT INTO act (height, hash) VALUES (?, ?)", acts)
                self._database.execute("INSERT INTO block VALUES (?, ?, ?, ?, ?)", row)
        except BaseException:
            self.pages.forget_cache()
            raise
        return State(**{**vars(state), "map": state.map.settled()})

    def load(self) -> State:
        """Give the newest state.

        Raises:
            MapDamaged: The map does not hold the acts as the latest statements of their records.
            NotFound: An act's statement is not kept.
        """
        row = self._database.execute("SELECT * FROM block ORDER BY height DESC LIMIT 1").fetchone()
        if row is None:
            return State(self.origin, self, SparseMap(self.pages))
        height, time_s, size, header_hash, map_root = row
        acts = self._database.execute("SELECT height, hash FROM act ORDER BY number").fetchall()
        constitution, latest = Constitution(), dict[str, bytes]()
        for act_height, act in acts:
            raw = self.statement(act)
            of = None if raw is None else parse_envelope(raw)
            if of is None or of.hash != act:
                raise NotFound(f"Statement {act.hex()[:16]}… of the constitution is not kept here.", _REPLAY)
            statement = parse_statement(of.payload)
            constitution = constitution.after(statement, act_height)
            latest[statement.record] = act
        sparse_map = SparseMap(self.pages, height, map_root)
        acts_held = tuple(act for _, act in acts)
        state = State(self.origin, self, sparse_map, height, time_s, size, header_hash, constitution, acts_held)
        for record, act in latest.items():
            head = state.head(record)
            if head is None or head.statement != act:
                raise MapDamaged("", f"the constitution's acts are not those of {record}")
        return state

    def back_to(self, size: int) -> State:
        """Forget the blocks above a size of the log: they were not decided. Give the state as it was then.

        Raises:
            NotFound: No block ended at this size.
        """
        if size and not self.ended_at(size):
            raise NotFound(f"No block of this ledger ended at entry {size}.", _REPLAY)
        with _transaction(self._database):
            self._database.execute(
                "DELETE FROM act WHERE height > coalesce((SELECT height FROM block WHERE size = ?), 0)", (size,)
            )
            self._database.execute("DELETE FROM block WHERE size > ?", (size,))
            self._database.execute("DELETE FROM placed WHERE place >= ?", (size,))
        return self.load()

    def close(self) -> None:
        """Close the files."""
        self._keeping.close()
        self._statements.close()
        self._database.close()


def _opened(path: Path, synchronous: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"PRAGMA synchronous = {synchronous}")
    return database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


_REPLAY = "Remove state.db, never statements.db, and open the ledger again: it is made anew from log and statements."
