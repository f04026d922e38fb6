"""A time at an office: chosen, held, taken, moved, given back, and never somebody else's too."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from uuid import uuid4
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import connection, connections
from django.test import Client
from tests.services.conftest import NOW
from tests.services.test_cases import Browser

from manto.kernel.clock import FixedClock
from manto.kernel.errors import BadInput, Conflict
from manto.residents import commands as residents
from manto.residents import personal_data
from manto.services import commands as services
from manto.services.appointments.times import Office, read_offices, times_of
from manto.services.commands import appointments as commands
from manto.services.models import Appointment, Notice
from manto.services.queries.appointments import free_times
from manto.services.reference import offices

ROME = ZoneInfo("Europe/Rome")
WORDS = {"it": "Parole", "en": "Words"}


def an_office(**changes):
    hours = ((), (), ((time(9), time(10)),), (), (), (), ())
    made = {"minutes": 20, "seats": 2, "notice_hours": 0, "days_ahead": 30, "hours": hours, **changes}
    return Office("o", ("s",), WORDS, WORDS, WORDS, **made)


def days(office, now):
    return sorted({at.date() for at in times_of(office, now, ROME)})


def test_the_times_are_the_hours_cut_into_lengths():
    """What does not fit before closing is none; what is too soon is none."""
    at_nine = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)

    times = [at.strftime("%H:%M") for at in times_of(an_office(days_ahead=6), at_nine, ROME)]
    later = [
        at.strftime("%H:%M") for at in times_of(an_office(days_ahead=6, notice_hours=1, minutes=25), at_nine, ROME)
    ]

    assert times == ["09:00", "09:20", "09:40"]
    assert later == []


def test_public_holidays_are_left_out():
    """2 June 2027 is a Wednesday, and the Republic's."""
    found = days(an_office(), datetime(2027, 5, 25, tzinfo=UTC))

    assert [date(2027, 5, 26), date(2027, 6, 9), date(2027, 6, 16), date(2027, 6, 23)] == found


def test_an_hour_that_does_not_exist_is_no_time():
    """On 29 March 2026 the clocks go from two to three."""
    night = ((),) * 6 + (((time(1, 40), time(3, 40)),),)
    office = an_office(hours=night, days_ahead=7)

    times = [at.strftime("%H:%M") for at in times_of(office, datetime(2026, 3, 26, tzinfo=UTC), ROME)]

    assert times == ["01:40", "03:00", "03:20"]


@pytest.mark.parametrize(
    "change",
    [
        {"hours": {"someday": ["09:00-10:00"]}},
        {"hours": {"monday": ["10:00-09:00"]}},
        {"hours": {"monday": ["nine"]}},
        {"seats": 0},
        {"title": {"en": "a"}},
        {"colour": "red"},
    ],
)
def test_a_mistake_in_the_folder_is_told(change):
    """With the file."""
    texts = dict.fromkeys(("title", "where", "bring"), WORDS)
    numbers = {"minutes": 20, "seats": 1, "notice_hours": 1, "days_ahead": 9}
    one = {"id": "a", "services": ["s"], **texts, **numbers, "hours": {"monday": ["09:00-10:00"]}, **change}

    with pytest.raises(BadInput, match=r"appointments\.yaml"):
        read_offices([one], file="appointments.yaml", languages=("it", "en"))


def test_the_citys_offices_give_services_that_there_are():
    """And never two offices one service."""
    from manto.services.reference import services as all_services

    given = [service for office in offices().values() for service in office.services]
    assert len(set(given)) == len(given)
    assert set(given) <= set(all_services())
    assert {"health-visits", "identity-card", "residence-change", "vaccination"} <= set(given)


def first_times(who, service="identity-card"):
    return [time["begins"] for day in who("GET", f"/services/{service}/times")["days"] for time in day["times"]]


def held(who, begins, service="identity-card", status=200, **more):
    return who("POST", "/me/appointments", {"id": str(uuid4()), "service": service, "begins": begins, **more}, status)


def test_a_time_is_chosen_held_and_taken(db, clock, giulia):
    """With a notice, a file for the calendar and a line in the feed; chosen twice under one identifier it is one."""
    her = Browser(giulia.account)
    begins = first_times(her)[3]
    body = {"id": str(uuid4()), "service": "identity-card", "begins": begins}

    one, again = her("POST", "/me/appointments", body), her("POST", "/me/appointments", body)
    taken = her("POST", f"/me/appointments/{one['id']}/confirm")
    event = icalendar.Calendar.from_ical(her("GET", f"/me/appointments/{one['id']}/calendar").content).walk("VEVENT")[0]
    feed = her("POST", "/me/calendar")["calendar_url"].split("/api/", 1)[1]
    in_feed = icalendar.Calendar.from_ical(Client().get(f"/api/{feed}").content).walk("VEVENT")

    assert (one["state"], taken["state"]) == ("held", "taken")
    assert one == again
    assert datetime.fromisoformat(begins) == event["dtstart"].dt == in_feed[0]["dtstart"].dt
    assert timedelta(minutes=15) == event["dtend"].dt - event["dtstart"].dt
    assert Notice.objects.get(resident=giulia).kind == "appointment.taken"
    assert [one["id"]] == [mine["id"] for mine in her("GET", "/me/appointments")]


def test_a_full_time_is_shown_no_more_and_refused(db, clock, giulia, amir):
    """Two seats: the third comes too late; what is given back is free again."""
    her, him = Browser(giulia.account), Browser(amir.account)
    begins = first_times(her)[0]
    third = residents.register_resident(now=NOW)

    one = held(her, begins)
    her("POST", f"/me/appointments/{one['id']}/confirm")
    held(him, begins)
    gone = begins in first_times(her)
    at = datetime.fromisoformat(begins)
    with pytest.raises(Conflict):
        commands.hold_time(uuid4(), "identity-card", at, subject_id=third.id, booker_id=third.id, now=NOW)
    her("DELETE", f"/me/appointments/{one['id']}", status=204)

    assert not gone
    assert begins in first_times(her)


