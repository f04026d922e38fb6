"""The map itself: a value that is never changed, only followed by the map of the next block.

A map is named by its version (the height of the block that made it) and its root. Older versions stay readable as
long as the store keeps their pages, so what was current at any block stays provable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from manto.kernel.errors import Conflict
from manto.ledger.map.hashing import EMPTY, bit, value_digest
from manto.ledger.map.page import (
    BUCKET_LEAVES_MAX,
    LEVELS,
    PAGE_BELOW,
    SLOTS,
    Leaf,
    Page,
    blank_page,
    bucket_digest,
    first_right,
    key_of,
    leaf_of,
    merged,
    value_of,
)
from manto.ledger.map.page_bytes import MapDamaged
from manto.ledger.map.proof import MapProof
from manto.ledger.map.stores import PageReader


class Successor(NamedTuple):
    """The map after a block, and its topmost page: what the store must be given before the next one, None for nothing."""

    map: SparseMap
    pages: Page | None


@dataclass(frozen=True)
class SparseMap:
    """The records as of one block.

    Attributes:
        pages: Where the pages of this and of older versions are read.
        version: The height of the block after which the map looked so; 0 before the first.
        root: What the block's header commits to.
        top: The topmost page, when it is known already.
    """

    pages: PageReader
    version: int = 0
    root: bytes = EMPTY
    top: Page | None = None

    def get(self, key: bytes) -> bytes | None:
        """Give the value of a key, or None when the map does not hold it.

        Raises:
            MapDamaged: A page on the way is missing or is not what the page above it says.
        """
        bucket, _ = self._bucket_of(key)
        return next((value_of(leaf) for leaf in bucket if key_of(leaf) == key), None)

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
                if page.lone >> position & 1 or not page.full >> position & 1:
                    break
                position = 2 * position + bit(key, LEVELS * depth + level)
                siblings.append(page.digest(position ^ 1))
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
            return Successor(SparseMap(self.pages, version, self.root, self.top), None)
        leaves = [leaf_of(key, value) for key, value in sorted(values.items())]
        top = self._with_leaves(self._top() or blank_page(), 0, leaves)
        return Successor(SparseMap(self.pages, version, top.root, top), top)

    def settled(self) -> SparseMap:
        """Give the same map once its store holds its pages."""
        return self

    def _with_leaves(self, page: Page, depth: int, leaves: list[Leaf]) -> Page:
        """Give a page, at a depth in hexadecimal digits, with leaves put in below it, which are in order."""
        page = page.copied()
        if len(leaves) == 1:
            slot = _slot(leaves[0], depth)
            self._put(page, depth, slot, leaves)
            page.rehash_one(slot)
            return page
        slots = []
        for slot, group in groupby(leaves, _slot_at[depth & 1](depth >> 1)):
            self._put(page, depth, slot, list(group))
            slots.append(slot)
        page.rehash(slots)
        return page

    def _put(self, page: Page, depth: int, slot: int, leaves: list[Leaf]) -> None:
        """Put leaves into one slot of a page; the levels above wait."""
        kind = page.kinds[slot]
        if kind == PAGE_BELOW:
            below = page.below[slot] or self._page_below(page, slot, key_of(leaves[0]), depth)
            page.put_page(slot, self._with_leaves(below, depth + 1, leaves))
            return
        bucket = merged(page.bucket(slot), leaves) if kind else leaves
        if len(bucket) == 1:
            page.put_bucket(slot, bucket, bucket[0][1])
        elif len(bucket) <= BUCKET_LEAVES_MAX:
            page.put_bucket(slot, bucket, bucket_digest(bucket, LEVELS * depth + LEVELS))
        else:
            page.put_page(slot, self._with_leaves(blank_page(), depth + 1, bucket))

    def _bucket_of(self, key: bytes) -> tuple[list[Leaf], list[Page]]:
        """Walk down to the bucket in which a key lies or would lie; the pages passed, root first."""
        page, way = self._top(), list[Page]()
        while page is not None:
            depth = len(way)
            way.append(page)
            slot = key[depth >> 1] & 15 if depth & 1 else key[depth >> 1] >> 4
            if page.kinds[slot] != PAGE_BELOW:
                return page.bucket(slot), way
            page = page.below[slot] or self._page_below(page, slot, key, depth)
        return [], way

    def _top(self) -> Page | None:
        if self.top is not None or self.root == EMPTY:
            return self.top
        page = self.pages.top(self.version)
        if page is None:
            raise MapDamaged("", "the page is missing")
        if page.root != self.root:
            raise MapDamaged("", "the page is not the one that the block's header names")
        return page

    def _page_below(self, page: Page, slot: int, key: bytes, depth: int) -> Page:
        """Read the page below a slot, and remember it there."""
        prefix = key.hex()[: depth + 1]
        below = self.pages.page(int.from_bytes(page.places[8 * slot : 8 * slot + 8], "big"), prefix)
        if below is None:
            raise MapDamaged(prefix, "the page is missing")
        if below.root != page.digest(SLOTS + slot):
            raise MapDamaged(prefix, "the page is not the one that the page above it names")
        page.below[slot] = below
        return below


def _slot(leaf: Leaf, depth: int) -> int:
    byte = leaf[0][depth >> 1]
    return byte & 15 if depth & 1 else byte >> 4


def _high_digit(place: int) -> Callable[[Leaf], int]:
    return lambda leaf: leaf[0][place] >> 4


def _low_digit(place: int) -> Callable[[Leaf], int]:
    return lambda leaf: leaf[0][place] & 15


_slot_at = (_high_digit, _low_digit)


def _lone_leaf(page: Page, position: int) -> Leaf | None:
    """Find the only leaf below a position, if there is one."""
    first = position
    while first < SLOTS:
        first *= 2
    span = first // position
    for slot in range(first - SLOTS, first - SLOTS + span):
        if page.kinds[slot] == 1:
            return page.bucket(slot)[0]
    return None


def _other(leaf: Leaf | None, key: bytes) -> tuple[bytes, bytes] | None:
    """Show the leaf that stands where the key would: its key and the digest of its value."""
    return None if leaf is None or key_of(leaf) == key else (key_of(leaf), value_digest(value_of(leaf)))
