"""The one rule by which an Ed25519 signature is good, everywhere in the ledger: libsodium's.

Ed25519 is not one function. Libraries differ on signatures made with points of small order and on numbers that are
not in their shortest form: two honest nodes with two libraries would then disagree on a block, which is a weapon.
So nothing in the ledger checks an Ed25519 signature but `is_signed`.

The rule: (1) the key and R are canonical encodings of points that are not of small order; (2) S is below the group
order; (3) R is, byte for byte, what S·B - h·A encodes to, without multiplying by the cofactor. libsodium holds all
three; (1) and (2) are checked here as well, so that a differently built libsodium cannot loosen them.
"""

from __future__ import annotations

from functools import lru_cache

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

SEED_BYTES = 32
KEY_BYTES = 32
SIGNATURE_BYTES = 64
FIELD_PRIME = 2**255 - 19
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493

# The y of every point whose order divides 8: the neutral point, the point of order 2, the two pairs of order 8,
# and 0 for order 4. With either sign bit, and in the longer form y + p where that fits, they are all there are.
_ORDER_EIGHT_Y = 2707385501144840649318225287225658788936804267575313519463743609750303402022
SMALL_ORDER_Y = frozenset({0, 1, FIELD_PRIME - 1, _ORDER_EIGHT_Y, FIELD_PRIME - _ORDER_EIGHT_Y})


def is_acceptable_point(encoded: bytes) -> bool:
    """Tell whether 32 bytes may stand for a key or for R: shortest form, and not of small order.

    >>> is_acceptable_point((1).to_bytes(32, "little"))
    False
    """
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    return len(encoded) == KEY_BYTES and y < FIELD_PRIME and y not in SMALL_ORDER_Y


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Tell whether the signature is the key's over the message, by the ledger's one rule."""
    if len(signature) != SIGNATURE_BYTES or not is_acceptable_point(public_key):
        return False
    if not is_acceptable_point(signature[:32]) or int.from_bytes(signature[32:], "little") >= GROUP_ORDER:
        return False
    try:
        crypto_sign_open(signature + message, public_key)
    except BadSignatureError:
        return False
    return True


def public_key_of(seed: bytes) -> bytes:
    """Give the public key that belongs to a secret seed of 32 bytes."""
    return _pair(seed)[0]


def sign(message: bytes, seed: bytes) -> bytes:
    """Sign a message. Source: RFC 8032, section 5.1.6."""
    return crypto_sign(message, _pair(seed)[1])[:SIGNATURE_BYTES]


@lru_cache(maxsize=64)
def _pair(seed: bytes) -> tuple[bytes, bytes]:
    """Give the public key and libsodium's form of the secret one; a process signs with few keys, again and again."""
    pair: tuple[bytes, bytes] = crypto_sign_seed_keypair(seed)
    return pair
