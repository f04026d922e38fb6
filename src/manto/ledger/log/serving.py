"""Answering over HTTP with the standard library: enough for a log, a witness and their tests.

In front of it belongs whatever the city already puts before its programs (TLS, compression, caching): all a log
shows is files that never change and one that does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from urllib.parse import parse_qs, urlsplit

from manto.kernel.errors import BadInput, Conflict, MantoError, NotAllowed, NotFound, Unavailable

CONNECTIONS_MAX = 200
SILENCE_S_MAX = 30
_STATUS = ((NotFound, 404), (NotAllowed, 403), (BadInput, 400), (Conflict, 409), (Unavailable, 503))


@dataclass(frozen=True)
class Request:
    """What was asked, bounded in size.

    Attributes:
        method: GET or POST.
        path: Without the leading slash.
        query: The first value of each name.
        body: What was sent.
        authorization: What the caller shows to be let in.
    """

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    authorization: str = ""


@dataclass(frozen=True)
class Answer:
    """What is given back."""

    body: bytes
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    cache: str = "no-store"


Answerer = Callable[[Request], Answer]


def answer_to_error(error: MantoError) -> Answer:
    """Say a refusal as plain text with the status that fits it."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return Answer(f"{error}\n".encode(), status)


class Server(ThreadingHTTPServer):
    """Serves until it is shut down, one thread a connection, no more than a fixed number of them.

    Args:
        host: Which address to listen at.
        port: Which port; 0 lets the system choose.
        answer: Answers each request; a MantoError that it raises becomes a refusal in plain text.
        body_bytes_max: Larger requests are refused unread.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, answer: Answerer, body_bytes_max: int) -> None:
        self.answer = answer
        self.body_bytes_max = body_bytes_max
        self._places = threading.BoundedSemaphore(CONNECTIONS_MAX)
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """Where it can be reached from this machine."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def process_request(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Take a connection when there is a place for it, and else close it."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Answer a connection, then give its place to the next."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = SILENCE_S_MAX
    server_version = "manto"
    sys_version = ""

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def log_message(self, *_: object) -> None:
        """Write no line for each request: who asks about a record is nobody's business."""

    def _respond(self) -> None:
        try:
            answer = self.server.answer(self._request())
        except MantoError as error:
            answer = answer_to_error(error)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", answer.cache)
        self.end_headers()
        self.wfile.write(answer.body)

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return Request(
            self.command, parts.path.removeprefix("/"), query, self._body(), self.headers.get("Authorization", "")
        )

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            raise BadInput("The request does not say its length.", "Send it with a Content-Length.")
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:12]) > self.server.body_bytes_max:
            self.close_connection = True
            raise BadInput(
                f"The request is longer than {self.server.body_bytes_max} bytes.", "Send less, in several requests."
            )
        return self.rfile.read(int(length))
