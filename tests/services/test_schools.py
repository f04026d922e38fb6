"""Which school is whose, when one asks, and on which days there is no school."""

from contextlib import suppress
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.services.conftest import CIVIL, NOW, TODAY, live, somebody
from tests.services.test_cases import Browser

from manto.city import read_yaml
from manto.kernel.errors import BadInput, Unavailable
from manto.residents import commands as residents
from manto.residents.reference import place_names
from manto.services import asking_connectors, reference
from manto.services.commands.notices import choose_notices, make_calendar_address
from manto.services.connectors.protocol import make_connector
from manto.services.education.calendar_file import CalendarFile
from manto.services.education.catchments import Addresses, read_addresses, read_areas, school_at
from manto.services.models import SchoolClosure
from manto.services.queries import connectors as desk
from manto.services.queries.notices import calendar

SQUARE = {
    "properties": {"school": "a"},
    "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]},
}


@given(st.floats(45.11, 45.189), st.floats(10.73, 10.905))
def test_the_areas_of_the_demo_leave_nobody_out_and_do_not_overlap(lat, lon):
    """Wherever a home is in the city, one school is its own."""
    areas = reference._school_map()[1]

    assert [area.holds((lat, lon)) for area in areas].count(True) == 1


def test_every_street_of_the_demo_has_a_school():
    """At both its ends, and it is a school of the city's places."""
    population = read_yaml(settings.CITY.folder / "population.yaml")
    names = place_names("it")

    for street in (street for district in population["districts"] for street in district["streets"]):
        for number in ("1", "60/A", "120"):
            assert "primaria" in reference.school_of(street, number)
            assert reference.school_of(street, number) in names


def test_a_house_lies_between_the_numbers_that_are_known():
    """Before the first at the first, beyond the last at the last; letters behind a number are left out."""
    streets = Addresses({"via roma": ((11, (45.0, 10.0)), (21, (45.2, 10.0)), (31, (45.2, 10.4)))})

    found = {number: streets.point_of("  VIA  Roma", number) for number in ("1", "11", "16", "16 bis", "26/B", "400")}

    assert found["1"] == found["11"] == (45.0, 10.0)
    assert found["16"] == found["16 bis"] == pytest.approx((45.1, 10.0))
    assert found["26/B"] == pytest.approx((45.2, 10.2))
    assert found["400"] == (45.2, 10.4)
    assert streets.point_of("Via Milano", "1") is None
    assert streets.point_of("Via Roma", "snc") is None


def test_a_hole_in_an_area_is_not_in_it():
    """A ring inside a ring."""
    hole = [[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]
    outside = SQUARE["geometry"]["coordinates"][0]
    feature = {**SQUARE, "geometry": {"type": "MultiPolygon", "coordinates": [[outside, hole]]}}

    areas = read_areas({"features": [feature]}, file="f", schools={"a": "A"})

    assert (school_at((1.0, 1.0), areas), school_at((0.2, 1.0), areas)) == (None, "a")


@pytest.mark.parametrize(
    "spoil",
    [
        {"properties": {"school": "b"}},
        {"properties": {}},
        {"geometry": {"type": "Point", "coordinates": [0, 0]}},
        {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2]]]}},
        {"geometry": {"type": "Polygon", "coordinates": [[["x", 0], [2, 0], [2, 2], ["x", 0]]]}},
    ],
)
def test_a_mistake_in_an_area_is_told(spoil):
    """With the file and which area."""
    with pytest.raises(BadInput, match=r"catchments\.geojson, area 2"):
        read_areas({"features": [SQUARE, {**SQUARE, **spoil}]}, file="catchments.geojson", schools={"a": "A"})


@pytest.mark.parametrize("numbers", [{}, {"x": [45, 10]}, {1: [45]}, 7])
def test_a_mistake_in_the_house_numbers_is_told(numbers):
    """With the file and the street."""
    with pytest.raises(BadInput, match=r"addresses\.yaml, 'Via Roma'"):
        read_addresses({"Via Roma": numbers}, file="addresses.yaml")


@pytest.fixture
def family(db, clock):
    """Give a parent whose six-year-old lives in Via Grossi 14, with the journeys live."""
    live("school-enrolment")
    parent = somebody("irma@example.org", {"person.given_name": "Irma"})
    home = {"home.street": "Via Grossi", "home.number": "14", "home.since": date(2020, 1, 1)}
    child = somebody("", {"person.given_name": "Leo", "person.birth": date(2020, 4, 2), **home}, account=False)
    residents.appoint_guardian(child.id, parent.id, proof="birth record", since=date(2020, 4, 2))
    return parent, child


def test_the_school_of_ones_address_is_named_filled_in_and_can_be_changed(family):
    """With where the address is from; another school may be chosen."""
    parent, child = family
    browser = Browser(parent.account)

    page = browser("GET", f"/me/services/school-enrolment?of={child.id}")
    case = browser("POST", "/me/cases", {"id": str(uuid4()), "service": "school-enrolment", "subject": str(child.id)})

    assert page["school"]["place"] == "mantova:primaria-don-mazzolari"
    assert "Via Grossi 14" in page["school"]["why"]
    known = {one["field"]: one for one in case["known"]}
    assert known["school"]["text"] == "Don Mazzolari Primary School"
    assert case["next_step"] == "time"
    changed = browser(
        "PATCH", f"/me/cases/{case['id']}/answers", {"answers": {"school": "Scuola primaria Nievo", "time": "40"}}
    )
    assert changed["next_step"] is None
    told = {one["field"]: one for one in browser("POST", f"/me/cases/{case['id']}/send")["told"]}
    assert told["school"]["text"] == "Scuola primaria Nievo"


