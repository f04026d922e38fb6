"""The envelope: one payload, one signature per endorser, as COSE_Sign.

    98([ h'{3: media type}', {}, payload, [ [ h'{1: -19, 4: key}', {}, signature ], … ] ])

What `parse_envelope` and `check_signatures` promise, by number; `web/verify/src/cose.ts` carries the same numbers:

1. The envelope is deterministic CBOR of at most 64 KiB.
2. Its headers are exactly those above; nothing is left to a default, nothing unsigned is believed.
3. It has 1 to 16 signatures, in the order of their keys, no key twice.
4. Each signature is Ed25519 (COSE algorithm -19) by the key in its own header over the Sig_structure.
5. A batch signature (header 395: 1) is over the root of a Merkle tree in place of the payload; the way from the payload
   to the root is in its unsigned header 396 and nowhere else.

Source: RFC 9052 sections 4.1 and 4.4; RFC 9864 (-19); RFC 9942 (395, 396).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import pairwise

import cbor2

from manto.kernel.errors import BadInput
from manto.ledger.keys import Signer
from manto.ledger.log.ed25519 import is_signed
from manto.ledger.log.merkle import leaf_hash, root_by_inclusion
from manto.ledger.statements.cbor import decode_cbor, encode_cbor
from manto.ledger.statements.errors import BadSignature, MalformedStatement, StatementTooLarge

STATEMENT_BYTES_MAX = 65_536
SIGNATURES_MAX = 16
MEDIA_TYPE = "application/manto-statement+cbor"
ED25519 = -19
BODY_HEADER = encode_cbor({3: MEDIA_TYPE})
_TAG = b"\xd8\x62"
_HASHES = frozenset({(bytes, 32)})
_KEY_IN_HEADER = slice(6, 38)
"""Where the key stands in both forms of a signer's header: after the algorithm and the key's own label and length."""


@dataclass(frozen=True)
class BatchPlace:
    """Where a payload stands in the Merkle tree that its agency signed.

    Attributes:
        size: How many payloads the agency signed at once.
        index: Which of them this is.
        path: Sibling hashes from the payload's leaf up.
    """

    size: int
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Signature:
    """One endorser's signature, not yet checked.

    Attributes:
        key: The public key that it claims, 32 bytes.
        signature: 64 bytes.
        place: For a batch signature, where the payload stands in the batch.
    """

    key: bytes
    signature: bytes
    place: BatchPlace | None = None

    @property
    def header(self) -> bytes:
        """The signed header, in the only form it can have."""
        return signer_header(self.key, batch=self.place is not None)

    def signed_bytes(self, payload: bytes) -> bytes:
        """Give the bytes that must have been signed.

        Raises:
            NotProven: The place in the batch leads nowhere.
        """
        if self.place is not None:
            payload = root_by_inclusion(leaf_hash(payload), self.place.index, self.place.size, self.place.path)
            return _batch_structure(self.header, payload)
        return signature_structure(self.header, payload)


@dataclass(frozen=True)
class Envelope:
    """A signed payload, as the bytes that came.

    Attributes:
        raw: All of it: what is hashed, logged and kept.
        payload: What the endorsers signed.
        signatures: In the order of their keys.
    """

    raw: bytes
    payload: bytes
    signatures: tuple[Signature, ...]

    @cached_property
    def hash(self) -> bytes:
        """The statement's name in the ledger: the SHA-256 of all its bytes."""
        return sha256(self.raw).digest()

    @property
    def signers(self) -> frozenset[bytes]:
        """The keys that signed."""
        return frozenset(signature.key for signature in self.signatures)


@lru_cache(maxsize=4096)
def signer_header(key: bytes, *, batch: bool = False) -> bytes:
    """Give the signed header of an endorser: algorithm, key, and whether a batch was signed."""
    return encode_cbor({1: ED25519, 4: key, 395: 1} if batch else {1: ED25519, 4: key})


def signature_structure(header: bytes, payload: bytes) -> bytes:
    """Give the Sig_structure that an endorser signs. Source: RFC 9052, section 4.4."""
    return cbor2.dumps(["Signature", BODY_HEADER, header, b"", payload])


_batch_structure = lru_cache(maxsize=256)(signature_structure)
"""The same for the root of a batch, which a thousand statements ask about one after another."""


def sign_payload(payload: bytes, pair: Signer) -> Signature:
    """Endorse one payload."""
    return Signature(pair.public_key, pair.sign(signature_structure(signer_header(pair.public_key), payload)))


def envelope(payload: bytes, signatures: Iterable[Signature]) -> Envelope:
    """Put a payload and its signatures into their envelope.

    Raises:
        MalformedStatement: No signature, too many, or two by one key.
        StatementTooLarge: Above 64 KiB.
    """
    ordered = tuple(sorted(signatures, key=lambda signature: signature.key))
    _check_signers(ordered)
    parts = [[signature.header, _unsigned(signature), signature.signature] for signature in ordered]
    raw = _TAG + encode_cbor([BODY_HEADER, {}, payload, parts])
    _check_size(raw)
    return Envelope(raw, payload, ordered)


