"""How long it takes from a fact that the city learns to the offer on the resident's page.

    python bench/services_offer.py [--rounds 12]

A real city is served; a resident tells one thing and takes it back, by HTTP, and her page is asked until the offer that
follows is there. Beside it the same two writes answered and the page asked once, which is what the network and the
database alone take. The aim is two seconds.
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

    def is_offered(self) -> bool:
        """Whether the service stands among her offers."""
        return any(offer["service"] == SERVICE for offer in self("GET", "/me/services")["offers"])

    def until(self, offered: bool) -> float:
        """Ask until the offer is there, or gone; give the seconds that it took."""
        start = perf_counter()
        while self.is_offered() is not offered:
            if perf_counter() - start > GIVEN_UP_S:
                raise TimeoutError(f"{SERVICE} was not {'offered' if offered else 'taken back'} in {GIVEN_UP_S} s")
            sleep(0.01)
        return perf_counter() - start


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=12)
    rounds = options.parse_args().rounds
    city = City(Path(tempfile.mkdtemp(prefix="manto-bench-")) / "home")
    city.start()
    try:
        amir = Resident(city.url, "amir")
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
    finally:
        city.kill()
    table = Table(title=f"from a fact to its offer on the page, milliseconds, {rounds} rounds: median (least to most)")
    for column in ("a write and a page", "a fact, and its offer on the page", "ratio"):
        table.add_column(column, justify="right")
    shown = [f"{1000 * median(one):.0f} ({1000 * min(one):.0f}-{1000 * max(one):.0f})" for one in (plain, offer)]
    table.add_row(*shown, f"{median(offer) / median(plain):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
