"""Choosing a time at an office, over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema, Status

from manto.residents.access import a_resident, anyone
from manto.residents.commands.lookups import city_day
from manto.residents.queries import on_behalf_of
from manto.services.commands import appointments as commands
from manto.services.queries import appointments

router = Router(tags=["appointments"])
AppointmentId = Path(alias="id")


class FreeTimeOut(Schema):
    """A time that is free."""

    begins: datetime
    text: str


class FreeDayOut(Schema):
    """A day with its free times."""

    day: date
    text: str
    times: list[FreeTimeOut]


class FreeTimesOut(Schema):
    """Where a service is given, and when there is room."""

    service: str
    title: str
    office: str
    where: str
    bring: str
    minutes: int
    days: list[FreeDayOut]


class AppointmentOut(Schema):
    """Where and when somebody is seen."""

    id: UUID
    service: str
    subject: UUID
    title: str
    office: str
    where: str
    bring: str
    place: str | None
    begins: datetime
    day_text: str
    time_text: str
    state: Literal["held", "taken", "cancelled"]
    can_change: bool
    reminded: bool


class HoldIn(Schema):
    """Which time is to be held, for whom; the identifier is made by the phone."""

    id: UUID
    service: str
    begins: datetime
    subject: UUID | None = None


class MoveIn(Schema):
    """To which time."""

    begins: datetime


def _shown(request: HttpRequest, appointment_id: UUID) -> dict[str, Any]:
    visitor = request.visitor
    return appointments.own_appointment(appointment_id, visitor.resident_id, visitor.language, settings.CLOCK.now())


@router.get("/services/{slug:id}/times", response=FreeTimesOut, auth=anyone, operation_id="free_times")
def free_times(request: HttpRequest, id: str) -> Any:  # noqa: A002
    """List the free times of the office that gives a service."""
    return appointments.free_times(id, request.visitor.language, settings.CLOCK.now())


@router.get("/me/appointments", response=list[AppointmentOut], auth=a_resident, operation_id="my_appointments")
def my_appointments(request: HttpRequest) -> Any:
    """List my appointments to come."""
    visitor = request.visitor
    return appointments.appointments_of(visitor.resident_id, visitor.language, settings.CLOCK.now())


@router.post("/me/appointments", response=AppointmentOut, auth=a_resident, operation_id="hold_time")
def hold(request: HttpRequest, body: HoldIn) -> Any:
    """Hold a time for ten minutes, for me or for a child I act for."""
    me, now = request.visitor.resident_id, settings.CLOCK.now()
    subject = on_behalf_of(me, body.subject, on=city_day(now))
    commands.hold_time(body.id, body.service, body.begins, subject_id=subject, booker_id=me, now=now)
    return _shown(request, body.id)


@router.get("/me/appointments/{uuid:id}", response=AppointmentOut, auth=a_resident, operation_id="my_appointment")
def my_appointment(request: HttpRequest, appointment_id: UUID = AppointmentId) -> Any:
    """Show an appointment of mine."""
    return _shown(request, appointment_id)


@router.get("/me/appointments/{uuid:id}/calendar", auth=a_resident, operation_id="appointment_file")
def calendar_file(request: HttpRequest, appointment_id: UUID = AppointmentId) -> HttpResponse:
    """Give an appointment of mine for a calendar (iCalendar)."""
    visitor = request.visitor
    content = appointments.appointment_file(appointment_id, visitor.resident_id, visitor.language, settings.CLOCK.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@router.post(
    "/me/appointments/{uuid:id}/confirm", response=AppointmentOut, auth=a_resident, operation_id="confirm_appointment"
)
def confirm(request: HttpRequest, appointment_id: UUID = AppointmentId) -> Any:
    """Take a time that is held for me."""
    commands.confirm_appointment(appointment_id, booker_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return _shown(request, appointment_id)


@router.post(
    "/me/appointments/{uuid:id}/move", response=AppointmentOut, auth=a_resident, operation_id="move_appointment"
)
def move(request: HttpRequest, body: MoveIn, appointment_id: UUID = AppointmentId) -> Any:
    """Move an appointment of mine to another time."""
    me, now = request.visitor.resident_id, settings.CLOCK.now()
    commands.move_appointment(appointment_id, body.begins, booker_id=me, now=now)
    return _shown(request, appointment_id)


@router.delete("/me/appointments/{uuid:id}", response={204: None}, auth=a_resident, operation_id="cancel_appointment")
def cancel(request: HttpRequest, appointment_id: UUID = AppointmentId) -> Any:
    """Give a time of mine back."""
    commands.cancel_appointment(appointment_id, booker_id=request.visitor.resident_id, now=settings.CLOCK.now())
    return Status(204, None)
