"""Feeds that a test makes up, served on loopback, and a line of buses for them to speak of."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from google.transit import gtfs_realtime_pb2 as realtime

from manto.places import live_feeds
from manto.places.live.feeds import Feed

NOW = datetime(2026, 6, 9, 5, 30, tzinfo=UTC)  # a Tuesday, half past seven in town
LINES = {
    "holds": ["2026-01-01", "2026-12-31"],
    "lines": [
        {
            "line": "4C",
            "name": "West – East",
            "ends": ["West", "East"],
            "wheelchair": True,
            "stops": [["west", 0], ["middle", 5], ["east", 5]],
            "days": "daily",
            "first": "07:00",
            "last": "09:00",
            "every": 20,
        }
    ],
}


@contextmanager
def served(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """Serve whatever a test makes up, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def says(content: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer the same to everybody; 304 to whoever has the tag."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]
        request.send_response(304 if known else status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0" if known else str(len(content)))
        request.end_headers()
        if not known:
            request.wfile.write(content)

    return answer


def feed_of(url: str, kind: str = "parking", **facts: object) -> Feed:
    return Feed("parks", kind, url, "The town", **facts)  # type: ignore[arg-type]


def buses() -> realtime.FeedMessage:
    """Begin a feed of buses."""
    feed = realtime.FeedMessage()
    feed.header.gtfs_realtime_version = "2.0"
    feed.header.timestamp = int(NOW.timestamp())
    return feed


@contextmanager
def hearing(message: realtime.FeedMessage, now: datetime = NOW) -> Iterator[Feed]:
    """Let the city hear a feed of buses over HTTP."""
    with served(says(message.SerializeToString())) as url, pytest.MonkeyPatch.context() as patch:
        feed = feed_of(url, "gtfs_rt", timetable="town")
        live_feeds.ask_due(now, those=[feed])
        patch.setattr(live_feeds, "feeds", lambda: [feed])
        yield feed
