"""Events as others publish them: iCalendar and schema.org's Event become the city's, with their places."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from manto.kernel.errors import BadInput
from manto.places import programs, queries
from manto.places.importing.event_feeds import read_ical, read_schema_org
from manto.places.importing.sniffing import sniff
from manto.places.models import Event

from .conftest import NOW, ROME, draft
from .test_importing import take

ICAL = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//town//en\r
BEGIN:VEVENT\r
UID:concert-1\r
SUMMARY:Concerto al Bibiena\r
DTSTART:20260609T190000Z\r
DTEND:20260609T210000Z\r
LOCATION:Teatro Bibiena\\, Via Accademia 47\r
CATEGORIES:Concert\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:market\r
SUMMARY:Mercato\r
DTSTART;TZID=Europe/Rome:20260108T080000\r
DURATION:PT5H30M\r
RRULE:FREQ=WEEKLY;BYDAY=TH\r
LOCATION:Da qualche parte\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:feast\r
SUMMARY:Sant'Anselmo\r
DTSTART;VALUE=DATE:20260318\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:off\r
SUMMARY:Annullato\r
STATUS:CANCELLED\r
DTSTART:20260609T190000Z\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Senza nome\r
END:VEVENT\r
END:VCALENDAR\r
"""
LD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "mainEntity": {"@type": "MusicEvent", "@id": "https://x.example/e/1", "name": "Opera",
         "startDate": "2026-06-09T20:30:00+02:00", "endDate": "2026-06-09T23:00:00+02:00", "inLanguage": "it",
         "location": {"@type": "Place", "name": "Teatro Bibiena"}, "isAccessibleForFree": True}},
        {"@type": ["Event"], "name": "Giornata", "startDate": "2026-06-10", "endDate": "2026-06-10"},
        {"@type": "Event", "name": "Off", "startDate": "2026-06-10", "eventStatus": "https://schema.org/EventCancelled"},
        {"@type": "Event", "name": "Backwards", "startDate": "2026-06-10T10:00", "endDate": "2026-06-10T09:00"},
        {"@type": "Event", "startDate": "2026-06-10"},
    ],
}  # fmt: skip
FACTS = {"source": "The theatre", "licence": "CC0-1.0", "now": NOW}


def test_a_calendar_becomes_events_of_the_city(db: None, tmp_path: Path) -> None:
    """In the city's time, with rules, at the place that its location names; what is off is not taken."""
    take(draft("bibiena", "theatre", name={"it": "Teatro Bibiena"}))
    path = tmp_path / "feed"
    path.write_bytes(ICAL)

    report = programs.import_file(path, **FACTS)

    assert (report.taken, report.left) == (3, 1)
    held = {event.source_ref: event for event in Event.objects.filter(withdrawn_at=None)}
    concert = held["concert-1"]
    assert (*(concert.place, concert.starts, concert.minutes, concert.kind),) == (
        "town:bibiena",
        "2026-06-09T21:00",
        120,
        "music",
    )
    assert (held["market"].place, held["market"].minutes, held["market"].rrule) == ("", 330, "FREQ=WEEKLY;BYDAY=TH")
    assert (held["feast"].starts, held["feast"].minutes) == ("2026-03-18T00:00", 1440)
    assert "Concerto al Bibiena" in [
        event.title for event in queries.place("town:bibiena", now=NOW, language="it").events
    ]
    assert programs.import_file(path, **FACTS).changed_nothing


def test_events_in_a_web_page_become_events_of_the_city(db: None, tmp_path: Path) -> None:
    """However deep they lie; what ends before it begins is left and told."""
    take(draft("bibiena", "theatre", name={"it": "Teatro Bibiena"}))
    path = tmp_path / "page.json"
    path.write_text(json.dumps(LD))

    report = programs.import_file(path, **FACTS)

    assert (report.taken, report.left) == (2, 2)
    opera = Event.objects.get(source_ref="https://x.example/e/1")
    assert (*(opera.place, opera.starts, opera.minutes, opera.kind, opera.free),) == (
        "town:bibiena",
        "2026-06-09T20:30",
        150,
        "music",
        True,
    )


def test_feeds_are_known_by_what_they_hold() -> None:
    """Whatever their names."""
    assert (sniff(ICAL, "x"), sniff(json.dumps(LD).encode(), "x")) == ("ical", "schemaorg")


@pytest.mark.parametrize("content", [b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"BEGIN:VCALENDAR", b"\xff\xfe"])
def test_half_a_calendar_is_refused(content: bytes) -> None:
    """Whole, or with nothing taken."""
    try:
        found = list(read_ical(content, "s", "it", ROME, lambda _name: ""))
    except BadInput:
        return
    assert found == []


def test_a_document_without_events_has_none() -> None:
    """Whatever else it holds."""
    assert list(read_schema_org({"@type": "Person", "name": ["x", {"a": 1}]}, "s", "it", ROME, lambda _name: "")) == []


RULES = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//town//en\r
BEGIN:VEVENT\r
UID:market\r
SUMMARY:Mercato\r
DTSTART;TZID=Europe/Rome:20260604T080000\r
DURATION:PT5H\r
RRULE:FREQ=WEEKLY;UNTIL=20260625T060000Z\r
EXDATE;TZID=Europe/Rome:20260611T080000\r
RDATE;TZID=Europe/Rome:20260613T090000\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:market\r
RECURRENCE-ID;TZID=Europe/Rome:20260618T080000\r
SUMMARY:Mercato\\, spostato\r
DTSTART;TZID=Europe/Rome:20260619T080000\r
DURATION:PT5H\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:lake\r
SUMMARY:Giro del lago\r
DTSTART;TZID=Europe/Rome:20260601T180000\r
DURATION:PT1H\r
RRULE:FREQ=DAILY;UNTIL=20260603\r
EXDATE;VALUE=DATE:20260602\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:tour\r
SUMMARY:Visita\r
DTSTART;TZID=Europe/Rome:20260605T100000\r
DURATION:PT1H\r
RDATE;TZID=Europe/Rome:20260607T100000,20260609T110000\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.django_db
def test_days_left_out_added_and_moved_are_those_of_the_calendar() -> None:
    """EXDATE, RDATE, RECURRENCE-ID, an end in UTC and one that is a day; and back out into a calendar the same."""
    take(*read_ical(RULES, "town", "it", ROME, lambda _: ""))
    start, end = datetime(2026, 6, 1, tzinfo=ROME), datetime(2026, 7, 10, tzinfo=ROME)

    def days(id_: str) -> list[str]:
        found = queries.events_between(start, end, language="it")
        return [f"{one.starts:%d %H}" for one in found if one.id == id_]

    assert days("town:market") == ["04 08", "13 09", "25 08"]
    assert days("town:market@20260618T0800") == ["19 08"]
    assert days("town:lake") == ["01 18", "03 18"]
    assert days("town:tour") == ["05 10", "07 10", "09 11"]

    written = queries.event_calendar("town:market", language="it")
    again = next(iter(read_ical(written, "again", "it", ROME, lambda _: "")))
    assert again.rrule == Event.objects.get(id="town:market").rrule
    assert b"EXDATE" in written
    assert b"RDATE" in written
