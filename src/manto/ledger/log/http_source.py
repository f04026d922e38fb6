"""A log's files on a server. Not trusted: it could show anything, and send without end."""

from __future__ import annotations

import zlib
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from urllib.parse import urlsplit

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.bundles import ENTRY_BYTES_MAX
from manto.ledger.log.errors import SourceUnreachable
from manto.ledger.log.notes import NOTE_BYTES_MAX
from manto.ledger.log.tile_paths import TILE_WIDTH

BUNDLE_BYTES_MAX = TILE_WIDTH * (2 + ENTRY_BYTES_MAX)


class HttpSource:
    """Reads a log over HTTP, one kept connection.

    Args:
        url: The log's prefix, as ``https://ledger.mantova.example/2026``.
        timeout_s: How long the server may be silent.

    Raises:
        BadInput: The text is not such a URL.
    """

    def __init__(self, url: str, timeout_s: float = 20) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput(f"{url!r} is not the URL of a log.", "Give one that begins with https:// or http://.")
        self.url = url
        self.prefix = parts.path.rstrip("/")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.connection = kind(parts.hostname, parts.port, timeout=timeout_s)

    def read(self, path: str) -> bytes:
        """Give a file.

        Raises:
            NotFound: The server has none at this path.
            SourceUnreachable: The server did not answer, answered with an error, or sent too much.
        """
        try:
            return self._get(path)
        except (OSError, HTTPException):
            self.connection.close()  # The server may have closed a kept connection: ask once more on a new one.
        try:
            return self._get(path)
        except (OSError, HTTPException) as error:
            self.connection.close()
            raise SourceUnreachable(f"{self.url} did not answer: {error}.", _TRY_LATER) from error

    def _get(self, path: str) -> bytes:
        self.connection.request("GET", f"{self.prefix}/{path}", headers={"Accept-Encoding": "gzip, identity"})
        response = self.connection.getresponse()
        size_max = NOTE_BYTES_MAX if path == "checkpoint" else BUNDLE_BYTES_MAX
        body = response.read(size_max + 1)
        if response.length and len(body) <= size_max:
            raise IncompleteRead(body, response.length)  # a bounded read does not say so by itself
        if response.status in (404, 410):
            raise NotFound(f"{self.url} has no {path}.", "Check the URL; a pruned log keeps only its later entries.")
        if response.status != 200:
            raise SourceUnreachable(f"{self.url} answered {response.status} for {path}.", _TRY_LATER)
        return self._bounded(path, body, response, size_max)

    def _bounded(self, path: str, body: bytes, response: HTTPResponse, size_max: int) -> bytes:
        if len(body) > size_max:
            self.connection.close()
            raise SourceUnreachable(f"{self.url} sent more for {path} than such a file can hold.", _TELL)
        if response.headers.get("Content-Encoding", "identity") != "gzip":
            return body
        unpack = zlib.decompressobj(31)
        try:
            plain = unpack.decompress(body, size_max)
        except zlib.error:
            raise SourceUnreachable(f"{self.url} sent {path} in a form that cannot be unpacked.", _TELL) from None
        if unpack.unconsumed_tail:
            raise SourceUnreachable(f"{self.url} sent more for {path} than such a file can hold.", _TELL)
        return plain


def is_url(text: str) -> bool:
    """Tell a URL from the name of a folder."""
    return text.startswith(("http://", "https://"))


_TRY_LATER = "Check that it is up and reachable from here, and try again."
_TELL = "Tell the log's operator."
