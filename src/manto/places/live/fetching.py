"""Getting a file over HTTP from somebody else's server: with an end to patience, to size and to redirects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic
from urllib.parse import urljoin, urlsplit

from manto.kernel.errors import Unavailable

PATIENCE_S = 5.0
"""For the whole of one file, however slowly it drips."""
BYTES_MAX = 8_000_000
REDIRECTS_MAX = 3
_AGENT = "Manto (live layers of a city)"


@dataclass(frozen=True)
class Fetched:
    """What came; ``content`` is None where nothing has changed since the tag."""

    content: bytes | None
    etag: str


Fetch = Callable[[str, str], Fetched]


def fetch(url: str, etag: str = "", *, patience_s: float = PATIENCE_S, bytes_max: int = BYTES_MAX) -> Fetched:
    """Get a file, unless it still has this tag.

    Raises:
        Unavailable: It cannot be had in time, is too large, or is refused; says why in words without its content.

    """
    ends = monotonic() + patience_s
    for _ in range(REDIRECTS_MAX + 1):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unavailable("The address is not one of HTTP.", "Mend it in the city's feeds.yaml.")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=max(0.1, ends - monotonic()))
        try:
            answer = _asked(connection, parts._replace(scheme="", netloc="", fragment="").geturl() or "/", etag)
            if answer.status in (301, 302, 303, 307, 308):
                url = urljoin(url, answer.getheader("Location", ""))
                if urlsplit(url).hostname != parts.hostname:
                    raise Unavailable("It leads to another server.", "Name that server in the city's feeds.yaml.")
                continue
            if answer.status == 304:
                return Fetched(None, etag)
            if answer.status != 200:
                raise Unavailable(f"It answered {answer.status}.")
            return Fetched(_whole(connection, answer, ends, bytes_max), (answer.getheader("ETag") or "")[:200])
        except (OSError, HTTPException) as error:
            raise Unavailable(f"It cannot be reached: {type(error).__name__}.") from None
        finally:
            connection.close()
    raise Unavailable("It leads from one address to another without end.")


def _asked(connection: HTTPConnection, path: str, etag: str) -> HTTPResponse:
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"} | ({"If-None-Match": etag} if etag else {})
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def _whole(connection: HTTPConnection, answer: HTTPResponse, ends: float, bytes_max: int) -> bytes:
    content = bytearray()
    while block := answer.read1(65_536):
        content += block
        if len(content) > bytes_max:
            raise Unavailable(f"It is larger than {bytes_max} bytes.")
        if monotonic() > ends:
            raise Unavailable("It took too long.")
        if connection.sock is not None:
            connection.sock.settimeout(max(0.1, ends - monotonic()))
    if answer.length:  # it said that there is more
        raise Unavailable("It broke off half-way.")
    return bytes(content)
