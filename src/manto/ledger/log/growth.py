"""How the tiles grow: which files a log must write when entries are added.

Pure: from the right edge of a tree and new entries to the new edge and the files. The same edge and the same
entries always give the same bytes, so that doing it again after a crash does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from manto.ledger.log.bundles import write_bundle
from manto.ledger.log.merkle import HASH_BYTES, complete_subtrees, fold, leaf_hash
from manto.ledger.log.tile_paths import TILE_WIDTH, entries_path, hash_tile_path

TILE_BYTES = TILE_WIDTH * HASH_BYTES


@dataclass(frozen=True)
class Edge:
    """The right edge of a tree: all that is needed to go on from it.

    Attributes:
        size: How many entries the tree has.
        tiles: The partial tile of each level, leaves first; empty bytes where the level has none.
        bundle: The partial entry bundle; empty when the last bundle is full.
    """

    size: int = 0
    tiles: tuple[bytes, ...] = ()
    bundle: bytes = b""

    @property
    def root(self) -> bytes:
        """The root hash of the whole tree."""
        return fold([part for tile in reversed(self.tiles) for part in _subtrees_of(tile)])


@dataclass(frozen=True)
class Growth:
    """What adding entries comes to.

    Attributes:
        edge: The edge of the new tree.
        files: Path and content of each file to write, none of which may ever change once a checkpoint names it.
    """

    edge: Edge
    files: dict[str, bytes]


def edge_widths(size: int) -> list[int]:
    """Say how wide the partial tile of each level is in a tree of this size, leaves first.

    >>> edge_widths(70_000)
    [112, 17, 1]
    """
    widths = []
    while size:
        widths.append(size % TILE_WIDTH)
        size //= TILE_WIDTH
    return widths


def subtree_root(hashes: bytes) -> bytes:
    """Hash 1, 2, 4 ... 256 hashes standing side by side into the one above them all."""
    while len(hashes) > HASH_BYTES:
        pair = 2 * HASH_BYTES
        hashes = b"".join([sha256(b"\x01" + hashes[i : i + pair]).digest() for i in range(0, len(hashes), pair)])
    return hashes


def grow(edge: Edge, entries: Sequence[bytes]) -> Growth:
    """Add entries to a tree.

    Raises:
        EntryTooLarge: One is longer than 65,535 bytes.
    """
    if not entries:
        return Growth(edge, {})
    files: dict[str, bytes] = {}
    bundle = _add_bundles(edge, entries, files)
    tiles = _add_hashes(edge, entries, files)
    return Growth(Edge(edge.size + len(entries), tiles, bundle), files)


def _add_bundles(edge: Edge, entries: Sequence[bytes], files: dict[str, bytes]) -> bytes:
    """Write the bundles; give back the partial one."""
    index, width = divmod(edge.size, TILE_WIDTH)
    bundle, taken = edge.bundle, 0
    while taken < len(entries):
        added = entries[taken : taken + TILE_WIDTH - width]
        bundle, taken, width = bundle + write_bundle(added), taken + len(added), width + len(added)
        files[entries_path(index, width)] = bundle
        if width == TILE_WIDTH:
            index, width, bundle = index + 1, 0, b""
    return bundle


def _add_hashes(edge: Edge, entries: Sequence[bytes], files: dict[str, bytes]) -> tuple[bytes, ...]:
    """Write the hash tiles level by level; give back the partial ones."""
    tiles: list[bytes] = []
    rising = b"".join([leaf_hash(entry) for entry in entries])
    level, start = 0, edge.size
    while rising or level < len(edge.tiles):
        hashes = (edge.tiles[level] if level < len(edge.tiles) else b"") + rising
        index, above = start // TILE_WIDTH, []
        for at in range(0, len(hashes), TILE_BYTES):
            tile = hashes[at : at + TILE_BYTES]
            if len(tile) == TILE_BYTES:
                above.append(subtree_root(tile))
            if rising:
                files[hash_tile_path(level, index + at // TILE_BYTES, len(tile) // HASH_BYTES)] = tile
        tiles.append(hashes[len(hashes) // TILE_BYTES * TILE_BYTES :])
        rising, level, start = b"".join(above), level + 1, start // TILE_WIDTH
    return tuple(tiles)


def _subtrees_of(tile: bytes) -> list[bytes]:
    """Cut a tile into complete subtrees, left to right, each as its root."""
    width = len(tile) // HASH_BYTES
    return [
        subtree_root(tile[index * HASH_BYTES << height : (index + 1) * HASH_BYTES << height])
        for height, index in complete_subtrees(0, width)
    ]
