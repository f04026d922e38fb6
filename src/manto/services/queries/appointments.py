"""Which times are free, and which are somebody's."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from manto.city.wording import day_text, time_text
from manto.kernel.errors import NotFound
from manto.services.appointments.times import times_of
from manto.services.commands.appointments import REMINDED_BEFORE
from manto.services.models import Appointment, AppointmentState
from manto.services.notices.calendar import Entry, calendar_of
from manto.services.reference import office_for, offices, the_service

DAYS_SHOWN_MAX = 20


def free_times(service: str, language: str, now: datetime) -> dict[str, Any]:
    """List the free times of the office that gives a service, day by day.

    Raises:
        NotFound: No such service, or none with times.

    """
    office, zone = office_for(service), settings.CITY.time_zone
    live = Q(state=AppointmentState.TAKEN) | Q(state=AppointmentState.HELD, held_until__gt=now)
    taken = Counter(Appointment.objects.filter(live, office=office.id, begins__gt=now).values_list("begins", flat=True))
    free = [at for at in times_of(office, now, zone) if taken[at] < office.seats]
    days = [
        {
            "day": day,
            "text": day_text(day, language, today=now.astimezone(zone).date()),
            "times": [{"begins": at, "text": time_text(at)} for at in times],
        }
        for day, times in groupby(free, key=lambda at: at.date())
    ]
    return {
        "service": service,
        "title": the_service(service).title[language],
        "office": office.title[language],
        "where": office.where[language],
        "bring": office.bring[language],
        "minutes": office.minutes,
        "days": days[:DAYS_SHOWN_MAX],
    }


def appointments_of(resident_id: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """List a resident's appointments that are to come, and those that are held for her."""
    return [tell(one, language, now) for one in _hers(resident_id, now)]


def _hers(resident_id: UUID, now: datetime) -> Any:
    live = Q(state=AppointmentState.TAKEN) | Q(state=AppointmentState.HELD, held_until__gt=now)
    mine = Q(booker=resident_id) | Q(subject=resident_id)
    return Appointment.objects.filter(live, mine, begins__gt=now, office__in=offices()).order_by("begins")


def own_appointment(appointment_id: UUID, resident_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show an appointment of a resident.

    Raises:
        NotFound: There is none.

    """
    return tell(_own(appointment_id, resident_id), language, now)


def _own(appointment_id: UUID, resident_id: UUID) -> Appointment:
    found: Appointment | None = Appointment.objects.filter(
        id=appointment_id, booker=resident_id, office__in=offices()
    ).first()
    if found is None:
        raise NotFound("There is no such appointment.", "Look at your list.")
    return found


def tell(one: Appointment, language: str, now: datetime) -> dict[str, Any]:
    """Say where and when somebody is seen."""
    office, zone = offices()[one.office], settings.CITY.time_zone
    at = one.begins.astimezone(zone)
    return {
        "id": one.id,
        "service": one.service,
        "subject": one.subject_id,
        "title": the_service(one.service).title[language],
        "office": office.title[language],
        "where": office.where[language],
        "bring": office.bring[language],
        "place": f"{settings.CITY.id}:{office.place}" if office.place else None,
        "begins": at,
        "day_text": day_text(at.date(), language, today=now.astimezone(zone).date()),
        "time_text": time_text(at),
        "state": one.state,
        "reminded": one.begins - now > REMINDED_BEFORE,
        "can_change": one.state == AppointmentState.TAKEN and one.begins > now,
    }


def entries_of(resident_id: UUID, language: str, now: datetime) -> list[Entry]:
    """Give a resident's taken times for her calendar."""
    return [_entry(one, language) for one in _hers(resident_id, now) if one.state == AppointmentState.TAKEN]


def _entry(one: Appointment, language: str) -> Entry:
    office = offices()[one.office]
    at = one.begins.astimezone(settings.CITY.time_zone)
    return Entry(
        id=str(one.id),
        day=at.date(),
        title=the_service(one.service).title[language],
        text=f"{office.title[language]}, {office.where[language]}\n{office.bring[language]}",
        url=f"{settings.PUBLIC_URL}/services/appointments/{one.id}",
        begins=at,
        ends=at + timedelta(minutes=office.minutes),
        revision=one.revision,
    )


def appointment_file(appointment_id: UUID, resident_id: UUID, language: str, now: datetime) -> bytes:
    """Write one appointment for a calendar (RFC 5545).

    Raises:
        NotFound: There is none of hers.

    """
    entry = _entry(_own(appointment_id, resident_id), language)
    city = settings.CITY
    return calendar_of(city.name[language], [entry], domain=f"{city.id}.manto", now=now)
