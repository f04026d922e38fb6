"""How fast papers and credentials are made and checked, beside what the cryptography in them takes when called bare.

    python bench/papers.py [--seconds 10] [--people 1000]

Each check is timed on one core by CPU time, best of three; its limit is the bare signatures that it must check, measured
in the same run. Certificates are timed by the wall clock: the typesetter uses every core. The pages are read over HTTP
from a city of its own, by wrk with 32 connections on this machine's own cores, beside a bare view through the same
server: a page's p99 under such a load is mostly waiting for the others.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import perf_counter, thread_time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / "tests" / folder) for folder in ("vectors/ledger", "records/papers"))]

from manto.ledger.paper import check_paper, parse_trust, read_codes  # noqa: E402
from manto.records.credentials.jose import new_key  # noqa: E402
from manto.records.credentials.sd_jwt import Binding, issue_sd_jwt, present_sd_jwt, verify_sd_jwt  # noqa: E402
from manto.records.credentials.status_list import StatusList, open_status_list, sign_status_list  # noqa: E402
from server import BARE, city, load, session_of_giulia  # noqa: E402

VECTORS = HERE.parent / "tests" / "vectors" / "ledger" / "papers.json"
NOW_S = 1_790_000_000


def rate(count: int, work: Callable[[], object], clock: Callable[[], float] = thread_time) -> float:
    """Give how many a second, best of three."""
    best = float("inf")
    for _ in range(3):
        start = clock()
        for _ in range(count):
            work()
        best = min(best, clock() - start)
    return count / best


def checks(table: Table) -> None:
    """Time what a checker does."""
    public, secret = crypto_sign_seed_keypair(sha256(b"bench").digest())
    signed = crypto_sign(bytes(300), secret)
    ed25519 = rate(2_000, lambda: crypto_sign_open(signed, public))
    key = ec.generate_private_key(ec.SECP256R1())
    made = key.sign(bytes(300), ec.ECDSA(SHA256()))
    es256 = rate(1_000, lambda: key.public_key().verify(made, bytes(300), ec.ECDSA(SHA256())))
    es256_made = rate(1_000, lambda: key.sign(bytes(300), ec.ECDSA(SHA256())))
    vectors = json.loads(VECTORS.read_text())
    text, trust = vectors["cases"][0]["text"].encode(), parse_trust(json.dumps(vectors["trust"]).encode())
    row(table, "check a paper: 4 Ed25519", rate(200, lambda: check_paper(read_codes(text), trust)), ed25519 / 4)

    issuer, holder = new_key(), new_key()
    claims = {"iss": "https://c.example", "vct": "t"} | {f"claim{n}": f"value {n}" for n in range(6)}
    hidden = [name for name in claims if name.startswith("claim")]
    issue = lambda: issue_sd_jwt(claims, hidden, issuer, secrets.token_bytes, holder=holder, decoys=3)  # noqa: E731
    row(table, "issue a credential: 1 ES256", rate(200, issue), es256_made)
    shown = present_sd_jwt(issue(), hidden[:2], holder, audience="a", nonce="n", at_s=NOW_S)
    asked = Binding("a", "n", NOW_S)
    row(table, "check one that is shown: 2 ES256", rate(200, lambda: verify_sd_jwt(shown, issuer, asked)), es256 / 2)
    address = "https://c.example/status/1"
    sign = lambda: sign_status_list(StatusList.empty(), address, issuer, key_id="k", at_s=NOW_S, lasts_s=60)  # noqa: E731
    row(table, "sign a status list of 131,072 places", rate(50, sign), es256_made)
    token = sign()
    row(table, "check one", rate(100, lambda: open_status_list(token, address, issuer, NOW_S)), es256)


def row(table: Table, what: str, found: float, limit: float) -> None:
    """Tell a rate beside its limit."""
    table.add_row(what, f"{found:,.0f}", f"{limit:,.0f}", f"{found / limit:.0%}")


def certificates() -> float:
    """Give how many certificates a second are set."""
    from test_certificate import print_certificate, sheet

    filled = sheet()
    print_certificate(filled)
    return rate(10, lambda: print_certificate(filled), perf_counter)


def pages(console: Console, seconds: int, people: int) -> None:
    """Read the wallet's and the checker's pages."""
    with tempfile.TemporaryDirectory() as home, city(Path(home), people, "") as (url, server, _):
        cookie = session_of_giulia(url)
        bare = load(url, server, [(path, "") for path in BARE], seconds)
        table = Table(title=f"Pages, 32 connections, {seconds} s each; a bare view gives {bare.rate:,.0f}/s")
        for name in ("page", "requests/s", "of a bare view", "p99 ms", "CPU ms", "errors"):
            table.add_column(name, justify="right" if name != "page" else "left")
        for name, path, who in (
            ("what the checker trusts", "/api/v1/verify/trust", ""),
            ("the wallet", "/api/v1/me/records", cookie),
        ):
            found = load(url, server, [(path, who)], seconds)
            share = f"{found.rate / bare.rate:.0%}"
            table.add_row(
                name, f"{found.rate:,.0f}", share, f"{found.p99_ms:.1f}", f"{found.cpu_ms:.2f}", str(found.errors)
            )
        console.print(table)


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--people", type=int, default=1_000)
    asked = arguments.parse_args()
    console = Console()
    table = Table(title="Checks, one core, best of three")
    for name in ("what", "a second", "bare signatures", "share"):
        table.add_column(name, justify="right" if name != "what" else "left")
    checks(table)
    console.print(table)
    console.print(f"Certificates (PDF/UA, with its code): {certificates():.1f} a second by the wall clock.")
    if shutil.which("wrk"):
        pages(console, asked.seconds, asked.people)
    else:
        console.print("Not measured: pages, for wrk is not installed.")


if __name__ == "__main__":
    main()
