"""The served city is killed in the middle of its work and comes back with all that it said it had kept."""

from __future__ import annotations

import json
import random
import re
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from tests.cli.served import Served

KILLS = 2
WORKS_S = (1.0, 2.5)
PEOPLE = ("giulia", "amir", "sofia", "paolo")


class Person:
    """A persona who tells the city her telephone number, again and again, each time another."""

    def __init__(self, city: Served, name: str) -> None:
        self._city = city
        with urllib.request.urlopen(f"{city.url}/session") as answer:
            token = re.search(r"csrftoken=(\w+)", answer.headers["Set-Cookie"])[1]
        self._headers = {"X-CSRFToken": token, "Cookie": f"csrftoken={token}", "Content-Type": "application/json"}
        entered = self._send("POST", f"/personas/{name}/enter")
        session = re.search(r"sessionid=([^;]+)", " ".join(entered.headers.get_all("Set-Cookie")))[1]
        token = re.search(r"csrftoken=(\w+)", " ".join(entered.headers.get_all("Set-Cookie")))[1]
        self._headers |= {"Cookie": f"csrftoken={token}; sessionid={session}", "X-CSRFToken": token}
        self.tried = self.kept = 0

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self._city.url}{path}", data, self._headers, method=method)
        return urllib.request.urlopen(request, timeout=10)

    def tell_until(self, over: threading.Event) -> None:
        """Tell one number after the other until it is over or nobody answers."""
        while not over.is_set():
            self.tried += 1
            try:
                self._send("PUT", "/me/own-word/contact.phone", {"value": f"+39 {self.tried:08}"}).close()
            except (OSError, urllib.error.HTTPError):
                return
            self.kept = self.tried

    def known(self) -> int:
        """Say which number the city knows; the session must have survived too."""
        with self._send("GET", "/me/own-word") as answer:
            lines = json.load(answer)
        return int(next(line for line in lines if line["name"] == "contact.phone")["known"]["value"].split()[1])


@pytest.mark.process
@pytest.mark.sqlite
def test_a_killed_city_comes_back_with_all_that_it_acknowledged(tmp_path: Path) -> None:
    """Killed under four writing residents: what each was told is kept is there, and no number is half written."""
    city, moments = Served(tmp_path), random.Random(20260609)
    city.start()
    try:
        people = [Person(city, name) for name in PEOPLE]
        for _ in range(KILLS):
            over = threading.Event()
            writers = [threading.Thread(target=person.tell_until, args=(over,)) for person in people]
            for writer in writers:
                writer.start()
            time.sleep(moments.uniform(*WORKS_S))
            city.kill()
            over.set()
            for writer in writers:
                writer.join()
            city.start()

            for person in people:
                # The last one may have been kept without its answer arriving.
                assert person.kept <= person.known() <= person.tried
        assert sum(person.kept for person in people) > KILLS * len(people)
    finally:
        city.kill()
