"""The form of a code on paper: deterministic CBOR, a map with small numbers as keys, written as digits.

| key | name | value |
|---|---|---|
| 1 | version | 1 |
| 2 | claim | the signed claim; or the record's name alone, where the paper says that there is no such record |
| 3 | map proof | from the map's root to the record |
| 4 | height | of the block whose map it is |
| 5 | seal | perhaps: [size, time_s, statements, previous, path, signatures] |

2 and 3 are there together, or neither: then the code is a seal alone, the second code of a paper. The header and the
map's root are not written out: they follow from the map proof, and the checkpoint's root from the path. A signature is
[key id, signature], with the time in between when the key is a witness's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from manto.kernel.errors import BadInput
from manto.ledger.map import MapProof, unpacked
from manto.ledger.paper.claim import SignedClaim, parse_claim
from manto.ledger.paper.digits import from_digits, to_digits
from manto.ledger.paper.errors import MalformedPaper
from manto.ledger.statements.cbor import decode_cbor, encode_cbor
from manto.ledger.statements.statement import RECORD_FORM

CODE_BYTES_MAX = 4_096
PATH_HASHES_MAX = 63
SIGNATURES_MAX = 16
_CODE_IN_TEXT = re.compile(rb"(?<![0-9])[0-9]{150,10000}(?![0-9])")


@dataclass(frozen=True)
class CompactSignature:
    """A signature on the checkpoint.

    Attributes:
        key_id: Which key, as a signed note names it, four bytes.
        at_s: When, by a witness's word; None for the log's own.
        signature: 64 bytes.
    """

    key_id: bytes
    at_s: int | None
    signature: bytes


@dataclass(frozen=True)
class Seal:
    """Who saw a block; the module says what is left out.

    Attributes:
        size: Of the log under the checkpoint; the block's header is its last entry.
        time_s: The header's time.
        statements: How many the block holds.
        previous: Hash of the header before.
        path: From the header to the checkpoint's root.
        signatures: The log's and the witnesses'.
    """

    size: int
    time_s: int
    statements: int
    previous: bytes
    path: tuple[bytes, ...]
    signatures: tuple[CompactSignature, ...]

    def to_values(self) -> list[Any]:
        """Give the seal as CBOR values."""
        signed = [
            [one.key_id, one.signature] if one.at_s is None else [one.key_id, one.at_s, one.signature]
            for one in self.signatures
        ]
        return [self.size, self.time_s, self.statements, self.previous, b"".join(self.path), signed]


@dataclass(frozen=True)
class PaperCode:
    """One code on a paper.

    Attributes:
        height: Of which block it speaks.
        record: What it is about; None when it is a seal alone.
        claim: What the paper says of the record; None when it says that there is none.
        proof: From the block's map to the record.
        seal: Who saw the block, where the code has room for it.
    """

    height: int
    record: str | None = None
    claim: SignedClaim | None = None
    proof: MapProof | None = None
    seal: Seal | None = None

    def to_bytes(self) -> bytes:
        """Write the code."""
        values: dict[int, Any] = {1: 1}
        if self.proof is not None:
            values |= {2: self.record if self.claim is None else self.claim.raw, 3: self.proof.packed()}
        values[4] = self.height
        if self.seal is not None:
            values[5] = self.seal.to_values()
        return encode_cbor(values)


def written(code: PaperCode, page: str) -> str:
    """Write a code as the address that a phone's camera opens: the digits stand behind the hash and leave no phone.

    Args:
        code: What to write.
        page: The address of the page that checks it, without a hash.
    """
    return f"{page}#{to_digits(code.to_bytes())}"


def holds_code(raw: bytes) -> bool:
    """Say whether a text or a PDF has what may be a code in it."""
    return _CODE_IN_TEXT.search(raw) is not None


def read_codes(raw: bytes) -> list[PaperCode]:
    """Read all codes in a text, or in a PDF, which carries them in its description.

    Raises:
        MalformedPaper: There is none, or one is not in its form.
    """
    found = dict.fromkeys(match[0] for match in _CODE_IN_TEXT.finditer(raw))
    if not found:
        raise MalformedPaper("there is no code in it")
    return [parse_code(from_digits(one.decode())) for one in found]


def parse_code(raw: bytes) -> PaperCode:
    """Read a code; nothing in it is checked yet.

    Raises:
        MalformedPaper: It is not in the form above.
    """
    if len(raw) > CODE_BYTES_MAX:
        raise MalformedPaper("it is too long")
    try:
        return _parse(decode_cbor(raw))
    except MalformedPaper:
        raise
    except (BadInput, TypeError, ValueError) as malformed:
        raise MalformedPaper("a part of it is not in its form") from malformed


def _parse(values: Any) -> PaperCode:
    if not isinstance(values, dict) or values.get(1) != 1 or not set(values) <= {1, 2, 3, 4, 5}:
        raise MalformedPaper("it is not of version 1")
    has_proof = {2, 3} <= set(values)
    if (
        (not has_proof and set(values) & {2, 3})
        or (not has_proof and 5 not in values)
        or type(values.get(4)) is not int
    ):
        raise MalformedPaper("a part is missing")
    height = values[4]
    if height < 1:
        raise MalformedPaper("it names no block")
    seal = _seal(values[5]) if 5 in values else None
    if not has_proof:
        return PaperCode(height, seal=seal)
    proof = unpacked(values[3])
    if isinstance(values[2], bytes):
        claim = parse_claim(values[2])
        return PaperCode(height, claim.claim.record, claim, proof, seal)
    if not isinstance(values[2], str) or not RECORD_FORM.fullmatch(values[2]):
        raise MalformedPaper("it names no record")
    return PaperCode(height, values[2], None, proof, seal)


def _seal(values: Any) -> Seal:
    if not isinstance(values, list) or len(values) != 6:
        raise MalformedPaper("its seal lacks a part")
    size, time_s, statements, previous, path, signed = values
    if any(type(number) is not int for number in (size, time_s, statements)) or size < 1 or statements < 0:
        raise MalformedPaper("a number in its seal is none")
    if not isinstance(previous, bytes) or len(previous) != 32 or not isinstance(path, bytes) or len(path) % 32:
        raise MalformedPaper("its seal is not made of hashes")
    if len(path) > 32 * PATH_HASHES_MAX or not isinstance(signed, list) or not 1 <= len(signed) <= SIGNATURES_MAX:
        raise MalformedPaper("its seal is too long, or nobody signed it")
    hashes = tuple(path[at : at + 32] for at in range(0, len(path), 32))
    return Seal(size, time_s, statements, previous, hashes, tuple(_signature(one) for one in signed))


def _signature(values: Any) -> CompactSignature:
    match values:
        case [bytes(key_id), bytes(signature)] if len(key_id) == 4 and len(signature) == 64:
            return CompactSignature(key_id, None, signature)
        case [bytes(key_id), int(at_s), bytes(signature)] if type(at_s) is int and at_s >= 0:
            if len(key_id) == 4 and len(signature) == 64:
                return CompactSignature(key_id, at_s, signature)
    raise MalformedPaper("a signature in its seal is none")


def merged(codes: Iterable[PaperCode]) -> list[PaperCode]:
    """Give the codes that speak of a record, each with its block's seal, whichever code brought it."""
    codes = list(codes)
    seals = {code.height: code.seal for code in codes if code.seal is not None}
    return [
        PaperCode(code.height, code.record, code.claim, code.proof, code.seal or seals.get(code.height))
        for code in codes
        if code.proof is not None
    ]
