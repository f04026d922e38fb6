"""Tessera: its fsck walks our tiles, and its own logs are audited by our auditor."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from go_modules import module_folder

from manto.kernel.errors import MantoError
from manto.ledger.log.audit import audit
from manto.ledger.log.checkpoints import open_checkpoint
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.keys import KeyKind, SecretKey, parse_vkey
from manto.ledger.log.merkle import EMPTY_ROOT
from manto.ledger.log.policy import Peer, Policy
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import Store, init_store

pytestmark = pytest.mark.process
# The log that Tessera ships for its own tests, with the key that its build script names.
SHIPPED_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
TESSERA_VERSION = "v1.0.4"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a closed log of 70,001 entries: three levels of tiles, most of them full."""
    store = init_store(tmp_path_factory.mktemp("fsck") / "log", "ledger.mantova.example/2026")
    with EmbeddedSequencer(store, limits=Limits(block_interval_ms=1)) as log:
        for start in range(0, 70_000, 10_000):
            log.submit([b"%d" % i for i in range(start, start + 10_000)])
        log.submit([b"the last"])
    return store


def fsck(peers: Path, store: Store, folder: Path) -> str:
    """Let Tessera's fsck walk a folder; give what it said."""
    key = folder.parent / "log.pub"
    key.write_text(str(store.log_key.public))
    # A worker of fsck that finds damage ends, and fsck v1.0.4 then waits for ever once all have: give it enough.
    words = ["-storage_url", f"file://{folder}/", "-public_key", str(key), "-ui=false", "-N", "600"]
    return subprocess.run([peers / "fsck", *words], capture_output=True, text=True, timeout=60).stderr


def test_fsck_walks_our_tiles_without_complaint(peers: Path, store: Store) -> None:
    """It derives every tile anew from the entries, compares them, and finds the root that we signed."""
    said = fsck(peers, store, store.public)

    assert "Successfully fsck'd log with size 70001" in said
    assert "fsck failed" not in said


def test_fsck_and_our_auditor_find_the_same_damage(peers: Path, store: Store, tmp_path: Path) -> None:
    """One bit in an entry, one in a tile of each level: both notice each."""
    for path in ("tile/entries/100", "tile/0/200", "tile/1/000", "tile/2/000.p/1"):
        folder = tmp_path / path.replace("/", "-") / "public"
        subprocess.run(["cp", "-r", "--", store.public, folder.parent.mkdir() or folder], check=True)
        data = bytearray((folder / path).read_bytes())
        data[9] ^= 4
        (folder / path).write_bytes(bytes(data))

        said = fsck(peers, store, folder)

        assert "fsck failed" in said
        with pytest.raises(MantoError):
            audit(FolderSource(folder), store.policy)


def test_a_log_that_tessera_made_holds_for_our_auditor(peers: Path, tmp_path: Path) -> None:
    """Tessera's POSIX driver writes a log; we read all of it, and notice when it is altered."""
    key = SecretKey("tessera.example/log", KeyKind.NOTE, bytes(range(32)))
    (tmp_path / "key").write_text(key.written())
    words = ["-dir", str(tmp_path / "log"), "-key", str(tmp_path / "key"), "-entries", "1500", "-batch", "100"]
    made = subprocess.run([peers / "tesseralog", *words], capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stderr
    policy = Policy(logs=[Peer(key.public)])

    report = audit(FolderSource(tmp_path / "log"), policy)

    assert json.loads(made.stdout)["durable_s"] > 0
    assert report.entries == 1500
    assert report.entry_bytes == 1500 * 64
    bundle = tmp_path / "log" / "tile" / "entries" / "003"
    bundle.write_bytes(bundle.read_bytes().replace(b"0800", b"0801"))
    with pytest.raises(MantoError, match="tile/entries/003"):
        audit(FolderSource(tmp_path / "log"), policy)


def test_the_log_that_tessera_ships_holds_at_every_checkpoint(go: str) -> None:
    """Sixteen checkpoints of one small log: each holds, and each begins with the one before."""
    folder = module_folder(go, "github.com/transparency-dev/tessera", TESSERA_VERSION) / "testdata" / "log"
    policy = Policy(logs=[Peer(parse_vkey(SHIPPED_KEY))])
    heads = [
        open_checkpoint((folder / f"checkpoint.{size}").read_bytes(), [parse_vkey(SHIPPED_KEY)]).checkpoint
        for size in range(16)
    ]

    report = audit(FolderSource(folder), policy, since=(folder / "checkpoint.7").read_bytes())
    newest = VerifiedTiles(FolderSource(folder), heads[-1])

    assert (report.entries, report.since) == (15, 7)
    assert heads[0].root == EMPTY_ROOT
    assert [newest.root_at(size) for size in range(1, 16)] == [head.root for head in heads[1:]]
    assert newest.entry(2) == b"three"
