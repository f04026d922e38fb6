"""Choosing a time: held for some minutes, then taken; moved, given back, reminded of."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from manto.city.wording import day_text, time_text
from manto.kernel.errors import Conflict, NotFound
from manto.services.appointments.times import Office, times_of
from manto.services.commands.notices import notify
from manto.services.models import Appointment, AppointmentState
from manto.services.reference import office_for, offices, the_service
from manto.store.command import command

HELD_FOR = timedelta(minutes=10)
REMINDED_BEFORE = timedelta(hours=26)
HELD_AT_ONCE_MAX = 3


@command
def hold_time(
    appointment_id: UUID, service: str, begins: datetime, *, subject_id: UUID, booker_id: UUID, now: datetime
) -> Appointment:
    """Hold a time for ten minutes; held twice under one identifier it is held once.

    Raises:
        NotFound: The service has no office with times, or this is none of its times.
        Conflict: Somebody took it, or she has a time for this already.

    """
    known = Appointment.objects.filter(id=appointment_id, booker=booker_id).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    office = office_for(service)
    _check_time(office, begins, now)
    hers = Appointment.objects.filter(subject=subject_id, service=service, begins__gt=now)
    if hers.filter(state=AppointmentState.TAKEN).exists():
        raise Conflict("There is a time for this already.", "Move it, or give it back.")
    hers.filter(state=AppointmentState.HELD, booker=booker_id).delete()
    held = Appointment.objects.filter(booker=booker_id, state=AppointmentState.HELD, held_until__gt=now)
    if held.count() >= HELD_AT_ONCE_MAX:
        raise Conflict("Several times are held for you.", "Confirm one of them first.")
    appointment = Appointment(
        id=appointment_id,
        office=office.id,
        service=service,
        subject_id=subject_id,
        booker_id=booker_id,
        held_until=now + HELD_FOR,
        made_at=now,
    )
    _sit_down(appointment, office, begins, now)
    return appointment


@command
def confirm_appointment(appointment_id: UUID, *, booker_id: UUID, now: datetime) -> Appointment:
    """Take a time that is held; taken twice it is taken once.

    Raises:
        NotFound: No such time of hers.
        Conflict: It was held too long ago, and somebody may have it now.

    """
    appointment = _own(appointment_id, booker_id)
    if appointment.state == AppointmentState.TAKEN:
        return appointment
    if appointment.held_until is None or appointment.held_until <= now:
        raise Conflict("This time was held for ten minutes, and they are over.", "Choose a time again.")
    appointment.state, appointment.held_until = AppointmentState.TAKEN, None
    appointment.save()
    _tell(appointment, "appointment.taken", now)
    return appointment


@command
def move_appointment(appointment_id: UUID, begins: datetime, *, booker_id: UUID, now: datetime) -> Appointment:
    """Move an appointment to another time of the office; where that is gone, the old one stays hers.

    Raises:
        NotFound: No such appointment of hers, or no such time.
        Conflict: Somebody took the new time, or the old one is past.

    """
    appointment = _own(appointment_id, booker_id)
    _check_open(appointment, now)
    office = office_for(appointment.service)
    _check_time(office, begins, now)
    appointment.revision += 1
    appointment.reminded_at = None
    _sit_down(appointment, office, begins, now)
    _tell(appointment, "appointment.taken", now)
    return appointment


@command
def cancel_appointment(appointment_id: UUID, *, booker_id: UUID, now: datetime) -> None:
    """Give a time back; others can choose it at once.

    Raises:
        NotFound: No such appointment of hers.
        Conflict: It is past.

    """
    appointment = _own(appointment_id, booker_id)
    _check_open(appointment, now)
    appointment.state, appointment.revision = AppointmentState.CANCELLED, appointment.revision + 1
    appointment.save()
    _tell(appointment, "appointment.cancelled", now)


@command
def remind_of_appointments(*, now: datetime, at_most: int = 50) -> int:
    """Remind of what is tomorrow, once each; says of how many."""
    near = Appointment.objects.select_for_update().filter(
        state=AppointmentState.TAKEN, reminded_at__isnull=True, begins__gt=now, begins__lte=now + REMINDED_BEFORE
    )
    due = list(near.filter(office__in=offices()).order_by("begins")[:at_most])
    for appointment in due:
        appointment.reminded_at = now
        appointment.save()
        if now - appointment.made_at > REMINDED_BEFORE:  # who chose it just now knows
            _tell(appointment, "appointment.near", now)
    return len(due)


def _sit_down(appointment: Appointment, office: Office, begins: datetime, now: datetime) -> None:
    """Take the first free seat at a time. Who comes at the same moment meets the table's own rule, and the next seat."""
    there = Appointment.objects.filter(office=office.id, begins=begins)
    there.filter(state=AppointmentState.HELD, held_until__lte=now).exclude(id=appointment.id).delete()
    others = there.exclude(state=AppointmentState.CANCELLED).exclude(id=appointment.id)
    taken = set(others.values_list("seat", flat=True))
    for seat in range(office.seats):
        if seat in taken:
            continue
        appointment.begins, appointment.seat = begins, seat
        try:
            with transaction.atomic():
                appointment.save()
        except IntegrityError:
            continue
        return
    raise Conflict("Somebody took this time just now.", "Choose another.")


def _check_time(office: Office, begins: datetime, now: datetime) -> None:
    if begins not in set(times_of(office, now, settings.CITY.time_zone)):
        raise NotFound("The office sees nobody at this time.", "Choose one of those that are shown.")


def _check_open(appointment: Appointment, now: datetime) -> None:
    if appointment.state != AppointmentState.TAKEN or appointment.begins <= now:
        raise Conflict("This appointment is past, or was given back.", "Choose a time again.")


def _own(appointment_id: UUID, booker_id: UUID) -> Appointment:
    found: Appointment | None = (
        Appointment.objects.select_for_update()
        .filter(id=appointment_id, booker=booker_id, office__in=offices())
        .first()
    )
    if found is None:
        raise NotFound("There is no such appointment.", "Look at your list.")
    return found


def _tell(appointment: Appointment, kind: str, now: datetime) -> None:
    office, at = offices()[appointment.office], appointment.begins.astimezone(settings.CITY.time_zone)
    service = the_service(appointment.service)
    notify(
        appointment.booker_id,
        kind,
        f"appointment:{appointment.id}",
        values={
            "title": dict(service.title),
            "where": {language: f"{office.title[language]}, {office.where[language]}" for language in office.title},
            "bring": dict(office.bring),
            "day": {language: day_text(at.date(), language) for language in office.title},
            "time": time_text(at),
        },
        href=f"/services/appointments/{appointment.id}",
        now=now,
    )
