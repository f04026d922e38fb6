"""The way of a block from decided to published: the same in normal running and after a crash.

The log's promise, in order:

(1) entries are in the journal, synced, before anybody hears that they were accepted;
(2) a block's entries, order, time and root are in the journal, synced, before anything of it leaves the process:
    from then on the tree at that size can have no other root;
(3) its tiles stand, synced, before its checkpoint is signed;
(4) the witnesses have been asked: one that has seen a larger tree, or another, stops the log here;
(5) its checkpoint replaces the one before, synced;
(6) the journal notes that it stands, and only now are waiting callers told "final".

A crash leaves the store between two of these steps. Opening it again does (3) to (6) once more for each block that
was decided and not noted as standing; each step gives the same tiles and the same head as the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.checkpoints import Checkpoint, sign_checkpoint
from manto.ledger.log.disk import Disk, FolderSource, write_files
from manto.ledger.log.errors import StoreDamaged
from manto.ledger.log.growth import Edge, Growth
from manto.ledger.log.notes import Note, SignatureLine, parse_note
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.sequencer.journal import DecidedBlock
from manto.ledger.sequencer.store import Store


class Cosigners(Protocol):
    """Whoever is asked to witness a checkpoint."""

    def cosign(self, note: Note, tiles: VerifiedTiles) -> Sequence[SignatureLine]:
        """Give the witnesses' signatures on a checkpoint that the log has signed; silence is no signature.

        Raises:
            TreeWentBack: A witness has seen a larger tree.
            TreeForked: A witness has seen another tree.
        """
        ...


class NoWitness:
    """Nobody to ask: the log's own word is all there is."""

    def cosign(self, note: Note, tiles: VerifiedTiles) -> Sequence[SignatureLine]:
        """Give none."""
        return ()


class Publisher:
    """Writes tiles and checkpoints; knows the right edge of what it has published.

    Args:
        store: Where and with which keys.
        disk: What writes.
        cosigners: Who is asked.

    Attributes:
        edge: Where the tree goes on.
        standing: The tree that is published and its checkpoint.
    """

    def __init__(self, store: Store, disk: Disk, cosigners: Cosigners) -> None:
        self.store = store
        self.disk = disk
        self.cosigners = cosigners
        self.edge = Edge()
        self.standing = (VerifiedTiles(self._source(), Checkpoint(store.origin, 0, self.edge.root)), b"")

    def resume(self, at: DecidedBlock | None) -> None:
        """Take up from the last block that is noted as standing; nothing is written.

        Raises:
            MantoError: The tiles are not what that block's root says.
        """
        if at is not None:
            self.edge = VerifiedTiles(self._source(), Checkpoint(self.store.origin, at.size, at.root)).edge()

    def publish(self, block: DecidedBlock, growth: Growth) -> None:
        """Do steps (3) to (5) for a decided block.

        Args:
            block: The next after what stands.
            growth: What its entries, those that the application added included, make of the tree.

        Raises:
            StoreDamaged: The entries do not give the root that was decided.
            TreeWentBack, TreeForked: A witness has seen more, or another tree.
            OSError: The disk refused; nothing is promised, and it may be tried again.
        """
        if (growth.edge.size, growth.edge.root) != (block.size, block.root):
            raise StoreDamaged(
                f"The entries of block {block.number} do not give the root that was decided for it.",
                "Stop here: restore the store from a backup or a mirror.",
            )
        write_files(self.disk, self.store.public, growth.files)  # (3)
        self.stand(Checkpoint(self.store.origin, block.size, block.root), block.at_ms)
        self.edge = growth.edge
        self._drop_partial_tiles(growth)

    def stand(self, head: Checkpoint, at_ms: int) -> None:
        """Sign a head whose tiles are written, have it witnessed, and make it the one that stands: steps (4) and (5).

        Raises:
            TreeWentBack, TreeForked: A witness has seen more, or another tree.
            OSError: The disk refused.
        """
        tiles = VerifiedTiles(self._source(), head)
        keys = (self.store.log_key, self.store.archive_key)
        note = Note(head.text, tuple(sign_checkpoint(head, key, at_ms // 1000) for key in keys))
        if head.size:
            note = note.with_signatures(tuple(self.cosigners.cosign(note, tiles)))  # (4)
            note = note.with_signatures(self._cosigned_before(note))
        write_files(self.disk, self.store.public, {CHECKPOINT_PATH: note.to_bytes()})  # (5)
        self.standing = (tiles, note.to_bytes())  # together, so that no proof mixes two heads

    def _drop_partial_tiles(self, growth: Growth) -> None:
        """Remove the partial tiles that are full now: whoever holds an older checkpoint reads the full ones.

        Without it every block would leave files behind for ever. If the disk refuses, they stay, and do no harm.
        """
        with suppress(OSError):
            for path in growth.files:
                if ".p/" not in path:
                    self.disk.remove_folder(self.store.public / f"{path}.p")

    def _cosigned_before(self, note: Note) -> tuple[SignatureLine, ...]:
        """Give the signatures that stand on this very head already, of keys that have not signed it again."""
        try:
            standing = parse_note(self._source().read(CHECKPOINT_PATH))
        except (BadInput, NotFound):
            return ()
        again = {(line.name, line.key_id) for line in note.signatures}
        lines = standing.signatures if standing.text == note.text else ()
        return tuple(line for line in lines if (line.name, line.key_id) not in again)

    def _source(self) -> FolderSource:
        return FolderSource(self.store.public, self.disk)
