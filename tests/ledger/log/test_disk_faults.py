"""Disks that refuse once, power that fails, bits that flip: nothing promised is lost, nothing wrong is served."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from faulty_disks import PowerCut, SteppedDisk, UnsyncedDisk, failing_once
from log_under_test import FAST, LogUnderTest

from manto.kernel.errors import Conflict, MantoError, Unavailable
from manto.ledger.log.disk import Disk
from manto.ledger.log.errors import LogHalted, StoreDamaged
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.port import AnyEntry
from manto.ledger.sequencer.store import open_store

STEPS_MAX = 90
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder in memory: what fails here is ours to say, so no real disk need wait)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """Give a folder in memory where the machine has one."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_every_step_on_the_disk_may_fail_once(tmp_path: Path, code: int) -> None:
    """Whichever step fails, what was promised becomes final by itself, or at the next opening when opening failed."""
    log = LogUnderTest(tmp_path / "log")
    refusals = []
    for step in range(1, STEPS_MAX):
        disk = failing_once(step, code)
        try:
            with log.open(disk) as sequencer:
                for i in range(2):
                    promise = log.submit(sequencer, [f"{step}.{i}".encode()])
                    sequencer.wait_until_final(promise.submission, 10)
                log.check_everything(sequencer)
        except MantoError as refused:
            refusals.append(refused)
        with log.open() as sequencer:
            log.check_everything(sequencer)
        if disk.steps < step:  # there are no more steps than that
            break

    assert step > 20
    assert all(refused.next_step for refused in refusals)


def test_a_full_disk_is_said_and_mended(tmp_path: Path) -> None:
    """While the disk is full the log says so and accepts on; when there is room again everything becomes final."""
    log = LogUnderTest(tmp_path / "log")
    full = SteppedDisk(0, lambda: None)
    with log.open(full) as sequencer:
        log.submit(sequencer, [b"before"])
        log.check_everything(sequencer)

        def refuse() -> None:
            full.at += 1  # and the next step too
            raise OSError(errno.ENOSPC, "No space left on device")

        full.happens, full.at = refuse, full.steps + 1
        promise = log.submit(sequencer, [b"during"])
        with pytest.raises(Unavailable, match="No space left on device"):
            sequencer.wait_until_final(promise.submission, 0.1)
        said = sequencer.trouble
        full.at = 0
        sequencer.wait_until_final(promise.submission, 10)
        log.check_everything(sequencer)

    assert "No space left on device" in str(said)


class OnceOnly(AnyEntry):
    """An application that refuses what it has admitted before."""

    def __init__(self) -> None:
        self.admitted: set[bytes] = set()

    def admit(self, entries: Sequence[bytes]) -> None:
        """Refuse what is there already."""
        if self.admitted & set(entries):
            raise Conflict("This entry is in the log already.", "Do not send it again.")
        self.admitted |= set(entries)

    def start_over(self, waiting: Sequence[Sequence[bytes]]) -> None:
        """Forget all but these; in this test nothing has been placed yet."""
        self.admitted = {entry for entries in waiting for entry in entries}


def test_what_the_disk_refused_may_be_sent_again(tmp_path: Path) -> None:
    """The application had admitted it; as nobody kept it, that counts for nothing. What was kept still counts."""
    log = LogUnderTest(tmp_path / "log")
    limits = Limits(block_interval_ms=60_000)
    with log.open(application=OnceOnly(), limits=limits) as sequencer:
        sequencer.wait_until_final(log.submit(sequencer, [b"first"]).submission, 10)
        log.submit(sequencer, [b"kept"])
        database = sequencer._accepting.database
        [pages] = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")
        large = [b"%060000d" % i for i in range(20)]
        with pytest.raises(Unavailable, match="disk refused"):
            sequencer.submit(large)
        database.execute("PRAGMA max_page_count = 1000000")

        log.submit(sequencer, large)

        for again in (large, [b"kept"]):
            with pytest.raises(Conflict):
                sequencer.submit(again)
    with log.open() as sequencer:
        log.check_everything(sequencer)


