"""litewitness, a witness that others run: it cosigns our growing log and refuses one that was set back or forked."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from manto.kernel.errors import Unavailable
from manto.ledger.log.errors import TreeForked, TreeWentBack
from manto.ledger.log.merkle import EMPTY_ROOT
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import Store, init_store, open_store
from manto.ledger.witness.asking import Witnesses

pytestmark = pytest.mark.process
ORIGIN = "ledger.mantova.example/2026"
FAST = Limits(block_interval_ms=1)


@dataclass(frozen=True)
class LiteWitness:
    """A running litewitness."""

    url: str
    vkey: str
    database: Path

    def learn(self, store: Store) -> None:
        """Let it know a log, as its witnessctl does."""
        with sqlite3.connect(self.database, timeout=10) as database:
            database.execute("INSERT INTO log VALUES (?, 0, ?)", (store.origin, b64encode(EMPTY_ROOT).decode()))
            database.execute("INSERT INTO key VALUES (?, ?)", (store.origin, str(store.log_key.public)))


@contextmanager
def stopped_after(words: list[str | Path], **how: object) -> Iterator[subprocess.Popen[str]]:
    """Run a program until the block ends."""
    process = subprocess.Popen(words, text=True, **how)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def litewitness(peers: Path, tmp_path: Path) -> Iterator[LiteWitness]:
    """Run litewitness on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    said_path = tmp_path / "said"
    # A socket's path may have 107 bytes only, so it does not go below pytest's own folder.
    with (
        tempfile.TemporaryDirectory() as short,
        stopped_after([peers / "keyagent", f"{short}/agent", "05" * 32], stdout=subprocess.PIPE) as agent,
        said_path.open("w") as said,
    ):
        assert agent.stdout is not None
        fingerprint = agent.stdout.readline().strip()
        words: list[str | Path] = [peers / "litewitness", "-name", "witness.example/lite", "-listen", address]
        words += ["-db", tmp_path / "lite.db", "-ssh-agent", f"{short}/agent", "-key", fingerprint]
        with stopped_after(words, stderr=said):
            wait_until_up(f"http://{address}/")
            [vkey] = re.findall(r'vkey="?([^"\s]+)"?', said_path.read_text())
            yield LiteWitness(f"http://{address}", vkey, tmp_path / "lite.db")
        agent.stdout.close()


def wait_until_up(url: str) -> None:
    """Wait until a server answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"{url} did not come up.")


def append(store: Store, *entries: bytes) -> None:
    """Open the log, append entries one by one, and close it."""
    with EmbeddedSequencer(store, cosigners=Witnesses(store.policy), limits=FAST) as log:
        for entry in entries:
            log.wait_until_final(log.submit([entry]).submission, 10)


def test_litewitness_cosigns_our_log_and_stops_one_that_went_back(litewitness: LiteWitness, tmp_path: Path) -> None:
    """Growth is cosigned, across restarts; a restored backup and a fork are refused, and the log stops itself."""
    lines = f"witness lite {litewitness.vkey} {litewitness.url}\nquorum lite\n"
    store = init_store(tmp_path / "log", ORIGIN, lines)
    litewitness.learn(store)

    append(store, b"one")
    append(store, *(b"entry %d" % i for i in range(12)))
    shutil.copytree(store.root, tmp_path / "backup")
    shutil.copytree(store.root, tmp_path / "fork")
    fork = open_store(tmp_path / "fork")
    with EmbeddedSequencer(fork, cosigners=Witnesses(fork.policy), limits=FAST) as forked:
        append(store, b"the true fourteenth", b"the true fifteenth")
        promise = forked.submit([b"another fourteenth", b"another fifteenth"])
        with pytest.raises(Unavailable, match="second history"):
            forked.wait_until_final(promise.submission, 10)
    with pytest.raises(TreeForked):
        append(fork)
    with pytest.raises(TreeWentBack, match="has seen 15 entries"):
        append(open_store(tmp_path / "backup"), b"another")
    opened, cosigned = store.policy.open((store.public / "checkpoint").read_bytes())

    assert opened.checkpoint.size == 15
    assert [one.key.name for one in cosigned] == ["witness.example/lite"]
