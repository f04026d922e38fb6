"""Pages: how the map is kept. Each holds four levels, is never changed, only followed by a newer one.

A page has sixteen slots. A slot holds a *bucket* of up to four leaves, or nothing but the digest of the page below it.
Storage never shows in the root: a bucket hashes as the subtree that its leaves form. The hashes of `hashing` are
written out where they are taken a million times: a call in Python costs as much as the hash.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import NamedTuple

from manto.ledger.map.hashing import EMPTY, KEY_BITS, LEAF_PREFIX, NODE_PREFIX, bit, node_digest

BUCKET_LEAVES_MAX = 4
LEVELS = 4
SLOTS = 16


class Leaf(NamedTuple):
    """One record in the map: its key, its value, and the digest of both."""

    key: bytes
    value: bytes
    digest: bytes


Bucket = tuple[Leaf, ...]


def leaf_of(key: bytes, value: bytes) -> Leaf:
    """Make the leaf for a key and a value."""
    return Leaf(key, value, sha256(LEAF_PREFIX + key + sha256(value).digest()).digest())


class Page:
    """Four levels of the tree.

    Attributes:
        heap: Digests by position: 1 is the page's root, n has the halves 2n and 2n + 1, 16 to 31 are the slots.
        buckets: What each slot holds; None where a page lies below.
        lone: A bit per heap position whose subtree is a single leaf: such a digest moves up unchanged.
        written: The bytes of each slot as they go to disk; None until somebody asks.
    """

    __slots__ = ("buckets", "heap", "lone", "written")

    def __init__(self, heap: list[bytes], buckets: list[Bucket | None], lone: int, written: list[bytes | None]) -> None:
        self.heap = heap
        self.buckets = buckets
        self.lone = lone
        self.written = written

    @property
    def root(self) -> bytes:
        """The digest of all that the page and the pages below it hold."""
        return self.heap[1]

    def copied(self) -> Page:
        """Give a copy that may be changed until it is handed out."""
        return Page(self.heap.copy(), self.buckets.copy(), self.lone, self.written.copy())

    def place(self, slot: int, bucket: Bucket | None, digest: bytes) -> None:
        """Put a bucket, or the digest of the page below, into a slot; the levels above wait for `rehash`."""
        position = SLOTS + slot
        self.buckets[slot] = bucket
        self.heap[position] = digest
        self.written[slot] = None
        if bucket is not None and len(bucket) == 1:
            self.lone |= 1 << position
        else:
            self.lone &= ~(1 << position)

    def rehash(self, slots: Collection[int]) -> None:
        """Hash the levels above the slots that changed, level by level, each position once."""
        heap, lone = self.heap, self.lone
        level: Collection[int] = {(SLOTS + slot) >> 1 for slot in slots}
        while level:
            for position in level:
                left, right = heap[2 * position], heap[2 * position + 1]
                if left is not EMPTY and right is not EMPTY:
                    heap[position] = sha256(NODE_PREFIX + left + right).digest()
                    lone &= ~(1 << position)
                elif left is EMPTY and right is EMPTY:
                    heap[position] = EMPTY
                    lone &= ~(1 << position)
                elif lone >> (2 * position) & 3:
                    heap[position] = right if left is EMPTY else left
                    lone |= 1 << position
                else:
                    heap[position] = sha256(NODE_PREFIX + left + right).digest()
                    lone &= ~(1 << position)
            if len(level) == 1:
                level = (position >> 1,) if position > 1 else ()
            else:
                level = {position >> 1 for position in level if position > 1}
        self.lone = lone


def blank_page() -> Page:
    """Make a page that holds nothing."""
    return Page([EMPTY] * (2 * SLOTS), [()] * SLOTS, 0, [None] * SLOTS)


def bucket_digest(bucket: Bucket, depth: int) -> bytes:
    """Hash a few leaves, in order of their keys, as the subtree that they form below a depth in bits."""
    if len(bucket) < 2:
        return bucket[0].digest if bucket else EMPTY
    first = bucket[0].key
    # The first bit that is not common to all of them: above it, every other half is empty.
    level = KEY_BITS - (int.from_bytes(first, "big") ^ int.from_bytes(bucket[-1].key, "big")).bit_length()
    if len(bucket) == 2:
        left, right = bucket[0].digest, bucket[1].digest
    else:
        middle = first_right(bucket, level)
        left, right = bucket_digest(bucket[:middle], level + 1), bucket_digest(bucket[middle:], level + 1)
    digest = sha256(NODE_PREFIX + left + right).digest()
    while level > depth:
        level -= 1
        digest = node_digest(EMPTY, digest) if bit(first, level) else node_digest(digest, EMPTY)
    return digest


def first_right(bucket: Bucket, depth: int) -> int:
    """Say where in a sorted bucket the leaves of the right half begin."""
    for position, leaf in enumerate(bucket):
        if bit(leaf.key, depth):
            return position
    return len(bucket)


def merged(bucket: Bucket, leaves: list[Leaf]) -> Bucket:
    """Put new leaves into a bucket: each key once, in order, the newer value winning."""
    if len(leaves) == 1:
        [leaf] = leaves
        for position, held in enumerate(bucket):
            if held.key == leaf.key:
                return (*bucket[:position], leaf, *bucket[position + 1 :])
            if held.key > leaf.key:
                return (*bucket[:position], leaf, *bucket[position:])
        return (*bucket, leaf)
    by_key = {leaf.key: leaf for leaf in bucket}
    by_key.update((leaf.key, leaf) for leaf in leaves)
    return tuple(sorted(by_key.values()))