def test_power_that_fails_at_any_step_loses_nothing(tmp_path: Path) -> None:
    """Names that were not synced are gone afterwards; what was promised is not."""
    log = LogUnderTest(tmp_path / "log")
    cuts = 0
    for step in range(1, STEPS_MAX):
        disk = UnsyncedDisk(step)
        try:
            with log.open(disk) as sequencer:
                for i in range(3):
                    promise = log.submit(sequencer, [f"{step}.{i}".encode()])
                    sequencer.wait_until_final(promise.submission, 10)
        except (PowerCut, LogHalted):
            cuts += 1
        with log.open() as sequencer:
            log.check_everything(sequencer)
        if disk.steps < step:  # there are no more steps than that
            break

    assert cuts > 30


def damaged_copies(root: Path, folder: Path, pattern: str, count: int, needed: str = "") -> Iterator[Path]:
    """Give copies of a store, each with one bit flipped in a file that the pattern finds; each is then removed."""
    chance = random.Random(7)
    files = sorted(path for path in root.rglob(pattern) if path.is_file() and re.search(needed, str(path)))
    assert files
    for _ in range(count):
        copy = folder / "copy"
        shutil.copytree(root, copy)
        file = copy / chance.choice(files).relative_to(root)
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(bytes(data))
        yield copy
        shutil.rmtree(copy)


def fed(root: Path) -> LogUnderTest:
    """Give a closed log with 600 entries in many blocks, and three submissions that wait because the disk was full."""
    log = LogUnderTest(root)
    with log.open() as sequencer:
        for i in range(20):
            log.submit(sequencer, [f"{i}.{j}".encode() for j in range(30)])
            sequencer.wait_until_final(i + 1, 10)

        def refuse() -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    full = SteppedDisk(0, refuse)
    with log.open(full) as sequencer:
        full.steps, full.at = 0, 1
        for i in range(3):
            full.at = full.steps + 1
            log.submit(sequencer, [f"waiting {i}".encode()])
            full.happens = lambda: (setattr(full, "at", full.at + 1), refuse())[0]
    return log


def holds(log: LogUnderTest, copy: Path) -> bool:
    """Open a damaged copy: it is refused by name, or everything that was promised is right all the same."""
    original = log.store
    log.store = open_store(copy)
    log.heads = {0: log.heads[0]}
    try:
        with log.open() as sequencer:
            log.check_everything(sequencer)
    except MantoError as refused:
        return not refused.next_step  # a refusal that does not say what to do would count as none
    finally:
        log.store = original
    return True


@pytest.mark.parametrize(("pattern", "copies", "caught_at_least"), [("journal.db", 100, 10), ("checkpoint", 40, 40)])
def test_no_flipped_bit_is_served_as_right(tmp_path: Path, pattern: str, copies: int, caught_at_least: int) -> None:
    """In the database a bit may fall where nothing is written; wherever else, and in a checkpoint, it is found."""
    log = fed(tmp_path / "log")

    damaged = damaged_copies(log.store.root, tmp_path, pattern, copies)
    caught = sum(not holds(log, copy) for copy in damaged)

    assert caught >= caught_at_least


def test_no_flipped_bit_in_a_tile_is_served_as_right(tmp_path: Path) -> None:
    """The log refuses to open on it, or to prove from it; it never proves anything else than what was logged."""
    log = fed(tmp_path / "log")
    needed = r"/(000|001|002\.p/88|000\.p/2)$"  # of 600 entries: the full tiles, and the right edge
    refused = 0
    for copy in damaged_copies(log.store.root, tmp_path, "tile/**/*", 40, needed):
        try:
            with EmbeddedSequencer(open_store(copy), clock=log.clock, limits=FAST) as sequencer:
                for index in range(0, 600, 7):
                    entry = sequencer.entry(index)
                    assert entry == f"{index // 30}.{index % 30}".encode()
                    if index % 5 == 0:
                        sequencer.prove(index).check(entry, log.store.policy)
        except MantoError:
            refused += 1

    assert refused == 40


