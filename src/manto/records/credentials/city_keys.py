"""The keys with which the city signs papers, credentials and status lists; each says one kind of thing.

    keys/<agency>.papers.key    Ed25519, what an agency's papers say
    keys/wallet.key             P-256, credentials and status lists

Trusted: who reads one can print papers or issue credentials in its owner's name, and no more: the ledger's proofs are
made with none of them.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from manto.ledger.keys import KeyPair
from manto.records import vault
from manto.records.credentials.jose import thumbprint

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def paper_key(agency: str) -> KeyPair:
    """Give the key of an agency's papers, made at its first use."""
    return KeyPair.of_seed(vault.seed("keys", f"{agency}.papers.key"))


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
