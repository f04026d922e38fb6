"""What a log answers over HTTP: its files, which anyone may have, and the taking in of entries.

    GET  /checkpoint, /tile/...      the files of C2SP tlog-tiles
    GET  /policy                     the log's keys and witnesses, as a C2SP tlog-policy
    GET  /proof/INDEX                a C2SP tlog-proof for one entry
    GET  /submission/NUMBER          where the entries of a promise stand: "first_index count"
    GET  /health                     200 while the log accepts, publishes and keeps its promises, else 503 and why; how
                                     many promises are overdue, who of the witnesses is silent
    POST /add                        one entry, answered with a signed promise once it is durable
    POST /add?wait=SECONDS           the same, answered with the tlog-proof once it is final

Entries are taken in only with the token that the keeper gave out, when there is one.
"""

from __future__ import annotations

import hmac

from manto.kernel.errors import BadInput, NotAllowed, NotFound
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.serving import Answer, Request
from manto.ledger.log.text import strict_number
from manto.ledger.log.tile_paths import CHECKPOINT_PATH, is_served
from manto.ledger.programs.speaking import WHAT_ONE_NODE_IS
from manto.ledger.sequencer.embedded import EmbeddedSequencer
from manto.ledger.witness.asking import Witnesses

WAIT_S_MAX = 30
CLOCK_BEHIND_S_MAX = 60
_FOR_EVER = "public, max-age=31536000, immutable"


class LogServer:
    """Answers for one log.

    Args:
        log: The open log.
        may_append: Whether entries are taken in at all.
        token: What a caller must show to append; none when no token is needed.
        witnesses: Who is asked to cosign, to say who of them is silent.
    """

    def __init__(self, log: EmbeddedSequencer, *, may_append: bool, token: str | None, witnesses: Witnesses) -> None:
        self.log = log
        self.may_append = may_append
        self.token = token
        self.witnesses = witnesses
        self.files = FolderSource(log.store.public)

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if request.method == "POST" and request.path == "add":
            return self._add(request)
        if request.method != "GET":
            raise NotFound(f"There is nothing to send to /{request.path}.", "Entries go to POST /add.")
        if is_served(request.path):
            return self._file(request.path)
        name, _, argument = request.path.partition("/")
        match name:
            case "proof":
                return Answer(self.log.prove(_number(argument)).to_bytes())
            case "submission":
                placement = self.log.wait_until_final(_number(argument), 0)
                return Answer(f"{placement.first_index} {placement.count}\n".encode())
            case "policy":
                return Answer((self.log.store.root / "private" / "policy").read_bytes())
            case "health":
                return self._health()
            case "":
                return Answer(f"{self.log.store.origin}: {self.log.size} entries. {WHAT_ONE_NODE_IS}\n".encode())
        raise NotFound(f"There is no /{request.path} here.", "See C2SP tlog-tiles for what a log shows.")

    def _health(self) -> Answer:
        trouble, behind_s, overdue = self.log.trouble, self.log.clock_behind_s, self.log.overdue()
        said = trouble or ("promises are broken" if overdue else "ok")
        if overdue:
            first = overdue[0]
            said += (
                f"; overdue: {len(overdue)} promises, the oldest is submission {first.submission},"
                f" promised for {first.deadline_ms} ms since 1970"
            )
        if behind_s > CLOCK_BEHIND_S_MAX:
            said += f"; the clock is {behind_s} s behind what was written down, and times stand still until it is right"
        said += "".join(f"; silent: {why}" for why in self.witnesses.silent.values())
        return Answer(f"{said}\n".encode(), 503 if trouble or overdue else 200)

    def _file(self, path: str) -> Answer:
        if path == CHECKPOINT_PATH:
            return Answer(self.log.checkpoint)
        return Answer(self.files.read(path), content_type="application/octet-stream", cache=_FOR_EVER)

    def _add(self, request: Request) -> Answer:
        if not self.may_append:
            raise NotAllowed("This log takes in nothing over HTTP.", "Serve it with --token-file to let others append.")
        if self.token is not None and not hmac.compare_digest(request.authorization, f"Bearer {self.token}"):
            raise NotAllowed("Appending needs the token of this log.", "Send it as: Authorization: Bearer TOKEN.")
        if not request.body:
            raise BadInput("The request has no body: there is nothing to log.", "Send the entry as the request's body.")
        wait_s = min(_number(request.query.get("wait", "0")), WAIT_S_MAX)
        promise = self.log.submit([request.body])
        if not wait_s:
            return Answer(self.log.sign_promise(promise))
        placement = self.log.wait_until_final(promise.submission, wait_s)
        return Answer(self.log.prove(placement.first_index).to_bytes())


def _number(text: str) -> int:
    number = strict_number(text)
    if number is None:
        raise BadInput(f"{text[:40]!r} is not a whole number.", "Give digits only.")
    return number