def test_without_an_address_the_school_is_asked_for(family):
    """And the page says nothing of one."""
    parent, child = family
    residents.record_fact(child.id, "home.street", "Via Ignota", source=CIVIL, valid_from=TODAY, now=NOW)
    browser = Browser(parent.account)

    case = browser("POST", "/me/cases", {"id": str(uuid4()), "service": "school-enrolment", "subject": str(child.id)})

    assert browser("GET", f"/me/services/school-enrolment?of={child.id}")["school"] is None
    assert case["next_step"] == "school"


def test_the_page_says_when_one_asks_and_what_becomes_of_the_late(db, clock):
    """While it is open, and when it will be; where places are few the answer waits for the list."""

    def page(service):
        return Client(headers={"accept-language": "en"}).get(f"/api/v1/services/{service}").json()

    def said(service):
        return page(service)["window_text"]

    assert said("nursery-place").startswith("You can ask from Monday 1 March 2027 to Thursday 15 April 2027.")
    assert "stands behind those who asked in time" in said("nursery-place")
    assert said("school-transport").startswith("You can ask until Tuesday 30 June.")
    assert said("library-card") is None
    waits = {service: page(service)["answered_after_list"] for service in ("nursery-place", "school-transport")}
    assert waits == {"nursery-place": True, "school-transport": False}


def test_the_citys_calendar_is_asked_and_shown_where_it_matters(db, clock):
    """The connector of the demo reads its file; the desk sees it answer; the page of the school bus tells the days."""
    asking_connectors.ask_connectors(now=NOW)

    shown = desk.connectors_for_desk("it", NOW)
    page = Client(headers={"accept-language": "en"}).get("/api/v1/services/school-transport").json()["no_school"]
    other = Client().get("/api/v1/services/library-card").json()["no_school"]

    assert [(one["id"], one["state"]) for one in shown] == [("school-office", "well")]
    assert page[0] == {"text": "Summer holidays", "days_text": "from Tuesday 9 June to Sunday 13 September"}
    assert {"text": "Christmas holidays", "days_text": "from Wednesday 23 December to Wednesday 6 January 2027"} in page
    assert other == []
    asking_connectors.ask_connectors(now=NOW + timedelta(days=1))
    assert SchoolClosure.objects.count() == shown[0]["taken"]


def test_days_without_school_stand_in_the_calendar_of_whom_they_concern(db, clock):
    """Of a mother whose child is at school; not of somebody alone, and not once she stops the dates."""
    SchoolClosure.objects.create(
        connector="office",
        first=TODAY + timedelta(days=14),
        last=TODAY + timedelta(days=16),
        text={"it": "Ponte", "en": "Bridge"},
    )
    mother, alone = (somebody(f"{name}@example.org", {"person.birth": date(1990, 3, 4)}) for name in ("m", "a"))
    child = somebody("", {"person.birth": date(2018, 3, 4)}, account=False)
    residents.appoint_guardian(child.id, mother.id, proof="birth record", since=date(2018, 3, 4))

    def feed(one):
        secret = make_calendar_address(one.id, now=NOW)
        return list(Calendar.from_ical(calendar(secret, NOW)).walk("VEVENT"))

    (event,) = feed(mother)
    assert event["summary"] in ("No school: Bridge", "Niente scuola: Ponte")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        TODAY + timedelta(days=14),
        TODAY + timedelta(days=17),
    )
    assert feed(alone) == []
    choose_notices(mother.id, channels=[], stopped=["dates"], quiet_from=time(21), quiet_to=time(8))
    assert feed(mother) == []


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe", b"<html>"])
def test_what_is_no_calendar_is_told_as_unavailable_or_empty(tmp_path, content):
    """Nothing else comes out of it, and nothing breaks."""
    file = tmp_path / "closed.ics"
    file.write_bytes(content)

    with suppress(Unavailable):
        assert list(CalendarFile({"file": str(file)}).closed(TODAY)) == []


def test_a_time_or_what_is_over_is_no_day_without_school(tmp_path):
    """Whole days that are still to come, each with its names."""
    file = tmp_path / "closed.ics"
    event = "BEGIN:VEVENT\r\n{}\r\nSUMMARY:Ponte\r\nEND:VEVENT\r\n"
    days = ["DTSTART;VALUE=DATE:20260101", "DTSTART:20261207T080000Z", "DTSTART;VALUE=DATE:20261207"]
    file.write_bytes(f"BEGIN:VCALENDAR\r\n{''.join(event.format(one) for one in days)}END:VCALENDAR\r\n".encode())

    found = list(CalendarFile({"file": str(file)}).closed(TODAY))

    assert [(one.first, one.last, one.text) for one in found] == [
        (date(2026, 12, 7), date(2026, 12, 7), {"it": "Ponte", "en": "Ponte"})
    ]
    with pytest.raises(Unavailable):
        list(CalendarFile({"file": str(tmp_path / "gone.ics")}).closed(TODAY))
    with pytest.raises(Unavailable):
        CalendarFile({"url": "file:///etc/passwd"})
    assert isinstance(make_connector(reference.connectors()["school-office"]), CalendarFile)
