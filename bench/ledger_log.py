"""How fast the log is, beside what this machine can do at all and beside Tessera's POSIX driver on the same disk.

    python bench/ledger_log.py [--rounds 3] [--entries 1000000] [--folder DIR]

Every figure is the median of the rounds, with the smallest and the largest behind it. Shares are of the machine's
own limits, measured in the same rounds: SHA-256 of one leaf, one Ed25519 check (libsodium), one synced write.
Durable: acknowledged after a sync. Final: in a checkpoint that stands.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from manto.ledger.log import ed25519, merkle
from manto.ledger.log.audit import audit
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.errors import NotProven
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.port import Block
from manto.ledger.sequencer.store import Store, init_store

ENTRY_BYTES = 200
SEED = bytes(range(32))
KEY = ed25519.public_key_of(SEED)
CALLERS = 64
SINGLES = 6_000
BATCH, BATCHES = 1_000, 100
GO_MODULE = Path(__file__).parent.parent / "tests" / "ledger" / "peers" / "go"


@dataclass
class Figures:
    """What was measured, by name, once a round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """Add one round's value."""
        self.rounds.setdefault(name, []).append(value)

    def median(self, name: str) -> float:
        """Give the median of the rounds."""
        return statistics.median(self.rounds[name])

    def line(self, name: str, unit: str, beside: str = "") -> str:
        """Write one line: median, spread, and what stands beside it."""
        values = self.rounds[name]
        spread = f"{min(values):,.4g} .. {max(values):,.4g}"
        return f"{name:<44} {self.median(name):>12,.4g} {unit:<4} ({spread}) {beside}"

    def share(self, name: str, limit: str) -> str:
        """Say what share of a limit a figure is, round by round."""
        pairs = zip(self.rounds[name], self.rounds[limit], strict=True)
        ratios = [value / bound for value, bound in pairs]
        return f"{statistics.median(ratios):.2f} x {limit} ({min(ratios):.2f} .. {max(ratios):.2f})"


class Signed:
    """An application that checks a signature: of each entry, or one over all entries of a submission."""

    def __init__(self, *, each: bool) -> None:
        self.each = each

    def admit(self, entries: Sequence[bytes]) -> None:
        """Refuse what is not signed."""
        if self.each:
            held = all(ed25519.is_signed(entry[64:], entry[:64], KEY) for entry in entries)
        else:
            leaves = [merkle.leaf_hash(entry) for entry in entries[:-1]]
            held = ed25519.is_signed(merkle.root_of(leaves), entries[-1], KEY)
        if not held:
            raise NotProven("A signature does not hold.", "Sign it again.")

    def start_over(self, waiting: Sequence[Sequence[bytes]]) -> None:
        """Remember nothing."""

    def seal(self, block: Block) -> Sequence[bytes]:
        """Add nothing."""
        return ()


def rate(work: Callable[[], object], count: int) -> float:
    """Give how many times a second something can be done."""
    begun = time.perf_counter()
    for _ in range(count):
        work()
    return count / (time.perf_counter() - begun)


def measure_machine(figures: Figures, folder: Path) -> None:
    """Measure the machine's own limits."""
    entry, signature = bytes(ENTRY_BYTES), ed25519.sign(bytes(ENTRY_BYTES), SEED)
    figures.add("SHA-256 of a leaf", rate(lambda: merkle.leaf_hash(entry), 200_000))
    figures.add("Ed25519 check", rate(lambda: ed25519.is_signed(entry, signature, KEY), 10_000))
    file = os.open(folder / "synced", os.O_WRONLY | os.O_CREAT, 0o600)

    def write() -> None:
        os.pwrite(file, bytes(4096), 0)
        os.fdatasync(file)

    figures.add("synced write", rate(write, 200))
    os.close(file)


def signed_entries(count: int) -> list[bytes]:
    """Make entries that carry their own signature."""
    bodies = [b"%0*d" % (ENTRY_BYTES - 64, number) for number in range(count)]
    return [ed25519.sign(body, SEED) + body for body in bodies]


def signed_batch(number: int) -> list[bytes]:
    """Make entries that one signature, the last entry, covers."""
    entries = [b"%0*d" % (ENTRY_BYTES, number * BATCH + i) for i in range(BATCH - 1)]
    return [*entries, ed25519.sign(merkle.root_of([merkle.leaf_hash(entry) for entry in entries]), SEED)]


@contextmanager
def new_log(folder: Path, application: Signed) -> Iterator[EmbeddedSequencer]:
    """Give a new log, and remove it afterwards."""
    store = init_store(folder / "log", "bench.example/log")
    with EmbeddedSequencer(store, application=application, limits=Limits(waiting_max=10**9)) as log:
        yield log
    shutil.rmtree(folder / "log")


def measure_appends(
    figures: Figures, name: str, log: EmbeddedSequencer, submissions: list[list[bytes]], callers: int
) -> None:
    """Append from several callers, each waiting for its signed promise; then wait for the last to be final."""
    entries = sum(map(len, submissions))
    shares = [submissions[caller::callers] for caller in range(callers)]

    def send(share: list[list[bytes]]) -> None:
        for submission in share:
            log.sign_promise(log.submit(submission))

    threads = [threading.Thread(target=send, args=(share,)) for share in shares]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.add(f"{name}, durable", entries / (time.perf_counter() - begun))
    log.wait_until_final(len(submissions), 600)
    figures.add(f"{name}, final", entries / (time.perf_counter() - begun))


