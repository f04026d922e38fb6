"""Who looked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models.accounts import Account
from manto.residents.models.people import Resident


class Lookup(models.Model):
    """A line that says who read which facts of a resident, when and why. It holds no value.

    A line is a person's (``account`` for staff, ``guardian`` for a child's guardian), one for each look; or a room's,
    one for each resident, room, reason and day, with all names read that day.
    """

    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="lookups", db_index=False)
    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    guardian: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, null=True, related_name="looks_as_guardian")
    room: Any = models.CharField(max_length=40, blank=True)
    who: Any = models.CharField(max_length=100, blank=True, help_text="A member of staff's name as it was that day.")
    role: Any = models.CharField(max_length=30, blank=True)
    reason: Any = models.CharField(max_length=300)
    names: Any = models.JSONField()
    at: Any = models.DateTimeField(db_index=True)
    day: Any = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["resident", "at"], name="lookups_of_resident")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["resident", "room", "reason", "day"], condition=~models.Q(room=""), name="one_line_per_room_day"
            )
        ]


class Search(models.Model):
    """A line that says that a member of staff searched residents by name, and why; without the words, which name somebody."""

    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    who: Any = models.CharField(max_length=100)
    role: Any = models.CharField(max_length=30)
    reason: Any = models.CharField(max_length=300)
    found: Any = models.PositiveIntegerField()
    at: Any = models.DateTimeField(db_index=True)
