"""How the map hashes: what the root binds, in the one form that every verifier repeats.

    key    = SHA-256(record identifier, UTF-8)
    leaf   = SHA-256(00 ‖ key ‖ SHA-256(value))
    node   = SHA-256(01 ‖ left ‖ right)
    empty  = 32 zero bytes

The subtree of a prefix is *empty* when no key starts with it, the *leaf* itself when one does, and a *node* over its
two halves when several do. So the shape, and with it the root, depends on what the map holds and on nothing else.
A neighbour in a proof shows its key and the hash of its value, never the value.
"""

from __future__ import annotations

from hashlib import sha256

EMPTY = bytes(32)
KEY_BITS = 256
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"


def record_key(record: str) -> bytes:
    """Place a record in the map: the SHA-256 of its identifier."""
    return sha256(record.encode()).digest()


def value_digest(value: bytes) -> bytes:
    """Hide a value behind its hash."""
    return sha256(value).digest()


def leaf_digest(key: bytes, digest: bytes) -> bytes:
    """Bind a key to the digest of its value."""
    return sha256(LEAF_PREFIX + key + digest).digest()


def node_digest(left: bytes, right: bytes) -> bytes:
    """Bind two halves."""
    return sha256(NODE_PREFIX + left + right).digest()


def bit(key: bytes, depth: int) -> int:
    """Give the bit of a key that chooses between left (0) and right (1) at a depth; the first is the highest.

    >>> bit(b"\\x40", 0), bit(b"\\x40", 1)
    (0, 1)
    """
    return key[depth >> 3] >> (7 - (depth & 7)) & 1
