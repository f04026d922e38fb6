"""Putting a proof bundle together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from manto.kernel.errors import NotFound, Unavailable
from manto.ledger.bodies.commitments import Disclosure
from manto.ledger.bundle.form import AuthorityProof, Bundle
from manto.ledger.log.checkpoints import parse_checkpoint
from manto.ledger.log.notes import parse_note
from manto.ledger.log.proofs import LogProof
from manto.ledger.map import PageReader, SparseMap, record_key
from manto.ledger.state.constitution import GOVERNANCE_RECORD
from manto.ledger.state.heads import Head, parse_head
from manto.ledger.state.state import Archive
from manto.ledger.statements.cose import Envelope, parse_envelope
from manto.ledger.statements.entries import BlockHeader, parse_entry
from manto.ledger.statements.statement import Status, parse_statement

TRIES_MAX = 5


class LogReader(Protocol):
    """Whoever can prove entries of the log under its newest checkpoint: the sequencer, or a mirror."""

    @property
    def checkpoint(self) -> bytes:
        """The newest published checkpoint."""
        ...

    def prove(self, index: int) -> LogProof:
        """Prove an entry under the newest checkpoint."""
        ...

    def entry(self, index: int) -> bytes:
        """Give an entry."""
        ...


def make_bundle(
    record: str,
    log: LogReader,
    pages: PageReader,
    archive: Archive,
    *,
    shown: Sequence[Disclosure] = (),
    with_authority: bool = True,
) -> Bundle:
    """Prove how a record stands as of the newest checkpoint: current, or absent.

    Args:
        record: Its identifier.
        shown: Fields of its body that the holder wants to show.
        with_authority: Whether to prove who signed as well; a code on paper may have no room for it.

    Raises:
        Unavailable: The log grew faster than a proof could be put together.
        StatementMissing: This node does not keep the record's statement.
        MapDamaged: The stored map is not what its root says.
    """
    for _ in range(TRIES_MAX):
        size = parse_checkpoint(parse_note(log.checkpoint).text).size
        if size == 0:
            raise NotFound("The log has no entries yet.", "Found the ledger first.")
        last = log.prove(size - 1)
        made = _under(record, last, log, pages, archive, shown, with_authority)
        if made is not None:
            return made
    raise Unavailable("The log grew while the proof was put together.", "Ask again.")


def _under(
    record: str,
    last: LogProof,
    log: LogReader,
    pages: PageReader,
    archive: Archive,
    shown: Sequence[Disclosure],
    with_authority: bool,
) -> Bundle | None:
    size = parse_checkpoint(parse_note(last.checkpoint).text).size
    if last.index != size - 1:
        return None
    header = parse_entry(log.entry(last.index))
    if isinstance(header, bytes):
        raise Unavailable("The newest checkpoint ends within a block.", "Ask again when the block is closed.")
    at = SparseMap(pages, header.height, header.map_root)
    key = record_key(record)
    value, proof = at.get(key), at.prove(key)
    common = (record, last.checkpoint, header.to_entry(), last.hashes, proof)
    if value is None:
        return Bundle(*common)
    head = parse_head(value)
    of, index = _statement(archive, head)
    placed = log.prove(index)
    if placed.checkpoint != last.checkpoint:
        return None
    authority = _authority(of, at, header, archive) if with_authority else ()
    return Bundle(*common, head, of.raw, index, placed.hashes, authority=tuple(authority), shown=tuple(shown))


def _authority(of: Envelope, at: SparseMap, header: BlockHeader, archive: Archive) -> list[AuthorityProof]:
    proofs = []
    for record in (GOVERNANCE_RECORD, *(f"delegation/{key.hex()}" for key in sorted(of.signers))):
        key = record_key(record)
        value = at.get(key)
        if value is None:
            continue  # a member's or a holder's key has no delegation
        head = parse_head(value)
        latest, _ = _statement(archive, head)
        before = None
        if head.status is not Status.ACTIVE:
            prev = parse_statement(latest.payload).prev
            before = archive.statement(prev) if prev is not None else None
        proofs.append(AuthorityProof(head, at.prove(key), latest.raw, before))
    return proofs


def _statement(archive: Archive, head: Head) -> tuple[Envelope, int]:
    raw, index = archive.statement(head.statement), archive.index(head.statement)
    if raw is None or index is None:
        raise Unavailable(
            f"Statement {head.statement.hex()[:16]}… is not kept here.", "Ask another node of the ledger for the proof."
        )
    return parse_envelope(raw), index
