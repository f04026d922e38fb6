"""One log under test: opened, fed, broken and opened again, with everything checked after each step."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from manto.kernel.clock import FixedClock
from manto.ledger.log import merkle
from manto.ledger.log.checkpoints import Checkpoint, open_checkpoint
from manto.ledger.log.disk import Disk, FolderSource
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.port import AnyEntry, Application
from manto.ledger.sequencer.promises import Promise
from manto.ledger.sequencer.publisher import Cosigners, NoWitness
from manto.ledger.sequencer.store import Store, init_store

ORIGIN = "ledger.mantova.example/test"
FAST = Limits(block_interval_ms=1, retry_ms=5)


class LogUnderTest:
    """A log in a folder, and what it has promised so far.

    Attributes:
        promised: What was acknowledged: submission number to entries.
        heads: Every checkpoint that was ever seen in public, by size.
    """

    def __init__(self, root: Path) -> None:
        self.store: Store = init_store(root, ORIGIN)
        self.clock = FixedClock(datetime(2026, 6, 9, 8, 41, tzinfo=UTC))
        self.promised: dict[int, list[bytes]] = {}
        self.heads: dict[int, bytes] = {0: merkle.EMPTY_ROOT}
        self.times_ms: list[int] = []

    def open(
        self,
        disk: Disk | None = None,
        cosigners: Cosigners | None = None,
        application: Application | None = None,
        limits: Limits = FAST,
    ) -> EmbeddedSequencer:
        """Open the store."""
        return EmbeddedSequencer(
            self.store,
            application=application or AnyEntry(),
            cosigners=cosigners or NoWitness(),
            clock=self.clock,
            disk=disk,
            limits=limits,
        )

    def submit(self, log: EmbeddedSequencer, entries: list[bytes]) -> Promise:
        """Submit entries, and remember what was promised."""
        promise = log.submit(entries)
        self.promised[promise.submission] = entries
        self.times_ms.append(promise.accepted_ms)
        return promise

    def public_head(self) -> Checkpoint:
        """Read and check the checkpoint that stands."""
        data = (self.store.public / "checkpoint").read_bytes()
        return open_checkpoint(data, [self.store.log_key.public, self.store.archive_key.public]).checkpoint

    def check_everything(self, log: EmbeddedSequencer) -> None:
        """Check every promise that the log has made, from its public files."""
        placed = {number: log.wait_until_final(number, 10) for number in sorted(self.promised)}
        head = self.public_head()
        tiles = VerifiedTiles(FolderSource(self.store.public), head)
        for size, root in self.heads.items():  # the tree never goes back, and never changes what it held
            assert size <= head.size
            assert tiles.root_at(size) == root
        self.heads[head.size] = head.root
        entries = [entry for bundle in range(-(-head.size // 256)) for entry in tiles.entries(bundle)]
        for number, at in placed.items():  # what was acknowledged is there, side by side, in order
            assert entries[at.first_index : at.first_index + at.count] == self.promised[number]
        order = [at.first_index for at in placed.values()]
        assert order == sorted(order)
        assert self.times_ms == sorted(self.times_ms)
        assert log.trouble is None
