"""The folder of one log.

    public/      checkpoint and tiles: may be served by anything, need not be trusted
    private/     log.key           signs heads            trusted: who reads it could show another history
                 archive.key       the same, ML-DSA-44    trusted, likewise
                 promises.key      signs promises         trusted: who reads it could promise in the log's name
                 policy            the witnesses to ask   trusted: who writes it could drop the witnesses
                 journal.db        accepted and decided   not trusted to be undamaged; see `journal`
                 lock              held by the one process that may write

Losing `private/journal.db` loses what was accepted and not yet published; losing a key ends the log under its name.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.disk import Disk, write_files
from manto.ledger.log.errors import StoreInUse
from manto.ledger.log.keys import KeyKind, SecretKey, parse_secret_key
from manto.ledger.log.policy import Policy, parse_policy
from manto.ledger.log.text import is_key_name
from manto.ledger.sequencer.promises import promise_key_name

ORIGIN_BYTES_MAX = 200  # a cosignature can say 255, and the name of the promise key is longer than the log's
_LOG_KEY, _ARCHIVE_KEY, _PROMISE_KEY, _POLICY = "log.key", "archive.key", "promises.key", "policy"


@dataclass(frozen=True)
class Store:
    """One log's folder and what it holds for its owner.

    Attributes:
        root: The folder.
        log_key: Signs heads, with Ed25519.
        archive_key: Signs heads, with ML-DSA-44.
        promise_key: Signs promises.
        policy: The log itself, the witnesses to ask, and how many are needed.
    """

    root: Path
    log_key: SecretKey
    archive_key: SecretKey
    promise_key: SecretKey
    policy: Policy

    @property
    def origin(self) -> str:
        """The log's name, as the first line of its checkpoints."""
        return self.log_key.name

    @property
    def public(self) -> Path:
        """The folder that may be served."""
        return self.root / "public"

    @property
    def journal_path(self) -> Path:
        """The journal's file."""
        return self.root / "private" / "journal.db"


class StoreLock:
    """Held by the one process that may write to a store; the system lets go of it when the process ends, however."""

    def __init__(self, root: Path) -> None:
        self._descriptor = os.open(root / "private" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise StoreInUse(
                f"Another process has the ledger in {root} open.",
                "Send entries to that process over HTTP, or stop it first; two writers would make two histories.",
            ) from None

    def release(self) -> None:
        """Let another process open the store."""
        os.close(self._descriptor)


def init_store(root: Path, origin: str, policy_lines: str = "quorum none\n", disk: Disk | None = None) -> Store:
    """Make the folder of a new log, with new keys.

    Args:
        root: Where; must not hold a log yet.
        origin: The log's name: its public URL without https:// and without a slash at the end.
        policy_lines: The witness, group and quorum lines of its policy; the log lines are added.
        disk: What writes.

    Raises:
        BadInput: There is a log already, or the name cannot be one.
        MalformedPolicy: The policy cannot be used.
    """
    if not is_key_name(origin) or origin.endswith("/") or len(origin.encode()) > ORIGIN_BYTES_MAX:
        raise BadInput(
            f"{origin!r} cannot name a log.", "Give its URL without https://, as ledger.comune.example/2026."
        )
    private = root / "private"
    if private.exists():
        raise BadInput(f"There is a log in {root} already.", "Choose another folder; a log is never begun anew.")
    seeds = [secrets.token_bytes(32) for _ in range(3)]
    keys = {
        _LOG_KEY: SecretKey(origin, KeyKind.NOTE, seeds[0]),
        _ARCHIVE_KEY: SecretKey(origin, KeyKind.COSIGNATURE_ML_DSA, seeds[1]),
        _PROMISE_KEY: SecretKey(promise_key_name(origin), KeyKind.NOTE, seeds[2]),
    }
    policy = _policy(keys[_LOG_KEY], keys[_ARCHIVE_KEY], policy_lines)
    root.mkdir(parents=True, exist_ok=True)
    private.mkdir(mode=0o700)
    (root / "public").mkdir(exist_ok=True)
    files = {name: f"{key.written()}\n".encode() for name, key in keys.items()}
    write_files(disk or Disk(), private, files | {_POLICY: policy}, 0o600)
    return open_store(root)


def name_witnesses(root: Path, policy_lines: str, disk: Disk | None = None) -> Store:
    """Name other witnesses for a log, or another quorum of them; naming those that it has changes nothing.

    Whoever checks what was proven before asks for the new quorum too: what lacks it must be proven anew.

    Args:
        root: The folder of the log.
        policy_lines: The witness, group and quorum lines of its policy, all of them.
        disk: What writes.

    Raises:
        NotFound: There is no log.
        MalformedPolicy: The policy cannot be used; the one that was there stays.
    """
    store = open_store(root)
    policy = _policy(store.log_key, store.archive_key, policy_lines)
    if policy == (root / "private" / _POLICY).read_bytes():
        return store
    write_files(disk or Disk(), root / "private", {_POLICY: policy}, 0o600)
    return open_store(root)


def _policy(log: SecretKey, archive: SecretKey, lines: str) -> bytes:
    """Put a log's own keys before the lines that name its witnesses."""
    policy = f"log {log.public}\nlog {archive.public}\n{lines}".encode()
    parse_policy(policy)
    return policy


def open_store(root: Path) -> Store:
    """Read the folder of a log.

    Raises:
        NotFound: There is none.
        MalformedKey, MalformedPolicy: A file in it cannot be used.
    """
    private = root / "private"
    if not (private / _LOG_KEY).exists():
        raise NotFound(f"There is no log in {root}.", "Make one with: manto ledger init.")
    log, archive, promises = (
        parse_secret_key((private / name).read_text()) for name in (_LOG_KEY, _ARCHIVE_KEY, _PROMISE_KEY)
    )
    return Store(root, log, archive, promises, parse_policy((private / _POLICY).read_bytes()))
