"""Replay: the whole ledger again from its log and its statements, every root compared.

It runs the same `apply` as a living node. What comes out is the state that the log's headers commit to, or the place at
which somebody's ledger does not follow from its own statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from manto.kernel.errors import MantoError
from manto.ledger.state.block import Block, Transition, apply
from manto.ledger.state.errors import StatementMissing
from manto.ledger.state.state import Archive, State
from manto.ledger.statements.cose import parse_envelope
from manto.ledger.statements.entries import BlockHeader, parse_entry


class ReplayDiffers(MantoError):
    """The log's header is not the one that its statements lead to."""


def replay(state: State, entries: Iterable[bytes]) -> Iterator[Transition]:
    """Give what each block does, from a state on.

    Args:
        state: Where to begin; the caller keeps each transition's pages and places before it asks for the next.
        entries: The log's entries from that state's size on, in order; what follows the last header is left.

    Raises:
        MalformedStatement: An entry is neither a statement's hash nor a header.
        StatementMissing: The archive lacks a statement that the log names, or has other bytes in its place.
        ReplayDiffers: A header says something else than its block leads to.
    """
    hashes = list[bytes]()
    for entry in entries:
        read = parse_entry(entry)
        if isinstance(read, bytes):
            hashes.append(read)
            continue
        raws = [kept_statement(state.archive, statement_hash) for statement_hash in hashes]
        transition = apply(state, Block(read.height, read.time_s, raws))
        _compare(read, transition.header)
        yield transition
        state, hashes = transition.state, []


def signed_by(key: bytes, entries: Iterable[bytes], archive: Archive, from_index: int) -> Iterator[tuple[int, bytes]]:
    """Give what a key has signed from a place in the log on: what must be looked at again when it was stolen.

    Args:
        entries: The log's entries from the first on.

    Returns:
        Places in the log and statements' hashes, in order.
    """
    for index, entry in enumerate(entries):
        read = parse_entry(entry)
        if index < from_index or not isinstance(read, bytes):
            continue
        if key in parse_envelope(kept_statement(archive, read)).signers:
            yield index, read


def kept_statement(archive: Archive, statement_hash: bytes) -> bytes:
    """Give the statement that an entry of the log names.

    Raises:
        StatementMissing: It is not kept here, or other bytes are in its place.
    """
    raw = archive.statement(statement_hash)
    if raw is None or sha256(raw).digest() != statement_hash:
        raise StatementMissing(
            f"Statement {statement_hash.hex()[:16]}… is not kept here, or is damaged.",
            "Hand the statement in, not only its hash; or fetch it from another node of the ledger.",
        )
    return raw


def _compare(logged: BlockHeader, made: BlockHeader) -> None:
    if logged == made:
        return
    what = "map root" if logged.map_root != made.map_root else "header"
    raise ReplayDiffers(
        f"The {what} of block {logged.height} is not what its statements lead to: the log says"
        f" {logged.map_root.hex()[:16]}…, they lead to {made.map_root.hex()[:16]}….",
        "Keep the log's files as evidence, and compare with another node of the ledger.",
    )
