"""Walk, ride, walk: what arrives first, with changes, for whom it can be, and as the day really is."""

from datetime import timedelta
from itertools import pairwise, permutations

import pytest
from django.test import Client
from google.transit import gtfs_realtime_pb2 as realtime
from hypothesis import given
from hypothesis import strategies as st

from manto.places.commands import import_content
from manto.places.gathering import Content
from manto.places.importing.city_timetable import read_timetable
from manto.places.rides_there import journey_there
from manto.places.riding import CHANGE_S, Connection, earliest

from .conftest import TOWN, draft
from .live_at_hand import NOW, buses, hearing

STOPS = "abcde"


def ride(trip: str, start: str, end: str, departs: int, arrives: int, wheelchair: bool | None = True) -> Connection:
    return Connection(trip, trip[0], "", start, end, departs, arrives, wheelchair)


@st.composite
def timetables(draw: st.DrawFn) -> list[Connection]:
    """Draw some trips over few stops, so that they meet."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        stops = draw(st.permutations(STOPS))[: draw(st.integers(2, 4))]
        at = draw(st.integers(0, 900))
        kind = draw(st.sampled_from([True, False, None]))
        for start, end in pairwise(stops):
            arrives = at + draw(st.integers(60, 400))
            found.append(ride(f"t{number}", start, end, at, arrives, kind))
            at = arrives + draw(st.integers(0, 60))
    return sorted(found, key=lambda one: (one.departs_s, one.arrives_s))


def by_hand(connections: list[Connection], wheelchair: bool) -> int | None:
    """Try every order of at most three rides from a to e."""
    rides = []
    for trip in {one.trip for one in connections}:
        mine = [one for one in connections if one.trip == trip and not (wheelchair and one.wheelchair is False)]
        rides += [(mine[i], mine[j]) for i in range(len(mine)) for j in range(i, len(mine))]
    best = None
    for count in (1, 2, 3):
        for chosen in permutations(rides, count):
            at, stop, fits = 0, "a", True
            for first, last in chosen:
                fits = fits and first.start == stop and first.departs_s >= at
                at, stop = last.arrives_s + CHANGE_S, last.end
            if fits and stop == "e":
                arrives = chosen[-1][1].arrives_s
                best = arrives if best is None else min(best, arrives)
    return best


@given(timetables(), st.booleans())
def test_it_arrives_as_early_as_any_order_of_rides(connections: list[Connection], wheelchair: bool) -> None:
    """Tried one by one, up to two changes; a wheelchair gets into no vehicle that takes none."""
    found = earliest(connections, 0, {"a": 0}, {"e": 0}, {}, wheelchair=wheelchair)
    wanted = by_hand(connections, wheelchair)

    assert wanted is None or (found is not None and found.arrives_s <= wanted)
    if found is not None:
        assert found.rides[0].start == "a"
        assert found.rides[-1].end == "e"
        assert not (wheelchair and any(one.wheelchair is False for one in found.rides))
        for one, other in zip(found.rides, found.rides[1:], strict=False):
            assert one.end == other.start
            assert one.arrives_s + CHANGE_S <= other.departs_s


def test_a_change_by_foot_to_the_stop_across_the_street() -> None:
    """The walk between them counts."""
    rides = [ride("1", "a", "b", 100, 200), ride("2", "c", "e", 250, 300), ride("3", "c", "e", 400, 500)]

    found = earliest(rides, 0, {"a": 50}, {"e": 30}, {"b": {"c": 90}})

    assert found is not None
    assert [one.trip for one in found.rides] == ["1", "3"]
    assert (found.walk_first_s, found.walk_last_s, found.arrives_s) == (50, 30, 530)


LINES = {
    "holds": ["2026-01-01", "2026-12-31"],
    "lines": [
        {"line": line, "name": line, "ends": ["West", "East"], "stops": [["west", 0], ["east", minutes]],
         "days": "daily", "first": "07:00", "last": "10:00", "every": 20, **access}
        for line, minutes, access in (("4C", 6, {"wheelchair": True}), ("6", 4, {"wheelchair": False}))
    ],
}  # fmt: skip
WEST, EAST = (45.158, 10.79), (45.158, 10.83)


@pytest.fixture
def lines(db: None) -> None:
    """Two lines from west to east; the faster takes no wheelchair."""
    stops = [draft("west", "bus_stop", WEST), draft("east", "bus_stop", EAST)]
    content = Content(places=stops, timetable=read_timetable("town", LINES, "timetable.yaml"))
    import_content(TOWN, content, file="t", kind="city", now=NOW)


def lines_taken(who: str) -> list[tuple[str, str]]:
    """Say which lines one takes now, and when."""
    found = journey_there(WEST, EAST, NOW, who=who, now=NOW)
    assert found.journey is not None
    return [(one.line, str(timedelta(seconds=one.departs_s))) for one in found.journey.rides]


def test_who_sits_in_a_wheelchair_takes_the_bus_with_a_ramp(lines: None) -> None:
    """Though the other is faster."""
    assert lines_taken("walker") == [("6", "7:40:00")]
    assert lines_taken("wheelchair") == [("4C", "7:40:00")]


def test_a_cancelled_run_is_not_taken_and_a_late_one_is_late(lines: None) -> None:
    """As the live feed says."""
    message = buses()
    for line in ("4C", "6"):
        gone = message.entity.add(id=line).trip_update
        gone.trip.trip_id = f"{line}-daily-out-0740"
        gone.trip.schedule_relationship = realtime.TripDescriptor.CANCELED
    late = message.entity.add(id="late").trip_update
    late.trip.trip_id = "6-daily-out-0800"
    late.stop_time_update.add(stop_sequence=1).departure.delay = 600

    with hearing(message):
        assert lines_taken("walker") == [("4C", "8:00:00")]


def test_the_way_by_bus_over_http(lines: None) -> None:
    """With the stops by name, and no ride where the two are next to each other."""
    app = Client(headers={"Accept-Language": "it"})
    at = "2026-06-09T07:30%2B02:00"

    answer = app.get(f"/api/v1/rides?from=45.160,10.790&to=town:east&profile=wheelchair&at={at}").json()

    (one,) = answer["rides"]
    assert (one["line"], one["start"]["name"], one["end"]["name"], one["wheelchair"]) == ("4C", "West", "East", True)
    assert one["departs"].startswith("2026-06-09T05:40:00")
    assert answer["walk_first_s"] > 0
    assert app.get("/api/v1/rides?from=44.0,9.0&to=town:east").json()["rides"] == []
