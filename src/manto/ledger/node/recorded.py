"""What a ledger of records has recorded, read back: block by block, or one record's history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from manto.kernel.errors import BadInput
from manto.ledger.node.store import StateStore
from manto.ledger.state.replay import kept_statement
from manto.ledger.statements.cose import Envelope, parse_envelope
from manto.ledger.statements.entries import BlockHeader, parse_entry
from manto.ledger.statements.statement import Statement, parse_statement


@dataclass(frozen=True)
class RecordedStatement:
    """A statement and its place in the log.

    Attributes:
        index: Its place, counted from 0.
        envelope: Its bytes, as they came, with its signatures.
        statement: What it says.
        recorded_s: When it was recorded, by its block's header; seconds since 1970.
        in_effect: Whether it changed its record when it was recorded; false for one that is void.
    """

    index: int
    envelope: Envelope
    statement: Statement
    recorded_s: int
    in_effect: bool = True

    @property
    def hash(self) -> bytes:
        """The statement's name in the ledger."""
        return self.envelope.hash


@dataclass(frozen=True)
class RecordedBlock:
    """Statements that were recorded together.

    Attributes:
        header: What closes the block in the log.
        size: How many entries the log has with it: where to go on reading.
        statements: In their order.
    """

    header: BlockHeader
    size: int
    statements: tuple[RecordedStatement, ...]


def blocks_of(entries: Iterable[bytes], since: int, states: StateStore) -> Iterator[RecordedBlock]:
    """Give the blocks that entries of the log form.

    Args:
        entries: From `since` on.
        since: The log's size after the last block that is known; 0 for all.
        states: Where the statements are kept.

    Raises:
        BadInput: No block ended at `since`.
        StatementMissing: A statement is not kept here, or is damaged.
    """
    if since and not states.ended_at(since):
        raise BadInput(f"No block of this ledger ended at entry {since}.", "Give the size of a block that was read.")
    hashes = list[bytes]()
    for place, entry in enumerate(entries, start=since):
        read = parse_entry(entry)
        if isinstance(read, bytes):
            hashes.append(read)
            continue
        first = place - len(hashes)
        found = (_recorded(states, one, first + at, read.time_s) for at, one in enumerate(hashes))
        yield RecordedBlock(read, place + 1, tuple(found))
        hashes = []


def history_of(latest: bytes | None, states: StateStore) -> Iterator[RecordedStatement]:
    """Give what was stated about a record, the latest first.

    Args:
        latest: Hash of its latest statement; None when there is no such record.
        states: Where the statements are kept.

    Raises:
        StatementMissing: A statement is not kept here, or is damaged.
    """
    while latest is not None:
        index = states.index(latest)
        if index is None:
            return
        found = _recorded(states, latest, index, states.time_s_at(index))
        yield found
        latest = found.statement.prev


def _recorded(states: StateStore, statement_hash: bytes, index: int, time_s: int) -> RecordedStatement:
    of = parse_envelope(kept_statement(states, statement_hash))
    return RecordedStatement(index, of, parse_statement(of.payload), time_s, states.index(statement_hash) == index)
