"""The bytes of a page on disk, and why they need not be trusted.

A page is sixteen slots, one after the other:

    ff, then the 32 bytes of the digest of the page below
    n from 0 to 4, then n times: the key's 32 bytes, the value's length in one byte, the value

No inner hash is written: reading hashes the page again, and the page above says what must come out. Someone who can
change the store can make a read fail; nobody can make it answer wrongly.
"""

from __future__ import annotations

from manto.kernel.errors import MantoError
from manto.ledger.map.page import BUCKET_LEAVES_MAX, LEVELS, SLOTS, Leaf, Page, blank_page, bucket_digest, leaf_of

_PAGE_BELOW = 0xFF
VALUE_BYTES_MAX = 255


class MapDamaged(MantoError):
    """A page of the map is missing, or is not what the page above it says."""

    def __init__(self, prefix: str, why: str) -> None:
        super().__init__(
            f"The stored map is damaged at prefix '{prefix or 'the root'}': {why}.",
            "Nothing was answered from it. Remove state.db, never statements.db, and open the ledger again.",
        )


def encode_page(page: Page) -> bytes:
    """Write a page; only the slots that changed since it was last written are put together anew."""
    written = page.written
    for slot, content in enumerate(written):
        if content is None:
            written[slot] = _slot(page, slot)
    return b"".join(written)  # type: ignore[arg-type]  # every None was just replaced


def _slot(page: Page, slot: int) -> bytes:
    bucket = page.buckets[slot]
    if bucket is None:
        return b"\xff" + page.heap[SLOTS + slot]
    parts = [bytes((len(bucket),))]
    for leaf in bucket:
        parts += (leaf.key, bytes((len(leaf.value),)), leaf.value)
    return b"".join(parts)


def decode_page(stored: bytes, prefix: str) -> Page:
    """Read a page and hash it again.

    Args:
        prefix: The hexadecimal digits that every key below the page starts with.

    Raises:
        MapDamaged: The bytes are no page, or a key lies where it cannot.
    """
    page, place = blank_page(), 0
    try:
        for slot in range(SLOTS):
            count = stored[place]
            place += 1
            if count == _PAGE_BELOW:
                page.place(slot, None, stored[place : place + 32])
                place += 32
            elif count:
                leaves, place = _leaves(stored, place, count, prefix, f"{prefix}{slot:x}")
                page.place(slot, leaves, bucket_digest(leaves, LEVELS * (len(prefix) + 1)))
    except IndexError:
        place = -1
    if place != len(stored):
        raise MapDamaged(prefix, "these bytes are not a page")
    page.rehash(range(SLOTS))
    return page


def _leaves(stored: bytes, place: int, count: int, prefix: str, path: str) -> tuple[tuple[Leaf, ...], int]:
    leaves, previous = list[Leaf](), b""
    for _ in range(count):
        key, length = stored[place : place + 32], stored[place + 32]
        place += 33
        if count > BUCKET_LEAVES_MAX or not key.hex().startswith(path) or key <= previous:
            raise MapDamaged(prefix, "a key lies where it cannot")
        leaves.append(leaf_of(key, stored[place : place + length]))
        place, previous = place + length, key
    return tuple(leaves), place
