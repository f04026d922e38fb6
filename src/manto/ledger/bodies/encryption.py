"""Encryption of bodies: XChaCha20-Poly1305 by libsodium, one key per record, one nonce per body.

The record's identifier is bound in as associated data: a ciphertext cannot be passed off as another record's.
"""

from __future__ import annotations

from hashlib import sha256

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.statements.errors import BodyTooLarge

KEY_BYTES = 32
NONCE_BYTES = 24
BODY_BYTES_MAX = 1_048_576


class BodyUnreadable(NotFound):
    """A body cannot be read: wrong key, changed bytes, or another record's."""


def seal_body(body: bytes, record: str, key: bytes, nonce: bytes) -> bytes:
    """Encrypt a body.

    Args:
        body: At most 1 MiB.
        record: The record's identifier, bound in.
        key: The record's key, 32 random bytes.
        nonce: 24 random bytes, never used twice with one key.

    Returns:
        The nonce and the ciphertext.

    Raises:
        BodyTooLarge: The body is above 1 MiB.
        BadInput: Key or nonce has the wrong length.
    """
    if len(body) > BODY_BYTES_MAX:
        raise BodyTooLarge(
            f"The body has {len(body):,} bytes; {BODY_BYTES_MAX:,} are the most.",
            "Keep scans and plans in the agency's archive and put their hashes into the body.",
        )
    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES:
        raise BadInput("A body's key has 32 bytes and its nonce 24.", "Draw both from the operating system.")
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(body, record.encode(), nonce, key)


def open_body(sealed: bytes, record: str, key: bytes) -> bytes:
    """Decrypt a body.

    Raises:
        BodyUnreadable: The key is not the record's, or the bytes are not what was sealed for it.
    """
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[NONCE_BYTES:], record.encode(), sealed[:NONCE_BYTES], key
        )
    except (CryptoError, ValueError, TypeError) as wrong:
        raise BodyUnreadable(
            f"The body of {record} cannot be read: the key is another's, or its bytes were changed.",
            "Fetch the body from another custodian and compare its hash with the statement's.",
        ) from wrong


def body_hash(sealed: bytes) -> bytes:
    """Name an encrypted body, as its statement does."""
    return sha256(sealed).digest()
