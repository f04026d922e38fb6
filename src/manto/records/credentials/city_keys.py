"""The key with which the city signs credentials and status lists: `keys/wallet.key`, of the curve P-256.

Trusted: who reads it can issue credentials in the city's name, and no more: papers are signed with their agency's own key
(`records.keys`), and the ledger's proofs with neither.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from manto.records import vault
from manto.records.credentials.jose import thumbprint

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def wallet_key() -> ECKey:
    """Give the key of credentials and status lists, made at its first use."""
    return _p256(vault.seed("keys", "wallet.key"))


def wallet_key_id() -> str:
    """Name that key as the city publishes it."""
    return thumbprint(wallet_key())


@cache
def _p256(seed: bytes) -> ECKey:
    number = int.from_bytes(sha256(b"manto wallet key 1" + seed).digest() + sha256(seed).digest(), "big")
    return ECKey.import_key(ec.derive_private_key(number % (P256_ORDER - 1) + 1, ec.SECP256R1()))
