"""A secret of the city's own, made once. Trusted: who reads the file can act in the city's name."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_kept_in(file: Path) -> str:
    """Read a secret of 32 bytes in hexadecimal; made at its first use, for the program's own user alone.

    Raises:
        OSError: The file cannot be read, or not be made.

    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            os.link(fresh, file)  # two processes that start at once agree on one secret
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()
