"""Promises that are past their deadline show: to whoever asks after the log's health, before their holders complain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from manto.kernel.clock import FixedClock
from manto.ledger.log.notes import Note, SignatureLine
from manto.ledger.log.serving import Request
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.programs.log_server import LogServer
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import init_store
from manto.ledger.witness.asking import Witnesses


class DiskThatIsFull:
    """Stands where the last step before the checkpoint is: while it is full, nothing is published."""

    full = True

    def cosign(self, note: Note, tiles: VerifiedTiles) -> Sequence[SignatureLine]:
        """Refuse as a full disk does."""
        if self.full:
            raise OSError(28, "No space left on device")
        return ()


def test_the_servers_health_tells_of_overdue_promises(tmp_path: Path) -> None:
    """In time all is well, past the deadline it says how many and since when, and once they are kept all is well again."""
    store = init_store(tmp_path / "log", "ledger.comune.example/2026")
    clock, disk = FixedClock(datetime(2026, 11, 22, tzinfo=UTC)), DiskThatIsFull()
    limits = Limits(deadline_ms=60_000, retry_ms=1, block_interval_ms=1)
    with EmbeddedSequencer(store, clock=clock, cosigners=disk, limits=limits) as log:
        server = LogServer(log, may_append=True, token=None, witnesses=Witnesses(store.policy))

        def health() -> tuple[int, str]:
            answer = server.answer(Request("GET", "health", {}, b""))
            return answer.status, answer.body.decode()

        promises = [log.submit([entry]) for entry in (b"a deed", b"another")]
        early = log.overdue()
        clock.advance(timedelta(seconds=61))
        late, said = log.overdue(), health()
        disk.full = False
        log.wait_until_final(promises[-1].submission, 20)
        kept, well = log.overdue(), health()

    assert early == []
    assert late == promises
    assert said[0] == 503
    assert "overdue: 2 promises, the oldest is submission 1" in said[1]
    assert (kept, well) == ([], (200, "ok\n"))
