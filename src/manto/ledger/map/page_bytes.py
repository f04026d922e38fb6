"""The bytes of a page on disk, and why they need not be trusted.

    16 bytes       what each slot holds: n from 0 to 4 leaves, or ff for a page below
    32 bytes each  the digests of the pages below
    8 bytes each   where the store has them
    the leaves     each the key's 32 bytes, the value's length in one byte, the value

No inner hash is written: reading hashes the page again, and the page above says what must come out. Someone who can
change the store can make a read fail; nobody can make it answer wrongly.
"""

from __future__ import annotations

from manto.kernel.errors import MantoError
from manto.ledger.map.page import (
    BUCKET_LEAVES_MAX,
    DIGEST_BYTES,
    KEY_BYTES,
    LEVELS,
    PAGE_BELOW,
    SLOTS,
    VALUE_BYTES_MAX,
    Leaf,
    Page,
    blank_page,
    bucket_digest,
    leaf_of,
)

_PLACE_BYTES = 8
_ALL_BELOW = bytes((PAGE_BELOW,)) * SLOTS
PAGE_BYTES_MAX = SLOTS * (1 + BUCKET_LEAVES_MAX * (KEY_BYTES + 1 + VALUE_BYTES_MAX))


class MapDamaged(MantoError):
    """A page of the map is missing, or is not what the page above it says."""

    def __init__(self, prefix: str, why: str) -> None:
        super().__init__(
            f"The stored map is damaged at prefix '{prefix or 'the root'}': {why}.",
            "Nothing was answered from it. Remove state.db, never statements.db, and open the ledger again.",
        )


class MapOutdated(MapDamaged):
    """The map is kept in a form that this version of Manto does not read."""

    def __init__(self) -> None:
        MantoError.__init__(
            self,
            "The stored map was written by an older version of Manto, in a form that this one does not read.",
            "Remove state.db, never statements.db, and open the ledger again: the map is built anew from the statements.",
        )


def encode_page(page: Page) -> bytes:
    """Write a page whose pages below have their places."""
    kinds, heap, places = page.kinds, page.heap, page.places
    if PAGE_BELOW not in kinds:
        return bytes(kinds) + page.leaves
    if kinds == _ALL_BELOW:
        return bytes(kinds) + heap[SLOTS * DIGEST_BYTES :] + places
    below = [slot for slot, kind in enumerate(kinds) if kind == PAGE_BELOW]
    parts: list[bytes | bytearray] = [kinds]
    parts += [heap[DIGEST_BYTES * (SLOTS + slot) : DIGEST_BYTES * (SLOTS + slot + 1)] for slot in below]
    parts += [places[_PLACE_BYTES * slot : _PLACE_BYTES * (slot + 1)] for slot in below]
    return b"".join([*parts, page.leaves])


def decode_page(stored: bytes, prefix: str) -> Page:
    """Read a page and hash it again.

    Args:
        prefix: The hexadecimal digits that every key below the page starts with.

    Raises:
        MapDamaged: The bytes are no page, or a key lies where it cannot.
    """
    kinds, page = stored[:SLOTS], blank_page()
    below = [slot for slot, kind in enumerate(kinds) if kind == PAGE_BELOW]
    places_at = SLOTS + DIGEST_BYTES * len(below)
    at = places_at + _PLACE_BYTES * len(below)
    if len(kinds) < SLOTS or at > len(stored) or any(BUCKET_LEAVES_MAX < kind < PAGE_BELOW for kind in kinds):
        raise MapDamaged(prefix, "these bytes are not a page")
    for number, slot in enumerate(below):
        digest_at, place_at, position = SLOTS + DIGEST_BYTES * number, places_at + _PLACE_BYTES * number, SLOTS + slot
        page.kinds[slot] = PAGE_BELOW
        page.heap[DIGEST_BYTES * position : DIGEST_BYTES * (position + 1)] = stored[
            digest_at : digest_at + DIGEST_BYTES
        ]
        page.places[_PLACE_BYTES * slot : _PLACE_BYTES * (slot + 1)] = stored[place_at : place_at + _PLACE_BYTES]
    for slot, kind in enumerate(kinds):
        if kind and kind != PAGE_BELOW:
            leaves, at = _leaves(stored, at, kind, prefix, f"{prefix}{slot:x}")
            page.put_bucket(slot, leaves, bucket_digest(leaves, LEVELS * (len(prefix) + 1)))
    if at != len(stored):
        raise MapDamaged(prefix, "these bytes are not a page")
    page.rehash([slot for slot, kind in enumerate(kinds) if kind])
    return page


def _leaves(stored: bytes, at: int, count: int, prefix: str, path: str) -> tuple[list[Leaf], int]:
    leaves, previous = list[Leaf](), b""
    for _ in range(count):
        key, value_at = stored[at : at + KEY_BYTES], at + KEY_BYTES + 1
        if value_at > len(stored):
            raise MapDamaged(prefix, "these bytes are not a page")
        end = value_at + stored[value_at - 1]
        if end > len(stored) or not key.hex().startswith(path) or key <= previous:
            raise MapDamaged(prefix, "a key lies where it cannot")
        leaves.append(leaf_of(key, stored[value_at:end]))
        at, previous = end, key
    return leaves, at
