"""A witness: cosigns a log's checkpoint only when it grows from the largest one it has cosigned before.

In order, for each request:

(1) the log is known, and one of its trusted keys signed the checkpoint;
(2) the old size is the one remembered; if not, the log is told the remembered size;
(3) the same size must have the same root, a larger one must be proven to begin with the remembered tree;
(4) the new head is written down, synced, together with the look in (2): no two requests can pass each other;
(5) only then is it cosigned, with a time that never goes back.

What fails in (3) under a valid signature is kept as evidence: two histories signed by one log.
"""

from __future__ import annotations

from collections.abc import Sequence

from manto.kernel.clock import Clock
from manto.kernel.errors import NotFound
from manto.ledger.log.checkpoints import SignedCheckpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from manto.ledger.log.errors import MalformedNote, NotProven
from manto.ledger.log.keys import PublicKey, SecretKey
from manto.ledger.log.merkle import EMPTY_ROOT, check_consistency
from manto.ledger.log.notes import parse_note
from manto.ledger.log.serving import Answer, Request, answer_to_error
from manto.ledger.witness.memory import Seen, WitnessMemory
from manto.ledger.witness.message import PATH, SIZE_CONTENT_TYPE, AddCheckpoint, parse_add_checkpoint


class Witness:
    """Cosigns checkpoints of the logs it knows.

    Args:
        keys: Its own, one per form of cosignature.
        logs: The keys of the logs it knows; each counts for the log that its name says.
        memory: What it has cosigned.
        clock: What time it is.
    """

    def __init__(
        self, keys: Sequence[SecretKey], logs: Sequence[PublicKey], memory: WitnessMemory, clock: Clock
    ) -> None:
        self.keys = keys
        self.logs = logs
        self.memory = memory
        self.clock = clock

    def answer(self, request: Request) -> Answer:
        """Answer a request over HTTP."""
        if (request.method, request.path) != ("POST", PATH):
            raise NotFound("A witness answers POST /add-checkpoint and nothing else.", "See C2SP tlog-witness.")
        try:
            message = parse_add_checkpoint(request.body)
            origin = parse_checkpoint(parse_note(message.checkpoint).text).origin
        except MalformedNote as error:
            return answer_to_error(error)
        if origin not in {key.name for key in self.logs}:
            raise NotFound(f"This witness does not know the log {origin!r}.", "Ask its operator to add the log's key.")
        try:
            opened = open_checkpoint(message.checkpoint, self.logs)  # (1)
        except NotProven as error:
            return Answer(f"{error}\n".encode(), 403)
        if message.old_size > opened.checkpoint.size:
            return Answer(b"The old size is larger than the checkpoint's.\n", 400)
        return self._cosign(message, opened)

    def _cosign(self, message: AddCheckpoint, opened: SignedCheckpoint) -> Answer:
        head = opened.checkpoint
        with self.memory.one_at_a_time():
            seen = self.memory.seen(head.origin)
            old_size, old_root = (seen.size, seen.root) if seen else (0, EMPTY_ROOT)
            refusal = _refusal(message, opened, old_size, old_root)  # (2), (3)
            at_s = max(int(self.clock.now().timestamp()), seen.at_s if seen else 0)
            if refusal is None:
                self.memory.remember(Seen(head.origin, head.size, head.root, at_s, message.checkpoint))  # (4)
        if refusal is None:
            lines = [str(sign_checkpoint(head, key, at_s)) for key in self.keys]  # (5)
            return Answer("".join(lines).encode())
        if seen is not None and refusal.is_evidence:
            self.memory.keep_evidence(at_s, refusal.why, seen.checkpoint, message.checkpoint, head.text)
        return refusal.answer


class _Refusal:
    def __init__(self, why: str, answer: Answer, *, is_evidence: bool) -> None:
        self.why = why
        self.answer = answer
        self.is_evidence = is_evidence


def _refusal(message: AddCheckpoint, opened: SignedCheckpoint, old_size: int, old_root: bytes) -> _Refusal | None:
    head = opened.checkpoint
    size_seen = Answer(f"{old_size}\n".encode(), 409, SIZE_CONTENT_TYPE)
    if message.old_size != old_size:
        return _Refusal("another size was expected", size_seen, is_evidence=False)
    if head.size == old_size and head.root != old_root:
        return _Refusal("two roots for one size", size_seen, is_evidence=True)
    try:
        check_consistency(old_size, head.size, message.proof, old_root, head.root)
    except NotProven as error:
        return _Refusal("no proof that it grew", Answer(f"{error}\n".encode(), 422), is_evidence=True)
    return None
