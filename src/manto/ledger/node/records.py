"""The ledger of records: statements go in, proofs come out.

It puts the state machine and a sequencer together. What `file` promises, by number:

1. The statements are on the disk, synced, before anything else.
2. Each is judged on top of all that was admitted before; one that may not enter refuses the whole submission.
3. The promise that comes back holds over a power cut: the statements will stand in the log, side by side, in time.
4. Once they are final, `bundle` proves how their records stand to anyone.

Opening it brings the state to where the log stands, whichever of the two a crash left behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from manto.ledger.log.proofs import LogProof
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.node.application import RecordsApplication
from manto.ledger.node.recorded import RecordedBlock, RecordedStatement, blocks_of, history_of
from manto.ledger.node.replaying import Replayed, replay_ledger
from manto.ledger.node.store import StateStore
from manto.ledger.sequencer.embedded import EmbeddedSequencer
from manto.ledger.sequencer.journal import Journal
from manto.ledger.sequencer.port import Placement
from manto.ledger.sequencer.promises import Promise
from manto.ledger.sequencer.store import Store, init_store, open_store
from manto.ledger.state import acts
from manto.ledger.state.acts import Latest
from manto.ledger.state.heads import Head
from manto.ledger.state.replay import kept_statement
from manto.ledger.state.state import State
from manto.ledger.statements.cose import Envelope, parse_envelope
from manto.ledger.statements.entries import statement_entry
from manto.ledger.statements.statement import Kind, Statement, parse_statement
from manto.ledger.witness.asking import Witnesses

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
        clock = self._clock = clock or SystemClock()
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

    def wait_until_all_final(self, timeout_s: float) -> None:
        """Wait until all that was filed by now, by whomever, is final: then `history` tells what of it is void."""
        self._sequencer.wait_until_all_final(timeout_s)

    def head(self, record: str) -> Head | None:
        """Say how a record stands; None when there is none."""
        with self._application.lock:
            return self.state.head(record)

    def bundle(self, record: str, **options: Any) -> Bundle:
        """Prove how a record stands as of the newest checkpoint; options are those of `make_bundle` (4)."""
        with self._application.lock:
            return make_bundle(record, self._sequencer, self._states.pages, self._states, **options)

    def check(self, raws: Sequence[bytes]) -> None:
        """Refuse what `file` would refuse just now, and take in nothing.

        Raises:
            MantoError: One of them could not enter, and says why.
        """
        envelopes = [parse_envelope(raw) for raw in raws]
        self._application.check([(of, parse_statement(of.payload)) for of in envelopes])

    def next_statement(self, record: str, kind: Kind, **changes: Any) -> Statement:
        """Draw up the next statement about a record, after the latest that was filed; `acts` draws up the others.

        Args:
            record: Its identifier.
            kind: What the statement does to it.
            changes: Fields that are not simply as before: holders, fields, body, reason, evidence, …
        """
        return acts.next_statement(self.origin, record, kind, self.now_s(), self.latest(record), **changes)

    def latest(self, record: str) -> Latest | None:
        """Give a record's latest statement, what waits for its block included; None when there is no such record."""
        return self._application.latest(record)

    def statement(self, statement_hash: bytes) -> Envelope | None:
        """Give a statement that is kept here, with its signatures; None when it is not.

        Raises:
            StatementMissing: Other bytes are in its place.
        """
        with self._application.lock:
            if self._states.statement(statement_hash) is None:
                return None
            return parse_envelope(kept_statement(self._states, statement_hash))

    def history(self, record: str) -> list[RecordedStatement]:
        """Give what was stated about a record and is final, the latest first; void statements are not among it."""
        with self._application.lock:
            head, size = self.state.head(record), self._sequencer.size
            found = history_of(None if head is None else head.statement, self._states)
            return [one for one in found if one.index < size]

    def recorded(self, of: Envelope) -> RecordedStatement | None:
        """Give a statement as it stands in its record's history; None when it is void, or not final yet."""
        statement = parse_statement(of.payload)
        with self._application.lock:
            head, index = self.state.head(statement.record), self._states.index(of.hash)
            if head is not None and head.statement == of.hash and index is not None and index < self._sequencer.size:
                return RecordedStatement(index, of, statement, self._states.time_s_at(index), True)
        return next((one for one in self.history(statement.record) if one.hash == of.hash), None)

    def blocks(self, since: int = 0) -> Iterator[RecordedBlock]:
        """Give what became final since the log had this size, block by block.

        Args:
            since: The `size` of the last block that the caller has dealt with; 0 for all.

        Raises:
            BadInput: No block ended there.
            StatementMissing: A statement is not kept here, or is damaged.
        """
        found = blocks_of(self._sequencer.entries(since, self._sequencer.size), since, self._states)
        while True:
            with self._application.lock:  # between two blocks anybody may write
                block = next(found, None)
            if block is None:
                return
            yield block

    def wait_for_blocks(self, since: int, timeout_s: float) -> bool:
        """Wait until something is final beyond this size of the log; say whether it is."""
        return self._sequencer.wait_beyond(since, timeout_s)

    def proof(self, index: int) -> LogProof:
        """Prove that an entry stands in the log, under the newest checkpoint; currency is proven by `bundle`."""
        return self._sequencer.prove(index)

    def replay(self) -> Replayed:
        """Execute the whole ledger again from its log and its statements, and compare every root.

        Raises:
            ReplayDiffers: A header is not the one that its statements lead to.
        """
        return replay_ledger(self.log_store)

    @property
    def origin(self) -> str:
        """The ledger's name, which every statement for it carries."""
        return self.log_store.origin

    def now_s(self) -> int:
        """Say what time it is for whoever signs now, in seconds since 1970."""
        return int(self._clock.now().timestamp())

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
        return tiles.entries_between(start, end)


def open_ledger(folder: Path, *, origin: str | None = None, witnesses: str = "quorum none\n") -> RecordsLedger:
    """Open a ledger of records for reading and writing, asking the witnesses that its policy names.

    Args:
        folder: Where it is kept. One process at a time has it open.
        origin: When there is none yet, make one with this name, for ever; without it, none is made.
        witnesses: For a new one, the witness, group and quorum lines of its C2SP policy.

    Raises:
        NotFound: There is none, and no name was given to make one.
        StoreInUse: Another process has it open.
        MantoError: The store is damaged, set back or forked; says what to do.
    """
    new = origin is not None and not (folder / "private").exists()
    store = init_store(folder, origin or "", witnesses) if new else open_store(folder)
    return RecordsLedger(store, cosigners=Witnesses(store.policy))


def files_of(store: Store) -> Path:
    """Say in which folder a node keeps its statements and its state."""
    return store.root / "private"
