"""Live feeds over real HTTP: good, slow, dead, broken and lying servers; and what pages make of them."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from google.protobuf import text_format
from google.transit import gtfs_realtime_pb2 as realtime
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.clock import FixedClock
from manto.kernel.errors import BadInput, Unavailable
from manto.places import live_feeds, made_up_feeds
from manto.places.commands import import_content
from manto.places.gathering import Content, SourceFacts
from manto.places.importing.city_timetable import read_timetable
from manto.places.live.feeds import Feed, read_feeds
from manto.places.live.fetching import Fetched, fetch
from manto.places.live.spots import read_gbfs, read_parking
from manto.places.live.transit import lateness, read_realtime
from manto.places.live_board import board_of, cancelled_runs, spots_now, vehicles_now
from manto.places.models import LiveFeed

from .conftest import TOWN, draft

ROME = ZoneInfo("Europe/Rome")
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


def parks(free: int, made: datetime = NOW) -> bytes:
    """Write a feed of one car park."""
    point = {"type": "Point", "coordinates": [10.794, 45.158]}
    facts = {"id": "p1", "name": "Piazza", "free": free, "capacity": 50}
    feature = {"type": "Feature", "geometry": point, "properties": facts}
    return json.dumps({"type": "FeatureCollection", "updated": made.isoformat(), "features": [feature]}).encode()


def feed_of(url: str, kind: str = "parking", **facts: object) -> Feed:
    return Feed("parks", kind, url, "The town", **facts)  # type: ignore[arg-type]


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


@pytest.fixture
def lines(db: None) -> None:
    """Lay one line over three stops."""
    stops = [draft(ref, "bus_stop", (45.158, 10.79 + at / 1000)) for at, ref in enumerate(("west", "middle", "east"))]
    timetable = read_timetable("town", LINES, "timetable.yaml")
    import_content(TOWN, Content(places=stops, timetable=timetable), file="t", kind="city", now=NOW)


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


def test_the_next_departures_are_as_late_as_the_feed_says(lines: None) -> None:
    """A delay holds from its stop on; a cancelled run is said to be cancelled; what is not in the feed is not known."""
    message = buses()
    late = message.entity.add(id="1").trip_update
    late.trip.trip_id = "4C-daily-out-0720"
    late.stop_time_update.add(stop_sequence=2).departure.delay = 360
    gone = message.entity.add(id="2").trip_update
    gone.trip.trip_id = "4C-daily-out-0740"
    gone.trip.schedule_relationship = realtime.TripDescriptor.CANCELED
    alert = message.entity.add(id="3").alert
    alert.informed_entity.add(route_id="4C")
    alert.header_text.translation.add(text="Works", language="en")

    with hearing(message):
        at_west = board_of(
            "town:west", NOW - timedelta(minutes=20), NOW + timedelta(minutes=40), now=NOW, language="en"
        )
        at_middle = board_of("town:middle", NOW, NOW + timedelta(minutes=40), now=NOW, language="en")
        an_hour_later = board_of(
            "town:middle", NOW, NOW + timedelta(minutes=40), now=NOW + timedelta(hours=1), language="en"
        )

    told = lambda board: [(f"{one.at:%H:%M}", one.late_s, one.cancelled) for one in board.items]  # noqa: E731
    assert told(at_west)[:3] == [("07:20", 0, False), ("07:40", 0, True), ("08:00", None, False)]
    west_bound = [one for one in at_middle.items if one.headsign == "East"]
    assert [(f"{one.at:%H:%M}", one.late_s) for one in west_bound][:2] == [("07:25", 360), ("07:45", 0)]
    assert [(alert.title, alert.lines) for alert in at_middle.alerts] == [("Works", ["4C"])]
    assert {one.late_s for one in an_hour_later.items} == {None}, "an old feed says nothing"
    assert an_hour_later.alerts == []


def test_departures_over_http_name_whose_word_they_are(lines: None) -> None:
    """With the age of the feed, and that it was made up where it was."""
    with hearing(buses()):
        at = "2026-06-09T07:30%2B02:00"
        answer = Client().get(f"/api/v1/places/town:west/departures?at={at}&minutes=30").json()

    assert [(one["line"], one["late_s"], one["cancelled"]) for one in answer["items"]] == [("4C", None, False)]
    assert [(one["source"], one["simulated"]) for one in answer["live"]] == [("The town", False)]


def test_the_run_of_a_line_that_is_cancelled_soon_is_found(lines: None) -> None:
    """For those who take that line; on the day that the feed names and no other."""
    message = buses()
    for ref, day in (("4C-daily-out-0740", "20260609"), ("4C-daily-out-0800", "20260610")):
        gone = message.entity.add(id=ref).trip_update
        gone.trip.trip_id, gone.trip.start_date = ref, day
        gone.trip.schedule_relationship = realtime.TripDescriptor.CANCELED

    with hearing(message):
        mine, other = cancelled_runs(["4C"], NOW), cancelled_runs(["1"], NOW)

    assert [[f"{one.place} {one.at:%H:%M}" for one in run] for run in mine] == [
        ["town:west 07:40", "town:middle 07:45"]
    ]
    assert other == []


def test_vehicles_are_told_with_their_lines_and_ages(lines: None) -> None:
    """One whose trip nobody knows has no line; an old word says nothing of where anybody is."""
    message = buses()
    for ref, trip, lon in (("12", "4C-daily-out-0720", 10.7911), ("13", "another", 10.7913)):
        vehicle = message.entity.add(id=ref).vehicle
        vehicle.vehicle.id, vehicle.trip.trip_id = ref, trip
        vehicle.position.latitude, vehicle.position.longitude = 45.158, lon

    with hearing(message), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CLOCK", FixedClock(NOW + timedelta(minutes=1)))
        answer = Client().get("/api/v1/live").json()
        an_hour_later, feeds = vehicles_now(NOW + timedelta(hours=1))

    told = [(one["ref"], one["line"], one["headsign"], one["lon"]) for one in answer["vehicles"]]
    assert told == [("12", "4C", "East", 10.7911), ("13", "", "", 10.7913)]
    assert [(feed["source"], feed["age_s"]) for feed in answer["feeds"]] == [("The town", 60.0)]
    assert (an_hour_later, [one.old for one in feeds]) == ([], [True])


@pytest.mark.django_db
def test_made_up_vehicles_drive_by_the_timetable() -> None:
    """Between the stops at which they are at that minute, and only while they run."""
    city = SourceFacts(f"city-{settings.CITY.id}", "The city", "CC0-1.0")
    spots = [(ref, (45.158, 10.79 + at / 1000)) for at, ref in enumerate(("west", "middle", "east"))]
    stops = [replace(draft(ref, "bus_stop", spot), id=f"{city.id}:{ref}") for ref, spot in spots]
    timetable = read_timetable(city.id, LINES, "timetable.yaml")
    import_content(city, Content(places=stops, timetable=timetable), file="t", kind="city", now=NOW)

    _, under_way = read_realtime(made_up_feeds.made_up("trips.pb", NOW - timedelta(minutes=2), "")[0])
    _, at_night = read_realtime(made_up_feeds.made_up("trips.pb", NOW - timedelta(hours=5), "")[0])

    (eastward,) = [one for one in under_way["vehicles"] if one["trip"] == "4C-daily-out-0720"]
    assert (eastward["lat"], eastward["lon"]) == pytest.approx((45.158, 10.7916), abs=1e-5)
    assert at_night["vehicles"] == []


@pytest.mark.django_db
def test_the_demo_makes_up_whole_feeds(lines: None, settings) -> None:
    """Each is read by the same readers, over HTTP, and they are there only in the demo."""
    places = [draft("p", "parking"), draft("b", "bike_rental", (45.159, 10.794))]
    import_content(TOWN, Content(places=places), file="t", kind="city", now=NOW)
    app = Client()
    settings.MANTO_DEMO = False
    assert app.get("/api/v1/demo-feeds/gbfs.json").status_code == 404
    settings.MANTO_DEMO = True
    get = lambda url: app.get(url.replace("http://testserver", "")).content  # noqa: E731

    _, bikes = read_gbfs(get("/api/v1/demo-feeds/gbfs.json"), get)
    made, parking = read_parking(get("/api/v1/demo-feeds/parking.json"))
    _, trips = read_realtime(get("/api/v1/demo-feeds/trips.pb"))

    assert [(spot["ref"], spot["free"] + spot["docks"]) for spot in bikes] == [("b", made_up_feeds.CAPACITY["bikes"])]
    assert made is not None
    assert [spot["ref"] for spot in parking] == ["p"]
    assert set(trips) == {"trips", "vehicles", "alerts"}
    assert app.get("/api/v1/demo-feeds/nothing").status_code == 404


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


def test_lateness_goes_on_until_another_is_said() -> None:
    """Source: GTFS Realtime reference, trip updates, "if one or more stops are missing along the trip"."""
    changes = {"trips": {"t": {"cancelled": False, "delays": [["", 3, 60], ["s9", 9, 120]], "day": ""}}}

    assert [lateness("t", NOW.date(), f"s{n}", n, changes)[0] for n in (1, 3, 5, 9, 12)] == [0, 60, 60, 120, 120]  # type: ignore[index]
    assert lateness("other", NOW.date(), "s1", 1, changes) is None
    assert Fetched(None, "x").content is None
