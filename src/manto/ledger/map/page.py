"""Pages: how the map is kept. Each holds four levels, is never changed, only followed by a newer one.

A page has sixteen slots. A slot holds a *bucket* of up to four leaves, or a page below. Storage never shows in the root:
a bucket hashes as the subtree that its leaves form.

A million records are a million leaves and as many digests. As objects of their own each would cost a walk through memory
whenever a page is copied, which takes longer than the hashing; so a page holds its digests in one piece and its leaves in
another. The hashes of `hashing` are written out here: a call in Python costs as much as the hash.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from hashlib import sha256
from typing import TypeAlias

from manto.ledger.map.hashing import EMPTY, KEY_BITS, LEAF_PREFIX, NODE_PREFIX, bit, node_digest

BUCKET_LEAVES_MAX = 4
LEVELS = 4
SLOTS = 16
DIGEST_BYTES = 32
KEY_BYTES = 32
VALUE_BYTES_MAX = 255
PAGE_BELOW = 0xFF
_VALUE_AT = KEY_BYTES + 1
_WAY_UP = [sum(1 << (SLOTS + slot >> level) for level in range(LEVELS + 1)) for slot in range(SLOTS)]
"""By slot, a bit for each heap position from the slot to the root."""
_NOT_ABOVE = [
    ~sum(1 << (position >> level) for level in range(1, position.bit_length())) for position in range(2 * SLOTS)
]
"""By heap position, all bits but those of the positions above it."""
_PLACE = [slice(DIGEST_BYTES * position, DIGEST_BYTES * (position + 1)) for position in range(2 * SLOTS)]
_HALVES = [slice(2 * DIGEST_BYTES * position, 2 * DIGEST_BYTES * (position + 1)) for position in range(SLOTS)]
"""By heap position, where in the heap its digest lies, and those of its two halves."""
_ALL_FULL, _SLOTS_ONLY = (1 << 2 * SLOTS) - 2, (1 << 2 * SLOTS) - (1 << SLOTS)

Leaf: TypeAlias = tuple[bytes, bytes]
"""A record as it is written (key, the value's length in one byte, value) and its digest. Leaves sort by their keys."""


def leaf_of(key: bytes, value: bytes) -> Leaf:
    """Make the leaf for a key of 32 bytes and a value of up to 255."""
    digest = sha256(LEAF_PREFIX + key + sha256(value).digest()).digest()
    return key + bytes((len(value),)) + value, digest


def key_of(leaf: Leaf) -> bytes:
    """Give a leaf's key."""
    return leaf[0][:KEY_BYTES]


def value_of(leaf: Leaf) -> bytes:
    """Give a leaf's value."""
    return leaf[0][_VALUE_AT:]


class Page:
    """Four levels of the tree.

    Attributes:
        heap: 32 digests: number 1 is the page's root, n has the halves 2n and 2n + 1, 16 to 31 are the slots.
        kinds: For each slot how many leaves its bucket has, or ff for a page below.
        leaves: The leaves of all buckets as they are written, end to end, in the order of their keys.
        starts: For each slot where in these its bucket begins, and where the last one ends.
        below: For each slot the page below; None where there is none, or where it is in the store alone.
        places: For each slot, in 8 bytes, where the store has the page below.
        full: A bit per heap position below which there is anything.
        lone: A bit per heap position below which there is a single leaf: such a digest moves up unchanged.
        place: Where the store has this page; None while it has not been given it.
        fresh: Slots whose pages below the store may not have been given yet.
    """

    __slots__ = ("below", "fresh", "full", "heap", "kinds", "leaves", "lone", "place", "places", "starts")

    def __init__(
        self,
        heap: bytearray,
        kinds: bytearray,
        leaves: bytes,
        starts: array[int],
        below: list[Page | None],
        places: bytearray,
        full: int,
        lone: int,
    ) -> None:
        self.heap = heap
        self.kinds = kinds
        self.leaves = leaves
        self.starts = starts
        self.below = below
        self.places = places
        self.full = full
        self.lone = lone
        self.place: int | None = None
        self.fresh: list[int] = []

    @property
    def root(self) -> bytes:
        """The digest of all that the page and the pages below it hold."""
        return bytes(self.heap[DIGEST_BYTES : 2 * DIGEST_BYTES])

    def digest(self, position: int) -> bytes:
        """Give the digest at a heap position."""
        return bytes(self.heap[DIGEST_BYTES * position : DIGEST_BYTES * (position + 1)])

    def bucket(self, slot: int) -> list[Leaf]:
        """Give the leaves in a slot, in the order of their keys."""
        at, end = self.starts[slot], self.starts[slot + 1]
        if self.kinds[slot] == 1:
            return [(self.leaves[at:end], bytes(self.heap[_PLACE[SLOTS + slot]]))]
        found = []
        while at < end:
            value_at = at + _VALUE_AT
            value_end = value_at + self.leaves[value_at - 1]
            found.append(leaf_of(self.leaves[at : at + KEY_BYTES], self.leaves[value_at:value_end]))
            at = value_end
        return found

    def copied(self) -> Page:
        """Give a copy that may be changed until it is handed out."""
        return Page(
            self.heap[:],
            self.kinds[:],
            self.leaves,
            self.starts[:],
            self.below[:],
            self.places[:],
            self.full,
            self.lone,
        )

    def put_bucket(self, slot: int, leaves: list[Leaf], digest: bytes) -> None:
        """Put leaves, at least one, into a slot; the levels above wait for `rehash` or `rehash_one`."""
        count = self.kinds[slot] = len(leaves)
        self.heap[_PLACE[SLOTS + slot]] = digest
        if count == 1:
            self._write(slot, leaves[0][0])
            self.lone |= 1 << SLOTS + slot
        else:
            self._write(slot, b"".join([leaf[0] for leaf in leaves]))
            self.lone &= ~(1 << SLOTS + slot)

    def put_page(self, slot: int, below: Page) -> None:
        """Put a new page below into a slot; the levels above wait for `rehash` or `rehash_one`."""
        if self.kinds[slot] != PAGE_BELOW:
            self._write(slot, b"")
            self.kinds[slot] = PAGE_BELOW
        self.below[slot] = below
        self.fresh.append(slot)
        self.heap[_PLACE[SLOTS + slot]] = below.heap[_PLACE[1]]
        self.lone &= ~(1 << SLOTS + slot)

    def _write(self, slot: int, written: bytes) -> None:
        starts = self.starts
        at, end = starts[slot], starts[slot + 1]
        self.leaves = self.leaves[:at] + written + self.leaves[end:]
        longer = len(written) - (end - at)
        if longer:
            for after in range(slot + 1, SLOTS + 1):
                starts[after] += longer

    def rehash_one(self, slot: int) -> None:
        """Hash the levels above one slot, which is not empty."""
        heap, position = self.heap, SLOTS + slot
        self.full |= _WAY_UP[slot]
        while self.lone >> position & 1 and not self.full >> (position ^ 1) & 1 and position > 1:
            above = position >> 1
            self.lone |= 1 << above
            heap[_PLACE[above]] = heap[_PLACE[position]]
            position = above
        self.lone &= _NOT_ABOVE[position]
        while position > 1:
            position >>= 1
            heap[_PLACE[position]] = sha256(NODE_PREFIX + heap[_HALVES[position]]).digest()

    def rehash(self, slots: Collection[int]) -> None:
        """Hash the levels above slots that changed and are not empty, level by level, each position once."""
        heap, full, lone = self.heap, self.full, self.lone
        for slot in slots:
            full |= _WAY_UP[slot]
        level = {SLOTS + slot >> 1 for slot in slots}
        if full == _ALL_FULL:
            self.full, self.lone = full, lone & _SLOTS_ONLY
            while level:
                for position in level:
                    heap[_PLACE[position]] = sha256(NODE_PREFIX + heap[_HALVES[position]]).digest()
                level = {position >> 1 for position in level if position > 1}
            return
        while level:
            for position in level:
                halves = full >> 2 * position & 3
                if halves != 3 and lone >> 2 * position & halves:
                    lone |= 1 << position
                    heap[_PLACE[position]] = heap[_PLACE[2 * position + (halves == 2)]]
                else:
                    lone &= ~(1 << position)
                    heap[_PLACE[position]] = sha256(NODE_PREFIX + heap[_HALVES[position]]).digest()
            level = {position >> 1 for position in level if position > 1}
        self.full, self.lone = full, lone


def blank_page() -> Page:
    """Make a page that holds nothing."""
    starts = array("H", bytes(2 * SLOTS + 2))
    return Page(
        bytearray(2 * SLOTS * DIGEST_BYTES), bytearray(SLOTS), b"", starts, [None] * SLOTS, bytearray(8 * SLOTS), 0, 0
    )


def bucket_digest(leaves: list[Leaf], depth: int) -> bytes:
    """Hash a few leaves, in order of their keys, as the subtree that they form below a depth in bits."""
    if len(leaves) < 2:
        return leaves[0][1] if leaves else EMPTY
    first = leaves[0][0][:KEY_BYTES]
    # The first bit that is not common to all of them: above it, every other half is empty.
    apart = int.from_bytes(first, "big") ^ int.from_bytes(key_of(leaves[-1]), "big")
    level = KEY_BITS - apart.bit_length()
    if len(leaves) == 2:
        left, right = leaves[0][1], leaves[1][1]
    else:
        middle = first_right(leaves, level)
        left, right = bucket_digest(leaves[:middle], level + 1), bucket_digest(leaves[middle:], level + 1)
    digest = sha256(NODE_PREFIX + left + right).digest()
    while level > depth:
        level -= 1
        digest = node_digest(EMPTY, digest) if bit(first, level) else node_digest(digest, EMPTY)
    return digest


def first_right(leaves: list[Leaf], depth: int) -> int:
    """Say where among leaves in order the right half begins."""
    for position, leaf in enumerate(leaves):
        if bit(leaf[0], depth):
            return position
    return len(leaves)


def merged(bucket: list[Leaf], leaves: list[Leaf]) -> list[Leaf]:
    """Put leaves, which are in order, into a bucket: each key once, in order, the newer value winning."""
    if len(bucket) == len(leaves) == 1:
        held, new = bucket[0][0][:KEY_BYTES], leaves[0][0][:KEY_BYTES]
        return leaves if held == new else bucket + leaves if held < new else leaves + bucket
    by_key = {key_of(leaf): leaf for leaf in bucket}
    by_key.update((key_of(leaf), leaf) for leaf in leaves)
    return sorted(by_key.values()) if len(by_key) > 1 else list(by_key.values())
