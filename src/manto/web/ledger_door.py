"""From a process of the city that has not the ledger to the one that has it: whole requests, by a socket of this machine.

On PostgreSQL a city is served by several processes, and the first that needs the ledger has it (`records.node`).

1. What draws up, signs, issues or proves needs the ledger; all else is answered where it arrives.
2. The one that has the ledger listens at a socket that only the program's own user can open. What comes in there passes
   the same doors as any other request: session, form, role.
3. Where nobody answers, the request is answered where it arrived: that process may have the ledger by now, or says when
   to ask again. A request is handed on once, before anything of it was done.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any, ClassVar
from wsgiref.simple_server import WSGIRequestHandler

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from manto.records import node, vault

ANSWERED_WITHIN_S = 60
HANDED_ON = "manto.handed_on"
BETWEEN_TWO = frozenset({"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"})
WHOLE = ("/api/v1/desk/registers/", "/api/v1/me/guard/", "/openid/")
_opened: dict[tuple[int, Path], _Door] = {}


def needs_ledger(method: str, path: str) -> bool:
    """Say whether a request needs the ledger (1).

    >>> needs_ledger("POST", "/api/v1/me/records/7/certificate"), needs_ledger("GET", "/api/v1/me/records")
    (True, False)
    """
    if path.startswith(WHOLE):
        return True
    if path.endswith("/proof"):
        return path.startswith(("/api/v1/registers/", "/status/"))
    return method == "POST" and path.startswith("/api/v1/me/records/")


def hand_on(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Hand what needs the ledger to the process that has it (3)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_ours = settings.IS_SQLITE or HANDED_ON in request.META or not needs_ledger(request.method, request.path)
        answer = None if is_ours or node.has_ledger() else _answered_there(request)
        return answer if answer is not None else get_response(request)

    return middleware


def _answered_there(request: HttpRequest) -> HttpResponse | None:
    there = _Connection("localhost", timeout=ANSWERED_WITHIN_S)
    headers = {name: value for name, value in request.headers.items() if name.lower() not in BETWEEN_TWO}
    try:
        there.connect()
    except OSError:
        return None
    try:
        there.request(str(request.method), request.get_full_path(), request.body, headers)
        answer = there.getresponse()
        response = HttpResponse(answer.read(), status=answer.status)
    except (OSError, HTTPException):  # it may have been done: whoever asked must look
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    finally:
        there.close()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            response.cookies.load(value)
        elif name.lower() not in BETWEEN_TWO:
            response[name] = value
    return response


class _Connection(HTTPConnection):
    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(door_path()))


def door_path() -> Path:
    """Say where the socket lies."""
    return vault.folder() / "door" / "ledger"


def open_when_held(application: Callable[..., Any]) -> int:
    """Open the door in the process that has the ledger, once; gives 0, for nothing is left to do."""
    place = os.getpid(), door_path()
    if place not in _opened and node.has_ledger():
        place[1].parent.mkdir(mode=0o700, exist_ok=True)
        place[1].unlink(missing_ok=True)  # of a process that is gone: the ledger is ours
        _opened[place] = _Door(application)
        threading.Thread(target=_opened[place].serve_forever, name="manto-ledger-door", daemon=True).start()
    return 0


class _Door(ThreadingMixIn, UnixStreamServer):
    """Answers with the city's own application."""

    daemon_threads = True
    request_queue_size = 64
    base_environ: ClassVar[dict[str, str]] = {
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "GATEWAY_INTERFACE": "CGI/1.1", "SCRIPT_NAME": "", HANDED_ON: "1",
    }  # fmt: skip

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application
        super().__init__(str(door_path()), _Handler)

    def close(self) -> None:
        """Answer nobody more."""
        self.shutdown()
        self.server_close()

    def get_app(self) -> Callable[..., Any]:
        """Give the application, as the handler asks for it."""
        return self._application


class _Handler(WSGIRequestHandler):
    timeout = ANSWERED_WITHIN_S

    def setup(self) -> None:
        self.client_address = ("127.0.0.1", 0)
        super().setup()

    def finish(self) -> None:
        """Let go of this thread's connection to the database: the thread ends."""
        connections.close_all()
        super().finish()

    def log_message(self, *_: object) -> None:
        """Write no line: the application does."""
