"""The state machine as the sequencer sees it: it admits statements, and ends each block with its header.

A statement that was admitted here is good for the block that it comes to stand in, because what is admitted is judged
on top of all that was admitted before. Between the two the rules may change or a statement may grow too old: then it
is void in its block; see `block`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from manto.kernel.clock import Clock
from manto.kernel.errors import MantoError
from manto.ledger.log.errors import TreeForked
from manto.ledger.node.store import StateStore
from manto.ledger.sequencer.port import Block as PlacedBlock
from manto.ledger.state.admission import admit
from manto.ledger.state.block import Block, Void, apply
from manto.ledger.state.draft import Draft, draft_after
from manto.ledger.state.replay import kept_statement, replay
from manto.ledger.state.state import State
from manto.ledger.statements.entries import BlockHeader, parse_entry
from manto.ledger.statements.errors import MalformedStatement

KNOWN_GOOD_MAX = 200_000


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
        self.state: State = store.load()
        self._draft = draft_after(self.state, self._now_s(), self._known_good)

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
                    admit(draft, self._statement(entry))
            except BaseException:
                draft.back_to(mark)
                raise

    def seal(self, block: PlacedBlock) -> Sequence[bytes]:
        """Execute a block and give its header.

        Raises:
            StatementMissing: This node lacks a statement of it; the log stops rather than guess.
            MapDamaged: The stored map is not what its root says.
        """
        with self.lock:
            if self.state.size != block.first_index:
                self.stand_at(block.first_index)
            raws = [self._statement(entry) for entry in block.entries]
            transition = apply(self.state, Block(self.state.height + 1, block.at_ms // 1000, raws), self._known_good)
            self.state = self._store.save(transition)
            for void in transition.void:
                self._on_void(void)
            self._draft = self._rebased({parse_entry(entry) for entry in block.entries})
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
                    "Remove the file of the state and open the ledger again: it is made anew from the log.",
                )
        self._draft = draft_after(self.state, self._now_s(), self._known_good)

    def _rebased(self, placed: set[bytes | BlockHeader]) -> Draft:
        """Judge what still waits on top of the new state; signatures that held are not checked again."""
        waiting = [one for one in self._draft.admitted if one not in placed]
        if len(self._known_good) > KNOWN_GOOD_MAX:
            self._known_good.clear()
        draft = draft_after(self.state, self._now_s(), self._known_good)
        for statement_hash in waiting:
            raw = self._store.statement(statement_hash)
            with suppress(MantoError):  # it will be void in its block, and is as if it were not there
                admit(draft, raw or b"")
        return draft

    def _statement(self, entry: bytes) -> bytes:
        read = parse_entry(entry)
        if isinstance(read, BlockHeader):
            raise MalformedStatement("Only the ledger itself writes headers.", "Submit statements.")
        return kept_statement(self._store, read)

    def _now_s(self) -> int:
        return int(self._clock.now().timestamp())
