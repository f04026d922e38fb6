"""Tessera asks our witness: a log of others has its checkpoints cosigned by us, and is refused when it goes back."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from manto.kernel.clock import SystemClock
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.policy import parse_policy
from manto.ledger.log.serving import Server
from manto.ledger.witness.memory import WitnessMemory
from manto.ledger.witness.message import REQUEST_BYTES_MAX
from manto.ledger.witness.witness import Witness

pytestmark = pytest.mark.process
LOG = SecretKey("tessera.example/log", KeyKind.NOTE, bytes(range(32)))
KEYS = [
    SecretKey("witness.cremona.example", KeyKind.COSIGNATURE, bytes([1]) * 32),
    SecretKey("witness.cremona.example", KeyKind.COSIGNATURE_ML_DSA, bytes([2]) * 32),
]


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[tuple[str, WitnessMemory]]:
    """Serve our witness on this machine; give its URL and its memory."""
    memory = WitnessMemory(tmp_path / "memory.db")
    server = Server("127.0.0.1", 0, Witness(KEYS, [LOG.public], memory, SystemClock()).answer, REQUEST_BYTES_MAX)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.url, memory
    server.shutdown()
    server.server_close()
    memory.close()


def test_tessera_is_cosigned_by_our_witness(peers: Path, witness: tuple[str, WitnessMemory], tmp_path: Path) -> None:
    """From its first entry on, over two runs; then set back to the first run, it gets no cosignature any more."""
    url, memory = witness
    (tmp_path / "key").write_text(LOG.written())
    (tmp_path / "policy").write_text(f"witness cremona {KEYS[0].public} {url}\nquorum cremona\n")
    words = [peers / "tesseralog", "-key", tmp_path / "key", "-policy", tmp_path / "policy", "-entries", "300"]
    policy = parse_policy(f"log {LOG.public}\n{(tmp_path / 'policy').read_text()}".encode())

    sizes = []
    for run in range(2):
        if run == 1:
            shutil.copytree(tmp_path / "log", tmp_path / "backup")
        subprocess.run([*words, "-dir", tmp_path / "log"], check=True, capture_output=True, timeout=60)
        opened, cosigned = policy.open((tmp_path / "log" / "checkpoint").read_bytes())
        sizes.append((opened.checkpoint.size, [one.key.name for one in cosigned]))
    with pytest.raises(subprocess.TimeoutExpired):  # Tessera waits for the cosignature that it will not get
        subprocess.run([*words, "-dir", tmp_path / "backup", "-entries", "10"], capture_output=True, timeout=4)

    name = "witness.cremona.example"
    assert sizes == [(300, [name]), (600, [name])]
    assert [(origin, size) for origin, size, _ in memory.all_seen()] == [("tessera.example/log", 600)]
    assert policy.open((tmp_path / "backup" / "checkpoint").read_bytes())[0].checkpoint.size == 300
