"""A signing key and the public key by which others know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nacl.bindings import crypto_sign

from manto.kernel.errors import BadInput
from manto.ledger.log.ed25519 import SEED_BYTES, SIGNATURE_BYTES, public_key_of


class Signer(Protocol):
    """Whoever can sign with Ed25519: a key in memory, or one that never leaves its hardware."""

    @property
    def public_key(self) -> bytes:
        """The key by which others know it, 32 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign a message: 64 bytes."""
        ...


@dataclass(frozen=True, repr=False)
class KeyPair:
    """A signing key and the public key by which others know it.

    The seed is a secret: it is in no representation, log line or error message.

    >>> KeyPair.of_seed(bytes(32))
    KeyPair(3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29)
    """

    seed: bytes
    public_key: bytes

    @classmethod
    def of_seed(cls, seed: bytes) -> KeyPair:
        """Make the pair that belongs to 32 secret bytes.

        Raises:
            BadInput: The seed is not 32 bytes.
        """
        if len(seed) != SEED_BYTES:
            raise BadInput(f"A key seed has {SEED_BYTES} bytes, not {len(seed)}.", "Give the seed as it was exported.")
        return cls(seed, public_key_of(seed))

    def sign(self, message: bytes) -> bytes:
        """Sign a message: 64 bytes, the same for the same key and message."""
        return crypto_sign(message, self.seed + self.public_key)[:SIGNATURE_BYTES]

    def __repr__(self) -> str:
        return f"KeyPair({self.public_key.hex()})"
