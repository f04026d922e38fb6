"""What only the city's own files know: the key over the bodies' keys, and the secret behind records' names.

    HOME/records/body.key      wraps each body's key and salts     trusted: with the database, who reads it reads all
    HOME/records/names.key     makes records' names from VINs      trusted: who reads it can test a guess at a name
    HOME/records/keys/         agencies' and officers' keys        trusted: who reads one can sign as its owner

A copy of the database alone reads nothing and links nobody.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from manto.kernel.errors import SetupNeeded

NAME_CHARACTERS = 32


def folder() -> Path:
    """Give the folder of the room's files, made when absent, for the program's own user alone."""
    path: Path = settings.HOME / "records"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def wrapped(secret: bytes) -> bytes:
    """Encrypt a body's key or salts, or a holder's seed, for keeping in the database."""
    return bytes(SecretBox(_secret(settings.HOME, "body.key")).encrypt(secret))


def unwrapped(kept: bytes) -> bytes:
    """Decrypt what `wrapped` gave.

    Raises:
        SetupNeeded: The key file is not the one that it was wrapped with.
    """
    try:
        return SecretBox(_secret(settings.HOME, "body.key")).decrypt(bytes(kept))
    except CryptoError:
        raise SetupNeeded(
            "The key over the records' bodies is not the one that they were kept with.",
            "Restore records/body.key from the backup that belongs to this database.",
        ) from None


def seed(kind: str, name: str, *, made: bool = True) -> bytes:
    """Give the 32 secret bytes of a signing key; made at their first use unless they must be there.

    Raises:
        SetupNeeded: They must be there and are not.
    """
    place = folder() / kind
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not made and not (place / name).exists():
        raise SetupNeeded(f"There is no signing key at {place / name}.", "Restore it from the backup, or revoke it.")
    return _secret(settings.HOME, kind, name)


def has_seed(kind: str, name: str) -> bool:
    """Say whether the secret bytes of a signing key are kept here."""
    return (folder() / kind / name).exists()


def public_half(name: str) -> bytes | None:
    """Give the public half of an agency's key whose secret half a hardware module keeps; None when there is none."""
    path = folder() / "keys" / f"{name}.public"
    return bytes.fromhex(path.read_text().strip()) if path.exists() else None


def keep_public_half(name: str, public_key: bytes) -> None:
    """Note that a hardware module keeps the secret half of an agency's key."""
    place = folder() / "keys"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(place / f"{name}.public", public_key)


def keep_seed(kind: str, name: str, secret: bytes) -> None:
    """Keep the secret bytes of a new signing key."""
    place = folder() / kind
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(place / name, secret)


def name_of(*parts: str) -> str:
    """Make a name that only who has the secret can make from its parts: the same parts, the same name.

    So two records about one VIN get one name, which the ledger's map refuses, and nobody guesses a VIN from it.
    """
    message = "\x1f".join(parts).encode()
    return hmac.new(_secret(settings.HOME, "names.key"), message, sha256).hexdigest()[:NAME_CHARACTERS]


@cache
def _secret(home: Path, *names: str) -> bytes:
    path = folder().joinpath(*names)
    if not path.exists():
        _make(path)
    try:
        return bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError):
        raise SetupNeeded(f"The key in {path} cannot be read.", "Restore it from the backup.") from None


def _make(path: Path) -> None:
    _write(path, secrets.token_bytes(32))


def _write(path: Path, secret: bytes) -> None:
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secret.hex())
    try:
        os.link(fresh, path)  # two processes that start at once agree on one key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
