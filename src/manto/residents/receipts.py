"""Receipts: statements in one byte form, signed by the city, that anyone can check with its public key. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from manto.kernel.canonical import canonical_json
from manto.kernel.errors import BadInput

Receipt = dict[str, Any]


def sign_receipt(receipt: Receipt, key: SigningKey) -> Receipt:
    """Sign a receipt.

    Returns:
        ``receipt`` as given and ``signature`` over its canonical JSON: algorithm, key id and value in base64.

    """
    value = key.sign(canonical_json(receipt)).signature
    return {
        "receipt": receipt,
        "signature": {
            "algorithm": "Ed25519",
            "key_id": key_id(key.verify_key),
            "value": base64.b64encode(value).decode(),
        },
    }


def verify_receipt(signed: Receipt, public_key_base64: str) -> Receipt:
    """Check a signed receipt with the city's public key and give what it says.

    Raises:
        BadInput: It is not a receipt, was changed, or was signed with another key.

    >>> key = SigningKey(bytes(32))
    >>> public = base64.b64encode(bytes(key.verify_key)).decode()
    >>> verify_receipt(sign_receipt({"purpose": "research"}, key), public)
    {'purpose': 'research'}
    """
    try:
        receipt: Receipt = signed["receipt"]
        value = base64.b64decode(signed["signature"]["value"], validate=True)
        VerifyKey(base64.b64decode(public_key_base64, validate=True)).verify(canonical_json(receipt), value)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise BadInput(
            "This is not a signed receipt, or not a public key.", "Give the whole receipt as received."
        ) from None
    except BadSignatureError:
        raise BadInput(
            "The signature does not match: the receipt was changed, or another key signed it.",
            "Fetch the city's public key again and compare key_id.",
        ) from None
    return receipt


def key_id(public: VerifyKey) -> str:
    """Name a public key by the beginning of its SHA-256."""
    return hashlib.sha256(bytes(public)).hexdigest()[:16]
