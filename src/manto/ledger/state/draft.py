"""A block in the making: the state before it, and what its statements have changed so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from manto.ledger.state.constitution import Constitution
from manto.ledger.state.errors import StatementMissing
from manto.ledger.state.heads import Head
from manto.ledger.state.state import State
from manto.ledger.statements.cose import Envelope, parse_envelope
from manto.ledger.statements.statement import Statement, parse_statement


@dataclass(frozen=True)
class _Taken:
    """What a statement replaced, to be able to take it back."""

    statement: bytes
    record: str
    head: Head | None
    constitution: Constitution


@dataclass
class Draft:
    """Statements on their way into a block; what was admitted first counts for what comes after.

    Attributes:
        state: The ledger before.
        height: The block's height.
        time_s: The block's time.
        heads: How the records stand that changed, by record.
        constitution: Members, officers and rules, changes included.
        acts: Hashes of the statements that changed them.
        admitted: Hashes of the statements, in order; each takes the next place in the log.
        voided: How many statements took a place and had no effect.
        known_good: Digests of envelopes and batch signatures that were found to hold.
    """

    state: State
    height: int
    time_s: int
    heads: dict[str, Head] = field(default_factory=dict)
    constitution: Constitution = field(default_factory=Constitution)
    acts: list[bytes] = field(default_factory=list)
    admitted: dict[bytes, int] = field(default_factory=dict)
    voided: int = 0
    known_good: set[bytes] = field(default_factory=set)
    _read: dict[bytes, Statement] = field(default_factory=dict)
    _undo: list[_Taken] = field(default_factory=list)

    @property
    def next_index(self) -> int:
        """The place in the log that the next statement takes."""
        return self.state.size + len(self.admitted) + self.voided

    def head(self, record: str) -> Head | None:
        """Say how a record stands by now."""
        return self.heads.get(record) or self.state.head(record)

    def index(self, statement_hash: bytes) -> int | None:
        """Say where in the log a statement stands, or will stand when this block is final."""
        index = self.admitted.get(statement_hash)
        return self.state.archive.index(statement_hash) if index is None else index

    def statement(self, statement_hash: bytes) -> Statement:
        """Read a statement that stands in the log.

        Raises:
            StatementMissing: This node does not have it, or has other bytes in its place.
        """
        known = self._read.get(statement_hash)
        if known is not None:
            return known
        raw = self.state.archive.statement(statement_hash)
        found = None if raw is None else parse_envelope(raw)
        if found is None or found.hash != statement_hash:
            raise StatementMissing(
                f"Statement {statement_hash.hex()[:16]}… stands in the log and is not kept here, or is damaged.",
                "Fetch it from another node of the ledger and try again.",
            )
        return parse_statement(found.payload)

    def take(self, of: Envelope, statement: Statement, head: Head, constitution: Constitution) -> None:
        """Put a statement that was found good into the block."""
        self._undo.append(_Taken(of.hash, statement.record, self.heads.get(statement.record), self.constitution))
        self.admitted[of.hash] = self.next_index
        self.heads[statement.record] = head
        self._read[of.hash] = statement
        if constitution is not self.constitution:
            self.constitution = constitution
            self.acts.append(of.hash)

    def mark(self) -> int:
        """Give a mark to which the block can be taken back."""
        return len(self._undo)

    def back_to(self, mark: int) -> None:
        """Take back what was admitted since a mark, as if it had never been."""
        while len(self._undo) > mark:
            taken = self._undo.pop()
            del self.admitted[taken.statement]
            if taken.head is None:
                del self.heads[taken.record]
            else:
                self.heads[taken.record] = taken.head
            if taken.constitution is not self.constitution:
                self.constitution = taken.constitution
                self.acts.pop()


def draft_after(state: State, time_s: int, known_good: set[bytes] | None = None) -> Draft:
    """Begin the block that comes after a state; its time is never before that of the last block."""
    draft = Draft(state, state.height + 1, max(time_s, state.time_s), constitution=state.constitution)
    draft.known_good = set() if known_good is None else known_good
    return draft
