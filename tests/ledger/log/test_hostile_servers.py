"""Whoever serves a log may be hostile: it cannot make the reader fill its memory, wait for ever or believe it."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.errors import SourceUnreachable
from manto.ledger.log.http_source import BUNDLE_BYTES_MAX, HttpSource


@contextmanager
def saying(answer: bytes, times: int = 2) -> Iterator[str]:
    """Serve the same bytes to whoever connects, then close."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # the reader has heard enough
                for _ in range(times):
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(10_000)
                        connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/log/"


def http(body: bytes, head: str = "", status: str = "200 OK") -> bytes:
    """Write an answer."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{head}\r\n".encode() + body


def test_an_ordinary_answer_is_given() -> None:
    """Plain, and packed."""
    with saying(http(b"hello")) as url:
        assert HttpSource(url).read("checkpoint") == b"hello"
    with saying(http(gzip.compress(b"hello"), "Content-Encoding: gzip\r\n")) as url:
        assert HttpSource(url).read("checkpoint") == b"hello"


@pytest.mark.parametrize(
    "answer",
    [
        http(b"x" * 1_000_001),
        http(gzip.compress(bytes(3_000_000)), "Content-Encoding: gzip\r\n"),
        http(b"not gzip", "Content-Encoding: gzip\r\n"),
        http(b"", status="500 Sorry"),
        http(b"", "Location: http://127.0.0.1:1/\r\n", status="302 Found"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"nonsense\r\n\r\n",
        b"",
    ],
    ids=["too long", "packed bomb", "not packed", "error", "elsewhere", "cut off", "nonsense", "silence"],
)
def test_a_hostile_answer_is_refused(answer: bytes) -> None:
    """It says nothing of the log, and the refusal says what to do."""
    with saying(answer) as url, pytest.raises(SourceUnreachable) as refused:
        HttpSource(url, timeout_s=2).read("checkpoint")

    assert refused.value.next_step


def test_a_server_that_says_nothing_is_given_up() -> None:
    """After the time that was set, not for ever."""
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(SourceUnreachable, match="did not answer"):
        HttpSource(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout_s=0.2).read("checkpoint")


def test_a_missing_file_is_not_found() -> None:
    """Which an audit takes for a log that does not show its files."""
    with saying(http(b"", status="404 Not Found")) as url, pytest.raises(NotFound):
        HttpSource(url).read("tile/0/000")


@pytest.mark.parametrize("url", ["", "ftp://example.org/", "https:///nothing", "ledger.example"])
def test_what_is_not_the_url_of_a_log_is_refused(url: str) -> None:
    """Before anything is asked of anybody."""
    with pytest.raises(BadInput):
        HttpSource(url)


def test_the_largest_bundle_is_bounded() -> None:
    """256 entries of 65,535 bytes behind their lengths, and no more."""
    assert BUNDLE_BYTES_MAX == 256 * 65_537
