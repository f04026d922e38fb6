"""A proof that one entry is in a log, as one text that can be checked with no network. Source: C2SP tlog-proof."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from manto.ledger.log.checkpoints import Signature, SignedCheckpoint, parse_checkpoint
from manto.ledger.log.errors import MalformedNote
from manto.ledger.log.merkle import HASH_BYTES, check_inclusion, leaf_hash
from manto.ledger.log.notes import NOTE_BYTES_MAX, parse_note
from manto.ledger.log.policy import Policy
from manto.ledger.log.text import strict_base64, strict_number

HEADER = "c2sp.org/tlog-proof@v1"
PROOF_HASHES_MAX = 63


@dataclass(frozen=True)
class LogProof:
    """An entry's place in a log, the hashes that lead to the root, and the checkpoint that signs the root.

    Attributes:
        index: The entry's place, counted from 0.
        hashes: From the leaf's sibling up.
        checkpoint: The signed note, cosignatures included.
        extra: Whatever the application needs beside; nobody has signed it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def to_bytes(self) -> bytes:
        """Write the proof."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {b64encode(self.extra).decode()}")
        lines += [f"index {self.index}", *(b64encode(one).decode() for one in self.hashes), "", ""]
        return "\n".join(lines).encode() + self.checkpoint

    def check(self, entry: bytes, policy: Policy) -> tuple[SignedCheckpoint, tuple[Signature, ...]]:
        """Check that the entry is in a log that the policy trusts, under a checkpoint with enough witnesses.

        Returns:
            The checkpoint, and the witnesses' signatures with their times: the age of what is known.

        Raises:
            MalformedNote: The checkpoint cannot be read.
            NotProven: A signature or the inclusion does not hold.
        """
        return self.check_leaf(leaf_hash(entry), policy)

    def check_leaf(self, leaf: bytes, policy: Policy) -> tuple[SignedCheckpoint, tuple[Signature, ...]]:
        """Check the same of an entry of which only the leaf hash is at hand."""
        opened, cosigned = policy.open(self.checkpoint)
        head = opened.checkpoint
        check_inclusion(leaf, self.index, head.size, self.hashes, head.root)
        return opened, cosigned


def parse_log_proof(data: bytes) -> LogProof:
    """Read a proof.

    Raises:
        MalformedNote: It is not written as tlog-proof says.
    """
    if len(data) > NOTE_BYTES_MAX:
        raise MalformedNote(f"The proof is {len(data)} bytes; {NOTE_BYTES_MAX} are the most read.", _WHOLE)
    head, separator, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise MalformedNote("The proof is not plain text.", _WHOLE) from None
    if lines.pop(0) != HEADER or not separator:
        raise MalformedNote(f"The proof does not begin with {HEADER}.", _WHOLE)
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = strict_base64(lines.pop(0).removeprefix("extra "))
        if extra is None:
            raise MalformedNote("The extra line of the proof is not base64.", _WHOLE)
    if not lines or not lines[0].startswith("index "):
        raise MalformedNote("The proof has no index line.", _WHOLE)
    index = strict_number(lines.pop(0).removeprefix("index "))
    if index is None:
        raise MalformedNote("The index in the proof is not a whole number.", _WHOLE)
    hashes = parse_hashes(lines)
    parse_checkpoint(parse_note(checkpoint).text)
    return LogProof(index, hashes, checkpoint, extra)


def parse_hashes(lines: list[str]) -> tuple[bytes, ...]:
    """Read the hashes of a proof, one a line.

    Raises:
        MalformedNote: There are more than 63, or one is not 32 bytes of base64.
    """
    hashes = [strict_base64(line) for line in lines]
    if len(hashes) > PROOF_HASHES_MAX or any(one is None or len(one) != HASH_BYTES for one in hashes):
        raise MalformedNote("A line of the proof is not a hash of 32 bytes in base64, or there are too many.", _WHOLE)
    return tuple(one for one in hashes if one is not None)


_WHOLE = "Ask for the proof again, whole and unchanged."
