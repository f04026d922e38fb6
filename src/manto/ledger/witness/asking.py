"""Asking witnesses: how a log has its checkpoint cosigned, and how it learns that it must stop.

A witness that does not answer, or answers badly, gives no signature: whether those that came are enough is for the
policy of whoever checks. A witness that has seen a larger tree, or another one, stops the log: going on would sign
a second history. So a lying witness can stop a log, and no witness can change one: choose whom to ask.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from manto.kernel.errors import BadInput
from manto.ledger.log.checkpoints import Checkpoint, check_signature, parse_checkpoint
from manto.ledger.log.errors import SourceUnreachable, TreeForked, TreeWentBack
from manto.ledger.log.keys import PublicKey
from manto.ledger.log.notes import Note, SignatureLine, parse_signature_line
from manto.ledger.log.policy import Policy
from manto.ledger.log.text import strict_number
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.witness.message import PATH, AddCheckpoint

ANSWER_BYTES_MAX = 100_000
TRIES = 3
REST_TIMEOUTS = 6


class Witnesses:
    """All witnesses of a policy that can be reached, asked side by side.

    Args:
        policy: Whose witness lines with a URL say whom to ask; lines with the same URL are one witness's keys.
        timeout_s: How long each may be silent.
    """

    def __init__(self, policy: Policy, timeout_s: float = 5) -> None:
        by_url: dict[str, list[PublicKey]] = {}
        for witness in policy.witnesses.values():
            if witness.url:
                by_url.setdefault(witness.url, []).append(witness.key)
        self.asked = [AskedWitness(url, keys, timeout_s) for url, keys in by_url.items()]

    def cosign(self, note: Note, tiles: VerifiedTiles) -> list[SignatureLine]:
        """Give the witnesses' signatures on a checkpoint that the log has signed.

        Raises:
            TreeWentBack: A witness has seen a larger tree.
            TreeForked: A witness has seen another tree.
        """
        if not self.asked:
            return []
        with ThreadPoolExecutor(len(self.asked)) as pool:
            answers = [pool.submit(witness.cosign, note, tiles) for witness in self.asked]
        return [line for answer in answers for line in answer.result()]

    @property
    def silent(self) -> dict[str, str]:
        """Which witnesses gave no signature the last time, and why."""
        return {witness.url: witness.trouble for witness in self.asked if witness.trouble}


class AskedWitness:
    """One witness, and what it is believed to have seen.

    Args:
        url: Its submission prefix.
        keys: Its keys.
        timeout_s: How long it may be silent.
    """

    def __init__(self, url: str, keys: Sequence[PublicKey], timeout_s: float) -> None:
        self.url = url
        self.keys = keys
        self.trouble: str | None = None
        self._seen_size = 0
        self._timeout_s = timeout_s
        self._rests_until = 0.0

    def cosign(self, note: Note, tiles: VerifiedTiles) -> list[SignatureLine]:
        """Give its signatures on a checkpoint; none when it does not answer as it must.

        One that let the whole time pass is not asked again for a while, so that it does not hold up every block.
        """
        begun = time.monotonic()
        if begun < self._rests_until:
            return []
        head = parse_checkpoint(note.text)
        try:
            lines = self._ask(note, head, tiles)
        except (SourceUnreachable, BadInput) as error:
            self.trouble = str(error)
            if time.monotonic() - begun >= self._timeout_s:
                self._rests_until = time.monotonic() + REST_TIMEOUTS * self._timeout_s
            return []
        self.trouble = None
        return lines

    def _ask(self, note: Note, head: Checkpoint, tiles: VerifiedTiles) -> list[SignatureLine]:
        for _ in range(TRIES):
            old = min(self._seen_size, head.size)
            message = AddCheckpoint(old, tuple(tiles.consistency_proof(old)), note.to_bytes())
            status, body = _post(f"{self.url.rstrip('/')}/{PATH}", message.to_bytes(), self._timeout_s)
            if status == 200:
                lines = self._signatures(note, head, body)
                self._seen_size = head.size
                return lines
            if status == 422:
                raise TreeForked(
                    f"The witness {self.url} has seen another tree than ours: our {head.size} entries do not begin with it.",
                    _STOP,
                )
            if status != 409:
                raise SourceUnreachable(
                    f"The witness {self.url} answered {status}: {body[:200]!r}.", "Ask its operator."
                )
            self._take_note_of_conflict(head, old, body)
        raise SourceUnreachable(f"The witness {self.url} keeps changing its mind about our size.", "Ask its operator.")

    def _take_note_of_conflict(self, head: Checkpoint, old: int, body: bytes) -> None:
        size = strict_number(body.decode("ascii", "replace").removesuffix("\n"))
        if size is None:
            raise SourceUnreachable(f"The witness {self.url} answered 409 without a size.", "Ask its operator.")
        if size > head.size:
            raise TreeWentBack(
                f"The witness {self.url} has seen {size} entries of this log; it now shows {head.size}.", _STOP
            )
        if size == old:
            raise TreeForked(f"The witness {self.url} has seen another tree of {size} entries.", _STOP)
        self._seen_size = size

    def _signatures(self, note: Note, head: Checkpoint, body: bytes) -> list[SignatureLine]:
        lines = [parse_signature_line(line) for line in body.decode("utf-8", "replace").splitlines()]
        known = [(line, key) for line in lines for key in self.keys if line.is_by(key)]
        for line, key in known:
            check_signature(note, head, line, key)
        if not known:
            raise SourceUnreachable(
                f"The witness {self.url} signed with no key that the policy names.", "Check its key."
            )
        return [line for line, _ in known]


def _post(url: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    try:
        connection.request("POST", parts.path, body)
        response = connection.getresponse()
        return response.status, response.read(ANSWER_BYTES_MAX)
    except (OSError, HTTPException, ValueError) as error:
        raise SourceUnreachable(f"The witness {url} did not answer: {error}.", "Check that it is up.") from error
    finally:
        connection.close()


_STOP = (
    "This log is a restored backup or a second history, and signs nothing more: restore the newest store, "
    "or begin a new log and publish both checkpoints."
)
