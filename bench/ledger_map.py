"""How fast the map takes updates, beside what SHA-256 alone would allow on the same core.

    python bench/ledger_map.py [--records 1000000]

The limit is the number of hashes that the updates need, each taken at the speed of `hashlib.sha256` on the 65 bytes of
a node, measured in the same run: no program in Python that calls hashlib can pass it. Times are CPU time of one core.

Pages hold no cycles, so Python's collector finds nothing in them and walks all of them again and again: it is off here.
With --collector it stays on, as in a program that does nothing about it, and the slowest blocks are ten times slower.
"""

from __future__ import annotations

import argparse
import gc
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table

from manto.ledger.map import MemoryPages, PageStore, SparseMap, SqlitePages
from manto.ledger.map.page import SLOTS, Page


def hashes_per_update(current: SparseMap, values: dict[bytes, bytes]) -> float:
    """Count the hashes that a block needs: two for each leaf that changes, one for each node above them."""
    after = current.updated(values, current.version + 1)
    return 2 + _nodes_changed(current.top, after.pages) / len(values)


def _nodes_changed(old: Page | None, new: Page | None) -> int:
    """Count the nodes of a page, and of those below it, whose digests differ."""
    if new is None or old is new:
        return 0
    changed = sum(1 for n in range(1, SLOTS) if old is None or new.digest(n) != old.digest(n))
    for slot in new.fresh or range(SLOTS):
        changed += _nodes_changed(None if old is None else old.below[slot], new.below[slot])
    return changed


def hashes_per_second() -> float:
    """Measure SHA-256 on a node's 65 bytes, best of five."""
    node = bytes(65)
    best = float("inf")
    for _ in range(5):
        start = process_time()
        for _ in range(200_000):
            sha256(node).digest()
        best = min(best, process_time() - start)
    return 200_000 / best


def blocks(records: int, batch: int, seed: int) -> Iterator[dict[bytes, bytes]]:
    """Draw blocks of updates: four in five to records that are there, one in five new."""
    draw = random.Random(seed)  # noqa: S311  a benchmark repeats its draws
    while True:
        yield {
            sha256(draw.randrange(records * 5 // 4).to_bytes(8, "big")).digest(): draw.randbytes(41)
            for _ in range(batch)
        }


def fill(store: PageStore, records: int) -> SparseMap:
    """Make a map that holds this many records, in blocks of 50,000."""
    current = SparseMap(store)
    for height, start in enumerate(range(0, records, 50_000), start=1):
        values = {sha256(n.to_bytes(8, "big")).digest(): bytes(41) for n in range(start, min(start + 50_000, records))}
        successor = current.updated(values, height)
        store.keep(height, successor.pages)
        current = successor.map.settled()
    return current


def measure(store: PageStore, current: SparseMap, batch: int, records: int) -> tuple[SparseMap, list[float], float]:
    """Give the map afterwards, updates per second of each block, and hashes per update."""
    source = blocks(records, batch, batch)
    per_update = hashes_per_update(current, next(source))
    rates = []
    for _ in range(max(5, min(40, 40_000 // batch))):
        values = next(source)
        start = process_time()
        successor = current.updated(values, current.version + 1)
        store.keep(successor.map.version, successor.pages)
        rates.append(len(values) / (process_time() - start))
        current = successor.map.settled()
    return current, rates, per_update


def proof_times_us(current: SparseMap, records: int) -> tuple[float, float]:
    """Median time to make and to check a proof."""
    make, check = [], []
    for n in range(0, records, max(1, records // 2_000)):
        key = sha256(n.to_bytes(8, "big")).digest()
        start = perf_counter()
        proof = current.prove(key)
        made = perf_counter()
        held = proof.checks(current.root, key, current.get(key))
        check.append(perf_counter() - made)
        make.append(made - start)
        if not held:
            raise AssertionError("a proof did not hold")
    return 1e6 * median(make), 1e6 * median(check)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--collector", action="store_true", help="leave Python's cycle collector on")
    chosen = options.parse_args()
    records = chosen.records
    if not chosen.collector:
        gc.disable()
    raw = hashes_per_second()
    state = "on" if chosen.collector else "off"
    table = Table(title=f"{records:,} records, collector {state}; SHA-256 of a node: {raw / 1e6:.2f} M/s on this core")
    for column in ("store", "block", "updates/s", "spread", "hashes/update", "limit/s", "share of limit"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder, "map.sqlite"), isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        stores: dict[str, PageStore] = {"memory": MemoryPages(), "SQLite": SqlitePages(database)}
        for name, store in stores.items():
            database.execute("BEGIN")
            current = fill(store, records)
            gc.collect()
            gc.freeze()
            for batch in (100, 1_000, 10_000):
                current, rates, per_update = measure(store, current, batch, records)
                limit = raw / per_update
                row = [f"{median(rates):,.0f}", f"{min(rates):,.0f}-{max(rates):,.0f}", f"{per_update:.1f}"]
                table.add_row(name, f"{batch:,}", *row, f"{limit:,.0f}", f"{median(rates) / limit:.0%}")
            database.execute("COMMIT")
            made, checked = proof_times_us(current, records)
            table.add_row(name, "proof", f"made {made:.0f} µs", f"checked {checked:.0f} µs", "", "", "")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
