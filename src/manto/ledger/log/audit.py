"""Auditing somebody's log from the outside: every tile and every entry, with no trust in who serves them.

(1) The checkpoint is signed by the log, and by as many witnesses as the policy asks.
(2) The tiles at the right edge hash to its root, and each full tile to what the one above it says.
(3) Each entry hashes to its leaf.
(4) If an earlier checkpoint is at hand, the tree begins with that one.

What it cannot see: whether the log shows others another tree (only witnesses can), and whether entries are true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from manto.kernel.errors import NotFound
from manto.ledger.log.checkpoints import Signature, SignedCheckpoint
from manto.ledger.log.errors import NotProven, TreeForked, TreeWentBack
from manto.ledger.log.policy import Policy
from manto.ledger.log.tile_paths import CHECKPOINT_PATH, TILE_WIDTH
from manto.ledger.log.tiles import Source, VerifiedTiles

Progress = Callable[[int, int], None]
"""Told how many entries have been checked, of how many."""


@dataclass(frozen=True)
class AuditReport:
    """What an audit without fault has found.

    Attributes:
        opened: The checkpoint.
        cosigned: The witnesses whose signatures hold.
        entries: How many entries were read and checked.
        entry_bytes: How long they are together.
        since: The size of the earlier checkpoint that the tree was compared with, if any.
    """

    opened: SignedCheckpoint
    cosigned: tuple[Signature, ...]
    entries: int
    entry_bytes: int
    since: int | None


def audit(
    source: Source, policy: Policy, *, since: bytes | None = None, progress: Progress | None = None
) -> AuditReport:
    """Read a whole log and check all of it.

    Args:
        source: Where its files are.
        policy: Whose signatures are needed.
        since: An earlier checkpoint of the same log, as it was signed.
        progress: Told after each bundle.

    Raises:
        NotFound: There is no log, or a file of it is missing.
        SourceUnreachable: It could not be read just now; says nothing of the log.
        NotProven, MalformedNote, MalformedTile: Something does not hold; names the file.
        TreeWentBack, TreeForked: It does not go on from the earlier checkpoint.
    """
    opened, cosigned = policy.open(source.read(CHECKPOINT_PATH))  # (1)
    try:
        tiles = VerifiedTiles(source, opened.checkpoint)  # (2), the right edge
        earlier = None if since is None else _check_grown(tiles, opened, policy, since)  # (4)
        entry_bytes = _check_entries(tiles, progress or (lambda *_: None))  # (2), (3)
    except NotFound as error:
        raise NotProven(f"The log does not show all of its files: {error.what}", error.next_step) from error
    return AuditReport(opened, cosigned, tiles.size, entry_bytes, earlier)


def _check_grown(tiles: VerifiedTiles, opened: SignedCheckpoint, policy: Policy, since: bytes) -> int:
    """Check that the tree begins with the one of an earlier checkpoint; give its size."""
    earlier = Policy(logs=policy.logs).open(since)[0].checkpoint
    head = opened.checkpoint
    if earlier.origin != head.origin:
        raise NotProven(
            f"The earlier checkpoint is of {earlier.origin!r}, not of {head.origin!r}.", "Give the right one."
        )
    if earlier.size > head.size:
        raise TreeWentBack(
            f"The log shows {head.size} entries; an earlier checkpoint that it signed has {earlier.size}.", _EVIDENCE
        )
    if tiles.root_at(earlier.size) != earlier.root:
        raise TreeForked(f"The log no longer begins with the {earlier.size} entries that it signed earlier.", _EVIDENCE)
    return earlier.size


def _check_entries(tiles: VerifiedTiles, progress: Progress) -> int:
    length = 0
    for start in range(0, tiles.size, TILE_WIDTH):
        length += sum(map(len, tiles.entries(start // TILE_WIDTH)))
        progress(min(start + TILE_WIDTH, tiles.size), tiles.size)
    return length


_EVIDENCE = "Keep both checkpoints: together they are evidence that the log has rewritten its history."
