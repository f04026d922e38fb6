"""How fast statements are read, judged and proven, beside what the machine's Ed25519 and SHA-256 alone would allow.

    python bench/ledger_statements.py [--statements 3000]

Each step is timed on one core by CPU time, best of three. The limit of a step is what the cryptography in it takes when
called bare, measured in the same run: nothing in Python can pass it. The whole node (disk, sequencer and all) is timed
by the wall clock as well, on a disk that is shared with whatever else runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time, thread_time

from nacl.bindings import crypto_sign_open
from rich.console import Console
from rich.table import Table

from manto.ledger.bundle import verify_bundle
from manto.ledger.state import admit, draft_after, sealed
from manto.ledger.statements import Kind, batch_signatures, envelope, parse_envelope, parse_statement, sign_payload
from manto.ledger.statements.cose import check_signatures

TESTS = Path(__file__).resolve().parents[1] / "tests" / "ledger"
sys.path[:0] = [str(TESTS / folder) for folder in ("state", "bundle", "node")]

from test_records_ledger import Desk  # noqa: E402
from town import pair  # noqa: E402
from town_log import TITLE, TownLog, a_town_with_a_sale, policy  # noqa: E402

BATCH = 1_000


def rate(count: int, work: Callable[[], object], tries: int = 3) -> float:
    """Give how many a second one core does, best of a few tries."""
    best = float("inf")
    for _ in range(tries):
        start = thread_time()
        work()
        best = min(best, thread_time() - start)
    return count / best


def statements(desk: Desk, count: int, kind: str) -> list[bytes]:
    """Draw up titles, each signed alone or a thousand at a time."""
    holders = (pair("paolo").public_key,)
    drawn = [
        desk.paper.statement(f"land-title/{kind}{n}", Kind.ISSUE, holders=holders).to_bytes() for n in range(count)
    ]
    if kind == "each":
        return [envelope(payload, [sign_payload(payload, pair("registrar"))]).raw for payload in drawn]
    raws = []
    for start in range(0, count, BATCH):
        payloads = drawn[start : start + BATCH]
        signatures = batch_signatures(payloads, pair("land office"))
        raws += [envelope(one, [signature]).raw for one, signature in zip(payloads, signatures, strict=True)]
    return raws


def steps(table: Table, desk: Desk, raws: list[bytes], kind: str, verify: float) -> None:
    """Time each step that a statement goes through."""
    count = len(raws)
    read = [parse_envelope(raw) for raw in raws]

    def judge() -> None:
        draft = draft_after(desk.ledger.state, desk.paper.time_s)
        for raw in raws:
            admit(draft, raw)

    def seal() -> None:
        draft = draft_after(desk.ledger.state, desk.paper.time_s, {one.hash for one in read})
        for raw in raws:
            admit(draft, raw)
        start = thread_time()
        sealed(draft)
        sealing.append(thread_time() - start)

    sealing: list[float] = []
    limit = verify if kind == "each" else None
    reading = rate(count, lambda: [parse_statement(parse_envelope(raw).payload) for raw in raws])
    add(table, f"{kind}: read envelope and statement", reading)
    add(table, f"{kind}: check signatures", rate(count, lambda: check_all(raws)), limit)
    add(table, f"{kind}: admit, reading and signatures included", rate(count, judge), limit)
    seal()
    add(table, f"{kind}: update the map and make the header", count / min(sealing))


def check_all(raws: list[bytes]) -> None:
    """Check every signature, a batch's once."""
    known_good = set[bytes]()
    for raw in raws:
        check_signatures(parse_envelope(raw), known_good)


def add(table: Table, what: str, found: float, limit: float | None = None) -> None:
    """Add a line."""
    share = f"{found / limit:.0%}" if limit else ""
    table.add_row(what, f"{found:,.0f}", f"{limit:,.0f}" if limit else "", share)


def whole_node(table: Table, desk: Desk, raws: list[bytes], kind: str, verify: float) -> None:
    """File everything and wait until it is final and durable."""
    start, cpu = perf_counter(), process_time()
    promises = [desk.ledger.file(raws[at : at + BATCH]) for at in range(0, len(raws), BATCH)]
    desk.ledger.wait_until_final(promises[-1], 300)
    limit = verify if kind == "each" else None
    add(table, f"{kind}: whole node, durable and final, by the wall clock", len(raws) / (perf_counter() - start), limit)
    add(table, f"{kind}: whole node, per core of CPU time", len(raws) / (process_time() - cpu), limit)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--statements", type=int, default=3_000)
    count = options.parse_args().statements
    node, message = bytes(65), bytes(300)
    signed = pair("registrar").sign(message) + message
    key = pair("registrar").public_key
    hashing = rate(100_000, lambda: [sha256(node).digest() for _ in range(100_000)])
    verify = rate(3_000, lambda: [crypto_sign_open(signed, key) for _ in range(3_000)])
    table = Table(title=f"one core: SHA-256 of a node {hashing / 1e6:.2f} M/s, bare Ed25519 check {verify:,.0f}/s")
    for column in ("step", "statements/s", "limit/s", "share"):
        table.add_column(column, justify="left" if column == "step" else "right")
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder, "ledger"))
        desk.found()
        for kind in ("each", "batch"):
            raws = statements(desk, count, kind)
            steps(table, desk, raws, kind, verify)
            whole_node(table, desk, raws, kind, verify)
        desk.ledger.close()
    log = TownLog(a_town_with_a_sale())
    bundles = {"title, four signers, authority, two witnesses": log.bundle(TITLE), "absence": log.bundle("lien/none")}
    for name, bundle in bundles.items():
        raw, trusted = bundle.to_bytes(), policy()
        checks = rate(200, lambda raw=raw, trusted=trusted: [verify_bundle(raw, trusted) for _ in range(200)])  # type: ignore[misc]
        add(table, f"check a bundle: {name} ({len(raw):,} bytes; {1000 / checks:.2f} ms)", checks)
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
