"""The check of a paper.

What `check_paper` promises, by number; `web/verify/src/paper.ts` carries the same numbers. The record stands so if

1.  the code is in its one form;
2.  the claim is signed by an office that the trust names for this register;
3.  the map proof leads from what the claim says, or from nothing, to the root of a map;
4.  that map is the one of a landmark that the checker knows, or the seal shows that
    a. the header with that root is the last entry under a checkpoint,
    b. a log that the policy trusts signed the checkpoint, and as many witnesses as the policy asks;
5.  the knowledge is as old as the landmark says, or as the earliest of those witnesses' times, or, where the policy asks
    none, as the header's own time;
6.  where the paper names a place in a status list that the checker has: the list does not say that it ended or is on hold.

What is *shown* on the paper is the office's word (2); that it speaks from the record's latest statement is proven (3, 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from manto.ledger.log.checkpoints import Checkpoint
from manto.ledger.log.errors import NotProven
from manto.ledger.log.merkle import leaf_hash, root_by_inclusion
from manto.ledger.log.notes import Note, SignatureLine
from manto.ledger.log.policy import Policy
from manto.ledger.map import record_key
from manto.ledger.paper.claim import Claim, Shown, SignedClaim
from manto.ledger.paper.errors import SealMissing
from manto.ledger.paper.form import PaperCode, Seal, merged
from manto.ledger.paper.lists import Standing
from manto.ledger.paper.trust import Issuer, Landmark, Trust
from manto.ledger.state.heads import Head
from manto.ledger.statements.entries import BlockHeader
from manto.ledger.statements.statement import Status


@dataclass(frozen=True)
class PaperVerdict:
    """What a paper shows.

    Attributes:
        record: Of what.
        head: How it stands; None when the paper shows that there is no such record.
        shown: What the office says of it.
        issuer: Which office; None for an absence, which needs nobody's word.
        printed_s: When it was printed.
        listed: Its status list and place, by which a checker learns of an end.
        standing: What that list says; None when the checker does not have it, or the paper names none.
        listed_s: When that list was made, seconds since 1970.
        as_of_s: How old the knowledge is: what came later is not known here. Seconds since 1970.
        height: The block as of which it is so.
        witnesses: Names of those who saw it.
        by_landmark: Whether the checker knew the block already.
    """

    record: str
    head: Head | None
    as_of_s: int
    height: int
    witnesses: tuple[str, ...]
    by_landmark: bool
    shown: Mapping[str, Shown] = field(default_factory=dict)
    issuer: Issuer | None = None
    printed_s: int | None = None
    listed: tuple[int, int] | None = None
    standing: Standing | None = None
    listed_s: int | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the record is active and nothing is known against the paper, or is absent as claimed."""
        is_good = self.head is None or self.head.status is Status.ACTIVE
        return is_good and self.standing in (None, Standing.VALID)


def check_paper(codes: Sequence[PaperCode], trust: Trust) -> list[PaperVerdict]:
    """Check every record on a paper.

    Args:
        codes: All that were scanned: the second code of a paper serves the first.
        trust: Which log, witnesses and offices are trusted, and which blocks are known.

    Raises:
        NotProven: A code does not show what it claims; says at which step.
        SealMissing: A code lacks its seal, and the block is not known.
    """
    records = merged(codes)
    if not records and codes:
        raise SealMissing(codes[0].height)
    return [_check(code, trust) for code in records]


def _check(code: PaperCode, trust: Trust) -> PaperVerdict:
    issuer = None if code.claim is None else _issuer(code.claim, trust)  # (2)
    head = None if code.claim is None else code.claim.claim.head
    record = code.record or ""
    value = None if head is None else head.to_value()
    root = None if code.proof is None else code.proof.leads_to(record_key(record), value)  # (3)
    if root is None:
        raise NotProven(f"The code does not lead from {record} to any map.", _DO_NOT_RELY)
    known = trust.landmarks.get(code.height)
    if known is not None and known.map_root != root:
        raise NotProven(f"The register's map does not say this of {record}.", _DO_NOT_RELY)  # (4)
    landmark = known or _sealed(code.height, root, code.seal, trust.policy)
    found = (record, head, landmark.as_of_s, landmark.height, landmark.witnesses, known is not None)
    if code.claim is None:
        return PaperVerdict(*found)
    claim = code.claim.claim
    standing, listed_s = _standing(claim, trust)  # (6)
    return PaperVerdict(*found, claim.shown, issuer, claim.printed_s, claim.listed, standing, listed_s)


def _standing(claim: Claim, trust: Trust) -> tuple[Standing | None, int | None]:
    if claim.listed is None or claim.listed[0] not in trust.lists:
        return None, None
    number, place = claim.listed
    known = trust.lists[number]
    return known.at(place), known.made_s


def _issuer(claim: SignedClaim, trust: Trust) -> Issuer:
    register = claim.claim.record.partition("/")[0]
    for issuer in trust.issuers:
        if register in issuer.registers and claim.is_by(issuer.key):
            return issuer
    raise NotProven(
        f"No office that may print papers of the register '{register}' has signed this one.",
        "Do not rely on it; look whether your list of offices is the city's newest.",
    )


def _sealed(height: int, root: bytes, seal: Seal | None, policy: Policy) -> Landmark:
    if seal is None:
        raise SealMissing(height)
    header = BlockHeader(height, seal.time_s, seal.statements, seal.previous, root)
    tree = root_by_inclusion(leaf_hash(header.to_entry()), seal.size - 1, seal.size, seal.path)  # (4a)
    _, cosigned = policy.open(_note(seal, tree, policy))  # (4b)
    as_of_s = min((one.at_s for one in cosigned if one.at_s is not None), default=seal.time_s)  # (5)
    return Landmark(height, root, as_of_s, tuple(dict.fromkeys(signature.key.name for signature in cosigned)))


def _note(seal: Seal, root: bytes, policy: Policy) -> bytes:
    """Write out the checkpoint that the seal stands for, as its signers signed it."""
    keys = {peer.key.key_id: peer.key for peer in (*policy.logs, *policy.witnesses.values())}
    logs = [log.key for log in policy.logs]
    signed = {one.key_id for one in seal.signatures}
    origin = next((key.name for key in logs if key.key_id in signed), None)
    if origin is None:
        raise NotProven("No trusted register has signed what the code speaks of.", _WHICH_REGISTER)
    lines = []
    for one in seal.signatures:
        if one.key_id in keys:  # others are passed over, as the format of checkpoints demands
            time = b"" if one.at_s is None else one.at_s.to_bytes(8, "big")
            lines.append(SignatureLine(keys[one.key_id].name, one.key_id, time + one.signature))
    return Note(Checkpoint(origin, seal.size, root).text, tuple(lines)).to_bytes()


_DO_NOT_RELY = "Do not rely on it; ask the holder for a fresh paper, and the office if it stays so."
_WHICH_REGISTER = "It is of another city, or the list of what this device trusts is old."
