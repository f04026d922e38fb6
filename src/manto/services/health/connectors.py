"""Two connectors of kind health: bundles that lie in a folder, and a FHIR R4 server."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from manto.kernel.errors import Unavailable
from manto.services.connectors.protocol import Due
from manto.services.health.fhir import IDENTIFIER, reduce_bundle

BYTES_MAX = 50 * 2**20
PAGES_MAX = 50
TIMEOUT_S = 20


class Folder:
    """Reads bundles that the authority puts into a folder: ``settings: {folder: /srv/fhir}``."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._folder = Path(settings["folder"])

    def due(self, people: Sequence[str], today: date) -> Iterator[Due]:
        """Say what is due, by the bundles that lie there; a later file's word of one person and kind counts."""
        asked = set(people)
        found: dict[tuple[str, str], Due] = {}
        try:
            files = sorted(self._folder.glob("*.json"))
            if not self._folder.is_dir():
                raise Unavailable("The folder of bundles is not there.")
            for file in files:
                if file.stat().st_size > BYTES_MAX:
                    raise Unavailable("A bundle is larger than a bundle should be.")
                for one in reduce_bundle(_json(file.read_bytes()), today=today, people=asked):
                    found[one.person, one.kind] = one
        except OSError as error:
            raise Unavailable(f"The folder of bundles cannot be read ({type(error).__name__}).") from None
        yield from found.values()


class Server:
    """Asks a FHIR R4 server, person by person, by the identifier that the city gave: ``settings: {url, token_file}``."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = str(settings["url"]).rstrip("/") + "/"
        self._token_file = settings.get("token_file", "")
        if urlsplit(self._url).scheme not in ("https", "http"):
            raise Unavailable("The server's address is none of the web.")

    def due(self, people: Sequence[str], today: date) -> Iterator[Due]:
        """Say what is due to each."""
        for person in people:
            entries = [entry for query in _QUERIES for entry in self._entries(query.format(quote(person)))]
            yield from reduce_bundle({"resourceType": "Bundle", "entry": entries}, today=today, people={person})

    def _entries(self, query: str) -> Iterator[Any]:
        url: str | None = urljoin(self._url, query)
        for _ in range(PAGES_MAX):
            if url is None:
                return
            bundle = self._ask(url)
            if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
                raise Unavailable("The server's answer is no FHIR bundle.")
            yield from bundle.get("entry") or ()
            links = [link for link in bundle.get("link") or () if isinstance(link, dict)]
            after = next((link.get("url") for link in links if link.get("relation") == "next"), None)
            url = urljoin(self._url, after) if isinstance(after, str) else None
            if url is not None and urlsplit(url).netloc != urlsplit(self._url).netloc:
                raise Unavailable("The server sends us on to another.")

    def _ask(self, url: str) -> Any:
        headers = {"Accept": "application/fhir+json"}
        try:
            if self._token_file:
                headers["Authorization"] = f"Bearer {Path(self._token_file).read_text().strip()}"
            with urllib.request.urlopen(urllib.request.Request(url, None, headers), timeout=TIMEOUT_S) as answer:  # noqa: S310
                content = answer.read(BYTES_MAX + 1)
        except (OSError, ValueError) as error:
            raise Unavailable(f"The server cannot be asked ({type(error).__name__}).") from None
        if len(content) > BYTES_MAX:
            raise Unavailable("The server answered with too much.")
        return _json(content)


_WHO = "identifier=" + quote(IDENTIFIER) + "%7C{0}"
_QUERIES = (
    f"Patient?{_WHO}",
    f"Immunization?patient.{_WHO}",
    f"ImmunizationRecommendation?patient.{_WHO}",
    f"Appointment?patient.{_WHO}",
)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Unavailable("What came is no JSON.") from None
