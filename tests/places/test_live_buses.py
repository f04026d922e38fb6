"""What a live feed says of buses, as pages tell it: late, cancelled, under way; and the feeds that the demo makes up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from google.transit import gtfs_realtime_pb2 as realtime

from manto.kernel.clock import FixedClock
from manto.places import made_up_feeds
from manto.places.commands import import_content
from manto.places.gathering import Content, SourceFacts
from manto.places.importing.city_timetable import read_timetable
from manto.places.live.spots import read_gbfs, read_parking
from manto.places.live.transit import lateness, read_realtime
from manto.places.live_board import board_of, cancelled_runs, vehicles_now

from .conftest import TOWN, draft
from .live_at_hand import LINES, NOW, buses, hearing


@pytest.fixture
def lines(db: None) -> None:
    """Lay one line over three stops."""
    stops = [draft(ref, "bus_stop", (45.158, 10.79 + at / 1000)) for at, ref in enumerate(("west", "middle", "east"))]
    timetable = read_timetable("town", LINES, "timetable.yaml")
    import_content(TOWN, Content(places=stops, timetable=timetable), file="t", kind="city", now=NOW)


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


def test_lateness_goes_on_until_another_is_said() -> None:
    """Source: GTFS Realtime reference, trip updates, "if one or more stops are missing along the trip"."""
    changes = {"trips": {"t": {"cancelled": False, "delays": [["", 3, 60], ["s9", 9, 120]], "day": ""}}}

    assert [lateness("t", NOW.date(), f"s{n}", n, changes)[0] for n in (1, 3, 5, 9, 12)] == [0, 60, 60, 120, 120]  # type: ignore[index]
    assert lateness("other", NOW.date(), "s1", 1, changes) is None
