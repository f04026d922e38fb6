"""The claim: what a paper says, signed by the office that prints it, as COSE_Sign1.

    18([ h'{1: -19, 4: key id}', {}, payload, signature ])      external_aad = "manto/paper/1"

The payload is a map in deterministic CBOR:

| key | name | value |
|---|---|---|
| 1 | record | `register/subject` |
| 2 | statement | hash of the statement that it speaks from |
| 3 | status | what that statement made of the record |
| 4 | since_s | since when, seconds since 1970, may be negative |
| 5 | shown | what the paper shows, text or number by name |
| 6 | printed_s | when the claim was made |
| 7 | listed | perhaps: number of the status list, and the place in it, by which a checker learns of an end |

2 to 4 are what the map holds, so the map proof binds them. What is *shown* is the office's word: it has read the
statement's body, and answers for it by its signature.

Source: RFC 9052, sections 4.2 and 4.4; RFC 9864 (-19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from manto.kernel.errors import BadInput
from manto.ledger.keys import Signer
from manto.ledger.log.ed25519 import is_signed
from manto.ledger.paper.errors import MalformedPaper
from manto.ledger.state.heads import Head
from manto.ledger.statements.cbor import decode_cbor, encode_cbor
from manto.ledger.statements.statement import RECORD_FORM, Status

SHOWN_MAX = 24
KEY_ID_BYTES = 8
_TAG = b"\xd2"
_CONTEXT = b"manto/paper/1"
Shown = str | int | bool


@dataclass(frozen=True)
class Claim:
    """What a paper says; the module's table says what each attribute means."""

    record: str
    head: Head
    shown: Mapping[str, Shown] = field(default_factory=dict)
    printed_s: int = 0
    listed: tuple[int, int] | None = None

    def to_bytes(self) -> bytes:
        """Write the claim as the payload that is signed."""
        values: dict[int, Any] = {
            1: self.record,
            2: self.head.statement,
            3: int(self.head.status),
            4: self.head.since_s,
        }
        values |= {5: dict(self.shown), 6: self.printed_s}
        if self.listed is not None:
            values[7] = list(self.listed)
        return encode_cbor(values)


@dataclass(frozen=True)
class SignedClaim:
    """A claim as it came, its signature not yet checked.

    Attributes:
        raw: All its bytes.
        claim: What it says.
        key_id: Which key it names.
        payload: What was signed.
        signature: 64 bytes.
    """

    raw: bytes
    claim: Claim
    key_id: bytes
    payload: bytes
    signature: bytes

    def is_by(self, public_key: bytes) -> bool:
        """Say whether the signature is this key's, by the ledger's one rule."""
        return self.key_id == key_id(public_key) and is_signed(
            _structure(self.key_id, self.payload), self.signature, public_key
        )


def key_id(public_key: bytes) -> bytes:
    """Name a key in eight bytes: enough to find it in a list, not to trust it."""
    return sha256(public_key).digest()[:KEY_ID_BYTES]


def sign_claim(claim: Claim, pair: Signer) -> bytes:
    """Sign a claim.

    Raises:
        MalformedPaper: It says something that a paper cannot.
    """
    payload, name = claim.to_bytes(), key_id(pair.public_key)
    raw = _TAG + encode_cbor([_header(name), {}, payload, pair.sign(_structure(name, payload))])
    parse_claim(raw)
    return raw


def parse_claim(raw: bytes) -> SignedClaim:
    """Read a signed claim; its signature is not checked yet.

    Raises:
        MalformedPaper: It is not in the form above.
    """
    try:
        if raw[:1] != _TAG:
            raise MalformedPaper("its claim is not signed as a paper's is")
        match decode_cbor(raw[1:]):
            case [bytes(header), {**rest}, bytes(payload), bytes(signature)] if not rest and len(signature) == 64:
                name = header[-KEY_ID_BYTES:]
                if header != _header(name):
                    raise MalformedPaper("its claim has another header than a paper's")
                return SignedClaim(raw, _claim(decode_cbor(payload)), name, payload, signature)
        raise MalformedPaper("its claim lacks a part")
    except MalformedPaper:
        raise
    except BadInput as malformed:
        raise MalformedPaper("its claim is not in its form") from malformed


def _claim(values: Any) -> Claim:
    if not isinstance(values, dict) or not {1, 2, 3, 4, 5, 6} <= set(values) <= set(range(1, 8)):
        raise MalformedPaper("its claim lacks a field, or has one too many")
    record, statement, status, since_s, shown, printed_s = (values[key] for key in range(1, 7))
    if not isinstance(record, str) or not RECORD_FORM.fullmatch(record):
        raise MalformedPaper("its claim names no record")
    if not isinstance(statement, bytes) or len(statement) != 32 or type(status) is not int or status not in set(Status):
        raise MalformedPaper("its claim names no statement, or no status")
    if type(since_s) is not int or type(printed_s) is not int:
        raise MalformedPaper("a time in its claim is none")
    return Claim(record, Head(statement, Status(status), since_s), _shown(shown), printed_s, _listed(values.get(7)))


def _shown(shown: Any) -> dict[str, Shown]:
    if not isinstance(shown, dict) or len(shown) > SHOWN_MAX:
        raise MalformedPaper("what it shows is none, or too much")
    if any(type(name) is not str or type(value) not in (str, int, bool) for name, value in shown.items()):
        raise MalformedPaper("what it shows is neither text nor number")
    return shown


def _listed(value: Any) -> tuple[int, int] | None:
    match value:
        case None:
            return None
        case [int(number), int(place)] if type(number) is type(place) is int and number >= 0 and place >= 0:
            return number, place
    raise MalformedPaper("its place in the status list is none")


def _header(name: bytes) -> bytes:
    return encode_cbor({1: -19, 4: name})


def _structure(name: bytes, payload: bytes) -> bytes:
    return encode_cbor(["Signature1", _header(name), _CONTEXT, payload])
