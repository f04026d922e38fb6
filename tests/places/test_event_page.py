"""An event has a page of its own, and a file for the reader's own calendar."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from manto.places.calendar_file import calendar_of
from manto.places.occurrences import Recurrence, occurrences

from .conftest import draft
from .test_importing import take
from .test_queries import MARKET

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def app(db) -> Client:
    """Open the app in a town with a place and its market."""
    take(draft("te", "museum", (45.1477, 10.7864), name={"it": "Palazzo Te"}, address="Viale Te 13"), MARKET)
    return Client(headers={"Accept-Language": "en"})


def test_an_event_says_what_when_and_where(app: Client) -> None:
    """Its next dates in order, the place with its way in, and who says so."""
    page = app.get("/api/v1/events/town:market").json()

    assert (page["id"], page["place"]["name"], page["source"]["licence"]) == ("town:market", "Palazzo Te", "CC0-1.0")
    starts = [datetime.fromisoformat(date["starts"]) for date in page["dates"]]
    assert starts == sorted(starts)
    assert all(datetime.fromisoformat(date["ends"]) > datetime.now(UTC) for date in page["dates"])
    assert len(starts) > 1


def test_an_event_that_is_not_there_is_a_problem_with_a_next_step(app: Client) -> None:
    """The page and the file refuse alike."""
    for path in ("/api/v1/events/town:nothing", "/api/v1/events/town:nothing/calendar.ics"):
        answer = app.get(path)
        assert (answer.status_code, bool(answer.json()["next_step"])) == (404, True)


def test_the_file_is_a_calendar_with_the_rule(app: Client) -> None:
    """One event, repeated by the same rule, at the place; the same again from the minute's answers."""
    first, again = (
        app.get("/api/v1/events/town:market/calendar.ics"),
        app.get("/api/v1/events/town:market/calendar.ics"),
    )
    (event,) = Calendar.from_ical(first.content).walk("VEVENT")

    assert event["rrule"]
    assert event["location"] == "Palazzo Te, Viale Te 13"
    assert event["url"].endswith("/events/town:market")
    assert first["Content-Type"] == again["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in again["Content-Disposition"]
    assert first.content == again.content


def test_a_market_at_eight_stays_at_eight_in_the_readers_calendar() -> None:
    """The file names the zone and brings its rules along, so that the change of clocks moves nothing."""
    market = Recurrence(datetime(2026, 1, 8, 8, 0), 330, "FREQ=WEEKLY;BYDAY=TH")
    written = calendar_of(
        market, uid="market@town", title="Market", about="", where="", point=None, url="https://example.org/events/market",
        written_at=datetime(2026, 1, 1, tzinfo=UTC), zone=ROME,
    )  # fmt: skip
    calendar = Calendar.from_ical(written)
    (event,) = calendar.walk("VEVENT")

    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Rome"]
    assert (event["dtstart"].dt.hour, event["dtstart"].params["TZID"]) == (8, "Europe/Rome")
    summer = next(occurrences(market, datetime(2026, 7, 1, tzinfo=ROME), datetime(2026, 7, 9, tzinfo=ROME), ROME))
    assert summer[0].hour == 8
