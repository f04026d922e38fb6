"""The state machine as the sequencer sees it: it admits statements, and ends each block with its header.

A statement that was admitted here is good for the block that it comes to stand in, because what is admitted is judged
on top of all that was admitted before. Between the two the rules may change or a statement may grow too old: then it
is void in its block; see `block`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice

from manto.kernel.clock import Clock
from manto.kernel.errors import MantoError
from manto.ledger.log.errors import TreeForked
from manto.ledger.node.store import StateStore
from manto.ledger.sequencer.port import Block as PlacedBlock
from manto.ledger.state.acts import Latest
from manto.ledger.state.admission import admit, admit_read
from manto.ledger.state.block import Block, Transition, Void, apply, sealed
from manto.ledger.state.draft import Admitted, Draft, draft_after
from manto.ledger.state.replay import kept_statement, replay
from manto.ledger.state.state import State
from manto.ledger.statements.cose import Envelope
from manto.ledger.statements.entries import BlockHeader, parse_entry, statement_entry
from manto.ledger.statements.errors import MalformedStatement
from manto.ledger.statements.statement import Statement

KNOWN_GOOD_MAX = 200_000
EXPECTED_MAX = 50_000


class RecordsApplication:
    """Admits and seals for one sequencer.

    Args:
        store: Where the node keeps its state.
        clock: What time it is, for judging dates before a block has one.
        entries: Gives the log's entries from one place up to another, checked.
        on_void: Is told of statements that stand in the log and have no effect.
    """

    def __init__(
        self,
        store: StateStore,
        clock: Clock,
        entries: Callable[[int, int], Iterable[bytes]],
        on_void: Callable[[Void], None] = lambda void: None,
    ) -> None:
        self.lock = threading.RLock()
        self._store = store
        self._clock = clock
        self._entries = entries
        self._on_void = on_void
        self._known_good: set[bytes] = set()
        self._read: dict[bytes, tuple[Envelope, Statement]] = {}
        self.state: State = store.load()
        self._draft = draft_after(self.state, self._now_s(), self._known_good)

    def expect(self, of: Envelope, statement: Statement) -> None:
        """Remember a statement that was read and kept, and is about to be submitted, so that it is read once."""
        with self.lock:
            if len(self._read) > EXPECTED_MAX:
                self._read.clear()
            self._read[statement_entry(of.hash)] = of, statement

    def admit(self, entries: Sequence[bytes]) -> None:
        """Refuse a submission whole when one of its statements may not enter.

        Raises:
            MantoError: As `state.admission` draws; nothing of the submission is left.
        """
        with self.lock:
            draft = self._draft
            draft.time_s = max(draft.time_s, self._now_s())
            mark = draft.mark()
            try:
                for entry in entries:
                    read = self._read.pop(entry, None)
                    if read is None:
                        admit(draft, self._statement(entry))
                    else:
                        admit_read(draft, *read)
            except BaseException:
                draft.back_to(mark)
                raise

    def check(self, read: Sequence[tuple[Envelope, Statement]]) -> None:
        """Refuse what `admit` would refuse just now, and take in nothing."""
        with self.lock:
            draft = self._draft
            draft.time_s = max(draft.time_s, self._now_s())
            mark = draft.mark()
            try:
                for of, statement in read:
                    admit_read(draft, of, statement)
            finally:
                draft.back_to(mark)

    def latest(self, record: str) -> Latest | None:
        """Give a record's latest statement, what waits for its block included; None when there is no such record."""
        with self.lock:
            head = self._draft.head(record)
            return None if head is None else Latest(head.statement, self._draft.statement(head.statement))

    def start_over(self, waiting: Sequence[Sequence[bytes]]) -> None:
        """Judge anew what waits for a block, and forget whatever else was admitted: the disk refused to keep it."""
        with self.lock:
            self._draft = draft_after(self.state, self._now_s(), self._known_good)
            for entry in (entry for entries in waiting for entry in entries):
                with suppress(MantoError):  # it stands in a block already, or will be void in its own
                    admit(self._draft, self._statement(entry))

    def seal(self, block: PlacedBlock) -> Sequence[bytes]:
        """Execute a block and give its header.

        Raises:
            StatementMissing: This node lacks a statement of it; the log stops rather than guess.
            MapDamaged: The stored map is not what its root says.
        """
        with self.lock:
            admitted = self._draft.holds()
            try:
                if self.state.size != block.first_index:  # also when the block before was executed and not decided
                    self.stand_at(block.first_index)
                transition, waiting, as_admitted = self._executed(block, admitted)
                self.state = self._store.save(transition)
            except (
                BaseException
            ):  # the block is tried again: what was promised still counts for what is judged meanwhile
                self._draft = draft_after(self.state, self._now_s(), self._known_good)
                for one in admitted:
                    self._draft.take(one)
                raise
            for void in transition.void:
                self._on_void(void)
            self._draft = self._waiting(waiting, as_admitted)
            return [transition.header.to_entry()]

    def stand_at(self, size: int) -> None:
        """Bring the state to where the log stands: back from what was never decided, forward by replaying.

        Raises:
            TreeForked: The log's last header is not the state's: they are of two histories.
        """
        if self.state.size > size:
            self.state = self._store.back_to(size)
        if self.state.size < size:
            for transition in replay(self.state, self._entries(self.state.size, size)):
                self.state = self._store.save(transition)
        if size:
            [last] = self._entries(size - 1, size)
            header = parse_entry(last)
            if not isinstance(header, BlockHeader) or header.hash != self.state.header_hash:
                raise TreeForked(
                    "The state kept here is not the one that the log's last header names.",
                    "Remove state.db, never statements.db, and open the ledger again: it is made anew from the log.",
                )
        self._draft = draft_after(self.state, self._now_s(), self._known_good)

    def _executed(self, block: PlacedBlock, held: list[Admitted]) -> tuple[Transition, list[Admitted], bool]:
        """Execute a block; give also what was admitted and is not in it, and whether it came out as admitted.

        A block that holds exactly what was admitted first, at a height and a time at which all of it would be found
        good again, comes to what the draft came to. Any other is executed from its bytes.
        """
        draft, count, time_s = self._draft, len(block.entries), block.at_ms // 1000
        admitted = list(islice(draft.admitted, count))
        in_order = [statement_entry(one) for one in admitted] == list(block.entries)
        if in_order and draft.height == self.state.height + 1 and draft.state is self.state:
            waiting = draft.back_to(count)
            if draft.would_be_good_at(time_s) and time_s >= self.state.time_s:
                draft.time_s = time_s
                return sealed(draft), waiting, True
        else:
            placed = set(block.entries)
            waiting = [one for one in held if statement_entry(one.hash) not in placed]
        raws = [self._statement(entry) for entry in block.entries]
        transition = apply(self.state, Block(self.state.height + 1, time_s, raws), self._known_good)
        return transition, waiting, False

    def _waiting(self, waiting: list[Admitted], sealed_as_admitted: bool) -> Draft:
        """Begin the next block with what still waits: as it was judged, or anew when that could come out otherwise."""
        if len(self._known_good) > KNOWN_GOOD_MAX:
            self._known_good.clear()
        draft = draft_after(self.state, self._now_s(), self._known_good)
        rules = self.state.constitution.pack_at
        same_rules = rules(draft.height) is rules(self.state.height)
        for one in waiting:
            if sealed_as_admitted and same_rules and draft.time_s <= one.good_until_s:
                draft.take(one)
                continue
            with suppress(MantoError):  # it will be void in its block, and is as if it were not there
                admit(draft, self._statement(statement_entry(one.hash)))
        return draft

    def _statement(self, entry: bytes) -> bytes:
        read = parse_entry(entry)
        if isinstance(read, BlockHeader):
            raise MalformedStatement("Only the ledger itself writes headers.", "Submit statements.")
        return kept_statement(self._store, read)

    def _now_s(self) -> int:
        return int(self._clock.now().timestamp())
