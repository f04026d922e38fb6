"""The check of a proof bundle.

What `verify_bundle` promises, by number; `web/verify/src/bundle.ts` carries the same numbers. The record stands so if

1.  the bundle is in its one form;
2.  its checkpoint is signed by a log that the policy trusts and seen by as many witnesses as the policy asks;
3.  the header is the last entry under that checkpoint: nothing was recorded after it;
4.  the map under that header holds this head for this record, or holds none: *current*, or *absent*;
5.  the statement is the one that the head names, of the same record, status and ledger, and stands in the log;
6.  every signature on it holds;
7.  where authority is shown: each signer is a holder, a member, or an officer of a member whose delegation covers the
    time of signing and was not revoked at the statement's place, all as of the same map;
8.  each field shown is one that the statement commits to;
9.  the knowledge is as old as the earliest time at which one of those witnesses saw the checkpoint, or, where the policy
    asks none, as the header's own time; the log's word does not make it younger.

Who must have signed is judged by the nodes when they admit a statement (see `state/admission.py`): the map holds
nothing that was not admitted, which the quorum and the auditors answer for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from manto.ledger.bodies.commitments import disclosed
from manto.ledger.bundle.authority import Signer, signers_of
from manto.ledger.bundle.form import Bundle, MalformedBundle, parse_bundle
from manto.ledger.log.checkpoints import Checkpoint
from manto.ledger.log.errors import NotProven
from manto.ledger.log.merkle import check_inclusion, leaf_hash
from manto.ledger.log.policy import Policy
from manto.ledger.map import record_key
from manto.ledger.statements.cose import Envelope, check_signatures, parse_envelope
from manto.ledger.statements.entries import BlockHeader, parse_entry, statement_entry
from manto.ledger.statements.statement import Statement, Status, parse_statement


@dataclass(frozen=True)
class Verdict:
    """What a proof shows.

    Attributes:
        record: Of what.
        statement: The record's latest statement; None when there is no such record.
        since_s: Since when the record has its status.
        recorded_s: Not after this time was the statement recorded: the time of the header above it.
        as_of_s: How old the knowledge is: what came later is not known here. Seconds since 1970.
        height: The block as of which it is so.
        witnesses: Names of those who saw the checkpoint.
        signers: Who signed, as far as the bundle shows; empty when it does not.
        shown: Fields of the body.
    """

    record: str
    statement: Statement | None
    since_s: int | None
    as_of_s: int
    height: int
    witnesses: tuple[str, ...]
    signers: tuple[Signer, ...] = ()
    shown: dict[str, Any] = field(default_factory=dict)

    def is_valid(self, now_s: int) -> bool:
        """Say whether the record is active and not past its end, or is absent as claimed."""
        if self.statement is None:
            return True
        ended = self.statement.until_s is not None and now_s >= self.statement.until_s
        return self.statement.status is Status.ACTIVE and not ended


def verify_bundle(raw: bytes, policy: Policy) -> Verdict:
    """Check a proof bundle.

    Args:
        raw: The file.
        policy: Which log and which witnesses are trusted.

    Raises:
        MalformedBundle: It is not a proof bundle.
        NotProven: It does not show what it claims; says at which step.
        BadSignature: A signature on the statement does not hold.
    """
    bundle = parse_bundle(raw)  # (1)
    opened, cosigned = policy.open(bundle.checkpoint)  # (2)
    tree = opened.checkpoint
    header = _last_header(bundle, tree)  # (3)
    key = record_key(bundle.record)
    value = None if bundle.head is None else bundle.head.to_value()
    if not bundle.proof.checks(header.map_root, key, value):  # (4)
        raise NotProven(f"The ledger's map does not say this of {bundle.record}.", _DO_NOT_RELY)
    as_of_s = min((one.at_s for one in cosigned if one.at_s is not None), default=header.time_s)  # (9)
    names = tuple(dict.fromkeys(signature.key.name for signature in cosigned))
    if bundle.head is None:
        return Verdict(bundle.record, None, None, as_of_s, header.height, names)
    of, statement = _statement(bundle, tree)  # (5)
    check_signatures(of)  # (6)
    signers = signers_of(bundle, of, statement, header)  # (7)
    for one in bundle.shown:  # (8)
        if statement.fields is None or not disclosed(one, statement.fields):
            raise NotProven(f"The field '{one.name}' is not what the statement committed to.", _DO_NOT_RELY)
    shown = {one.name: one.value for one in bundle.shown}
    return Verdict(bundle.record, statement, bundle.head.since_s, as_of_s, header.height, names, signers, shown)


def _last_header(bundle: Bundle, tree: Checkpoint) -> BlockHeader:
    check_inclusion(leaf_hash(bundle.header), tree.size - 1, tree.size, bundle.header_path, tree.root)
    header = parse_entry(bundle.header)
    if isinstance(header, bytes):
        raise NotProven("The last entry under the checkpoint closes no block.", _DO_NOT_RELY)
    return header


def _statement(bundle: Bundle, tree: Checkpoint) -> tuple[Envelope, Statement]:
    if bundle.statement is None or bundle.index is None or bundle.head is None:
        raise MalformedBundle("a part is missing")
    of = parse_envelope(bundle.statement)
    statement = parse_statement(of.payload)
    if of.hash != bundle.head.statement:
        raise NotProven(
            f"This is not the latest statement of {bundle.record}: it is no longer current.",
            "Ask the holder for a proof of today.",
        )
    about = (statement.record, statement.status, statement.ledger)
    if about != (bundle.record, bundle.head.status, tree.origin):
        raise NotProven("The statement is about another record, status or ledger than the proof.", _DO_NOT_RELY)
    entry = statement_entry(of.hash)
    check_inclusion(leaf_hash(entry), bundle.index, tree.size, bundle.path, tree.root)
    return of, statement


_DO_NOT_RELY = "Do not rely on it; ask for the proof again, and tell the ledger's operator if it stays so."