def test_a_hold_ends_after_ten_minutes(db, clock, settings, giulia):
    """Then it can be taken by others, and no longer be confirmed."""
    her = Browser(giulia.account)
    begins = first_times(her)[0]
    one = held(her, begins)
    settings.CLOCK = FixedClock(NOW + timedelta(minutes=10))

    her("POST", f"/me/appointments/{one['id']}/confirm", status=409)
    assert begins in first_times(her)


def test_an_appointment_is_moved_or_stays(db, clock, giulia, amir):
    """To a time that is free; where the new time is gone, the old one stays hers; a calendar sees it move."""
    her = Browser(giulia.account)
    first, second, third = first_times(her)[:3]
    one = held(her, first)
    her("POST", f"/me/appointments/{one['id']}/confirm")
    for resident in (amir, residents.register_resident(now=NOW)):
        at = datetime.fromisoformat(second)
        commands.hold_time(uuid4(), "identity-card", at, subject_id=resident.id, booker_id=resident.id, now=NOW)

    her("POST", f"/me/appointments/{one['id']}/move", {"begins": second}, status=409)
    stayed = her("GET", f"/me/appointments/{one['id']}")["begins"]
    moved = her("POST", f"/me/appointments/{one['id']}/move", {"begins": third})
    file = her("GET", f"/me/appointments/{one['id']}/calendar").content
    event = icalendar.Calendar.from_ical(file).walk("VEVENT")[0]

    assert (first, third) == (stayed, moved["begins"])
    assert event["uid"].startswith(one["id"])
    assert event["sequence"] >= 1


@pytest.mark.parametrize(
    ("service", "begins", "status"),
    [
        ("identity-card", "2026-06-14T09:00:00+02:00", 404),
        ("identity-card", "2026-06-10T09:07:00+02:00", 404),
        ("identity-card", "2026-06-08T09:00:00+02:00", 404),
        ("waste-tax", "2026-06-10T09:00:00+02:00", 404),
        ("nothing", "2026-06-10T09:00:00+02:00", 404),
    ],
    ids=["a Sunday", "between times", "past", "no office", "no service"],
)
def test_what_is_no_time_cannot_be_chosen(db, clock, giulia, service, begins, status):
    """Whatever the page sends."""
    held(Browser(giulia.account), begins, service, status)


def test_a_guardian_chooses_for_her_child_and_nobody_else_does(db, clock, giulia, nora, amir):
    """One time for one matter; and another's appointment is nobody's business."""
    her, him = Browser(giulia.account), Browser(amir.account)
    begins = first_times(her, "vaccination")[0]

    held(him, begins, "vaccination", 403, subject=str(nora.id))
    one = held(her, begins, "vaccination", subject=str(nora.id))
    her("POST", f"/me/appointments/{one['id']}/confirm")
    held(her, begins, "vaccination", 409, subject=str(nora.id))

    for method, path in (("GET", ""), ("POST", "/confirm"), ("DELETE", ""), ("GET", "/calendar")):
        him(method, f"/me/appointments/{one['id']}{path}", status=404)


def test_one_is_reminded_once_the_day_before(db, clock, giulia):
    """And not of what one chose a moment ago."""
    her = Browser(giulia.account)
    begins = next(at for at in first_times(her) if at.startswith("2026-06-12"))
    one = held(her, begins)
    her("POST", f"/me/appointments/{one['id']}/confirm")
    at = datetime.fromisoformat(begins)

    early = commands.remind_of_appointments(now=at - timedelta(hours=27))
    due = commands.remind_of_appointments(now=at - timedelta(hours=25))
    again = commands.remind_of_appointments(now=at - timedelta(hours=24))

    assert (early, due, again) == (0, 1, 0)
    assert Notice.objects.get(resident=giulia, read_at=None).kind == "appointment.near"


def test_an_appointment_goes_with_its_resident(db, clock, giulia):
    """Exported, then gone."""
    her = Browser(giulia.account)
    held(her, first_times(her)[0])
    part = next(one for one in personal_data.parts() if one.room == "services")

    exported = part.export(giulia.id)
    part.erase(giulia.id)

    assert [one["service"] for one in exported["appointments"]] == ["identity-card"]
    assert not Appointment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_two_seats(clock):
    """Each in a thread and a transaction of its own, on either database: two get a seat, nobody gets another's."""
    people = [residents.register_resident(now=NOW) for _ in range(8)]
    begins = free_times("identity-card", "en", NOW)["days"][0]["times"][0]["begins"]
    at_once, outcomes = Barrier(len(people)), []

    def choose(person):
        at_once.wait()
        try:
            for _ in range(20):
                try:
                    commands.hold_time(
                        uuid4(), "identity-card", begins, subject_id=person.id, booker_id=person.id, now=NOW
                    )
                    outcomes.append("held")
                    return
                except Conflict:
                    outcomes.append("gone")
                    return
                except Exception as error:
                    if "locked" not in str(error):
                        outcomes.append(repr(error))
                        return
        finally:
            connections.close_all()

    threads = [Thread(target=choose, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    seats = list(Appointment.objects.filter(begins=begins).values_list("seat", flat=True))
    assert sorted(seats) == [0, 1], (connection.vendor, outcomes)
    assert outcomes.count("held") == 2
    assert outcomes.count("gone") == 6


def test_what_commands_promise_is_exported():
    """Other rooms come in through these."""
    assert services.hold_time is commands.hold_time
