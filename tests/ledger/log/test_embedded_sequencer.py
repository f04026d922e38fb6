"""The embedded sequencer in ordinary use: what it accepts, places, proves and refuses."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from log_under_test import FAST, LogUnderTest

from manto.kernel.errors import BadInput, NotFound, Unavailable
from manto.ledger.log import merkle
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.errors import EntryTooLarge, NotProven, QueueFull, StoreInUse, TreeForked, TreeWentBack
from manto.ledger.log.policy import parse_policy
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.sequencer.embedded import Limits
from manto.ledger.sequencer.port import Block
from manto.ledger.sequencer.promises import open_promise
from manto.ledger.sequencer.store import init_store, open_store


@pytest.fixture
def log(tmp_path: Path) -> LogUnderTest:
    """Give a new log."""
    return LogUnderTest(tmp_path / "log")


def test_what_is_submitted_is_promised_placed_and_proven(log: LogUnderTest) -> None:
    """From the promise to a proof that a stranger can check with the log's policy alone."""
    with log.open() as sequencer:
        promise = log.submit(sequencer, [b"deed", b"lien"])
        signed = sequencer.sign_promise(promise)
        placement = sequencer.wait_until_final(promise.submission, 5)
        proof = sequencer.prove(placement.first_index + 1)

        opened, _ = proof.check(b"lien", log.store.policy)

    assert open_promise(signed, log.store.promise_key.public) == promise
    assert promise.root == merkle.node_hash(merkle.leaf_hash(b"deed"), merkle.leaf_hash(b"lien"))
    assert promise.deadline_ms == promise.accepted_ms + FAST.deadline_ms
    assert opened.checkpoint.size == 2


def test_a_promise_is_not_signed_by_the_key_of_heads(log: LogUnderTest) -> None:
    """A key says one kind of thing: a promise can never be taken for a checkpoint."""
    with log.open() as sequencer:
        signed = sequencer.sign_promise(log.submit(sequencer, [b"deed"]))

    with pytest.raises(NotProven):
        open_promise(signed, log.store.log_key.public)
    with pytest.raises(BadInput):
        log.store.policy.open(signed)


