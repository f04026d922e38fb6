"""Live feeds over real HTTP: good, slow, dead, broken and lying servers; and what pages make of them."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.test import Client
from google.protobuf import text_format
from google.transit import gtfs_realtime_pb2 as realtime
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.errors import BadInput, Unavailable
from manto.places import live_feeds
from manto.places.commands import import_content
from manto.places.gathering import Content
from manto.places.live.feeds import Feed, read_feeds
from manto.places.live.fetching import fetch
from manto.places.live.spots import read_gbfs, read_parking
from manto.places.live.transit import lateness, read_realtime
from manto.places.live_board import spots_now
from manto.places.models import LiveFeed

from .conftest import TOWN, draft
from .live_at_hand import NOW, feed_of, says, served


def parks(free: int, made: datetime = NOW) -> bytes:
    """Write a feed of one car park."""
    point = {"type": "Point", "coordinates": [10.794, 45.158]}
    facts = {"id": "p1", "name": "Piazza", "free": free, "capacity": 50}
    feature = {"type": "Feature", "geometry": point, "properties": facts}
    return json.dumps({"type": "FeatureCollection", "updated": made.isoformat(), "features": [feature]}).encode()


def heard(feed: Feed, now: datetime = NOW) -> live_feeds.Told:
    """Give what a feed said last."""
    return live_feeds.told(now, those=[feed])[0]


@pytest.mark.django_db
def test_what_comes_is_kept_with_its_age_and_asked_again_only_when_due() -> None:
    """By its tag: what has not changed is not sent again."""
    with served(says(parks(7), ETag='"one"')) as url:
        feed = feed_of(url)
        assert live_feeds.ask_due(NOW, those=[feed]) == 1
        assert live_feeds.ask_due(NOW + timedelta(seconds=30), those=[feed]) == 0
        assert live_feeds.ask_due(NOW + timedelta(seconds=61), those=[feed]) == 1

    said = heard(feed, NOW + timedelta(seconds=61))
    assert (said.content[0]["free"], said.age_s, said.old, said.trouble) == (7, 61.0, False, "")
    assert heard(feed, NOW + timedelta(hours=1)).old


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says(b"not found", 404), "It answered 404."),
        (says(b"<html>maintenance</html>"), "not whole"),
        (says(b"[1, 2]"), "another kind"),
        (says(b'{"type": "FeatureCollection"}'), "no GeoJSON"),
        (says(b"", 302, Location="/again"), "without end"),
        (says(b"", 302, Location="http://192.0.2.1/"), "another server"),
        (lambda request: request.connection.close(), "cannot be reached"),
    ],
)
def test_a_bad_answer_keeps_the_last_good_word(answer: Callable[[BaseHTTPRequestHandler], None], why: str) -> None:
    """With its age, and with what went wrong in words; the next try comes later."""
    with served(says(parks(7))) as url:
        live_feeds.ask_due(NOW, those=[feed_of(url)])
    with served(answer) as url:
        feed = feed_of(url)
        assert live_feeds.ask_due(NOW + timedelta(minutes=2), those=[feed]) == 1

    said = heard(feed, NOW + timedelta(minutes=2))
    assert (said.content[0]["free"], said.age_s) == (7, 120.0)
    assert why in said.trouble
    assert live_feeds.ask_due(NOW + timedelta(minutes=3, seconds=30), those=[feed]) == 0
    assert LiveFeed.objects.get().failures == 1


@pytest.mark.django_db
def test_a_dead_server_and_one_that_drips_are_given_up() -> None:
    """Within seconds, however slowly they go; and a page meanwhile answers at once."""
    with served(says(b"")) as url:
        pass  # nobody listens there any more

    def drips(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.05)

    with pytest.raises(Unavailable):
        fetch(url)
    with served(drips) as slow:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            fetch(slow, patience_s=0.3)
        assert time.monotonic() - began < 2


@pytest.mark.django_db
def test_a_page_never_waits_for_a_feed() -> None:
    """While a server keeps the round waiting, a page is told what is known, which is nothing yet."""
    asked, done = threading.Event(), threading.Event()
    Client().get("/api/v1/live")  # the first request of a process loads every room: that is not waiting for a feed

    def waits(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        done.wait(5)

    def one_round(url: str) -> None:
        with suppress(Unavailable):
            fetch(url)

    with served(waits) as url:
        round_ = threading.Thread(target=one_round, args=(url,))
        round_.start()
        assert asked.wait(5)
        answer = Client().get("/api/v1/live").json()
        still_waiting = round_.is_alive()
        done.set()
        round_.join()

    assert answer["items"] == []
    assert still_waiting


def test_what_is_too_large_or_broken_off_is_refused() -> None:
    """Before it fills the memory."""

    def breaks_off(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100")
        request.end_headers()
        request.wfile.write(b"half")

    with served(breaks_off) as url, pytest.raises(Unavailable):
        fetch(url)
    with served(says(b"x" * 200_000)) as url, pytest.raises(Unavailable, match="larger"):
        fetch(url, bytes_max=100_000)


@pytest.mark.django_db
def test_bikes_at_stations_are_found_as_places_of_the_city() -> None:
    """By being near, in the files that the system's own file names; never on another server."""
    import_content(
        TOWN, Content(places=[draft("bikes", "bike_rental", (45.158, 10.794))]), file="t", kind="city", now=NOW
    )
    station = {"station_id": "s", "name": [{"text": "Piazza", "language": "it"}], "lat": 45.1582, "lon": 10.7941}
    status = {"station_id": "s", "num_vehicles_available": 4, "num_docks_available": 5, "is_renting": True}
    files: dict[str, object] = {
        "/information": {"data": {"stations": [{**station, "capacity": 9}]}},
        "/status": {"last_updated": NOW.isoformat(), "data": {"stations": [status]}},
    }
    with served(lambda request: says(json.dumps(files[request.path]).encode())(request)) as url:
        names = {"station_information": "/information", "station_status": "/status"}
        files["/gbfs.json"] = {"data": {"feeds": [{"name": name, "url": url + path} for name, path in names.items()]}}
        feed = feed_of(f"{url}/gbfs.json", "gbfs")
        live_feeds.ask_due(NOW, those=[feed])
        files["/gbfs.json"] = {"data": {"feeds": [{"name": "station_information", "url": "http://192.0.2.9/"}]}}
        live_feeds.ask_due(NOW + timedelta(minutes=2), those=[feed])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live_feeds, "feeds", lambda: [feed])
        (spot,), _ = spots_now(NOW)

    assert (spot["place"], spot["free"], spot["docks"], spot["capacity"]) == ("town:bikes", 4, 5, 9)
    assert "another server" in heard(feed).trouble


