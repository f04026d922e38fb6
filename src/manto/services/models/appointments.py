"""Who is seen where and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Resident


class AppointmentState(models.TextChoices):
    """A time is held for some minutes, then taken or free again."""

    HELD = "held"
    TAKEN = "taken"
    CANCELLED = "cancelled"


class Appointment(models.Model):
    """A time at an office, for ``subject``, chosen by ``booker``. A seat at a time is one person's: the table says so.

    ``revision`` counts its moves, so that a calendar knows which is the newest.
    """

    id: Any = models.UUIDField(primary_key=True, editable=False)
    office: Any = models.CharField(max_length=60)
    service: Any = models.CharField(max_length=60)
    begins: Any = models.DateTimeField()
    seat: Any = models.PositiveSmallIntegerField()
    subject: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    booker: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    state: Any = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.HELD)
    held_until: Any = models.DateTimeField(null=True)
    made_at: Any = models.DateTimeField()
    reminded_at: Any = models.DateTimeField(null=True)
    revision: Any = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "begins", "seat"],
                condition=~models.Q(state="cancelled"),
                name="a_seat_is_taken_once",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["booker", "begins"], name="appointments_of_booker"),
            models.Index(
                fields=["begins"],
                condition=models.Q(state="taken", reminded_at__isnull=True),
                name="appointments_to_remind",
            ),
        ]
