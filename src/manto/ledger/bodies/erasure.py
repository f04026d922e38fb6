"""Erasure: what is destroyed, in which order, and what is said about it afterwards.

What `erase` promises, by number:

1. The key is destroyed first: from then on no copy of the ciphertext, in whatever backup, can be read.
2. Then the salts, so that nobody can test a guess against the commitments that stand in the ledger.
3. Then the ciphertext itself.
4. A store that fails is named and the receipt is not made; running it again takes up where it stopped.
5. The receipt names the statements and this custodian. Every custodian signs it, and it is recorded in the register
   `erasure`: the log then says that, when and by whom a body was destroyed, and not what it said.

Bodies under legal hold are the caller's to refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from manto.kernel.errors import Unavailable


class BodyStore(Protocol):
    """Where one custodian keeps bodies, keys and salts, each under the statement's hash. Trusted to forget."""

    def destroy_key(self, statement_hash: bytes) -> None:
        """Destroy the key; nothing happens when it is gone already."""
        ...

    def destroy_salts(self, statement_hash: bytes) -> None:
        """Destroy the salts; nothing happens when they are gone already."""
        ...

    def destroy_body(self, statement_hash: bytes) -> None:
        """Destroy the ciphertext; nothing happens when it is gone already."""
        ...

    def holds(self, statement_hash: bytes) -> list[str]:
        """Say what of a statement's key, salts and body is still here."""
        ...


class StillHeld(Unavailable):
    """Something was to be destroyed and is still there."""


def erase(statements: Sequence[bytes], store: BodyStore) -> None:
    """Destroy what a custodian holds of these statements' bodies.

    Raises:
        StillHeld: Something is still there afterwards; no receipt may be made.
    """
    for statement_hash in statements:
        store.destroy_key(statement_hash)  # (1)
        store.destroy_salts(statement_hash)  # (2)
        store.destroy_body(statement_hash)  # (3)
    for statement_hash in statements:  # (4)
        left = store.holds(statement_hash)
        if left:
            raise StillHeld(
                f"The {' and '.join(left)} of statement {statement_hash.hex()[:16]}… could not be destroyed.",
                "Look at the store and run the erasure again; no receipt was made.",
            )


def receipt_content(statements: Sequence[bytes], custodians: Sequence[str]) -> dict[str, Any]:
    """Give what the erasure receipt says (5), to be signed by every custodian and recorded."""
    return {"statements": sorted(statements), "custodians": sorted(custodians)}


class MemoryBodies:
    """Bodies in memory: for tests and for a small desk."""

    def __init__(self) -> None:
        self.keys: dict[bytes, bytes] = {}
        self.salts: dict[bytes, dict[str, bytes]] = {}
        self.bodies: dict[bytes, bytes] = {}

    def destroy_key(self, statement_hash: bytes) -> None:
        """Destroy the key."""
        self.keys.pop(statement_hash, None)

    def destroy_salts(self, statement_hash: bytes) -> None:
        """Destroy the salts."""
        self.salts.pop(statement_hash, None)

    def destroy_body(self, statement_hash: bytes) -> None:
        """Destroy the ciphertext."""
        self.bodies.pop(statement_hash, None)

    def holds(self, statement_hash: bytes) -> list[str]:
        """Say what of a statement's key, salts and body is still here."""
        kinds = (("key", set(self.keys)), ("salts", set(self.salts)), ("body", set(self.bodies)))
        return [name for name, kept in kinds if statement_hash in kept]
