"""The map itself: a value that is never changed, only followed by the map of the next block.

A map is named by its version (the height of the block that made it) and its root. Older versions stay readable as
long as the store keeps their pages, so what was current at any block stays provable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from manto.kernel.errors import Conflict
from manto.ledger.map.hashing import EMPTY, bit, value_digest
from manto.ledger.map.page import (
    BUCKET_LEAVES_MAX,
    LEVELS,
    SLOTS,
    Bucket,
    Leaf,
    Page,
    blank_page,
    bucket_digest,
    first_right,
    leaf_of,
    merged,
)
from manto.ledger.map.page_bytes import MapDamaged
from manto.ledger.map.proof import MapProof
from manto.ledger.map.stores import PageReader

_DIGITS = "0123456789abcdef"


class Successor(NamedTuple):
    """The map after a block, and the pages that the store must be given before the next one."""

    map: SparseMap
    pages: Mapping[str, Page]


@dataclass(frozen=True)
class SparseMap:
    """The records as of one block.

    Attributes:
        pages: Where the pages of this and of older versions are read.
        version: The height of the block after which the map looked so; 0 before the first.
        root: What the block's header commits to.
        fresh: Pages of this version that the store may not hold yet.
    """

    pages: PageReader
    version: int = 0
    root: bytes = EMPTY
    fresh: Mapping[str, Page] = field(default_factory=dict)

    def get(self, key: bytes) -> bytes | None:
        """Give the value of a key, or None when the map does not hold it.

        Raises:
            MapDamaged: A page on the way is missing or is not what the page above it says.
        """
        bucket, _ = self._bucket_of(key)
        return next((leaf.value for leaf in bucket if leaf.key == key), None)

    def prove(self, key: bytes) -> MapProof:
        """Prove what the map says of a key: its value, or that it holds none.

        Raises:
            MapDamaged: A page on the way is missing or is not what the page above it says.
        """
        siblings: list[bytes] = []
        bucket, way = self._bucket_of(key)
        for depth, page in enumerate(way):
            position = 1
            for level in range(LEVELS):
                if page.lone >> position & 1 or page.heap[position] is EMPTY:
                    break
                position = 2 * position + bit(key, LEVELS * depth + level)
                siblings.append(page.heap[position ^ 1])
            else:
                continue
            lone = _lone_leaf(page, position)
            return MapProof(tuple(siblings), _other(lone, key))
        depth = LEVELS * len(way)
        while len(bucket) > 1:
            middle = first_right(bucket, depth)
            near, far = (bucket[middle:], bucket[:middle]) if bit(key, depth) else (bucket[:middle], bucket[middle:])
            depth += 1
            siblings.append(bucket_digest(far, depth))
            bucket = near
        return MapProof(tuple(siblings), _other(bucket[0] if bucket else None, key))

    def updated(self, values: Mapping[bytes, bytes], version: int) -> Successor:
        """Give the map after a block that sets these values; this map stays as it is.

        Args:
            values: New value, of 1 to 255 bytes, by key, of 32; a key that is set once is never removed.
            version: The block's height, above this map's version.

        Raises:
            Conflict: The version is not above this map's.
            MapDamaged: A page on the way is missing or is not what the page above it says.
        """
        if version <= self.version:
            raise Conflict(f"The map stands at block {self.version} already.", f"Give a block above {self.version}.")
        if not values:
            return Successor(SparseMap(self.pages, version, self.root, self.fresh), {})
        fresh: dict[str, Page] = {}
        leaves = [leaf_of(key, value) for key, value in values.items()]
        root = self._place("", self.root, leaves, fresh)
        return Successor(SparseMap(self.pages, version, root, fresh), fresh)

    def settled(self) -> SparseMap:
        """Give the same map once its store holds its pages."""
        return SparseMap(self.pages, self.version, self.root)

    def _place(self, prefix: str, digest: bytes, leaves: list[Leaf], fresh: dict[str, Page]) -> bytes:
        """Put leaves below a prefix, whose digest is given; give the digest afterwards."""
        depth = len(prefix)
        page = blank_page() if digest is EMPTY else self._page(prefix, digest).copied()
        fresh[prefix] = page
        groups = _by_slot(leaves, depth)
        for slot, group in groups.items():
            bucket = page.buckets[slot]
            if bucket is None:
                below = self._place(prefix + _DIGITS[slot], page.heap[SLOTS + slot], group, fresh)
                page.heap[SLOTS + slot] = below
                page.written[slot] = None
                continue
            bucket = merged(bucket, group)
            if len(bucket) <= BUCKET_LEAVES_MAX:
                page.place(slot, bucket, bucket_digest(bucket, LEVELS * depth + LEVELS))
            else:
                page.place(slot, None, self._place(prefix + _DIGITS[slot], EMPTY, list(bucket), fresh))
        page.rehash(groups)
        return page.heap[1]

    def _bucket_of(self, key: bytes) -> tuple[Bucket, list[Page]]:
        """Walk down to the bucket in which a key lies or would lie; the pages passed, root first."""
        path, prefix, digest, way = key.hex(), "", self.root, list[Page]()
        while digest is not EMPTY and digest != EMPTY:
            page = self._page(prefix, digest)
            way.append(page)
            slot = int(path[len(prefix)], 16)
            bucket = page.buckets[slot]
            if bucket is not None:
                return bucket, way
            digest = page.heap[SLOTS + slot]
            prefix += path[len(prefix)]
        return (), way

    def _page(self, prefix: str, digest: bytes) -> Page:
        page = self.fresh.get(prefix) or self.pages.page(prefix, self.version)
        if page is None:
            raise MapDamaged(prefix, "the page is missing")
        if page.heap[1] != digest:
            raise MapDamaged(prefix, "the page is not the one that the page above it names")
        return page


def _by_slot(leaves: list[Leaf], depth: int) -> dict[int, list[Leaf]]:
    place, shift = depth >> 1, 0 if depth & 1 else 4
    if len(leaves) == 1:
        return {leaves[0].key[place] >> shift & 15: leaves}
    groups: dict[int, list[Leaf]] = {}
    for leaf in leaves:
        slot = leaf.key[place] >> shift & 15
        if slot in groups:
            groups[slot].append(leaf)
        else:
            groups[slot] = [leaf]
    return groups


def _lone_leaf(page: Page, position: int) -> Leaf | None:
    """Find the only leaf below a position, if there is one."""
    first = position
    while first < SLOTS:
        first *= 2
    span = first // position
    for bucket in page.buckets[first - SLOTS : first - SLOTS + span]:
        if bucket:
            return bucket[0]
    return None


def _other(leaf: Leaf | None, key: bytes) -> tuple[bytes, bytes] | None:
    """Show the leaf that stands where the key would: its key and the digest of its value."""
    return None if leaf is None or leaf.key == key else (leaf.key, value_digest(leaf.value))