def parse_envelope(raw: bytes) -> Envelope:
    """Read an envelope; its signatures are not checked yet.

    Raises:
        MalformedStatement: It is not in the form above, bit by bit.
        StatementTooLarge: Above 64 KiB.
    """
    _check_size(raw)  # (1)
    if raw[:2] != _TAG:
        raise MalformedStatement("These bytes are not a COSE_Sign envelope.", _SIGN_AGAIN)
    parts = decode_cbor(raw[2:])
    if not isinstance(parts, list) or len(parts) != 4 or parts[:2] != [BODY_HEADER, {}]:  # (2)
        raise MalformedStatement("The envelope's headers are not those of a statement.", _SIGN_AGAIN)
    payload, signatures = parts[2:]
    if not isinstance(payload, bytes) or not isinstance(signatures, list):
        raise MalformedStatement("The envelope has no payload or no signatures.", _SIGN_AGAIN)
    if len(signatures) > SIGNATURES_MAX:
        raise MalformedStatement(_TOO_MANY, _SIGN_AGAIN)
    read = tuple(_parse_signature(parts) for parts in signatures)
    _check_signers(read)  # (3)
    return Envelope(raw, payload, read)


def _check_size(raw: bytes) -> None:
    if len(raw) > STATEMENT_BYTES_MAX:
        raise StatementTooLarge(
            f"The statement has {len(raw):,} bytes; {STATEMENT_BYTES_MAX:,} are the most.",
            "Put what is long into the body, which is kept beside the ledger.",
        )


def _check_signers(signatures: Sequence[Signature]) -> None:
    """Check that there are signatures, not too many, each of its length, in the order of their keys, each once."""
    if not 1 <= len(signatures) <= SIGNATURES_MAX:
        raise MalformedStatement(_TOO_MANY, _SIGN_AGAIN)
    if any(len(one.key) != 32 or len(one.signature) != 64 for one in signatures):
        raise MalformedStatement("A signature's key or length is not that of Ed25519.", _SIGN_AGAIN)
    if any(one.key >= two.key for one, two in pairwise(signatures)):
        raise MalformedStatement("The signatures are not in the order of their keys, each once.", _SIGN_AGAIN)


def check_signatures(of: Envelope, known_good: set[bytes] | None = None) -> None:
    """Check every signature of an envelope (4, 5).

    Args:
        known_good: Remembers, by digest, envelopes and batch signatures that held: a statement that is admitted and
            later executed is checked once, and so is one signature over many statements.

    Raises:
        BadSignature: One does not hold.
    """
    known = set[bytes]() if known_good is None else known_good
    if of.hash in known:
        return
    for signature in of.signatures:
        try:
            message = signature.signed_bytes(of.payload)
        except BadInput as wrong:
            raise BadSignature("The statement is not in the batch that its agency signed.", _SIGN_AGAIN) from wrong
        seen = b"" if signature.place is None else sha256(signature.key + signature.signature + message).digest()
        if seen in known:
            continue
        if not is_signed(message, signature.signature, signature.key):
            raise BadSignature(f"The signature by key {signature.key.hex()[:16]}… does not hold.", _SIGN_AGAIN)
        if seen:
            known.add(seen)
    known.add(of.hash)


def _unsigned(signature: Signature) -> dict[int, object]:
    if signature.place is None:
        return {}
    place = signature.place
    return {396: {-1: [encode_cbor([place.size, place.index, list(place.path)])]}}


def _parse_signature(parts: object) -> Signature:
    if not isinstance(parts, list) or len(parts) != 3:
        raise MalformedStatement("A signature is not made of header, unsigned header and signature.", _SIGN_AGAIN)
    header, unsigned, signature = parts
    if not isinstance(header, bytes) or not isinstance(signature, bytes) or len(signature) != 64:
        raise MalformedStatement("A signature's header or length is not that of Ed25519.", _SIGN_AGAIN)
    key = header[_KEY_IN_HEADER]
    place = None if unsigned == {} else _parse_place(unsigned)
    read = Signature(key, signature, place)
    if len(key) != 32 or read.header != header:
        raise MalformedStatement("A signature's header says something that a statement's may not.", _SIGN_AGAIN)
    return read


def _parse_place(unsigned: object) -> BatchPlace:
    try:
        [(label, proofs)] = unsigned.items()  # type: ignore[attr-defined]
        [(kind, [proof])] = proofs.items()
        size, index, path = decode_cbor(proof)
        well_formed = (label, kind, type(size), type(index)) == (396, -1, int, int) and len(path) <= 32
        if not well_formed or not _HASHES.issuperset([(type(step), len(step)) for step in path]):
            raise ValueError("place")
    except (AttributeError, TypeError, ValueError) as malformed:
        raise MalformedStatement(
            "A batch signature does not say where the statement stands.", _SIGN_AGAIN
        ) from malformed
    return BatchPlace(size, index, tuple(path))


_TOO_MANY = f"A statement has 1 to {SIGNATURES_MAX} signatures."
_SIGN_AGAIN = "Make the statement anew from the record as it stands, and have it signed."
