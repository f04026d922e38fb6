"""Checkpoints: the head of a tree as a signed note, and cosignatures on it.

A checkpoint of ours never carries extension lines: an ML-DSA-44 cosignature does not cover them, so whatever the
ledger has to say beside size and root (its map's root, above all) stands in a leaf.

Source: C2SP tlog-checkpoint v1.0.0; tlog-cosignature v1.1.0-rc.1.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from manto.ledger.log.errors import MalformedNote, NotProven
from manto.ledger.log.keys import KeyKind, PublicKey, SecretKey
from manto.ledger.log.merkle import HASH_BYTES
from manto.ledger.log.notes import Note, SignatureLine, parse_note
from manto.ledger.log.text import MAX_NUMBER, strict_base64, strict_number

_SUBTREE_LABEL = b"subtree/v1\n\x00"


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log's tree.

    Attributes:
        origin: Which log, as its first line names it.
        size: How many entries.
        root: The root hash over them.
        extension: Further lines of somebody else's log; no statement is made about them.
    """

    origin: str
    size: int
    root: bytes
    extension: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The checkpoint as the text of a note."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extension)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class Signature:
    """A signature that has been checked and holds.

    Attributes:
        key: Whose.
        at_s: When it was made, by its maker's word, in seconds since 1970; none for a plain note signature.
    """

    key: PublicKey
    at_s: int | None


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint whose log's signature holds.

    Attributes:
        checkpoint: What was signed.
        note: All that came with it, cosignatures not yet checked included.
        signatures: The signatures of the log that hold.
    """

    checkpoint: Checkpoint
    note: Note
    signatures: tuple[Signature, ...]


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint.

    Raises:
        MalformedNote: It does not begin with an origin, a size and a root hash, or has an empty line.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise MalformedNote("A checkpoint has three lines or more, none of them empty.", _FETCH_AGAIN)
    origin, size_text, root_text = lines[:3]
    size, root = strict_number(size_text), strict_base64(root_text)
    if size is None:
        raise MalformedNote(f"The size {size_text[:30]!r} in the checkpoint is not a whole number.", _FETCH_AGAIN)
    if root is None or len(root) != HASH_BYTES:
        raise MalformedNote("The root hash in the checkpoint is not 32 bytes of base64.", _FETCH_AGAIN)
    return Checkpoint(origin, size, root, tuple(lines[3:-1]))


def sign_checkpoint(checkpoint: Checkpoint, key: SecretKey, at_s: int) -> SignatureLine:
    """Sign or cosign a checkpoint.

    Args:
        checkpoint: Which the signer has found consistent with every earlier one.
        key: A log's note key, or a cosigner's.
        at_s: The time, seconds since 1970; a note key does not say it.
    """
    public = key.public
    signature = key.sign(_signed_message(checkpoint, public, at_s))
    if key.kind.is_cosignature:
        signature = at_s.to_bytes(8, "big") + signature
    return SignatureLine(key.name, public.key_id, signature)


def check_signature(note: Note, checkpoint: Checkpoint, line: SignatureLine, key: PublicKey) -> Signature:
    """Check one line of a checkpoint's note with the key that it claims.

    Raises:
        NotProven: The signature is not the key's.
    """
    at_s, signature = None, line.signature
    if key.kind.is_cosignature:
        at_s, signature = int.from_bytes(line.signature[:8], "big"), line.signature[8:]
    well_formed = len(signature) == key.kind.signature_bytes and (at_s or 0) <= MAX_NUMBER
    if not well_formed or not key.signed(_signed_message(checkpoint, key, at_s or 0, note.text), signature):
        raise NotProven(f"The signature of {key.name} on the checkpoint does not hold.", _DO_NOT_TRUST)
    return Signature(key, at_s)


def check_signatures(note: Note, checkpoint: Checkpoint, keys: Iterable[PublicKey]) -> tuple[Signature, ...]:
    """Check all lines that claim to be of these keys; other lines are passed over, as the format demands.

    Raises:
        NotProven: A line claims one of the keys and does not hold.
    """
    return tuple(check_signature(note, checkpoint, line, key) for key in keys for line in note.signer_lines(key))


def open_checkpoint(data: bytes, log_keys: Iterable[PublicKey]) -> SignedCheckpoint:
    """Read a checkpoint and check that its log signed it.

    Args:
        data: The signed note.
        log_keys: Keys of the logs that are trusted; one counts for the log that its name says.

    Raises:
        MalformedNote: It is not a checkpoint.
        NotProven: No key of that log signed it, or a signature by one of them does not hold.
    """
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    keys = [key for key in log_keys if key.name == checkpoint.origin]
    signatures = check_signatures(note, checkpoint, keys)
    if not signatures:
        raise NotProven(
            f"No trusted key has signed this checkpoint of {checkpoint.origin!r}.",
            "Give the log's key as its owner published it, and check that this is the log you meant.",
        )
    return SignedCheckpoint(checkpoint, note, signatures)


def _signed_message(checkpoint: Checkpoint, key: PublicKey, at_s: int, text: str | None = None) -> bytes:
    body = (checkpoint.text if text is None else text).encode()
    if key.kind is KeyKind.NOTE:
        return body
    if key.kind is KeyKind.COSIGNATURE:
        return f"cosignature/v1\ntime {at_s}\n".encode() + body
    return b"".join(
        (
            _SUBTREE_LABEL,
            _short(key.name.encode()),
            at_s.to_bytes(8, "big"),
            _short(checkpoint.origin.encode()),
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _short(name: bytes) -> bytes:
    """Write a name of 1 to 255 bytes behind its length."""
    if not 1 <= len(name) <= 255:
        raise MalformedNote(f"The name {name[:40]!r} is longer than the 255 bytes a cosignature can say.", _FETCH_AGAIN)
    return bytes([len(name)]) + name


_FETCH_AGAIN = "Fetch the checkpoint again from the log; if it stays so, tell the log's operator."
_DO_NOT_TRUST = "Do not trust this checkpoint: it was altered, or somebody signed in another's name."
