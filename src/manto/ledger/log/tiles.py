"""Reading a log's tiles: from a folder or a server that is not trusted, each checked before it is used.

(1) The partial tiles at the right edge of the tree, together, must hash to the checkpoint's root.
(2) A full tile must hash to what the tile above it says of it, which was itself checked by (1) or (2).
(3) A bundle's entries must hash to their leaves in a tile checked by (1) or (2).

So every byte given out is bound to the checkpoint, whoever served it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Protocol

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log import merkle
from manto.ledger.log.bundles import parse_bundle, write_bundle
from manto.ledger.log.checkpoints import Checkpoint
from manto.ledger.log.errors import MalformedTile, NotProven
from manto.ledger.log.growth import TILE_BYTES, Edge, edge_widths, subtree_root
from manto.ledger.log.merkle import HASH_BYTES
from manto.ledger.log.tile_paths import TILE_HEIGHT, TILE_WIDTH, entries_path, hash_tile_path

TILES_KEPT_MAX = 1024


class Source(Protocol):
    """Whoever holds a log's files. Not trusted: it could show anything."""

    def read(self, path: str) -> bytes:
        """Give a file.

        Raises:
            NotFound: There is none at this path.
            SourceUnreachable: It could not be read just now.
        """
        ...


class VerifiedTiles:
    """The tree that a checkpoint signs, read from a source that nobody need trust.

    Args:
        source: Where the files are.
        checkpoint: What they must hash to; its signature was checked by the caller.

    Raises:
        NotFound: A tile of the right edge is missing.
        NotProven: The right edge does not hash to the checkpoint's root.
    """

    def __init__(self, source: Source, checkpoint: Checkpoint) -> None:
        self.source = source
        self.size = checkpoint.size
        self._lock = threading.RLock()
        self._kept: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._edge = tuple(self._read_edge_tile(level, width) for level, width in enumerate(edge_widths(self.size)))
        if Edge(self.size, self._edge).root != checkpoint.root:  # (1)
            raise NotProven(
                f"The tiles at the right edge do not hash to the root of the checkpoint of {self.size} entries.",
                _DAMAGED,
            )

    def edge(self) -> Edge:
        """Give the right edge, from which the tree can grow on."""
        index, width = divmod(self.size, TILE_WIDTH)
        return Edge(self.size, self._edge, write_bundle(self.entries(index)) if width else b"")

    def tile(self, level: int, index: int) -> bytes:
        """Give the checked hashes of a tile, full or as wide as the tree makes it; from any thread."""
        with self._lock:
            return self._tile(level, index)

    def _tile(self, level: int, index: int) -> bytes:
        if index == self.size >> TILE_HEIGHT * (level + 1):
            return self._edge[level]
        if (kept := self._kept.get((level, index))) is not None:
            self._kept.move_to_end((level, index))
            return kept
        path = hash_tile_path(level, index)
        data = self.source.read(path)
        if len(data) != TILE_BYTES:
            raise MalformedTile(f"The tile {path} is {len(data)} bytes, not {TILE_BYTES}.", _DAMAGED)
        above = self._tile(level + 1, index // TILE_WIDTH)
        at = index % TILE_WIDTH * HASH_BYTES
        if subtree_root(data) != above[at : at + HASH_BYTES]:  # (2)
            raise NotProven(f"The tile {path} does not hash to what the tile above it says.", _DAMAGED)
        self._kept[level, index] = data
        if len(self._kept) > TILES_KEPT_MAX:
            self._kept.popitem(last=False)
        return data

    def subtree(self, height: int, index: int) -> bytes:
        """Give the hash of a complete subtree, as proofs need it."""
        level, rise = divmod(height, TILE_HEIGHT)
        first = index << rise
        at = first % TILE_WIDTH * HASH_BYTES
        hashes = self.tile(level, first // TILE_WIDTH)[at : at + (HASH_BYTES << rise)]
        return subtree_root(hashes)

    def entries(self, index: int) -> list[bytes]:
        """Give the checked entries of a bundle."""
        width = min(TILE_WIDTH, self.size - index * TILE_WIDTH)
        entries = parse_bundle(self._read(entries_path, index, width), width)
        leaves = b"".join([merkle.leaf_hash(entry) for entry in entries])
        if leaves != self.tile(0, index):  # (3)
            raise NotProven(f"The bundle {entries_path(index, width)} holds other entries than the tree.", _DAMAGED)
        return entries

    def entry(self, index: int) -> bytes:
        """Give one checked entry.

        Raises:
            BadInput: The tree has no such entry.
        """
        if not 0 <= index < self.size:
            raise BadInput(f"There is no entry {index} in a tree of {self.size}.", "Ask for one below its size.")
        return self.entries(index // TILE_WIDTH)[index % TILE_WIDTH]

    def entries_between(self, start: int, end: int) -> Iterator[bytes]:
        """Give the checked entries from one place up to another, each bundle read once.

        Raises:
            BadInput: The tree does not have them all.
        """
        if not 0 <= start <= end <= self.size:
            raise BadInput(f"There are no entries {start} to {end} in a tree of {self.size}.", "Ask for fewer.")
        for index in range(start // TILE_WIDTH, -(-end // TILE_WIDTH)):
            first = index * TILE_WIDTH
            yield from self.entries(index)[max(0, start - first) : end - first]

    def root_at(self, size: int) -> bytes:
        """Give the root that the tree had at an earlier size."""
        return merkle.range_hash((0, size), self.subtree)

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Prove that an entry is in the tree, or in the tree it was at an earlier size."""
        return merkle.inclusion_proof(index, self._at_most(size), self.subtree)

    def consistency_proof(self, old: int, size: int | None = None) -> list[bytes]:
        """Prove that the tree begins with the tree it was at an earlier size."""
        return merkle.consistency_proof(old, self._at_most(size), self.subtree)

    def _at_most(self, size: int | None) -> int:
        if size is not None and size > self.size:
            raise BadInput(f"The tree has {self.size} entries, not {size}.", "Fetch a newer checkpoint first.")
        return self.size if size is None else size

    def _read_edge_tile(self, level: int, width: int) -> bytes:
        if not width:
            return b""
        tile = self._read(
            lambda index, of: hash_tile_path(level, index, of), self.size >> TILE_HEIGHT * (level + 1), width
        )
        if len(tile) != width * HASH_BYTES:
            raise MalformedTile(f"A tile of level {level} is {len(tile)} bytes, not {width * HASH_BYTES}.", _DAMAGED)
        return tile

    def _read(self, path: _PathOf, index: int, width: int) -> bytes:
        """Read a file that may be partial; a log may have dropped it when the full one was there."""
        try:
            return self.source.read(path(index, width))
        except NotFound:
            if width == TILE_WIDTH:
                raise
            full = self.source.read(path(index, TILE_WIDTH))
        if path is entries_path:
            return _first_entries(full, width)
        return full[: width * HASH_BYTES]


class _PathOf(Protocol):
    def __call__(self, index: int, width: int, /) -> str: ...


def _first_entries(bundle: bytes, count: int) -> bytes:
    at = 0
    for _ in range(count):
        at += 2 + int.from_bytes(bundle[at : at + 2], "big")
    return bundle[:at]


_DAMAGED = "The log's files are damaged or were altered: fetch them from a mirror, and tell the log's operator."
