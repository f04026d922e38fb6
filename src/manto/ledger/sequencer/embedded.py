"""The embedded sequencer: one process, one folder, SQLite. A notarised log with witnesses, not a distributed ledger.

Callers' submissions are committed in groups by one writer thread; a second thread places what is waiting into blocks
and publishes them. The order of steps on which the promise rests is written down in `publisher`.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from manto.kernel.clock import Clock, SystemClock
from manto.kernel.errors import BadInput, MantoError, Unavailable
from manto.kernel.group_commit import GroupWriter
from manto.ledger.log.disk import Disk
from manto.ledger.log.errors import LogHalted, QueueFull, StoreDamaged
from manto.ledger.log.merkle import root_of
from manto.ledger.log.proofs import LogProof
from manto.ledger.sequencer.opening import open_parts
from manto.ledger.sequencer.placing import Placer
from manto.ledger.sequencer.port import AnyEntry, Application, Placement
from manto.ledger.sequencer.promises import Promise
from manto.ledger.sequencer.publisher import Cosigners, NoWitness
from manto.ledger.sequencer.refusals import disk_refused, may_pass
from manto.ledger.sequencer.store import Store
from manto.ledger.sequencer.times import NeverBack

SUBMISSION_ENTRIES_MAX = 10_000


@dataclass(frozen=True)
class Limits:
    """How much is taken in at once, and how soon it must be final.

    Attributes:
        deadline_ms: How long after acceptance entries are in a published checkpoint, at the latest, if all is well.
        block_interval_ms: The shortest time between the beginnings of two blocks; more entries share one checkpoint.
        block_entries_max: A block takes no more submissions above this number of entries.
        waiting_max: How many submissions may wait for a block before further ones are refused.
        retry_ms: How long the publisher rests after the disk has refused.
        witness_again_ms: How old the witnesses' signatures may grow while nothing is entered: then they are asked
            again, so that a proof can say that it is true as of a few minutes ago.
    """

    deadline_ms: int = 60_000
    block_interval_ms: int = 100
    block_entries_max: int = 20_000
    waiting_max: int = 100_000
    retry_ms: int = 500
    witness_again_ms: int = 300_000


class EmbeddedSequencer:
    """Opens a store for writing and keeps it until closed.

    Args:
        store: Which log.
        application: What gives its entries meaning.
        cosigners: Who witnesses its checkpoints.
        clock: What time it is; may go wrong in either direction.
        disk: What writes files.
        limits: How much and how soon.

    Raises:
        StoreInUse: Another process has it open.
        StoreDamaged: What the disk gives back is not what was written.
        TreeWentBack, TreeForked: The store is an old backup, or another history than what was published.
    """

    def __init__(
        self,
        store: Store,
        *,
        application: Application | None = None,
        cosigners: Cosigners | None = None,
        clock: Clock | None = None,
        disk: Disk | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.store = store
        self.limits = limits or Limits()
        self._application = application or AnyEntry()
        try:
            parts = open_parts(store, disk or Disk(), cosigners or NoWitness())
        except (OSError, sqlite3.Error) as error:
            raise Unavailable(f"The ledger could not be opened: the disk refused: {error}.", _REOPEN) from error
        self._lock, self._accepting, self._reading, self._publisher = parts
        self._admitted_in_vain = False
        self._times = NeverBack(clock or SystemClock(), self._reading.last_time_ms())
        self._writer = GroupWriter(
            self._commit_scope, self._accepting.command_scope, group_max=1024, waiting_max=20_000
        )
        self._placer = Placer(
            self._reading, self._accepting, self._writer, self._publisher, self._application, self._times,
            self.limits.block_entries_max,
        )  # fmt: skip
        self._halted: MantoError | None = None
        self._trouble: str | None = None
        self._changed = threading.Condition()
        self._closing = threading.Event()
        try:
            last = self._placer.recover()
        except BaseException as error:
            self._let_go()
            if disk_refused(error):
                raise Unavailable(f"The ledger could not be opened: the disk refused: {error}.", _REOPEN) from error
            raise
        self._final = last.last_submission if last else 0
        self._accepted = self._reading.last_submission()
        self._stood_at = time.monotonic()
        self._thread = threading.Thread(target=self._publish_until_closed, name="ledger-publisher", daemon=True)
        self._thread.start()

    def submit(self, entries: Sequence[bytes]) -> Promise:
        """Accept entries, durably; they will stand side by side in the log.

        Raises:
            BadInput: None, or too many at once, or one too large, or refused by the application.
            QueueFull: More waits than can be placed in time.
            LogHalted: The log stopped itself.
        """
        if not 1 <= len(entries) <= SUBMISSION_ENTRIES_MAX:
            raise BadInput(
                f"A submission has 1 to {SUBMISSION_ENTRIES_MAX} entries; this one has {len(entries)}.", "Cut it up."
            )
        self._refuse_when_halted()
        try:
            promise = self._writer.run(lambda: self._accept(entries))  # (1)
        except (OSError, sqlite3.Error) as error:
            if disk_refused(error):
                raise Unavailable(
                    f"The entries were not accepted: the disk refused: {error}.", _NOT_ACCEPTED
                ) from error
            raise StoreDamaged(f"The entries were not accepted: the database is damaged: {error}.", _REOPEN) from error
        self._note_accepted(promise.submission)
        return promise

    def _note_accepted(self, submission: int) -> None:
        with self._changed:
            idle = self._accepted <= self._final
            self._accepted = max(self._accepted, submission)
            if idle:  # a publisher that is at work, or rests between two blocks, finds it by itself
                self._changed.notify_all()

    def _check_placement(self, promise: Promise, placement: Placement) -> None:
        """Check with the tree that what the journal says stands there is what was promised."""
        tiles = self._publisher.standing[0]
        places = range(placement.first_index, placement.first_index + placement.count)
        inside = places.start >= 0 and places.stop <= tiles.size
        if not inside or root_of([tiles.subtree(0, index) for index in places]) != promise.root:
            raise StoreDamaged(
                f"Submission {promise.submission} does not stand at {places.start}, where the journal says it does.",
                "The journal is damaged: look the entry up in the tiles, which hold.",
            )

    def sign_promise(self, promise: Promise) -> bytes:
        """Sign a promise that `submit` gave, for somebody who was not there."""
        return promise.signed(self.store.promise_key)

    def wait_until_final(self, submission: int, timeout_s: float) -> Placement:
        """Wait until a submission is in a published checkpoint, and say where its entries stand.

        Raises:
            NotFound: There is no such submission.
            Unavailable: It took longer; the promise still stands.
            LogHalted: The log stopped itself; it will be placed when the log goes on.
        """
        end = time.monotonic() + timeout_s
        with self._changed:
            while self._final < submission:
                self._refuse_when_halted()
                left = end - time.monotonic()
                if left <= 0 or submission > self._accepted:
                    break
                self._changed.wait(left)
            final = self._final >= submission
        promise, placement = self._writer.run(lambda: self._accepting.placement(submission))
        if final and placement is not None:
            self._check_placement(promise, placement)
        if not final or placement is None:
            raise Unavailable(
                f"Submission {submission} is accepted, and not yet in a checkpoint.{self._trouble_text()}",
                f"Ask again; it is promised for {promise.deadline_ms} ms since 1970.",
            )
        return placement

    def wait_until_all_final(self, timeout_s: float) -> None:
        """Wait until everything that anybody has submitted by now is in a published checkpoint.

        Raises:
            Unavailable: It took longer; the promises still stand.
            LogHalted: The log stopped itself.
        """
        last = self._writer.run(self._accepting.last_submission)  # asked of the writer: its caller may not know it yet
        if last:
            self._note_accepted(last)
            self.wait_until_final(last, timeout_s)

    def prove(self, index: int) -> LogProof:
        """Prove that an entry is in the log, under its newest checkpoint.

        Raises:
            BadInput: There is no such entry yet.
            NotProven, MalformedTile: A tile on the disk is damaged.
        """
        tiles, checkpoint = self._publisher.standing
        return LogProof(index, tuple(tiles.inclusion_proof(index)), checkpoint)

    def entry(self, index: int) -> bytes:
        """Give a published entry, checked against the newest checkpoint."""
        return self._publisher.standing[0].entry(index)

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """Give published entries from one place up to another, checked against the newest checkpoint."""
        return self._publisher.standing[0].entries_between(start, end)

    def wait_beyond(self, size: int, timeout_s: float) -> bool:
        """Wait until the newest published checkpoint has more entries than this; say whether it has.

        Raises:
            LogHalted: The log stopped itself.
            Unavailable: It is being closed.
        """
        end = time.monotonic() + timeout_s
        with self._changed:
            while self.size <= size:
                self._refuse_when_halted()
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
        return True

    @property
    def checkpoint(self) -> bytes:
        """The newest published checkpoint."""
        return self._publisher.standing[1]

    @property
    def size(self) -> int:
        """How many entries the newest published checkpoint has."""
        return self._publisher.standing[0].size

    @property
    def trouble(self) -> str | None:
        """What keeps the log from publishing just now, if anything."""
        return str(self._halted) if self._halted else self._trouble

    def overdue(self) -> list[Promise]:
        """Give the promises that are not kept: past their deadline, and in no published checkpoint."""
        return self._writer.run(lambda: self._accepting.overdue(self._times.now_ms()))

    @property
    def clock_behind_s(self) -> int:
        """How far the clock is behind what was written down, in seconds; until it is right, times stand still."""
        return self._times.behind_ms() // 1000

    def close(self) -> None:
        """Publish what waits, as far as the disk allows, and let go of the store."""
        with self._changed:
            self._closing.set()
            self._changed.notify_all()
        self._thread.join()
        self._let_go()

    def _let_go(self) -> None:
        self._writer.close()
        self._accepting.close()
        self._reading.close()
        self._lock.release()

    def __enter__(self) -> EmbeddedSequencer:
        """Use it in a `with` block."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def _accept(self, entries: Sequence[bytes]) -> Promise:
        """Accept entries within the writer's commit."""
        if self._accepted - self._final >= self.limits.waiting_max:
            raise QueueFull(
                f"{self._accepted - self._final} submissions wait already.{self._trouble_text()}", "Try again shortly."
            )
        if self._admitted_in_vain:
            self._application.start_over(self._accepting.undecided())
            self._admitted_in_vain = False
        self._application.admit(entries)
        at_ms = self._times.now_ms()
        try:
            return self._accepting.accept(entries, at_ms, at_ms + self.limits.deadline_ms)
        except BaseException:
            self._admitted_in_vain = True
            raise

    @contextmanager
    def _commit_scope(self) -> Iterator[None]:
        """Commit a group, and remember when it failed: the application has then admitted what nobody keeps."""
        try:
            with self._accepting.commit_scope():
                yield
        except BaseException:
            self._admitted_in_vain = True
            raise

    def _publish_until_closed(self) -> None:
        while self._wait_for_work():
            begun = time.monotonic()
            try:
                block = self._placer.place_next() or self._placer.stand_again()
            except Exception as error:
                if not may_pass(error):
                    return self._halt(error)
                # Nothing is promised by a step that failed: the whole of it is done again, with the same bytes.
                self._trouble = f"the disk refused: {error}"
                if self._rest(self.limits.retry_ms / 1000):
                    return None
                continue
            self._trouble = None
            with self._changed:
                self._stood_at = begun
                self._final = block.last_submission if block else self._final
                self._changed.notify_all()
            self._rest(self.limits.block_interval_ms / 1000 - (time.monotonic() - begun))
        return None

    def _wait_for_work(self) -> bool:
        """Wait until something is to be placed or witnessed again; tell whether there is, for closing ends it too."""
        with self._changed:
            while self._accepted <= self._final and not self._closing.is_set():
                left = self._stood_at + self.limits.witness_again_ms / 1000 - time.monotonic()
                if left <= 0:
                    return True
                self._changed.wait(left)
            return self._accepted > self._final

    def _rest(self, seconds: float) -> bool:
        """Rest, or less when closing; tell whether it is closing."""
        return self._closing.wait(max(0.0, seconds))

    def _halt(self, error: Exception) -> None:
        known = error if isinstance(error, MantoError) else LogHalted(f"The log stopped itself: {error!r}.", _REOPEN)
        with self._changed:
            self._halted = known
            self._changed.notify_all()

    def _refuse_when_halted(self) -> None:
        if self._closing.is_set():
            raise Unavailable("The log is being closed.", "Open it again, then try again.")
        if self._halted is not None:
            raise LogHalted(f"The log has stopped: {self._halted.what}", self._halted.next_step) from self._halted

    def _trouble_text(self) -> str:
        return f" ({self._trouble})" if self._trouble else ""


_NOT_ACCEPTED = "Nothing was promised: free the disk or mend it, and send them again."
_REOPEN = "Look at the disk, then open the store again: it takes up where it stopped."
