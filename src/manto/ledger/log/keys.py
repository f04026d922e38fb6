"""Keys of the ledger: what each may say, how it is written down, how it signs and is checked.

Each key says one kind of thing and is never shared between two:

====================  ====  =======================================================================
kind                  type  what a signature says
====================  ====  =======================================================================
Ed25519 note          0x01  "this is a head of my log" (a log), "this will be in my log" (a promise)
Ed25519 cosignature   0x04  "at this time this was the largest tree of that log that I had seen"
ML-DSA-44 cosignature 0x06  the same, safe against quantum computers; covers the signer's name,
                            does not cover extension lines
====================  ====  =======================================================================

Source: C2SP signed-note v1.0.0; tlog-cosignature v1.1.0-rc.1.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from manto.ledger.log import ed25519
from manto.ledger.log.errors import MalformedKey
from manto.ledger.log.text import is_key_name, strict_base64

SEED_BYTES = 32
_SECRET_PREFIX = "PRIVATE+KEY+"  # noqa: S105 (the words that Go's note format begins a secret key with)


class KeyKind(IntEnum):
    """The signature type of a key, as the byte that C2SP assigns it."""

    NOTE = 0x01
    COSIGNATURE = 0x04
    COSIGNATURE_ML_DSA = 0x06

    @property
    def public_bytes(self) -> int:
        """How long a public key of this kind is."""
        return 1312 if self is KeyKind.COSIGNATURE_ML_DSA else 32

    @property
    def signature_bytes(self) -> int:
        """How long a signature of this kind is, without any timestamp."""
        return 2420 if self is KeyKind.COSIGNATURE_ML_DSA else 64

    @property
    def is_cosignature(self) -> bool:
        """Whether the signature carries a time."""
        return self is not KeyKind.NOTE


@dataclass(frozen=True)
class PublicKey:
    """A key that signatures are checked with.

    Attributes:
        name: Whose it is: a URL without scheme, no spaces, no plus sign.
        kind: What it signs.
        material: The public key itself.
    """

    name: str
    kind: KeyKind
    material: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise MalformedKey(f"The key name {self.name!r} is empty, or has a space or a plus sign.", _LIKE_A_URL)
        if len(self.material) != self.kind.public_bytes:
            raise MalformedKey(
                f"The key of {self.name} is {len(self.material)} bytes, not {self.kind.public_bytes}.", _COPY_AGAIN
            )
        if self.kind is not KeyKind.COSIGNATURE_ML_DSA and not ed25519.is_acceptable_point(self.material):
            raise MalformedKey(
                f"The key of {self.name} is of small order or not in its shortest form.",
                "Nobody may use such a key: anyone could sign with it. Ask its owner for a new one.",
            )

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.material).digest()[:4]

    def __str__(self) -> str:
        """Write the key as a vkey."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.kind]) + self.material).decode()}"

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether the bare signature is this key's over the message."""
        if self.kind is not KeyKind.COSIGNATURE_ML_DSA:
            return ed25519.is_signed(message, signature, self.material)
        try:
            MLDSA44PublicKey.from_public_bytes(self.material).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SecretKey:
    """A key that signs. Trusted: who can read it can speak for its owner, and only witnesses would notice.

    Attributes:
        name: Whose it is.
        kind: What it signs.
        seed: 32 secret bytes.
    """

    name: str
    kind: KeyKind
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise MalformedKey(f"The secret key of {self.name} is {len(self.seed)} bytes, not 32.", _COPY_AGAIN)

    @cached_property
    def public(self) -> PublicKey:
        """The key that checks what this one signs."""
        if self.kind is KeyKind.COSIGNATURE_ML_DSA:
            material = MLDSA44PrivateKey.from_seed_bytes(self.seed).public_key().public_bytes_raw()
        else:
            material = ed25519.public_key_of(self.seed)
        return PublicKey(self.name, self.kind, material)

    def sign(self, message: bytes) -> bytes:
        """Sign a message, without any time."""
        if self.kind is KeyKind.COSIGNATURE_ML_DSA:
            return MLDSA44PrivateKey.from_seed_bytes(self.seed).sign(message)
        return ed25519.sign(message, self.seed)

    def written(self) -> str:
        """Write the secret key as one line, in the form of Go's `note` package."""
        body = b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{_SECRET_PREFIX}{self.name}+{self.public.key_id.hex()}+{body}"


def parse_vkey(text: str) -> PublicKey:
    """Read a public key from its written form, ``name+id+key``.

    Raises:
        MalformedKey: It is not written so, or its id does not belong to it.
    """
    name, key_id, kind, material = _fields(text)
    key = PublicKey(name, kind, material)
    if key.key_id != key_id:
        raise MalformedKey(f"The id in the key of {name} is not the key's own: a character was lost.", _COPY_AGAIN)
    return key


def parse_secret_key(text: str) -> SecretKey:
    """Read a secret key from its written form.

    Raises:
        MalformedKey: It is not written so, or its id does not belong to it.
    """
    if not text.startswith(_SECRET_PREFIX):
        raise MalformedKey("A secret key begins with PRIVATE+KEY+; this text does not.", _COPY_AGAIN)
    name, key_id, kind, seed = _fields(text.removeprefix(_SECRET_PREFIX))
    key = SecretKey(name, kind, seed)
    if key.public.key_id != key_id:
        raise MalformedKey(f"The id in the secret key of {name} is not the key's own.", _COPY_AGAIN)
    return key


def _fields(text: str) -> tuple[str, bytes, KeyKind, bytes]:
    name, _, rest = text.strip().partition("+")
    id_text, _, body_text = rest.partition("+")
    body = strict_base64(body_text)
    if len(id_text) != 8 or not set(id_text) <= set("0123456789abcdefABCDEF") or not body:
        raise MalformedKey("A key is written name+id+base64, with an id of eight hexadecimal digits.", _COPY_AGAIN)
    if body[0] not in set(KeyKind):
        raise MalformedKey(f"The key of {name} is of type {body[0]:#04x}, which the ledger does not use.", _KINDS)
    return name, bytes.fromhex(id_text), KeyKind(body[0]), body[1:]


_COPY_AGAIN = "Copy the whole key again from where it was published."
_LIKE_A_URL = "Name the key like a URL without https://, as in ledger.comune.example/2026."
_KINDS = "Give a key of type 0x01 (Ed25519 note), 0x04 (Ed25519 cosignature) or 0x06 (ML-DSA-44 cosignature)."