@given(st.binary(max_size=300))
def test_whatever_bytes_come_it_is_refused_or_read(content: bytes) -> None:
    """Never anything else."""
    for read in (read_parking, read_realtime, lambda held: read_gbfs(held, lambda _url: content)):
        with suppress(BadInput):
            read(content)  # type: ignore[operator]


def test_a_feed_that_cannot_be_is_named() -> None:
    """Before the city comes up with it."""
    with pytest.raises(BadInput, match="no kind of feed 'weather'"):
        read_feeds({"feeds": [{"id": "w", "kind": "weather", "url": "/x", "source": "s"}]}, "feeds.yaml", base_url="")
    entry = {"id": "w", "kind": "gbfs", "url": "/x", "source": "s", "every_s": 1}
    (feed,) = read_feeds({"feeds": [entry]}, "feeds.yaml", base_url="http://h/")
    assert (feed.url, feed.every_s) == ("http://h/x", 15)


@pytest.mark.shared
def test_the_standards_own_examples_are_read(shared: Path) -> None:
    """GBFS 3.0 and GTFS-Realtime, as their specifications show them."""
    folder = shared / "mobility/gbfs-3.0"
    names = ("station_information-1", "station_status", "vehicle_status-1")
    listed = [{"name": name.partition("-")[0], "url": name} for name in names]
    discovery = json.dumps({"data": {"feeds": listed}}).encode()
    made, spots = read_gbfs(discovery, lambda name: (folder / f"{name}.json").read_bytes())
    assert {"bikes", "vehicle"} == {spot["kind"] for spot in spots}
    assert made == datetime.fromisoformat("2023-07-17T13:34:13+02:00")

    told = []
    for name in ("trip-updates-full", "alerts"):
        written = (shared / f"mobility/gtfs-rt-examples/{name}.asciipb").read_text()
        told.append(read_realtime(text_format.Parse(written, realtime.FeedMessage()).SerializeToString())[1])
    assert lateness("trip-1", NOW.date(), "", 3, told[0]) == (5, False)
    assert told[1]["alerts"][0]["title"]
