"""How fast the registers are over HTTP: issue, enter, transfer, prove, show, check; and how fast an old register is taken over.

    python bench/records.py [--sales 30] [--lines 10000]

A demo city is served on SQLite. A title is issued (drawn up by one officer, looked over by another, signed, final), an
insurer suspends and brings back a policy (one signature: drawn up, signed, final), a car changes hands between two residents
(drawn up at the desk, signed by two phones, final). A proof is asked for and checked with `verify_bundle`; the wallet, one
record of it and what the checker's page trusts are read. One asks after another: a rate is what one desk gets, not what the
server bears (`bench/papers.py` puts a load on the pages). The peer is the city's own plain write, a clerk's look at a resident
(one row, one commit), in the same run: the ratio says what drawing up, encrypting, signing, admitting and settling add.

The import is timed by the wall clock without the program's start, which is that of a second run that finds all done; its first
and last tenth also by themselves, for the register grows meanwhile. Its peer is the least
that one could do: Python reads the same file, hashes and signs each line and writes it to SQLite, a thousand lines to a
durable commit.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from hashlib import sha256
from http.cookiejar import CookieJar
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from nacl.signing import SigningKey

from manto.ledger.bundle import verify_bundle
from manto.ledger.log.policy import parse_policy
from server import city

LAW = {"reason": "Benchmark", "law": "None"}


class Browser:
    """Somebody signed in as a persona of the demo."""

    def __init__(self, url: str, persona: str) -> None:
        self.url, self.jar = url, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.ask("GET", "/session")
        self.ask("POST", f"/personas/{persona}/enter", {})

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API; give its JSON, or its bytes when it is none."""
        token = next((one.value for one in self.jar if one.name == "csrftoken"), "")
        request = urllib.request.Request(f"{self.url}/api/v1{path}", method=method)
        request.add_header("X-CSRFToken", token or "")
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        with self.opener.open(request) as answer:
            raw: bytes = answer.read()
            return json.loads(raw) if "json" in answer.headers["Content-Type"] else raw

    def find(self, words: str, register: str) -> str:
        """Find a record's identifier."""
        found = self.ask("GET", f"/desk/registers/records?q={words}&type={register}")
        return str(found[0]["id"])

    def draw_up(self, entry: dict[str, Any]) -> str:
        """Draw something up; give the draft."""
        return str(self.ask("POST", "/desk/registers/drafts", {"entries": [entry], **LAW})["id"])

    def sign(self, draft: str, side: str = "desk/registers") -> str:
        """Sign a draft; give its state."""
        return str(self.ask("POST", f"/{side}/drafts/{draft}/sign", {})["state"])


def timed(count: int, work: Callable[[int], object]) -> list[float]:
    """Give the seconds of each of several runs."""
    taken = []
    for number in range(count):
        start = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - start)
    return taken


