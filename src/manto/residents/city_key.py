"""The city's keys: for receipts, for packs. Trusted: who reads the file can sign in the city's name."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from django.conf import settings
from nacl.signing import SigningKey

from manto.city.secret_file import secret_kept_in
from manto.kernel.errors import SetupNeeded


def receipt_key() -> SigningKey:
    """Give the city's signing key; made at its first use, for the program's own user alone."""
    return named_key("receipts")


def named_key(name: str) -> SigningKey:
    """Give the city's signing key for one purpose; made at its first use, for the program's own user alone."""
    return _read(settings.HOME / "secrets" / f"{name}.key")


def public_key() -> str:
    """Give the public half, in base64."""
    return base64.b64encode(bytes(receipt_key().verify_key)).decode()


@cache
def _read(file: Path) -> SigningKey:
    try:
        return SigningKey(bytes.fromhex(secret_kept_in(file)))
    except (OSError, ValueError):
        raise SetupNeeded(
            f"The city's key in {file} cannot be read.",
            "Restore it from the backup: what was signed before needs it to be checked.",
        ) from None
