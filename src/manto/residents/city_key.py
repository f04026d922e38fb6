"""The city's key for receipts. Trusted: who reads the file can sign in the city's name."""

from __future__ import annotations

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings
from nacl.signing import SigningKey

from manto.kernel.errors import SetupNeeded


def receipt_key() -> SigningKey:
    """Give the city's signing key; made at its first use, for the program's own user alone."""
    return _read(settings.HOME / "secrets" / "receipts.key")


def public_key() -> str:
    """Give the public half, in base64."""
    return base64.b64encode(bytes(receipt_key().verify_key)).decode()


@cache
def _read(file: Path) -> SigningKey:
    if not file.exists():
        _make(file)
    try:
        return SigningKey(bytes.fromhex(file.read_text().strip()))
    except (OSError, ValueError):
        raise SetupNeeded(
            f"The city's key for receipts in {file} cannot be read.",
            "Restore it from the backup: receipts signed before need it to be checked.",
        ) from None


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_hex(32))
    try:
        os.link(fresh, file)  # two processes that start at once agree on one key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
