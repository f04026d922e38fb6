"""The key by which push services know the city (VAPID, RFC 8292). Who reads its file can push in the city's name."""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


@dataclass(frozen=True)
class PushKey:
    """Both halves: the private number, and the public point, as unpadded base64url."""

    private: str
    public: str


def push_key() -> PushKey:
    """Give the city's key; made at its first use, for the program's own user alone."""
    return _read(settings.HOME / "secrets" / "push.key")


@cache
def _read(file: Path) -> PushKey:
    if not file.exists():
        _make(file)
    private = file.read_text().strip()
    number = int.from_bytes(base64.urlsafe_b64decode(private + "=" * (-len(private) % 4)), "big")
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return PushKey(private, _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    fresh = file.with_suffix(f".{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(_text(number.to_bytes(32, "big")))
    try:
        os.link(fresh, file)  # two processes that start at once agree on one key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