def measure_tessera(figures: Figures, program: Path, folder: Path, callers: int, entries: int) -> None:
    """Let Tessera append as many entries of the same length from as many callers."""
    (folder / "key").write_text(SecretKey("tessera.example/log", KeyKind.NOTE, SEED).written())
    words = ["-dir", folder / "tessera", "-key", folder / "key", "-bytes", str(ENTRY_BYTES)]
    # A batch no larger than there are callers, and a short wait: otherwise its callers would wait for the batch to fill.
    words += ["-callers", str(callers), "-entries", str(entries), "-batch", str(min(callers, 256)), "-age", "10ms"]
    told = json.loads(subprocess.run([program, *words], capture_output=True, check=True).stdout)
    name = f"Tessera, {callers} callers"
    figures.add(f"{name}, durable", entries / told["durable_s"])
    figures.add(f"{name}, final", entries / told["published_s"])
    shutil.rmtree(folder / "tessera")


def measure_large_log(figures: Figures, folder: Path, entries: int) -> Store:
    """Build a large log, prove from it, check the proofs, audit it."""
    store = init_store(folder / "large", "bench.example/large")
    with EmbeddedSequencer(store, limits=Limits(waiting_max=10**9)) as log:
        begun = time.perf_counter()
        for start in range(0, entries, 10_000):
            last = log.submit([b"%0*d" % (ENTRY_BYTES, start + i) for i in range(min(10_000, entries - start))])
        log.wait_until_final(last.submission, 600)
        figures.add("one caller, batches of 10,000, final", entries / (time.perf_counter() - begun))
        places = [number * 7_919 % entries for number in range(300)]
        begun = time.perf_counter()
        proofs = [log.prove(place) for place in places]
        figures.add("a proof is made in", (time.perf_counter() - begun) / len(places) * 1000)
        begun = time.perf_counter()
        for place, proof in zip(places, proofs, strict=True):
            proof.check(b"%0*d" % (ENTRY_BYTES, place), store.policy)
        figures.add("a proof is checked in", (time.perf_counter() - begun) / len(places) * 1000)
    begun = time.perf_counter()
    report = audit(FolderSource(store.public), store.policy)
    assert report.entries == entries
    figures.add("audit, entries", entries / (time.perf_counter() - begun))
    return store


def build_tessera(folder: Path) -> Path | None:
    """Build the peer; none where Go is not installed."""
    go = shutil.which("go")
    if go is None:
        return None
    subprocess.run([go, "build", "-mod=readonly", "-o", f"{folder}/", "./tesseralog"], cwd=GO_MODULE, check=True)
    return folder / "tesseralog"


def report(figures: Figures, entries: int, *, with_tessera: bool) -> None:
    """Print what was measured."""
    check, leaf, write = "Ed25519 check", "SHA-256 of a leaf", "synced write"
    print("\nThe machine")
    for limit in (leaf, check, write):
        print(figures.line(limit, "/s"))
    each, batched = "each entry signed", "batches of 1,000, one signature"
    print(f"\nAppends of {ENTRY_BYTES} bytes, {CALLERS} callers, each waiting for a signed promise")
    print(figures.line(f"{each}, durable", "/s", figures.share(f"{each}, durable", check)))
    print(figures.line(f"{each}, final", "/s", figures.share(f"{each}, final", check)))
    print("\nAppends of batches, 4 callers")
    print(figures.line(f"{batched}, durable", "/s", figures.share(f"{batched}, durable", leaf)))
    print(figures.line(f"{batched}, final", "/s", figures.share(f"{batched}, final", leaf)))
    print(figures.line("one caller, batches of 10,000, final", "/s"))
    print(f"\nA log of {entries:,} entries")
    print(figures.line("a proof is made in", "ms"))
    print(figures.line("a proof is checked in", "ms", "two log signatures (Ed25519 and ML-DSA-44) included"))
    print(figures.line("audit, entries", "/s", figures.share("audit, entries", leaf)))
    if not with_tessera:
        print("\nGo is not installed: nothing was measured of Tessera.")
        return
    print("\nTessera v1.0.4, POSIX driver, same disk, same entries (it checks no signature and signs no promise)")
    for callers in (CALLERS, 1024):
        for state in ("durable", "final"):
            print(figures.line(f"Tessera, {callers} callers, {state}", "/s"))
    for state in ("durable", "final"):
        print(
            f"each entry signed / Tessera, {state}: {figures.share(f'{each}, {state}', f'Tessera, {CALLERS} callers, {state}')}"
        )
        print(
            f"batches / Tessera, {state}:           {figures.share(f'{batched}, {state}', f'Tessera, 1024 callers, {state}')}"
        )


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--entries", type=int, default=1_000_000)
    words.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    given = words.parse_args()
    figures = Figures()
    singles = [[entry] for entry in signed_entries(SINGLES)]
    batches = [signed_batch(number) for number in range(BATCHES)]
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        tessera = build_tessera(folder)
        for _ in range(given.rounds):
            measure_machine(figures, folder)
            with new_log(folder, Signed(each=True)) as log:
                measure_appends(figures, "each entry signed", log, singles, CALLERS)
            with new_log(folder, Signed(each=False)) as log:
                measure_appends(figures, "batches of 1,000, one signature", log, batches, 4)
            if tessera is not None:
                measure_tessera(figures, tessera, folder, CALLERS, SINGLES)
                measure_tessera(figures, tessera, folder, 1024, 20_000)
            measure_large_log(figures, folder, given.entries)
            shutil.rmtree(folder / "large")
    report(figures, given.entries, with_tessera=tessera is not None)


if __name__ == "__main__":
    main()
