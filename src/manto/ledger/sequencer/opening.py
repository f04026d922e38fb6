"""Opening a store: who may, and whether what it holds is what was published.

(1) Nobody else has it open.
(2) The journal's pages hang together and its newest blocks are what was decided.
(3) The checkpoint that stands in public is one of the journal's: a larger one means that the journal is an old
    backup, another root means another history. Both are refused; an older one is what a crash leaves.
(4) The tiles give the root of the newest block that stands.

Blocks that were decided and do not stand yet are then published by the ordinary way; see `publisher`.
"""

from __future__ import annotations

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.checkpoints import Checkpoint, open_checkpoint
from manto.ledger.log.disk import Disk
from manto.ledger.log.errors import SourceUnreachable, StoreDamaged, TreeForked, TreeWentBack
from manto.ledger.log.merkle import EMPTY_ROOT
from manto.ledger.log.tile_paths import CHECKPOINT_PATH
from manto.ledger.sequencer.journal import Journal
from manto.ledger.sequencer.publisher import Cosigners, Publisher
from manto.ledger.sequencer.store import Store, StoreLock
from manto.ledger.sequencer.wal_check import check_wal

Parts = tuple[StoreLock, Journal, Journal, Publisher]


def open_parts(store: Store, disk: Disk, cosigners: Cosigners) -> Parts:
    """Open a store for writing.

    Returns:
        The lock, the journal's connection for accepting, the one for publishing, and the publisher.

    Raises:
        StoreInUse: Another process has it open.
        StoreDamaged: What the disk gives back is not what was written.
        TreeWentBack, TreeForked: The store is an old backup, or another history than what was published.
    """
    lock = StoreLock(store.root)  # (1)
    opened: list[Journal] = []
    try:
        check_wal(store.journal_path.with_name(f"{store.journal_path.name}-wal"))  # (2)
        opened = [Journal(store.journal_path, store.origin), Journal(store.journal_path, store.origin)]
        accepting, reading = opened
        reading.check_pages()
        _check_public_head(store, disk, reading)  # (3)
        publisher = Publisher(store, disk, cosigners)
        _resume(publisher, reading)  # (4)
    except BaseException:
        for journal in opened:
            journal.close()
        lock.release()
        raise
    return lock, accepting, reading, publisher


def _check_public_head(store: Store, disk: Disk, journal: Journal) -> None:
    public = _public_head(store, disk)
    if public is None:
        return
    decided = [*journal.unpublished()]
    newest = decided[-1] if decided else journal.last_published()
    newest_size = newest.size if newest else 0
    if public.size > newest_size:
        raise TreeWentBack(
            f"The published checkpoint has {public.size} entries; the journal knows of {newest_size}.",
            "The journal is an old backup. Restore a newer one: going on from here would make a second history.",
        )
    block = journal.block_at(public.size)
    if (block.root if block else EMPTY_ROOT if not public.size else None) != public.root:
        raise TreeForked(
            f"The published checkpoint of {public.size} entries is not one that the journal has decided.",
            "The journal and the public folder are of two histories: restore both from one backup.",
        )


def _public_head(store: Store, disk: Disk) -> Checkpoint | None:
    """Give the checkpoint that stands in public; none when there is none."""
    try:
        data = disk.read(store.public / CHECKPOINT_PATH)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreDamaged(f"The published checkpoint cannot be read: {error.strerror}.", _RESTORE) from error
    try:
        return open_checkpoint(data, [store.log_key.public, store.archive_key.public]).checkpoint
    except BadInput as error:
        raise StoreDamaged(
            f"The published checkpoint is damaged: {error.what}",
            "Restore it from a mirror or a witness; or, when a witness confirms the journal's newest block, remove it.",
        ) from error


def _resume(publisher: Publisher, journal: Journal) -> None:
    try:
        publisher.resume(journal.last_published())
    except (BadInput, NotFound, SourceUnreachable) as error:
        raise StoreDamaged(f"The tiles are not what the journal says: {error.what}", _RESTORE) from error


_RESTORE = "Stop here: restore the store from a backup or a mirror, and let a witness confirm its newest checkpoint."
