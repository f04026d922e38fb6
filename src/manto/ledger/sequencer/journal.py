"""The journal: what was accepted and which blocks were decided, in SQLite, synced at every commit.

Not trusted to be undamaged: each row carries a SHA-256 over what must never change in it, and entries are bound to
it by their root. Who can write here could drop what is not yet published (its promise would show it) or, with the
log's key as well, begin another history (its witnesses would refuse it).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from manto.kernel.errors import NotFound
from manto.ledger.log.bundles import parse_bundle, write_bundle
from manto.ledger.log.errors import MalformedTile, StoreDamaged
from manto.ledger.log.merkle import leaf_hash, root_of
from manto.ledger.sequencer.port import Placement
from manto.ledger.sequencer.promises import Promise
from manto.ledger.sequencer.refusals import disk_refused

_SCHEMA = """
CREATE TABLE IF NOT EXISTS submission (
    number INTEGER PRIMARY KEY,  -- in the order of acceptance, without gaps
    count INTEGER NOT NULL,
    root BLOB NOT NULL,
    accepted_ms INTEGER NOT NULL,
    deadline_ms INTEGER NOT NULL,
    digest BLOB NOT NULL,
    entries BLOB,                -- as an entry bundle; dropped once they stand in the tiles
    first_index INTEGER          -- set when a block places them
) STRICT;
CREATE TABLE IF NOT EXISTS block (
    number INTEGER PRIMARY KEY,
    last_submission INTEGER NOT NULL,
    first_index INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    seal BLOB NOT NULL,          -- entries that the application adds, each behind its length
    seal_count INTEGER NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    digest BLOB NOT NULL,
    published INTEGER NOT NULL   -- 1 once the checkpoint stands
) STRICT;
"""
_RESTORE = "Stop here: restore the store from a backup or a mirror, and let a witness confirm its newest checkpoint."


@dataclass(frozen=True)
class Submission:
    """Entries that were accepted together."""

    promise: Promise
    entries: tuple[bytes, ...]


@dataclass(frozen=True)
class DecidedBlock:
    """A block whose content can never change again.

    Attributes:
        number: Counted from 1.
        last_submission: The newest submission it holds.
        first_index: The place of its first entry.
        at_ms: Its time.
        seal: The entries that the application ended it with.
        size: The size of the tree with it.
        root: The root of that tree.
    """

    number: int
    last_submission: int
    first_index: int
    at_ms: int
    seal: tuple[bytes, ...]
    size: int
    root: bytes

    @property
    def digest(self) -> bytes:
        """A hash over all of it, to notice damage by."""
        sealed = [leaf_hash(entry) for entry in self.seal]
        return _digest(
            "block", self.number, self.last_submission, self.first_index, self.at_ms, self.size, self.root, *sealed
        )


class Journal:
    """One connection to the journal; the writer and the publisher each have their own.

    Args:
        path: The database file; made when absent.
        origin: Which log it is the journal of.
    """

    def __init__(self, path: Path, origin: str) -> None:
        self.origin = origin
        self._undone_by: BaseException | None = None
        self.database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        try:
            self.database.execute("PRAGMA journal_mode = WAL")
            self.database.execute("PRAGMA synchronous = FULL")
            self.database.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self.database.close()
            raise _named(error) from error

    def check_pages(self) -> None:
        """Let SQLite check that its own pages hang together.

        Raises:
            StoreDamaged: They do not.
        """
        try:
            [[verdict]] = self.database.execute("PRAGMA quick_check(1)").fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise _named(error) from error
        if verdict != "ok":
            raise _damaged(verdict)
        for table in ("submission", "block"):
            [[count, last]] = self._rows(f"SELECT count(*), coalesce(max(number), 0) FROM {table}")  # noqa: S608
            if count != last:
                raise _damaged(f"of {last} rows of {table}, {count} are there")

    @contextmanager
    def commit_scope(self) -> Iterator[None]:
        """Open a transaction that is durable when left, and undone when left by an error."""
        self._undone_by = None
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._refuse_when_undone()
            self.database.execute("COMMIT")
        except BaseException:
            if self.database.in_transaction:
                self.database.execute("ROLLBACK")
            raise

    @contextmanager
    def command_scope(self) -> Iterator[None]:
        """Open a savepoint, undone when left by an error."""
        self._refuse_when_undone()
        self.database.execute("SAVEPOINT command")
        try:
            yield
        except BaseException as error:
            # When the disk is full or fails, SQLite undoes the whole transaction by itself, the commands before this
            # one included. Those after it must then not run: outside of any transaction each would commit alone.
            if self.database.in_transaction:
                self.database.execute("ROLLBACK TO command")
                self.database.execute("RELEASE command")
            else:
                self._undone_by = error
            raise
        self.database.execute("RELEASE command")

    def _refuse_when_undone(self) -> None:
        if self._undone_by is not None:
            raise self._undone_by

    def accept(self, entries: Sequence[bytes], accepted_ms: int, deadline_ms: int) -> Promise:
        """Write entries down as accepted, within a commit scope, and give what may be promised after the commit."""
        root = root_of([leaf_hash(entry) for entry in entries])
        promise = Promise(self.origin, self.last_submission() + 1, len(entries), root, accepted_ms, deadline_ms)
        self.database.execute(
            "INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (promise.submission, promise.count, root, accepted_ms, deadline_ms, _promise_digest(promise),
             write_bundle(entries)),
        )  # fmt: skip
        return promise

    def last_submission(self) -> int:
        """Give the number of the newest submission; 0 when there is none."""
        [number] = self.database.execute("SELECT coalesce(max(number), 0) FROM submission").fetchone()
        return int(number)

    def last_time_ms(self) -> int:
        """Give the latest time that was ever written down.

        Raises:
            StoreDamaged: A row that says it is not what was written.
        """
        last = self.last_submission()
        accepted_ms = self.placement(last)[0].accepted_ms if last else 0
        blocks = self._rows("SELECT * FROM block ORDER BY number DESC LIMIT 1")
        return max(accepted_ms, _block(blocks[0]).at_ms if blocks else 0)

    def waiting(self, after: int, entries_max: int) -> list[Submission]:
        """Give whole submissions after a number, in order: at least one if there is any, up to a number of entries.

        Raises:
            StoreDamaged: One is not what was written.
        """
        found: list[Submission] = []
        taken = 0
        rows = self._rows("SELECT * FROM submission WHERE number > ? ORDER BY number LIMIT ?", after, entries_max)
        for row in rows:
            submission = self._submission(row, after + 1 + len(found))
            taken += submission.promise.count
            if found and taken > entries_max:
                break
            found.append(submission)
        return found

    def overdue(self, now_ms: int) -> list[Promise]:
        """Give the promises whose deadline is over and whose entries stand in no published checkpoint, in order.

        Raises:
            StoreDamaged: One is not what was written.
        """
        rows = self._rows(
            "SELECT * FROM submission WHERE deadline_ms < ? AND number >"
            " (SELECT coalesce(max(last_submission), 0) FROM block WHERE published = 1) ORDER BY number",
            now_ms,
        )
        return [self._promise(row, int(str(row[0]))) for row in rows]

    def undecided(self) -> list[tuple[bytes, ...]]:
        """Give the entries of each submission that no block has placed, in order.

        Raises:
            StoreDamaged: One is not what was written.
        """
        [[after]] = self._rows("SELECT coalesce(max(last_submission), 0) FROM block")
        return [submission.entries for submission in self.waiting(int(str(after)), 2**62)]

    def submissions_of(self, block: DecidedBlock) -> list[Submission]:
        """Give what a block holds that is not yet published.

        Raises:
            StoreDamaged: Something is missing or not what was written.
        """
        before = self._rows("SELECT * FROM block WHERE number = ?", block.number - 1)
        first = _block(before[0]).last_submission + 1 if before else 1
        rows = self._rows(
            "SELECT * FROM submission WHERE number BETWEEN ? AND ? ORDER BY number", first, block.last_submission
        )
        found = [self._submission(row, first + at) for at, row in enumerate(rows)]
        if len(found) != block.last_submission - first + 1:
            raise _damaged(f"submissions of block {block.number} are missing")
        return found

    def decide(self, block: DecidedBlock, placed: Sequence[tuple[int, int]]) -> None:
        """Write down a block, within a commit scope: from then on its content can never change.

        Args:
            block: What was decided.
            placed: For each submission in it, the place of its first entry and its number.
        """
        self.database.execute(
            "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (block.number, block.last_submission, block.first_index, block.at_ms, write_bundle(block.seal),
             len(block.seal), block.size, block.root, block.digest),
        )  # fmt: skip
        self.database.executemany("UPDATE submission SET first_index = ? WHERE number = ?", placed)

    def mark_published(self, block: DecidedBlock) -> None:
        """Write down that a block's checkpoint stands, within a commit scope, and drop the entries kept for it."""
        self.database.execute("UPDATE block SET published = 1 WHERE number = ?", (block.number,))
        self.database.execute(
            "UPDATE submission SET entries = NULL WHERE number <= ? AND number > coalesce("
            "(SELECT last_submission FROM block WHERE number = ?), 0)",
            (block.last_submission, block.number - 1),
        )

    def last_published(self) -> DecidedBlock | None:
        """Give the newest block whose checkpoint stands."""
        rows = self._rows("SELECT * FROM block WHERE published = 1 ORDER BY number DESC LIMIT 1")
        return _block(rows[0]) if rows else None

    def unpublished(self) -> list[DecidedBlock]:
        """Give the blocks that were decided and whose checkpoint may not stand yet."""
        return [_block(row) for row in self._rows("SELECT * FROM block WHERE published = 0 ORDER BY number")]

    def block_at(self, size: int) -> DecidedBlock | None:
        """Give the block with which the tree had this size."""
        rows = self._rows("SELECT * FROM block WHERE size = ? LIMIT 1", size)
        return _block(rows[0]) if rows else None

    def placement(self, number: int) -> tuple[Promise, Placement | None]:
        """Give what was promised of a submission, and where its entries stand once that is decided.

        Raises:
            NotFound: There is no such submission.
            StoreDamaged: The row is not what was written.
        """
        rows = self._rows("SELECT * FROM submission WHERE number = ?", number)
        if not rows:
            raise NotFound(f"The log has accepted no submission {number}.", "Check the number on the promise.")
        promise, first_index = self._promise(rows[0], number), rows[0][7]
        return promise, Placement(first_index, promise.count) if isinstance(first_index, int) else None

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def _rows(self, query: str, *values: int) -> list[Sequence[object]]:
        try:
            return self.database.execute(query, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise _named(error) from error

    def _promise(self, row: Sequence[object], number: int) -> Promise:
        _, count, root, accepted_ms, deadline_ms, digest, *_ = row
        promise = Promise(self.origin, number, count, root, accepted_ms, deadline_ms)  # type: ignore[arg-type]
        if row[0] != number or digest != _promise_digest(promise):
            raise _damaged(f"submission {number} is not what was accepted")
        return promise

    def _submission(self, row: Sequence[object], number: int) -> Submission:
        promise = self._promise(row, number)
        try:
            entries = parse_bundle(row[6], promise.count)  # type: ignore[arg-type]
        except (MalformedTile, TypeError):
            raise _damaged(f"the entries of submission {number} are not what was accepted") from None
        if root_of([leaf_hash(entry) for entry in entries]) != promise.root:
            raise _damaged(f"the entries of submission {number} are not what was accepted")
        return Submission(promise, tuple(entries))


def _block(row: Sequence[object]) -> DecidedBlock:
    number, last_submission, first_index, at_ms, seal, seal_count, size, root, digest, _ = row
    try:
        sealed = tuple(parse_bundle(seal, seal_count))  # type: ignore[arg-type]
        block = DecidedBlock(number, last_submission, first_index, at_ms, sealed, size, root)  # type: ignore[arg-type]
        whole = block.digest == digest
    except (MalformedTile, TypeError, OverflowError):
        whole = False
    if not whole:
        raise _damaged(f"block {number} is not what was decided")
    return block


def _promise_digest(promise: Promise) -> bytes:
    numbers = (promise.submission, promise.count, promise.accepted_ms, promise.deadline_ms)
    return _digest("submission", *numbers, promise.root)


def _digest(kind: str, *parts: int | bytes) -> bytes:
    written = [part if isinstance(part, bytes) else part.to_bytes(8, "big") for part in parts]
    return sha256(b"\n".join([kind.encode(), *written])).digest()


def _named(error: Exception) -> Exception:
    """Keep an error that says that the disk refused; call any other what it is."""
    return error if disk_refused(error) else _damaged(str(error))


def _damaged(why: str) -> StoreDamaged:
    return StoreDamaged(f"The ledger's database is damaged: {why}.", _RESTORE)
