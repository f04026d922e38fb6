"""Appointments at the desk, over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Schema

from manto.residents.access import staff
from manto.residents.roles import Role
from manto.services.queries import diary

router = Router(tags=["desk"])
officer = staff(Role.CASE_OFFICER, Role.REGISTRAR)
AppointmentId = Path(alias="id")


class TakenTimeOut(Schema):
    """A time that somebody has, and what for."""

    id: UUID
    time_text: str
    service: str
    seat: int


class OfficeDayOut(Schema):
    """A day of an office with its taken times."""

    day: date
    day_text: str
    office: str
    title: str
    where: str
    times: list[TakenTimeOut]


class WhoComesOut(Schema):
    """Who has a time, and who acts for her."""

    id: UUID
    name: str
    booker: str | None


@router.get("/desk/appointments", response=list[OfficeDayOut], auth=officer, operation_id="desk_appointments")
def days(request: HttpRequest) -> Any:
    """List the taken times of today and the next two weeks, by day and office, without names."""
    return diary.diary(request.visitor.language, settings.CLOCK.now())


@router.get("/desk/appointments/{uuid:id}", response=WhoComesOut, auth=officer, operation_id="desk_appointment")
def who(request: HttpRequest, appointment_id: UUID = AppointmentId) -> Any:
    """Name who has a time; she reads that somebody looked."""
    visitor = request.visitor
    return diary.who_comes(appointment_id, visitor.account_id, visitor.language, settings.CLOCK.now())
