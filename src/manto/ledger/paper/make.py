"""Putting a paper together from a proof bundle."""

from __future__ import annotations

from manto.kernel.errors import BadInput
from manto.ledger.bundle.form import Bundle
from manto.ledger.log.errors import NotProven
from manto.ledger.log.keys import KeyKind
from manto.ledger.log.notes import Note
from manto.ledger.log.policy import Policy
from manto.ledger.paper.claim import parse_claim
from manto.ledger.paper.digits import to_digits
from manto.ledger.paper.form import CompactSignature, PaperCode, Seal
from manto.ledger.paper.trust import Landmark
from manto.ledger.statements.entries import BlockHeader, parse_entry

DIGITS_MAX = 2_855
"""What a square code of version 28, level M, holds in numeric mode. Source: ISO/IEC 18004, table 7."""


def paper_of(bundle: Bundle, policy: Policy, claim: bytes | None = None) -> PaperCode:
    """Make a paper's code from a bundle.

    Args:
        bundle: Proves how the record stands.
        policy: By which the paper will be checked: it says which signatures the seal must carry.
        claim: What the paper says, signed; None when the bundle proves that there is no such record.

    Raises:
        BadInput: The claim is not about what the bundle proves.
        NotCosigned: The policy cannot be met with signatures that fit on paper; `landmark_of` still can.
    """
    header = _header(bundle)
    signed = None if claim is None else parse_claim(claim)
    if (None if signed is None else (signed.claim.record, signed.claim.head)) != (
        None if bundle.head is None else (bundle.record, bundle.head)
    ):
        raise BadInput("The claim is not about what the proof shows.", "Make the claim from the record as it stands.")
    return PaperCode(header.height, bundle.record, signed, bundle.proof, _seal(bundle, header, policy))


def print_codes(code: PaperCode, page: str, digits_max: int = DIGITS_MAX) -> list[PaperCode]:
    """Give the codes to print: one where all fits, else the record's and the seal's.

    Args:
        code: All of it.
        page: The address that stands before the digits; it takes room too.
        digits_max: How many digits one code holds.
    """
    room = digits_max - -(-len(f"{page}#") * 12 // 5) - 12  # a byte takes the room of 2.4 digits; two mode changes
    if len(to_digits(code.to_bytes())) <= room or code.seal is None:
        return [code]
    return [
        PaperCode(code.height, code.record, code.claim, code.proof),
        PaperCode(code.height, seal=code.seal),
    ]


def landmark_of(bundle: Bundle, policy: Policy) -> Landmark:
    """Make a landmark of the block that a bundle speaks of, as a checker keeps it.

    Raises:
        NotProven: The bundle's checkpoint is not one that the policy trusts.
    """
    header = _header(bundle)
    _, cosigned = policy.open(bundle.checkpoint)
    as_of_s = min((one.at_s for one in cosigned if one.at_s is not None), default=header.time_s)
    names = tuple(dict.fromkeys(signature.key.name for signature in cosigned))
    return Landmark(header.height, header.map_root, as_of_s, names)


def _header(bundle: Bundle) -> BlockHeader:
    header = parse_entry(bundle.header)
    if isinstance(header, bytes):
        raise NotProven("The last entry under the checkpoint closes no block.", "Ask for the proof again.")
    return header


def _seal(bundle: Bundle, header: BlockHeader, policy: Policy) -> Seal:
    opened, cosigned = policy.open(bundle.checkpoint)
    held = [one for one in (*opened.signatures, *cosigned) if one.key.kind is not KeyKind.COSIGNATURE_ML_DSA]
    lines = []
    for one in held:
        [line, *_] = opened.note.signer_lines(one.key)
        lines.append(CompactSignature(one.key.key_id, one.at_s, line.signature[-64:]))
    note = Note(opened.note.text, tuple(line for one in held for line in opened.note.signer_lines(one.key)))
    policy.open(note.to_bytes())
    return Seal(
        opened.checkpoint.size, header.time_s, header.statements, header.previous, bundle.header_path, tuple(lines)
    )