def test_a_flipped_bit_in_the_write_ahead_log_is_found(tmp_path: Path) -> None:
    """SQLite alone would drop every commit behind it without a word."""
    log = LogUnderTest(tmp_path / "log")
    with log.open() as sequencer:
        for i in range(30):
            log.submit(sequencer, [f"{i}".encode()])
        log.check_everything(sequencer)
        shutil.copytree(log.store.root, tmp_path / "killed")
    wal = tmp_path / "killed" / "private" / "journal.db-wal"
    whole = wal.read_bytes()
    chance = random.Random(3)

    assert holds(log, tmp_path / "killed")
    for number in range(40):
        copy = tmp_path / str(number)
        shutil.copytree(tmp_path / "killed", copy)
        data = bytearray(whole)
        data[chance.randrange(len(data) * 3 // 4)] ^= 1 << chance.randrange(8)
        (copy / "private" / "journal.db-wal").write_bytes(bytes(data))
        (copy / "private" / "journal.db-shm").unlink(missing_ok=True)
        log.store = open_store(copy)
        with pytest.raises(StoreDamaged, match="write-ahead log"):
            log.open()


STRACE = shutil.which("strace")
FEEDING = """
import sys, time
from pathlib import Path
from manto.kernel.errors import MantoError
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import open_store
print("ready", flush=True)
with EmbeddedSequencer(open_store(Path(sys.argv[1])), limits=Limits(block_interval_ms=1, retry_ms=5)) as log:
    for i in range(4):
        try:
            promise = log.submit([f"{sys.argv[2]}.{i}".encode()])
            print(promise.submission, f"{sys.argv[2]}.{i}", flush=True)
            log.wait_until_final(promise.submission, 5)
        except MantoError as refused:
            print(refused, file=sys.stderr)
"""


@pytest.mark.process
@pytest.mark.skipif(STRACE is None, reason="strace is not installed: system calls below SQLite are not made to fail.")
@pytest.mark.parametrize("call", ["fsync", "fdatasync", "pwrite64", "rename"])
def test_every_system_call_below_sqlite_may_fail_once(tmp_path: Path, call: str) -> None:
    """The system itself refuses the n-th call with EIO or ENOSPC: what was acknowledged is there afterwards."""
    log = LogUnderTest(tmp_path / "log")
    log.open().close()
    injected = 0
    for number in (2, 5, 9, 14, 20, 27):
        for code in ("EIO", "ENOSPC"):
            inject = f"inject={call}:error={code}:when={number}"
            words = [str(STRACE), "-f", "-o", str(tmp_path / "trace"), "-e", f"trace={call}", "-e", inject]
            words += [sys.executable, "-c", FEEDING, str(log.store.root), f"{call}.{number}.{code}"]
            run = subprocess.run(words, capture_output=True, text=True, timeout=60)
            if "ready" not in run.stdout:
                pytest.skip(f"strace may not trace here: {run.stderr.strip()[-200:]}")
            injected += "(INJECTED)" in (tmp_path / "trace").read_text()
            for submission, entry in re.findall(r"^(\d+) (\S+)$", run.stdout, re.MULTILINE):
                log.promised[int(submission)] = [entry.encode()]
            with log.open() as sequencer:
                log.check_everything(sequencer)

    assert injected > 4
    assert log.promised


def test_the_disk_of_ordinary_running_is_the_one_that_is_tested() -> None:
    """The faulty disks replace every call that the ordinary disk has, so that no step escapes the tests."""
    calls = {name for name in vars(Disk) if not name.startswith("_")}

    assert calls <= set(vars(SteppedDisk))
