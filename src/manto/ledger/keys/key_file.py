"""A signing key in a file: for a small agency, a trial, a test. A large one keeps its keys in a hardware module.

Trusted: who can read the file can sign in its owner's name until the key is revoked.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.ledger.keys.key_pair import KeyPair
from manto.ledger.log.disk import Disk, write_files
from manto.ledger.log.ed25519 import SEED_BYTES

_FORM = re.compile(r"manto signing key v1\n([0-9a-f]{64})\n")
OWNER_ONLY = 0o600


def make_key_file(path: Path) -> KeyPair:
    """Make a new key and keep it in a file that only its owner can read, synced before it is given.

    Raises:
        Conflict: There is a file already: a key is never written over.
    """
    if path.exists():
        raise Conflict(f"There is a file at {path} already.", "Choose another name: a key is never written over.")
    seed = secrets.token_bytes(SEED_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_files(Disk(), path.parent, {path.name: f"manto signing key v1\n{seed.hex()}\n".encode()}, OWNER_ONLY)
    return KeyPair.of_seed(seed)


def read_key_file(path: Path) -> KeyPair:
    """Read a key that `make_key_file` made.

    Raises:
        NotFound: There is no such file.
        BadInput: It is no key, or others than its owner can read it.
    """
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        raise NotFound(f"There is no signing key at {path}.", "Make one, and have its agency delegate it.") from None
    if os.stat(path).st_mode & 0o077:
        raise BadInput(f"Others than its owner can read {path}.", "Revoke the key if they may have; else: chmod 600.")
    written = _FORM.fullmatch(text)
    if written is None:
        raise BadInput(f"{path} is not a signing key.", "Give the file that was made for it.")
    return KeyPair.of_seed(bytes.fromhex(written[1]))
