"""The ledger of records: statements go in, proofs come out.

It puts the state machine and a sequencer together. What `file` promises, by number:

1. The statements are on the disk, synced, before anything else.
2. Each is judged on top of all that was admitted before; one that may not enter refuses the whole submission.
3. The promise that comes back holds over a power cut: the statements will stand in the log, side by side, in time.
4. Once they are final, `bundle` proves how their records stand to anyone.

Opening it brings the state to where the log stands, whichever of the two a crash left behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from manto.kernel.clock import Clock, SystemClock
from manto.kernel.group_commit import GroupWriter
from manto.ledger.bundle.form import Bundle
from manto.ledger.bundle.make import make_bundle
from manto.ledger.log.checkpoints import parse_checkpoint
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.notes import parse_note
from manto.ledger.log.policy import Policy
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.node.application import RecordsApplication
from manto.ledger.node.store import StateStore
from manto.ledger.sequencer.embedded import EmbeddedSequencer
from manto.ledger.sequencer.journal import Journal
from manto.ledger.sequencer.port import Placement
from manto.ledger.sequencer.promises import Promise
from manto.ledger.sequencer.store import Store
from manto.ledger.state.heads import Head
from manto.ledger.state.state import State
from manto.ledger.statements.cose import parse_envelope
from manto.ledger.statements.entries import statement_entry
from manto.ledger.statements.statement import parse_statement

CATCH_UP_S_MAX = 600


class RecordsLedger:
    """One node's ledger of records, on the embedded sequencer.

    Args:
        store: The log's folder.
        clock: What time it is.
        sequencer_options: Passed on to the sequencer: cosigners, disk, limits.
    """

    def __init__(self, store: Store, *, clock: Clock | None = None, **sequencer_options: Any) -> None:
        self.log_store = store
        self._closed = False
        self._states = StateStore(files_of(store), store.origin)
        clock = clock or SystemClock()
        self._application = RecordsApplication(self._states, clock, self._entries)
        try:
            self._sequencer = EmbeddedSequencer(store, application=self._application, clock=clock, **sequencer_options)
        except BaseException:
            self._states.close()
            raise
        try:
            self._catch_up()
        except BaseException:
            self._sequencer.close()
            self._states.close()
            raise
        self._keeper = GroupWriter(self._states.commit_scope, self._states.command_scope, group_max=1024)

    @property
    def state(self) -> State:
        """How everything stands after the newest block."""
        return self._application.state

    @property
    def policy(self) -> Policy:
        """The log's own key and its witnesses."""
        return self.log_store.policy

    def file(self, raws: Sequence[bytes]) -> Promise:
        """Take statements in; they will stand side by side in the log.

        Args:
            raws: Their envelopes, as they came.

        Raises:
            MantoError: One of them may not enter, and says why; nothing of the submission is taken in.
        """
        envelopes = [parse_envelope(raw) for raw in raws]
        statements = [parse_statement(of.payload) for of in envelopes]
        self._keeper.run(lambda: self._states.keep(envelopes))  # (1)
        for of, statement in zip(envelopes, statements, strict=True):
            self._application.expect(of, statement)
        return self._sequencer.submit([statement_entry(of.hash) for of in envelopes])  # (2), (3)

    def wait_until_final(self, promise: Promise, timeout_s: float) -> Placement:
        """Wait until a promise is kept, and say where its statements stand."""
        return self._sequencer.wait_until_final(promise.submission, timeout_s)

    def head(self, record: str) -> Head | None:
        """Say how a record stands; None when there is none."""
        with self._application.lock:
            return self.state.head(record)

    def bundle(self, record: str, **options: Any) -> Bundle:
        """Prove how a record stands as of the newest checkpoint; options are those of `make_bundle` (4)."""
        with self._application.lock:
            return make_bundle(record, self._sequencer, self._states.pages, self._states, **options)

    @property
    def sequencer(self) -> EmbeddedSequencer:
        """The log below."""
        return self._sequencer

    def close(self) -> None:
        """Publish what waits, and let go of the folder; closing twice does nothing more."""
        if self._closed:
            return
        self._closed = True
        self._keeper.close()
        self._sequencer.close()
        self._states.close()

    def __enter__(self) -> RecordsLedger:
        """Use it in a `with` block."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def _catch_up(self) -> None:
        """Let what was accepted before a crash be placed, then stand where the log stands."""
        journal = Journal(self.log_store.journal_path, self.log_store.origin)
        try:
            last = journal.last_submission()
        finally:
            journal.close()
        if last:
            self._sequencer.wait_until_final(last, CATCH_UP_S_MAX)
        with self._application.lock:
            self._application.stand_at(self._sequencer.size)

    def _entries(self, start: int, end: int) -> Iterable[bytes]:
        """Give published entries, checked against the newest checkpoint."""
        source = FolderSource(self.log_store.public)
        tiles = VerifiedTiles(source, parse_checkpoint(parse_note(source.read(CHECKPOINT_PATH)).text))
        return (tiles.entry(index) for index in range(start, end))


def files_of(store: Store) -> Path:
    """Say in which folder a node keeps its statements and its state."""
    return store.root / "private"
