"""How long it takes from what the city learns, or a register enters, to the offer on the resident's page.

    python bench/services_offer.py [--rounds 12]

A real city is served, and her page is asked over HTTP until the offer that follows is there.

From a fact: a resident tells one thing and takes it back.
From a ledger record: the electoral officer enters him in the roll, then annuls the entry; the time runs from before he
signs, over the statement being final and the fact that it told taken back, to the offer of a voter's card.

Beside them the same writes answered and the page asked once: what the network and the database alone take, and, for a
record, what it takes to be final. The aim is two seconds.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import sys
import tempfile
import urllib.request
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import City  # noqa: E402

SERVICE, FACT = "family-doctor", "family.doctor"
CARD = "electoral-card"  # offered to whoever is not on the roll
LAW = {"reason": "Benchmark", "law": "None"}
GIVEN_UP_S = 20


class Resident:
    """A resident with a browser that only talks to the API."""

    def __init__(self, url: str, persona: str) -> None:
        jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open
        self._url, self._jar = url, jar
        self("GET", "/session")
        self("POST", f"/personas/{persona}/enter", {})
        self("GET", "/session")

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """Ask, and give the answer."""
        token = next((cookie.value for cookie in self._jar if cookie.name == "csrftoken"), "")
        headers = {"Content-Type": "application/json", "X-CSRFToken": token or "", "Referer": self._url}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._url}/api/v1{path}", data, headers, method=method)
        with self._open(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def is_offered(self, service: str) -> bool:
        """Whether a service stands among her offers."""
        return any(offer["service"] == service for offer in self("GET", "/me/services")["offers"])

    def until(self, offered: bool, service: str = SERVICE) -> float:
        """Ask until the offer is there, or gone; give the seconds that it took."""
        start = perf_counter()
        while self.is_offered(service) is not offered:
            if perf_counter() - start > GIVEN_UP_S:
                raise TimeoutError(f"{service} was not {'offered' if offered else 'taken back'} in {GIVEN_UP_S} s")
            sleep(0.01)
        return perf_counter() - start


def enter(officer: Resident, entry: dict[str, Any]) -> dict[str, Any]:
    """Draw an entry up and sign it; gives the signed draft, which is final."""
    draft = officer("POST", "/desk/registers/drafts", {"entries": [entry], **LAW})["id"]
    signed: dict[str, Any] = officer("POST", f"/desk/registers/drafts/{draft}/sign", {})
    if signed["state"] != "final":
        raise RuntimeError(f"The entry is {signed['state']}, not final.")
    return signed


def from_a_fact(url: str, rounds: int) -> tuple[list[float], list[float]]:
    """Measure from a resident's own word: writes and a page, and until the offer."""
    amir = Resident(url, "amir")
    offer, plain = [], []
    for _ in range(rounds):
        start = perf_counter()
        amir("PUT", f"/me/own-word/{FACT}", {"value": False})
        told = perf_counter() - start
        offer.append(told + amir.until(offered=True))
        start = perf_counter()
        amir("DELETE", f"/me/own-word/{FACT}")
        amir("GET", "/me/services")
        plain.append(perf_counter() - start)
        amir.until(offered=False)
    return plain, offer


def from_a_record(url: str, rounds: int) -> tuple[list[float], list[float]]:
    """Measure from an entry in the register: until it is final and the page answers, and until the offer."""
    amir, silvio = Resident(url, "amir"), Resident(url, "silvio")
    me = amir("GET", "/me")["id"]
    says = {"surname": "Haddad", "given_names": "Amir", "birth": "1998-11-22", "precinct": "3"}
    issue = {"type": "voter", "kind": "issue", "fields": says, "holders": [{"resident": me}]}
    offer, plain = [], []
    for _ in range(rounds):
        start = perf_counter()
        enter(silvio, issue)
        amir("GET", "/me/services")
        plain.append(perf_counter() - start)
        amir.until(offered=False, service=CARD)
        found = silvio("GET", "/desk/registers/records?q=Haddad&type=voter")
        record = next(one["id"] for one in found if one["status"] == "active")
        start = perf_counter()
        enter(silvio, {"type": "voter", "kind": "annul", "record": record})
        final = perf_counter() - start
        offer.append(final + amir.until(offered=True, service=CARD))
    return plain, offer


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=12)
    rounds = options.parse_args().rounds
    city = City(Path(tempfile.mkdtemp(prefix="manto-bench-")) / "home")
    city.start()
    try:
        measured = {"a fact": from_a_fact(city.url, rounds), "a ledger record": from_a_record(city.url, rounds)}
    finally:
        city.kill()
    table = Table(title=f"to its offer on the page, milliseconds, {rounds} rounds: median (least to most)")
    for column in ("from", "the write and a page", "the offer on the page", "ratio"):
        table.add_column(column, justify="right")
    for what, (plain, offer) in measured.items():
        shown = [f"{1000 * median(one):.0f} ({1000 * min(one):.0f}-{1000 * max(one):.0f})" for one in (plain, offer)]
        table.add_row(what, *shown, f"{median(offer) / median(plain):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
