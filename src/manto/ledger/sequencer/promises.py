"""Promises: what the log signs when it has accepted entries, before they are in the tree.

A promise is a signed note by a key of its own (never the key that signs heads: a key says one kind of thing). Whoever
holds one that was not kept by its deadline can show it: the entries are in no checkpoint cosigned after that time.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from manto.ledger.log.errors import MalformedNote, NotProven
from manto.ledger.log.keys import PublicKey, SecretKey
from manto.ledger.log.merkle import HASH_BYTES
from manto.ledger.log.notes import Note, SignatureLine, parse_note
from manto.ledger.log.text import strict_base64, strict_number

HEADER = "manto ledger promise v1"
_FIELDS = ("log", "submission", "entries", "root", "accepted_ms", "deadline_ms")


@dataclass(frozen=True)
class Promise:
    """What the log has accepted and by when it will be in the tree.

    Attributes:
        origin: Which log.
        submission: Its number among all that were accepted; the log is asked about it by this number.
        count: How many entries, side by side and in the order given.
        root: The RFC 6962 root over their leaf hashes; for one entry, its leaf hash.
        accepted_ms: When, in milliseconds since 1970; never before that of an earlier submission.
        deadline_ms: The latest time at which a checkpoint holds them.
    """

    origin: str
    submission: int
    count: int
    root: bytes
    accepted_ms: int
    deadline_ms: int

    @property
    def text(self) -> str:
        """The promise as the text of a note."""
        root = b64encode(self.root).decode()
        values = (self.origin, self.submission, self.count, root, self.accepted_ms, self.deadline_ms)
        return "".join([f"{HEADER}\n", *(f"{name} {value}\n" for name, value in zip(_FIELDS, values, strict=True))])

    def signed(self, key: SecretKey) -> bytes:
        """Sign the promise."""
        line = SignatureLine(key.name, key.public.key_id, key.sign(self.text.encode()))
        return Note(self.text, (line,)).to_bytes()


def promise_key_name(origin: str) -> str:
    """Name the key with which a log promises."""
    return f"{origin}/promises"


def open_promise(data: bytes, key: PublicKey) -> Promise:
    """Read a promise and check that the log's promise key signed it.

    Raises:
        MalformedNote: It is not a promise.
        NotProven: The key did not sign it.
    """
    note = parse_note(data)
    lines = note.signer_lines(key)
    if not lines or not all(key.signed(note.text.encode(), line.signature) for line in lines):
        raise NotProven(f"The promise is not signed by {key.name}.", "Ask the log for it again.")
    return _parse(note.text)


def _parse(text: str) -> Promise:
    header, *lines = text.removesuffix("\n").split("\n")
    pairs = [line.partition(" ") for line in lines]
    if header != HEADER or tuple(name for name, _, _ in pairs) != _FIELDS:
        raise MalformedNote(
            f"The note is not a promise: it does not begin with {HEADER!r}.", "Ask the log for it again."
        )
    origin, *numbers = (value for _, _, value in pairs)
    root = strict_base64(numbers.pop(2))
    submission, count, accepted_ms, deadline_ms = (strict_number(value) for value in numbers)
    if None in (submission, count, accepted_ms, deadline_ms) or root is None or len(root) != HASH_BYTES:
        raise MalformedNote("A value in the promise is not in its one written form.", "Ask the log for it again.")
    return Promise(origin, submission or 0, count or 0, root, accepted_ms or 0, deadline_ms or 0)
