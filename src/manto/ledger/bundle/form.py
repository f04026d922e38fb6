"""The form of a proof bundle: deterministic CBOR, a map with small numbers as keys.

| key | name | value |
|---|---|---|
| 1 | version | 1 |
| 2 | record | whose state is proven |
| 3 | checkpoint | the signed note, cosignatures included |
| 4 | header | the last entry under that checkpoint |
| 5 | header path | hashes from the header to the checkpoint's root |
| 6 | map proof | from the header's map root to the record |
| 7 | head | the map's value, [statement hash, status, since]; absent when there is no such record |
| 8 | statement | the record's latest statement, in its envelope |
| 9 | index | where in the log it stands |
| 10 | path | hashes from it to the checkpoint's root |
| 11 | authority | proofs that those who signed might: [value, map proof, statement, statement before] each |
| 12 | shown | fields of the body that the holder shows: [name, value, salt, index, count, path] each |

7 to 10 are there together or not at all; 11 and 12 only with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from manto.kernel.errors import BadInput
from manto.ledger.bodies.commitments import Disclosure
from manto.ledger.map import MapProof, unpacked
from manto.ledger.state.heads import Head, parse_head
from manto.ledger.statements.cbor import decode_cbor, encode_cbor
from manto.ledger.statements.statement import RECORD_FORM

BUNDLE_BYTES_MAX = 1_048_576
PATH_HASHES_MAX = 63


class MalformedBundle(BadInput):
    """Bytes that are not a proof bundle."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This file is not a proof: {why}.", "Ask for the proof again, whole and unchanged.")


@dataclass(frozen=True)
class AuthorityProof:
    """How a record of the ledger's own registers stands: the members, or an officer's delegation.

    Attributes:
        head: The map's value for it.
        proof: From the map's root to it.
        statement: Its latest statement, in its envelope.
        before: For a revoked delegation, the statement before the revocation.
    """

    head: Head
    proof: MapProof
    statement: bytes
    before: bytes | None = None


@dataclass(frozen=True)
class Bundle:
    """A proof of how one record stands; the module's table says what each attribute means."""

    record: str
    checkpoint: bytes
    header: bytes
    header_path: tuple[bytes, ...]
    proof: MapProof
    head: Head | None = None
    statement: bytes | None = None
    index: int | None = None
    path: tuple[bytes, ...] = ()
    authority: tuple[AuthorityProof, ...] = ()
    shown: tuple[Disclosure, ...] = ()

    def to_bytes(self) -> bytes:
        """Write the bundle."""
        values: dict[int, Any] = {1: 1, 2: self.record, 3: self.checkpoint, 4: self.header}
        values |= {5: list(self.header_path), 6: self.proof.packed()}
        if self.head is not None:
            values |= {7: self.head.to_value(), 8: self.statement, 9: self.index, 10: list(self.path)}
        if self.authority:
            values[11] = [_authority_values(one) for one in self.authority]
        if self.shown:
            values[12] = [[one.name, one.value, one.salt, one.index, one.count, list(one.path)] for one in self.shown]
        return encode_cbor(values)


def parse_bundle(raw: bytes) -> Bundle:
    """Read a bundle; nothing in it is checked yet.

    Raises:
        MalformedBundle: It is not in the form above.
    """
    if len(raw) > BUNDLE_BYTES_MAX:
        raise MalformedBundle(f"it has {len(raw):,} bytes, and {BUNDLE_BYTES_MAX:,} are the most")
    try:
        return _parse(decode_cbor(raw))
    except MalformedBundle:
        raise
    except (BadInput, TypeError, ValueError) as malformed:
        raise MalformedBundle("a part of it is not in its form") from malformed


def _parse(values: Any) -> Bundle:
    if not isinstance(values, dict) or values.get(1) != 1 or not set(values) <= set(range(1, 13)):
        raise MalformedBundle("it is not of version 1")
    present = set(values)
    has_statement = {7, 8, 9, 10} <= present
    if not set(range(1, 7)) <= present or (not has_statement and present & {7, 8, 9, 10, 11, 12}):
        raise MalformedBundle("a part is missing")
    record = values[2]
    if not isinstance(record, str) or not RECORD_FORM.fullmatch(record):
        raise MalformedBundle("it names no record")
    common = (record, _octets(values[3]), _octets(values[4]), _hashes(values[5]), unpacked(values[6]))
    if not has_statement:
        return Bundle(*common)
    return Bundle(
        *common,
        head=parse_head(_octets(values[7])),
        statement=_octets(values[8]),
        index=_count(values[9]),
        path=_hashes(values[10]),
        authority=tuple(_parse_authority(one) for one in _list(values.get(11, []), 33)),
        shown=tuple(_parse_shown(one) for one in _list(values.get(12, []), 256)),
    )


def _authority_values(one: AuthorityProof) -> list[Any]:
    values = [one.head.to_value(), one.proof.packed(), one.statement]
    return values if one.before is None else [*values, one.before]


def _parse_authority(values: Any) -> AuthorityProof:
    value, proof, statement, *before = _list(values, 4)
    return AuthorityProof(
        parse_head(_octets(value)), unpacked(proof), _octets(statement), _octets(before[0]) if before else None
    )


def _parse_shown(values: Any) -> Disclosure:
    name, value, salt, index, count, path = _list(values, 6)
    if not isinstance(name, str):
        raise MalformedBundle("a shown field has no name")
    return Disclosure(name, value, _octets(salt), _count(index), _count(count), _hashes(path))


def _list(value: Any, count_max: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > count_max:
        raise MalformedBundle("a list in it is none, or too long")
    return value


def _octets(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise MalformedBundle("a part that must be bytes is none")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise MalformedBundle("a place or a number in it is none")
    return value


def _hashes(value: Any) -> tuple[bytes, ...]:
    hashes = _list(value, PATH_HASHES_MAX)
    if any(not isinstance(one, bytes) or len(one) != 32 for one in hashes):
        raise MalformedBundle("a path in it is not made of hashes")
    return tuple(hashes)
