"""Entries of the log: hashes and headers, and nothing about anybody.

    statement   [1, hash of the statement's envelope]
    header      [2, height, time_s, statements, previous header's hash, map root]

A block's statements come first, in order, and its header closes it. The header says that the map, after exactly these
statements, has exactly this root.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from manto.ledger.statements.cbor import decode_cbor, encode_cbor
from manto.ledger.statements.errors import MalformedStatement

_BEFORE_THE_HASH = encode_cbor([1, bytes(32)])[:-32]


@dataclass(frozen=True)
class BlockHeader:
    """The last entry of a block.

    Attributes:
        height: 1 for the first block, then one more each time.
        time_s: When the block was made, seconds since 1970, never before the block before: when all in it was recorded.
        statements: How many entries of the block come before this one.
        previous: Hash of the header before; 32 zero bytes in the first.
        map_root: The root of the map after the block.
    """

    height: int
    time_s: int
    statements: int
    previous: bytes
    map_root: bytes

    def to_entry(self) -> bytes:
        """Write the header as an entry of the log."""
        return encode_cbor([2, self.height, self.time_s, self.statements, self.previous, self.map_root])

    @property
    def hash(self) -> bytes:
        """The header's name in the header after it."""
        return sha256(self.to_entry()).digest()


def statement_entry(statement_hash: bytes) -> bytes:
    """Write the entry that stands for a statement, by its hash of 32 bytes.

    >>> statement_entry(bytes(32)) == encode_cbor([1, bytes(32)])
    True
    """
    return _BEFORE_THE_HASH + statement_hash


def parse_entry(entry: bytes) -> bytes | BlockHeader:
    """Read an entry: a statement's hash, or a header.

    Raises:
        MalformedStatement: It is neither.
    """
    parts = decode_cbor(entry)
    if isinstance(parts, list) and not any(isinstance(part, bool) for part in parts):
        match parts:
            case [1, bytes(statement_hash)] if len(statement_hash) == 32:
                return statement_hash
            case [2, int(height), int(time_s), int(statements), bytes(previous), bytes(map_root)]:
                if len(previous) == len(map_root) == 32 and height >= 1 and statements >= 0:
                    return BlockHeader(height, time_s, statements, previous, map_root)
    raise MalformedStatement(
        "The entry is neither a statement's hash nor a block's header.", "Audit the log it is from."
    )
