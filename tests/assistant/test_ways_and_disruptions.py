"""What this room joins: barriers with reports to the office, and a resident's own line with what the feeds say."""

from datetime import timedelta

import pytest
from google.transit import gtfs_realtime_pb2 as realtime
from tests.places.live_at_hand import LINES, NOW, buses, hearing
from tests.places.test_barriers import A, B, C, D, streets_gone

from manto.assistant.barriers_and_reports import lay_for_report, report_of
from manto.assistant.disruptions import her_departure
from manto.assistant.queries import today
from manto.kernel.ids import time_ordered_id
from manto.places import barriers
from manto.places.commands import import_content
from manto.places.gathering import Content, SourceFacts
from manto.places.importing.city_timetable import read_timetable
from manto.places.timetable import Departure
from manto.places.walking.streets import Way
from manto.residents.commands import grant_consent, register_resident, tell_own_word
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.services.commands.report_office import close_report, take_report
from manto.services.commands.reports import Problem, file_report
from manto.services.models import Report
from manto.store.outbox import deliver_due

TOWN = SourceFacts("town", "The town", "CC0-1.0")
RAMP = (45.15, 10.792)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def streets() -> None:
    """Lay two streets."""
    ways = [
        Way("1", "Via Bassa", ("a", "b"), (A, B), {"kind": "foot"}),
        Way("2", "Via Alta", ("a", "c", "d", "b"), (A, C, D, B), {"kind": "foot"}),
    ]
    import_content(TOWN, Content(streets=ways), file="town.yaml", kind="city", now=NOW)


def an_officer() -> object:
    """Give the account of somebody at the office."""
    return Account.objects.create_user("davide@example.org", role=Role.CASE_OFFICER, name="Davide").id


def deliver(now=NOW) -> None:
    """Tell everybody what happened."""
    while deliver_due(now=now):
        pass


def test_a_barrier_becomes_one_report_to_the_office_and_ends_with_it() -> None:
    """Nobody's name in it; told twice it is one; when the office closes it ways go through again."""
    card = barriers.report_barrier("blocked", RAMP, resident_id=time_ordered_id(NOW), now=NOW)
    deliver()

    report = Report.objects.get()
    assert (report.id, report.kind, report.reporter_id) == (report_of(str(card.id)), "blocked_ramp", None)
    assert (report.lat, report.lon, report.address) == (45.15, 10.792, "Via Bassa")

    close_report(report.id, "done", "The bicycles were taken away.", account_id=an_officer(), now=NOW)
    deliver()
    assert barriers.open_barriers(NOW) == []


def test_what_was_reported_already_is_joined() -> None:
    """By the app or by Open311: the office hears of one problem, twice."""
    file_report(time_ordered_id(NOW), Problem("blocked_ramp", (45.15003, 10.79201)), via="open311", now=NOW)

    barriers.report_barrier("blocked", RAMP, resident_id=time_ordered_id(NOW), now=NOW)
    deliver()

    assert Report.objects.get().joins.count() == 1


def test_what_was_reported_to_the_office_blocks_the_way_until_it_is_closed() -> None:
    """By Open311 as by the app: told twice it is one word, and it makes no second report."""
    assert streets_gone() == ["Via Bassa"]
    report = file_report(time_ordered_id(NOW), Problem("blocked_ramp", (45.15003, 10.79201)), via="open311", now=NOW)
    deliver()
    lay_for_report(report.id, now=NOW)

    assert streets_gone() == ["Via Alta"]
    (card,) = barriers.open_barriers(NOW)
    assert (card.kind, card.there, card.street) == ("blocked", 1, "Via Bassa")
    assert (Report.objects.count(), report.joins.count()) == (1, 0)

    close_report(report.id, "done", "The bicycles were taken away.", account_id=an_officer(), now=NOW)
    deliver()
    assert streets_gone() == ["Via Bassa"]


def test_a_report_far_from_any_street_is_in_nobodys_way() -> None:
    """Nor is one that says nothing of streets."""
    file_report(time_ordered_id(NOW), Problem("blocked_ramp", (45.17, 10.80)), via="app", now=NOW)
    file_report(time_ordered_id(NOW), Problem("lift_out_of_order", RAMP), via="app", now=NOW)
    deliver()

    assert barriers.open_barriers(NOW) == []


@pytest.fixture
def sofia() -> object:
    """Somebody who told that she takes the 4C, and lets it be used."""
    resident = register_resident(now=NOW)
    grant_consent(resident.id, "tailoring", language="en", now=NOW)
    return resident


def test_her_own_line_that_is_cancelled_stands_first_on_today(sofia) -> None:
    """Which, when, why, and what goes instead; nothing for who takes another line, or took her consent back."""
    from tests.places.conftest import draft

    stops = [draft(ref, "bus_stop", (45.158, 10.79 + at / 1000)) for at, ref in enumerate(("west", "middle", "east"))]
    content = Content(places=stops, timetable=read_timetable("town", LINES, "timetable.yaml"))
    import_content(TOWN, content, file="t", kind="city", now=NOW)
    message = buses()
    gone = message.entity.add(id="1").trip_update
    gone.trip.trip_id, gone.trip.start_date = "4C-daily-out-0740", "20260609"
    gone.trip.schedule_relationship = realtime.TripDescriptor.CANCELED
    with hearing(message):
        before = today(sofia.id, near=None, now=NOW, language="en").items
        tell_own_word(sofia.id, "mobility.usual_lines", "4C", now=NOW)
        first = today(sofia.id, near=None, now=NOW, language="en").items[0]
        over = today(sofia.id, near=None, now=NOW + timedelta(minutes=20), language="en").items
        tell_own_word(sofia.id, "mobility.usual_lines", "the 4C from Middle, and the 1", now=NOW)
        at_her_stop = today(sofia.id, near=None, now=NOW, language="en").items[0]

    assert [one for one in before if one.subject.startswith("service:run")] == []
    assert first.title == "Your bus 4C at 7.40 is cancelled"
    assert first.text == "The next one to the same end leaves at 8.00."
    assert first.why.startswith("You told us that you take line 4C")
    assert first.act["href"] == "/places/town:west"
    assert [one for one in over if one.subject.startswith("service:run")] == [], "it would have left by now"
    assert (at_her_stop.title, at_her_stop.act["href"]) == ("Your bus 4C at 7.45 is cancelled", "/places/town:middle")
    assert at_her_stop.text == "The next one to the same end leaves at 8.05."


@pytest.mark.parametrize(
    ("said", "stop"), [("4C", "a"), ("4C da Cavallotti", "b"), ("4c, fermata Te", "a"), ("la 4C dalla Stazione", "c")]
)
def test_her_stop_is_the_one_that_her_words_name(said: str, stop: str) -> None:
    """By a word that no other stop of the run has; what all have, or none, says nothing."""
    names = {"a": "Fermata Porta Cerese", "b": "Fermata Cavallotti", "c": "Fermata Stazione"}
    run = [Departure(NOW, "4C", "East", "trip", None, place=place) for place in "abc"]

    assert her_departure(run, names, said).place == stop


def test_take_up_is_not_the_end() -> None:
    """Only a closed report opens the way."""
    card = barriers.report_barrier("blocked", RAMP, resident_id=time_ordered_id(NOW), now=NOW)
    deliver()

    take_report(report_of(str(card.id)), account_id=an_officer(), open_to_all=False, now=NOW)
    deliver()

    assert [one.id for one in barriers.open_barriers(NOW)] == [card.id]
