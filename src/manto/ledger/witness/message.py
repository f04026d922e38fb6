"""What a log sends to a witness. Source: C2SP tlog-witness v1.0.0, add-checkpoint."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from manto.ledger.log.errors import MalformedNote
from manto.ledger.log.proofs import parse_hashes
from manto.ledger.log.text import strict_number

PATH = "add-checkpoint"
REQUEST_BYTES_MAX = 200_000
SIZE_CONTENT_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class AddCheckpoint:
    """A checkpoint to be cosigned.

    Attributes:
        old_size: What the log believes the witness has seen.
        proof: That the tree of that size is the beginning of this one.
        checkpoint: The signed note.
    """

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def to_bytes(self) -> bytes:
        """Write the request."""
        lines = [f"old {self.old_size}", *(b64encode(one).decode() for one in self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_add_checkpoint(data: bytes) -> AddCheckpoint:
    """Read a request.

    Raises:
        MalformedNote: It is not written so.
    """
    head, separator, checkpoint = data.partition(b"\n\n")
    if not separator or not head.isascii():
        raise MalformedNote("The request has no empty line before the checkpoint.", _FORM)
    first, *lines = head.decode("ascii").split("\n")
    old_size = strict_number(first.removeprefix("old ")) if first.startswith("old ") else None
    if old_size is None:
        raise MalformedNote("The request does not begin with a line such as: old 123.", _FORM)
    return AddCheckpoint(old_size, parse_hashes(lines), checkpoint)


_FORM = "Send it as C2SP tlog-witness says: old size, proof lines, an empty line, the checkpoint."
