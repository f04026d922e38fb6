"""A feed of public transport gives stops and timetables, and departures follow the rules of GTFS."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.places.importing.gtfs import Feed, read_gtfs
from manto.places.timetable import (
    Call,
    Frequency,
    Route,
    Service,
    Trip,
    departures,
    redating_shift,
)

from .conftest import ROME

FEED = {
    "agency.txt": b"agency_id,agency_name,agency_url,agency_timezone\n1,APAM,https://example.org,Europe/Rome\n",
    "stops.txt": b"\xef\xbb\xbfstop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n"
    b"s1,Piazza,45.15,10.79,,,1\n"
    b"s2,TOFIX NO NAME,45.16,10.79,0,,\n"
    b"s3,Nowhere,,,,,\n"
    b"st,Stazione,45.158,10.783,1,,2\n"
    b"p1,Binario 1,45.1581,10.7831,0,st,0\n"
    b"p2,Binario 2,45.1582,10.7832,0,st,1\n",
    "routes.txt": b"route_id,route_short_name,route_long_name,route_type\nr1,10,Linea dieci,3\nr2,2,,3\nr3,R,Regionale,2\n",
    "trips.txt": b"route_id,service_id,trip_id,trip_headsign,shape_id,wheelchair_accessible\n"
    b"r1,wd,t1,Te Brunetti,w1,1\n"
    b"r2,wd,t2,Cittadella,,\n"
    b"r3,wd,t3,Verona,,2\n"
    b"r9,wd,t9,,,\n"
    b"r1,xx,t8,,,\n",
    "stop_times.txt": b"trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type\n"
    b"t1,23:50:00,23:51:00,s1,1,0\n"
    b"t1,,,s2,2,0\n"
    b"t1,25:11:00,25:11:00,s1,3,0\n"
    b"t2,06:00:00,06:00:00,s1,1,0\n"
    b"t2,06:10:00,06:10:00,s2,2,1\n"
    b"t2,06:20:00,06:20:00,s3,3,0\n"
    b"t2,06:30:00,06:30:00,s1,4,0\n"
    b"t3,7:00:00,7:00:00,p1,1,\n"
    b"t3,7:05:00,7:05:00,p2,2,\n"
    b"t7,7:05:00,7:05:00,p2,2,\n"
    b"t3,7:06:00,7:06:00,p9,3,\n"
    b"t3,soon,7:06:00,p1,4,\n",
    "calendar.txt": b"service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    b"wd,1,1,1,1,1,0,0,20260601,20260630\n",
    "calendar_dates.txt": b"service_id,date,exception_type\nwd,20260602,2\nwd,20260606,1\nonly,20260607,1\nwd,2026,1\n",
    "frequencies.txt": b"trip_id,start_time,end_time,headway_secs\nt2,06:00:00,07:00:00,1200\nt9,06:00:00,07:00:00,600\n",
    "shapes.txt": b"shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nw1,45.2,10.8,2\nw1,45.1,10.7,1\n",
}


def line_text(lines: list[str]) -> dict[str, str]:
    """Name the lines."""
    return {"en": ", ".join(lines)}


@pytest.fixture(scope="module")
def feed() -> Feed:
    """Read the small feed above."""
    return read_gtfs(FEED, "apam", "it", line_text)


def test_stops_become_places(feed: Feed) -> None:
    """The platforms of a station are one place, the station; a note is not a name."""
    told = {place.id: (place.category, place.name, place.about, place.wheelchair) for place in feed.places}

    assert told == {
        "gtfs:apam/s1": ("bus_stop", {"it": "Piazza"}, {"en": "2, 10"}, "yes"),
        "gtfs:apam/s2": ("bus_stop", {}, {"en": "2, 10"}, "unknown"),
        "gtfs:apam/st": ("train_station", {"it": "Stazione"}, {"en": "R"}, "no"),
    }


def test_a_feed_says_what_it_left(feed: Feed) -> None:
    """Every row that names what is not there, or says what cannot be read."""
    left = {(item.where, item.reason) for item in feed.left}

    assert left == {
        ("stops.txt, s2", "not_a_name"),
        ("stops.txt, s3", "no_position"),
        ("trips.txt, t9", "no_such_route"),
        ("trips.txt, t8", "no_such_service"),
        ("stop_times.txt, line 11", "no_such_trip"),
        ("stop_times.txt, line 12", "no_such_stop"),
        ("stop_times.txt, line 13", "bad_time"),
        ("calendar_dates.txt, line 5", "bad_date"),
        ("frequencies.txt, line 3", "no_such_trip"),
    }


def test_a_stop_without_times_lies_between_its_neighbours(feed: Feed) -> None:
    """Half-way between 23.51 and 25.11 is half past midnight of the next day."""
    [time] = [time for time in feed.timetable.stop_times if time.trip == "t1" and time.sequence == 2]

    assert (time.stop, time.departure_s) == ("gtfs:apam/s2", 24 * 3600 + 31 * 60)


def test_nobody_boards_where_a_trip_ends_or_forbids_it(feed: Feed) -> None:
    """A departure board shows what one can take."""
    boarding = {(time.trip, time.sequence): time.boarding for time in feed.timetable.stop_times}

    assert (boarding["t2", 1], boarding["t2", 2], boarding["t2", 4]) == (True, False, False)


def test_exceptions_to_the_calendar_hold(feed: Feed) -> None:
    """A holiday off, a Saturday on, and a service that has only single days."""
    services = {service.ref: service for service in feed.timetable.services}

    runs = [services["wd"].runs_on(date(2026, 6, day)) for day in (1, 2, 5, 6, 7)]

    assert runs == [True, False, True, True, False]
    assert services["only"].runs_on(date(2026, 6, 7))


def test_the_same_feed_has_the_same_digest_and_another_date_another() -> None:
    """Moved to another year it is another timetable."""
    same, moved = (read_gtfs(FEED, "apam", "it", line_text, day) for day in (date(2026, 6, 9), date(2027, 6, 9)))

    assert read_gtfs(FEED, "apam", "it", line_text).timetable.digest == same.timetable.digest
    assert moved.timetable.digest != same.timetable.digest
    assert moved.timetable.services[0].runs_on(date(2027, 6, 9))


@settings(max_examples=500)
@example(date(2010, 1, 1), 364, date(2025, 1, 1))  # between two moved years
@given(
    st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(364, 400), st.dates(date(2000, 1, 1), date(2050, 1, 1))
)
def test_a_timetable_of_a_year_can_be_moved_to_any_day(first: date, length: int, wanted: date) -> None:
    """By whole weeks, and by no more than eleven days from whole years."""
    last = first + timedelta(days=length)

    shift = redating_shift(first, last, wanted)

    assert first + shift <= wanted <= last + shift
    assert shift.days % 7 == 0
    assert abs(shift.days / 365.2425 - round(shift.days / 365.2425)) * 365.2425 < 11


def call(
    departure_s: int, *, service: Service | None = None, starts: tuple[Frequency, ...] = (), after_s: int = 0
) -> Call:
    """Make a call of a trip that runs every day of 2026."""
    daily = service or Service("d", frozenset(range(7)), date(2026, 1, 1), date(2026, 12, 31))
    return Call(Trip("t", "r", "d", "Centro"), Route("r", "9", "", 3), daily, departure_s, after_s, starts)


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    """Give a moment of 2026 in town."""
    return datetime(2026, month, day, hour, minute, tzinfo=ROME)


def test_a_trip_past_midnight_belongs_to_the_day_before() -> None:
    """A bus of 25.10 on Friday leaves on Saturday at ten past one, on Fridays alone."""
    friday = Service("f", frozenset({4}), date(2026, 1, 1), date(2026, 12, 31))

    found = departures([call(25 * 3600 + 600, service=friday)], at(8, 0), at(15, 0), ROME)

    assert [departure.at for departure in found] == [at(13, 1, 10)]


def test_a_frequency_repeats_until_its_end_and_not_at_it() -> None:
    """Every twenty minutes from six to seven, five minutes later at the next stop."""
    every = (Frequency("t", 6 * 3600, 7 * 3600, 1200),)

    found = departures([call(0, starts=every, after_s=300)], at(9, 0), at(9, 12), ROME)

    assert [departure.at for departure in found] == [at(9, 6, 5), at(9, 6, 25), at(9, 6, 45)]


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_a_bus_leaves_by_the_clock_on_the_day_it_changes(month: int, day: int) -> None:
    """Eight o'clock is eight o'clock, though the day has 23 or 25 hours."""
    found = departures([call(8 * 3600)], at(day, 0, month=month), at(day, 23, month=month), ROME)

    assert [departure.at.strftime("%H:%M") for departure in found] == ["08:00"]


def test_the_end_of_the_asked_time_is_not_in_it() -> None:
    """So that boards that follow one another show nothing twice."""
    assert departures([call(8 * 3600)], at(9, 7), at(9, 8), ROME) == []
    assert len(departures([call(8 * 3600)], at(9, 8), at(9, 9), ROME)) == 1


@pytest.mark.parametrize("name", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_feed_that_lacks_a_file_is_refused(name: str) -> None:
    """By its name."""
    with pytest.raises(BadInput, match=name):
        read_gtfs({key: value for key, value in FEED.items() if key != name}, "apam", "it", line_text)


def test_a_feed_without_days_is_refused() -> None:
    """Nothing would ever run."""
    days = ("calendar.txt", "calendar_dates.txt")

    with pytest.raises(BadInput, match="no days"):
        read_gtfs({key: value for key, value in FEED.items() if key not in days}, "apam", "it", line_text)