def test_many_callers_at_once_are_all_served(log: LogUnderTest) -> None:
    """Each of many threads gets its own promise, and all of it is in the tree."""

    def send(name: int) -> None:
        for i in range(20):
            log.submit(sequencer, [f"{name}:{i}:{j}".encode() for j in range(i % 4 + 1)])

    with log.open() as sequencer:
        threads = [threading.Thread(target=send, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        log.times_ms.sort()  # threads remember their promises in any order
        log.check_everything(sequencer)

    assert len(log.promised) == 160


def test_closing_publishes_and_opening_takes_up(log: LogUnderTest) -> None:
    """What waits at closing is in the tree afterwards, and the next process goes on from there."""
    for round_number in range(3):
        with log.open() as sequencer:
            log.submit(sequencer, [f"round {round_number}, {i}".encode() for i in range(300)])
        with log.open() as sequencer:
            log.check_everything(sequencer)

    assert log.public_head().size == 900


def test_a_submission_stays_whole_across_blocks(log: LogUnderTest) -> None:
    """A block takes whole submissions, also when one is larger than the block would be."""
    limits = Limits(block_interval_ms=1, block_entries_max=10)
    with log.open(limits=limits) as sequencer:
        for count in (3, 25, 4, 8, 1):
            log.submit(sequencer, [b"x%d" % i for i in range(count)])
        log.check_everything(sequencer)


class Headers:
    """An application that refuses one word and ends each block with a header."""

    def admit(self, entries: Sequence[bytes]) -> None:
        """Refuse the word."""
        if b"forged" in entries:
            raise NotProven("The endorsement does not hold.", "Have it endorsed again.")

    def start_over(self, waiting: Sequence[Sequence[bytes]]) -> None:
        """Remember nothing."""

    def seal(self, block: Block) -> Sequence[bytes]:
        """End the block."""
        return [f"header {block.number} of {len(block.entries)} at {block.at_ms}".encode()]


def test_the_application_refuses_and_seals(log: LogUnderTest) -> None:
    """What it refuses does not move the log; its header stands right behind each block's entries."""
    with log.open(application=Headers()) as sequencer:
        promise = log.submit(sequencer, [b"deed"])
        sequencer.wait_until_final(promise.submission, 5)
        with pytest.raises(NotProven, match="endorsement"):
            sequencer.submit([b"good", b"forged"])
        log.check_everything(sequencer)

        header = sequencer.entry(1)

    assert header.startswith(b"header 1 of 1 at ")
    assert log.public_head().size == 2


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [([], BadInput), ([b"x"] * 10_001, BadInput), ([bytes(65_536)], EntryTooLarge)],
)
def test_bad_submissions_do_not_move_the_log(log: LogUnderTest, entries: list[bytes], refusal: type[Exception]) -> None:
    """Each is refused by name, and the log goes on."""
    with log.open() as sequencer:
        with pytest.raises(refusal):
            sequencer.submit(entries)
        log.submit(sequencer, [b"good"])
        log.check_everything(sequencer)

    assert log.public_head().size == 1


def test_too_much_waiting_is_refused_before_it_is_promised(log: LogUnderTest) -> None:
    """The log promises no more than it may keep."""
    limits = Limits(block_interval_ms=60_000, waiting_max=2)
    with log.open(limits=limits) as sequencer:
        log.submit(sequencer, [b"first"])
        sequencer.wait_until_final(1, 5)
        log.submit(sequencer, [b"second"])
        log.submit(sequencer, [b"third"])
        with pytest.raises(QueueFull):
            sequencer.submit([b"fourth"])
        with pytest.raises(Unavailable, match="not yet in a checkpoint"):
            sequencer.wait_until_final(3, 0.01)


def test_an_unknown_submission_is_not_found(log: LogUnderTest) -> None:
    """Asking for what was never accepted says so."""
    with log.open() as sequencer, pytest.raises(NotFound):
        sequencer.wait_until_final(7, 0.01)


def test_a_clock_that_jumps_gives_no_time_that_goes_back(log: LogUnderTest) -> None:
    """Back a day, on a year, back again, across a restart: times only rise, and entries are placed all the same."""
    behind = []
    for jump in (timedelta(days=-1), timedelta(days=365), timedelta(days=-400), timedelta(seconds=1)):
        with log.open() as sequencer:
            log.submit(sequencer, [str(jump).encode()])
            log.clock.advance(jump)
            log.submit(sequencer, [str(jump).encode()])
            log.check_everything(sequencer)
            behind.append(sequencer.clock_behind_s)

    assert len(log.times_ms) == 8
    assert behind == [86_400, 0, 400 * 86_400, 400 * 86_400 - 1]


def test_a_second_process_may_not_open_the_store(log: LogUnderTest) -> None:
    """Not this process again, nor another one; and once the first is gone, another may."""
    program = (
        "import sys; from pathlib import Path\n"
        "from manto.ledger.sequencer.embedded import EmbeddedSequencer\n"
        "from manto.ledger.sequencer.store import open_store\n"
        "EmbeddedSequencer(open_store(Path(sys.argv[1]))).close()\n"
    )
    again = [sys.executable, "-c", program, str(log.store.root)]

    with log.open():
        with pytest.raises(StoreInUse):
            log.open()
        refused = subprocess.run(again, capture_output=True, text=True)
    allowed = subprocess.run(again, capture_output=True, text=True)

    assert refused.returncode != 0
    assert "StoreInUse" in refused.stderr
    assert allowed.returncode == 0


def test_an_old_journal_under_a_newer_checkpoint_is_refused(log: LogUnderTest) -> None:
    """Restoring half a backup does not make a second history."""
    with log.open() as sequencer:
        log.submit(sequencer, [b"first"])
    backup = log.store.journal_path.read_bytes()
    with log.open() as sequencer:
        log.submit(sequencer, [b"second"])

    log.store.journal_path.write_bytes(backup)

    with pytest.raises(TreeWentBack, match="old backup"):
        log.open()


def test_a_journal_of_another_history_is_refused(log: LogUnderTest) -> None:
    """The same size with other entries is a fork, not a log."""
    with log.open() as sequencer:
        log.submit(sequencer, [b"zero"])
    backup = log.store.journal_path.read_bytes()
    tiles = {path: path.read_bytes() for path in log.store.public.rglob("*") if path.is_file()}
    with log.open() as sequencer:
        log.submit(sequencer, [b"one"])
    forked = (log.store.public / "checkpoint").read_bytes()
    log.store.journal_path.write_bytes(backup)
    for path, data in tiles.items():
        path.write_bytes(data)
    with log.open() as sequencer:
        sequencer.submit([b"another one"])

    (log.store.public / "checkpoint").write_bytes(forked)

    with pytest.raises(TreeForked):
        log.open()


def test_a_store_is_made_once_and_its_secrets_are_its_owners(tmp_path: Path) -> None:
    """Keys are readable by the owner alone; a second log is not made over the first; none is found where none is."""
    store = init_store(tmp_path / "log", "ledger.example/1")

    private = tmp_path / "log" / "private"
    open_to_others = [path.name for path in (private, *private.iterdir()) if path.stat().st_mode & 0o077]

    assert open_to_others == []
    assert open_store(tmp_path / "log") == store
    assert parse_policy((tmp_path / "log" / "private" / "policy").read_bytes()).logs == store.policy.logs
    with pytest.raises(BadInput, match="already"):
        init_store(tmp_path / "log", "ledger.example/2")
    with pytest.raises(NotFound):
        open_store(tmp_path / "other")
    for name in ("a name with spaces", "", "with/slash/", "x" * 201):
        with pytest.raises(BadInput, match="cannot name a log"):
            init_store(tmp_path / "third", name)


def test_partial_tiles_go_when_they_are_full_and_older_checkpoints_stay_readable(log: LogUnderTest) -> None:
    """A log of many small blocks leaves few files behind; every head that was ever shown can still be read whole."""
    heads = []
    with log.open() as sequencer:
        for i in range(60):
            promise = log.submit(sequencer, [f"{i}.{j}".encode() for j in range(10)])
            sequencer.wait_until_final(promise.submission, 5)
            heads.append(log.public_head())

    partial = {path.parent.name for path in log.store.public.rglob("*.p/*")}

    assert partial == {"000.p", "002.p"}  # of the tile above, and of the last one
    for head in heads:
        tiles = VerifiedTiles(FolderSource(log.store.public), head)
        assert tiles.entry(head.size - 1) == f"{head.size // 10 - 1}.9".encode()
        assert tiles.edge().root == head.root
