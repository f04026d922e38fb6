"""Signed notes: a text, and below it one line per signature.

A note is data that anyone may have sent: it is parsed strictly, within bounds, and its text is not to be used
before `checkpoints.open_checkpoint` or `Note.signer_lines` has found a signature that holds.

Source: C2SP signed-note v1.0.0.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from manto.ledger.log.errors import MalformedNote
from manto.ledger.log.keys import PublicKey
from manto.ledger.log.text import is_key_name, strict_base64

NOTE_BYTES_MAX = 1_000_000
SIGNATURES_MAX = 100
_DASH = "\N{EM DASH} "


@dataclass(frozen=True)
class SignatureLine:
    """One signature below a note, not yet checked.

    Attributes:
        name: Whose key it claims.
        key_id: Which of that owner's keys it claims, four bytes.
        signature: What the key made, in the form of its kind.
    """

    name: str
    key_id: bytes
    signature: bytes

    def is_by(self, key: PublicKey) -> bool:
        """Tell whether the line claims to be this key's; says nothing of whether it holds."""
        return self.name == key.name and self.key_id == key.key_id

    def __str__(self) -> str:
        """Write the line, with the newline that ends it."""
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True)
class Note:
    """A text with its signature lines, none of them checked yet.

    Attributes:
        text: What is signed, newline at the end included.
        signatures: The lines, in the order given.
    """

    text: str
    signatures: tuple[SignatureLine, ...]

    def signer_lines(self, key: PublicKey) -> list[SignatureLine]:
        """Give the lines that claim to be this key's."""
        return [line for line in self.signatures if line.is_by(key)]

    def with_signatures(self, lines: tuple[SignatureLine, ...]) -> Note:
        """Add signature lines, leaving out those that are there already."""
        return Note(self.text, self.signatures + tuple(line for line in lines if line not in self.signatures))

    def __str__(self) -> str:
        """Write the note."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def to_bytes(self) -> bytes:
        """Write the note as the bytes that are stored and sent."""
        return str(self).encode()


def parse_note(data: bytes) -> Note:
    """Read a signed note.

    Raises:
        MalformedNote: It is too long, not UTF-8, has a control character, no signature, or a line that is not one.
    """
    text = _readable(data)
    body, separator, tail = text.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise MalformedNote("The note does not end in an empty line and signature lines.", _SEND_WHOLE)
    lines = tail[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise MalformedNote(f"The note has {len(lines)} signatures; {SIGNATURES_MAX} are the most read.", _SEND_WHOLE)
    return Note(body + "\n", tuple(parse_signature_line(line) for line in lines))


def parse_signature_line(line: str) -> SignatureLine:
    """Read one signature line, without its newline.

    Raises:
        MalformedNote: It is not written so.
    """
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    signature = strict_base64(encoded)
    if not line.startswith(_DASH) or not is_key_name(name) or not signature or len(signature) < 5:
        raise MalformedNote(f"This is not a signature line: {line[:60]!r}.", _SEND_WHOLE)
    return SignatureLine(name, signature[:4], signature[4:])


def _readable(data: bytes) -> str:
    if len(data) > NOTE_BYTES_MAX:
        raise MalformedNote(f"The note is {len(data)} bytes; {NOTE_BYTES_MAX} are the most read.", _SEND_WHOLE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedNote("The note is not UTF-8 text.", _SEND_WHOLE) from None
    if any(mark < " " and mark != "\n" for mark in text):
        raise MalformedNote("The note has a control character that is not a newline.", _SEND_WHOLE)
    return text


_SEND_WHOLE = "Fetch it again, whole and unchanged, from the one who signed it."
