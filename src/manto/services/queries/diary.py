"""An office's days as the desk sees them: which times are taken, without names; and who comes, with a line for the look."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.city.wording import day_text, time_text
from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.models import Resident
from manto.residents.queries import Officer, read_facts
from manto.residents.queries.own_pages import NAMES, full_name
from manto.services.models import Appointment, AppointmentState
from manto.services.reference import offices, services, the_service
from manto.services.wording import texts

DAYS_AHEAD = 14


def diary(language: str, now: datetime) -> list[dict[str, Any]]:
    """List what is taken today and in the next days, by day and office, each time with what for and not with whom."""
    zone, today = settings.CITY.time_zone, city_day(now)
    first = datetime.combine(today, datetime.min.time(), zone)
    taken = Appointment.objects.filter(
        state=AppointmentState.TAKEN,
        begins__gte=first,
        begins__lt=first + timedelta(days=DAYS_AHEAD + 1),
        office__in=offices(),
        service__in=services(),
    ).order_by("begins", "seat")
    lines = sorted(taken, key=lambda one: (one.begins.astimezone(zone).date(), one.office))
    return [
        {
            "day": day,
            "day_text": day_text(day, language, today=today),
            "office": office,
            "title": offices()[office].title[language],
            "where": offices()[office].where[language],
            "times": [_time(one, language) for one in several],
        }
        for (day, office), several in groupby(lines, key=lambda one: (_day(one), one.office))
    ]


def _day(one: Appointment) -> date:
    day: date = one.begins.astimezone(settings.CITY.time_zone).date()
    return day


def _time(one: Appointment, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "time_text": time_text(one.begins.astimezone(settings.CITY.time_zone)),
        "service": the_service(one.service).title[language],
        "seat": one.seat + 1,
    }


def who_comes(appointment_id: UUID, account_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Name who has a time, and who acts for her; both read that somebody looked, and for which time.

    Raises:
        NotFound: There is no such time, or it was given back.

    """
    one = Appointment.objects.filter(
        id=appointment_id, state=AppointmentState.TAKEN, office__in=offices(), service__in=services()
    ).first()
    if one is None:
        raise NotFound("There is no such time any more.", "Load the list again.")
    booker = None if one.booker_id == one.subject_id else _name(one.booker_id, one, account_id, language, now)
    return {"id": one.id, "name": _name(one.subject_id, one, account_id, language, now), "booker": booker}


def _name(of: UUID, one: Appointment, account_id: UUID, language: str, now: datetime) -> str:
    spoken, at = Resident.objects.get(id=of).language, one.begins.astimezone(settings.CITY.time_zone)
    reason = texts.say("appointment.look", spoken, day=day_text(at.date(), spoken), time=time_text(at))
    return full_name(read_facts(of, NAMES, Officer(account_id), reason, now), language)