def told(what: str, taken: list[float], peer: float) -> None:
    """Print a line: how many a second, the middle and the slow end, and the ratio to the peer."""
    ordered = sorted(taken)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    middle = median(ordered)
    print(
        f"  {what:<44} {1 / middle:8.1f}/s   p50 {middle * 1e3:7.1f} ms   p99 {p99 * 1e3:7.1f} ms   {middle / peer:5.1f} x"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sales", type=int, default=30)
    parser.add_argument("--lines", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with city(home, 1000, "") as (url, _, _):
            over_http(url, home, options.sales)
        take_over(home, options.lines)


def over_http(url: str, home: Path, sales: int) -> None:
    """Enter, transfer, prove and check through the served city."""
    ivano, chiara, paolo, amir = (Browser(url, one) for one in ("ivano", "chiara", "paolo", "amir"))
    whom = chiara.ask("GET", "/desk/residents?q=Giulia+Ferrari&reason=Benchmark+of+looks")[0]["id"]
    peer = median(timed(sales, lambda _: chiara.ask("GET", f"/desk/residents/{whom}?reason=Benchmark+of+looks")))
    print(f"\n  peer: a clerk's look at a resident, one row    {1 / peer:8.1f}/s   p50 {peer * 1e3:7.1f} ms")

    davide = Browser(url, "davide")

    def issue(number: int) -> None:
        says = {
            "parcel": f"E897-900-{number}", "address": "Via Roma 1", "kind": "flat", "area_m2": 80,
            "owners": [{"name": "Anna Neri", "share": "1/1"}],
        }  # fmt: skip
        draft = chiara.draw_up({"type": "land-title", "kind": "issue", "fields": says, "holders": [{"resident": None}]})
        davide.ask("POST", f"/desk/registers/drafts/{draft}/check", {"approve": True})
        assert chiara.sign(draft) == "final"

    told("issue: two officers, final", timed(sales, issue), peer)

    policy = ivano.find("VIR-2210418", "insurance")

    def suspend_and_back(number: int) -> None:
        kind = "reinstate" if number % 2 else "suspend"
        assert ivano.sign(ivano.draw_up({"type": "insurance", "kind": kind, "record": policy})) == "final"

    told("enter: one signature, final", timed(sales // 2 * 2, suspend_and_back), peer)

    car = chiara.find("FP317KM", "vehicle")
    people = {"paolo": paolo.ask("GET", "/me")["id"], "amir": amir.ask("GET", "/me")["id"]}
    says = {
        "plate": "FP317KM", "vin": "ZFA31200000918273", "make": "Fiat", "model": "Panda Hybrid",
        "first_registered": "2018-11-05", "fuel": "hybrid", "keeper": "Keeper",
    }  # fmt: skip

    def sell(number: int) -> None:
        to = "amir" if number % 2 == 0 else "paolo"
        entry = {
            "type": "vehicle",
            "kind": "transfer",
            "record": car,
            "fields": says,
            "holders": [{"resident": people[to]}],
        }
        draft = chiara.draw_up(entry)
        paolo.sign(draft, "me/guard")
        assert amir.sign(draft, "me/guard") == "final"

    told("transfer: desk and two phones, final", timed(sales, sell), peer)

    path = f"/desk/registers/records/{car}/proof?reason=Benchmark+of+proofs"
    proof: bytes = chiara.ask("GET", path)
    told("prove: a bundle over HTTP", timed(sales, lambda _: chiara.ask("GET", path)), peer)
    mine = amir.ask("GET", "/me/records")["records"][0]["id"]
    told("the wallet", timed(sales * 3, lambda _: amir.ask("GET", "/me/records")), peer)
    told("one record of the wallet", timed(sales * 3, lambda _: amir.ask("GET", f"/me/records/{mine}")), peer)
    told("what the checker's page trusts", timed(sales * 3, lambda _: amir.ask("GET", "/verify/trust")), peer)

    trusted = parse_policy((home / "records" / "ledger" / "private" / "policy").read_bytes())
    told("check: a bundle offline", timed(sales * 3, lambda _: verify_bundle(proof, trusted)), peer)


def take_over(home: Path, lines: int) -> None:
    """Take an old register over with the command, as an operator does: the first tenth, most of it, the last tenth."""
    tenth = max(1, lines // 10)
    parts = [range(tenth), range(tenth, lines - tenth), range(lines - tenth, lines)]
    files = [written(home / f"old-{place}.csv", numbers) for place, numbers in enumerate(parts)]
    environment = {**os.environ, "MANTO_HOME": str(home), "MANTO_DEMO": "1", "MANTO_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "manto.cli", "records", "import", "--type", "land-title", "--source", "B"]
    taken = [run_import([*command, str(file)], environment) for file in files]
    assert sum(count for _, count in taken) == lines, taken
    start, _ = run_import([*command, str(files[0])], environment)
    seconds = [began - start for began, _ in taken]
    bare = sum(take_over_bare(file, home / f"{file.stem}.db") for file in files)
    print(
        f"  import: {lines:,} lines in {sum(seconds):.1f} s, {lines / sum(seconds):,.0f} rows/s "
        f"(the first {tenth:,} at {tenth / seconds[0]:,.0f}, the last at {tenth / seconds[-1]:,.0f}); "
        f"{sum(seconds) / bare:.1f} x the peer's {bare:.1f} s, {lines / bare:,.0f} rows/s\n"
    )


def written(file: Path, numbers: range) -> Path:
    """Write a part of an old register."""
    rows = (f'OLD-{n};"Via Roma {n}";flat;{40 + n % 90};"Anna Neri 1/2; Ugo Neri 1/2"' for n in numbers)
    file.write_text("parcel;address;kind;area_m2;owners\n" + "\n".join(rows) + "\n")
    return file


def run_import(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Run the import; give its seconds, and how many lines it says are entered."""
    start = time.perf_counter()
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    taken = re.search(r"([\d,]+) of", said)
    assert taken is not None, said
    return time.perf_counter() - start, int(taken[1].replace(",", ""))


def take_over_bare(file: Path, database: Path) -> float:
    """Read, hash, sign and store each line and nothing else; give the seconds."""
    start, key = time.perf_counter(), SigningKey.generate()
    with sqlite3.connect(database) as kept, file.open(newline="") as opened:
        kept.execute("PRAGMA journal_mode = WAL")
        kept.execute("PRAGMA synchronous = FULL")
        kept.execute("CREATE TABLE line (hash BLOB PRIMARY KEY, said TEXT, signature BLOB)")
        rows = csv.reader(opened, delimiter=";")
        next(rows)
        while chunk := list(islice(rows, 1000)):
            texts = [json.dumps(row) for row in chunk]
            hashes = [sha256(text.encode()).digest() for text in texts]
            signatures = [key.sign(one).signature for one in hashes]
            kept.executemany("INSERT INTO line VALUES (?, ?, ?)", zip(hashes, texts, signatures, strict=True))
            kept.commit()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
