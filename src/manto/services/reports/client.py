"""A client of other agencies' Open311 servers: hand a report over, and ask how it stands."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

from manto.kernel.errors import BadInput, Unavailable
from manto.services.reports import georeport

TIMEOUT_S = 10
ANSWER_BYTES_MAX = 2 * 2**20
CLOCKS_APART = timedelta(minutes=10)
LISTED_WITHIN = timedelta(days=1)
Fetch = Callable[[str, bytes | None], bytes]


@dataclass(frozen=True)
class Handed:
    """What another server gave for a report: its number there, or a token that stands for it until it has one."""

    number: str = ""
    token: str = ""


@dataclass(frozen=True)
class Stands:
    """How a report stands with another agency."""

    closed: bool
    notes: str


def fetch(url: str, body: bytes | None) -> bytes:
    """Ask an address, by POST of a form where there is one.

    Raises:
        Unavailable: It cannot be reached, is slow, refuses, or answers with more than it should.

    """
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"} if body is not None else {}
    if not url.startswith(("https://", "http://")):
        raise Unavailable("The endpoint's address is none of the web.")
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=TIMEOUT_S) as answer:  # noqa: S310
            content: bytes = answer.read(ANSWER_BYTES_MAX + 1)
    except HTTPError as error:
        raise Unavailable(f"The endpoint refused ({error.code}).") from None
    except OSError as error:
        raise Unavailable(f"The endpoint cannot be reached ({type(error).__name__}).") from None
    if len(content) > ANSWER_BYTES_MAX:
        raise Unavailable("The endpoint answered with too much.")
    return content


class Client:
    """Speaks with one GeoReport v2 server.

    Args:
        url: Its address without the resource, such as ``https://open311.example.org/v2``.
        key: The key that it gave us.
        form: ``json`` or ``xml``: every server speaks XML, some speak JSON.

    """

    def __init__(
        self, url: str, *, jurisdiction_id: str = "", key: str = "", form: str = "xml", ask: Fetch = fetch
    ) -> None:
        self._url, self._key, self._form, self._ask = url.rstrip("/"), key, form, ask
        self._common = {"jurisdiction_id": jurisdiction_id} if jurisdiction_id else {}

    def services(self) -> list[dict[str, Any]]:
        """List what can be reported there.

        Raises:
            Unavailable: It cannot be had.

        """
        return self._objects(self._get("services"))

    def hand_over(
        self, code: str, *, at: tuple[float, float] | None, address: str, text: str, answers: Mapping[str, str]
    ) -> Handed:
        """Hand a report over. Nothing of the one who reported it goes with it.

        Raises:
            Unavailable: It was not taken.

        """
        form = {**self._common, "api_key": self._key, "service_code": code, "description": text}
        if at is not None:
            form |= {"lat": f"{at[0]:.6f}", "long": f"{at[1]:.6f}"}
        if address:
            form["address_string"] = address
        form |= {f"attribute[{name}]": value for name, value in answers.items()}
        given = self._one(self._read(self._ask(f"{self._url}/requests.{self._form}", urlencode(form).encode())))
        handed = Handed(_text(given, "service_request_id"), _text(given, "token"))
        if not handed.number and not handed.token:
            raise Unavailable("The endpoint gave neither number nor token.")
        return handed

    def find(self, code: str, *, since: datetime, at: tuple[float, float] | None, reference: str) -> str:
        """Give the number of a report that may have been taken without our hearing of it; empty where it is not there.

        It is known by our own number in its words, or by kind and place.

        Raises:
            Unavailable: Their list cannot be had.

        """
        begins, ends = since - CLOCKS_APART, since + LISTED_WITHIN
        asked = {
            "service_code": code,
            "start_date": f"{begins:%Y-%m-%dT%H:%M:%SZ}",
            "end_date": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        }
        for one in self._objects(self._get("requests", asked)):
            said, number = _text(one, "description"), _text(one, "service_request_id")
            if number and (reference in said or (not said and at is not None and _is_at(one, at))):
                return number
        return ""

    def number_of(self, token: str) -> str:
        """Give the number that a token stands for by now; empty while there is none.

        Raises:
            Unavailable: It cannot be had.

        """
        return _text(self._one(self._get(f"tokens/{quote(token, safe='')}")), "service_request_id")

    def standing(self, number: str) -> Stands:
        """Say how a report stands there.

        Raises:
            Unavailable: It cannot be had.

        """
        found = self._one(self._get(f"requests/{quote(number, safe='')}"))
        if found.get("status") not in ("open", "closed"):
            raise Unavailable("The endpoint does not say how the report stands.")
        return Stands(found["status"] == "closed", _text(found, "status_notes")[:2000])

    def _get(self, resource: str, asked: Mapping[str, str] | None = None) -> Any:
        values = {**self._common, **(asked or {})}
        query = f"?{urlencode(values)}" if values else ""
        return self._read(self._ask(f"{self._url}/{resource}.{self._form}{query}", None))

    def _read(self, content: bytes) -> Any:
        try:
            return georeport.read(content, self._form)
        except BadInput as error:
            raise Unavailable(error.what) from None

    def _objects(self, document: Any) -> list[dict[str, Any]]:
        if not isinstance(document, list) or not all(isinstance(one, dict) for one in document):
            raise Unavailable("The endpoint's answer is no list.")
        return document

    def _one(self, document: Any) -> dict[str, Any]:
        found = self._objects(document)
        if len(found) != 1:
            raise Unavailable("The endpoint's answer is not about one report.")
        return found[0]


def _is_at(document: Mapping[str, Any], at: tuple[float, float]) -> bool:
    try:
        return max(abs(float(document["lat"]) - at[0]), abs(float(document["long"]) - at[1])) < 2e-6
    except (KeyError, TypeError, ValueError):
        return False


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return "" if value is None else str(value)
