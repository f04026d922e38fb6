"""A block in the making: the state before it, and what its statements have changed so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from manto.ledger.state.constitution import Constitution
from manto.ledger.state.errors import StatementMissing
from manto.ledger.state.heads import Head
from manto.ledger.state.state import State
from manto.ledger.statements.cose import parse_envelope
from manto.ledger.statements.statement import Statement, parse_statement


@dataclass(frozen=True)
class Admitted:
    """A statement that was found good, and what it made of the ledger.

    Attributes:
        hash: The statement's name.
        statement: What it says.
        head: How its record stands afterwards.
        constitution: Members, officers and rules afterwards.
        good_until_s: The last block time at which it would be found good as well.
    """

    hash: bytes
    statement: Statement
    head: Head
    constitution: Constitution
    good_until_s: int


@dataclass(frozen=True)
class _Replaced:
    """What a statement replaced, to be able to take it back."""

    admitted: Admitted
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
    _undo: list[_Replaced] = field(default_factory=list)

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

    def take(self, admitted: Admitted) -> None:
        """Put a statement that was found good into the block."""
        record = admitted.statement.record
        self._undo.append(_Replaced(admitted, self.heads.get(record), self.constitution))
        self.admitted[admitted.hash] = self.next_index
        self.heads[record] = admitted.head
        self._read[admitted.hash] = admitted.statement
        if admitted.constitution is not self.constitution:
            self.constitution = admitted.constitution
            self.acts.append(admitted.hash)

    def mark(self) -> int:
        """Give a mark to which the block can be taken back: how many statements it holds."""
        return len(self._undo)

    def holds(self) -> list[Admitted]:
        """Give what was admitted, in its order."""
        return [replaced.admitted for replaced in self._undo]

    def back_to(self, mark: int) -> list[Admitted]:
        """Take back what was admitted since a mark, as if it had never been; give it, in its order."""
        taken_back = list[Admitted]()
        while len(self._undo) > mark:
            replaced = self._undo.pop()
            admitted = replaced.admitted
            taken_back.append(admitted)
            del self.admitted[admitted.hash], self._read[admitted.hash]
            if replaced.head is None:
                del self.heads[admitted.statement.record]
            else:
                self.heads[admitted.statement.record] = replaced.head
            if replaced.constitution is not self.constitution:
                self.constitution = replaced.constitution
                self.acts.pop()
        return taken_back[::-1]

    def would_be_good_at(self, time_s: int) -> bool:
        """Say whether every statement of the block would be found good at a later block time as well."""
        return all(time_s <= admitted.good_until_s for admitted in self.holds())


def draft_after(state: State, time_s: int, known_good: set[bytes] | None = None) -> Draft:
    """Begin the block that comes after a state; its time is never before that of the last block."""
    draft = Draft(state, state.height + 1, max(time_s, state.time_s), constitution=state.constitution)
    draft.known_good = set() if known_good is None else known_good
    return draft
