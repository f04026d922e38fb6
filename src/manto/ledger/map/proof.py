"""Proofs from the map: that a record stands so as of a root, or that there is no such record.

What `checks` promises, by number; `web/verify/src/map.ts` carries the same numbers:

1. There are at most 256 siblings, one for each level from the root down.
2. Currency: the end of the path is the leaf of this key and this value.
3. Absence: the end of the path is empty, or it is the leaf of another key that shares the path's bits.
4. Hashed upwards with the siblings, left or right by the key's bits, the end gives the root.
"""

from __future__ import annotations

from dataclasses import dataclass

from manto.kernel.errors import BadInput
from manto.ledger.map.hashing import EMPTY, KEY_BITS, bit, leaf_digest, node_digest, value_digest


@dataclass(frozen=True)
class MapProof:
    """The way from a map's root to a key.

    Attributes:
        siblings: The digest beside the path at each level, from the root down.
        other: For absence only: the key and the value digest of the leaf that stands in the key's place.
    """

    siblings: tuple[bytes, ...]
    other: tuple[bytes, bytes] | None = None

    def checks(self, root: bytes, key: bytes, value: bytes | None) -> bool:
        """Say whether the proof shows that the map with this root holds this value for the key; None: holds nothing.

        >>> MapProof(()).checks(EMPTY, bytes(32), None)
        True
        """
        return self.leads_to(key, value) == root

    def leads_to(self, key: bytes, value: bytes | None) -> bytes | None:
        """Say of which map the proof shows that it holds this value for the key: its root; None when it shows nothing."""
        depth = len(self.siblings)
        if depth > KEY_BITS:  # (1)
            return None
        if value is not None:  # (2)
            if self.other is not None:
                return None
            digest = leaf_digest(key, value_digest(value))
        elif self.other is None:  # (3)
            digest = EMPTY
        else:
            if self.other[0] == key or not _share_bits(self.other[0], key, depth):
                return None
            digest = leaf_digest(*self.other)
        for level in range(depth - 1, -1, -1):  # (4)
            sibling = self.siblings[level]
            digest = node_digest(sibling, digest) if bit(key, level) else node_digest(digest, sibling)
        return digest

    def packed(self) -> list[object]:
        """Give the proof as CBOR values: depth, a bit per level that is not empty, their digests, the other leaf."""
        flags = 0
        for level, sibling in enumerate(self.siblings):
            if sibling != EMPTY:
                flags |= 1 << level
        digests = b"".join(sibling for sibling in self.siblings if sibling != EMPTY)
        head: list[object] = [len(self.siblings), flags.to_bytes((len(self.siblings) + 7) // 8, "little"), digests]
        return head if self.other is None else [*head, list(self.other)]


def unpacked(values: object) -> MapProof:
    """Read a proof from CBOR values.

    Raises:
        BadInput: They are not what `MapProof.packed` gives.
    """
    try:
        return _unpacked(values)
    except (TypeError, ValueError) as malformed:
        raise BadInput("The map proof is malformed.", "Ask for the proof again.") from malformed


def _unpacked(values: object) -> MapProof:
    if not isinstance(values, list) or len(values) not in (3, 4):
        raise ValueError("three or four parts")
    depth, flag_bytes, digests = values[:3]
    if not isinstance(flag_bytes, bytes) or not isinstance(digests, bytes):
        raise TypeError("byte strings")  # an empty list would pass for one
    if not isinstance(depth, int) or not 0 <= depth <= KEY_BITS or len(flag_bytes) != (depth + 7) // 8:
        raise ValueError("depth")
    flags = int.from_bytes(flag_bytes, "little")
    if flags >> depth or len(digests) != 32 * flags.bit_count():
        raise ValueError("siblings")
    siblings, taken = list[bytes](), 0
    for level in range(depth):
        if flags >> level & 1:
            siblings.append(bytes(digests[taken : taken + 32]))
            taken += 32
        else:
            siblings.append(EMPTY)
    other = None
    if len(values) == 4:
        key, digest = values[3]
        if not isinstance(key, bytes) or not isinstance(digest, bytes) or len(key) != 32 or len(digest) != 32:
            raise ValueError("other leaf")
        other = (key, digest)
    return MapProof(tuple(siblings), other)


def _share_bits(one: bytes, two: bytes, depth: int) -> bool:
    shift = KEY_BITS - depth
    return int.from_bytes(one, "big") >> shift == int.from_bytes(two, "big") >> shift
