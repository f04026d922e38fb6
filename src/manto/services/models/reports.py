"""Problems that somebody reported, and what became of them. Who reported is known only where she was signed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Account, Resident
from manto.store.row_ids import new_id


class ReportState(models.TextChoices):
    """Where a report stands."""

    FILED = "filed"
    TAKEN = "taken"
    CLOSED = "closed"


class Report(models.Model):
    """A problem somewhere in the city.

    ``number`` is public; ``code`` opens the page of the one who reported and is kept as a hash. Words and picture are
    shown to others only where ``open_to_all`` says that a clerk has looked at them. ``forward_*`` say how it stands
    with the agency that it was handed to; ``forward_at`` is when we speak with that agency next.
    """

    id: Any = models.UUIDField(primary_key=True, editable=False)
    number: Any = models.CharField(max_length=24, unique=True)
    code_hash: Any = models.CharField(max_length=64, unique=True)
    kind: Any = models.CharField(max_length=60)
    text: Any = models.TextField(blank=True)
    answers: Any = models.JSONField(default=dict)
    lat: Any = models.FloatField(null=True)
    lon: Any = models.FloatField(null=True)
    address: Any = models.CharField(max_length=200, blank=True)
    place: Any = models.CharField(max_length=120, blank=True, help_text="The place of the city that it is about.")
    media_url: Any = models.CharField(max_length=500, blank=True)
    via: Any = models.CharField(max_length=20)
    reporter: Any = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, related_name="+")
    state: Any = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.FILED)
    outcome: Any = models.CharField(max_length=10, blank=True)
    open_to_all: Any = models.BooleanField(default=False)
    officer: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    due: Any = models.DateField()
    filed_at: Any = models.DateTimeField()
    changed_at: Any = models.DateTimeField()
    forward_to: Any = models.CharField(max_length=60, blank=True)
    forward_number: Any = models.CharField(max_length=100, blank=True)
    forward_token: Any = models.CharField(max_length=100, blank=True)
    forward_at: Any = models.DateTimeField(null=True)
    forward_began_at: Any = models.DateTimeField(
        null=True, help_text="Handed over, and not known whether it was taken."
    )
    forward_tries: Any = models.PositiveSmallIntegerField(default=0)
    forward_error: Any = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "lat"], name="reports_near"),
            models.Index(fields=["filed_at"], name="reports_by_time"),
            models.Index(fields=["due"], condition=~models.Q(state="closed"), name="reports_open"),
            models.Index(fields=["forward_at"], condition=models.Q(forward_at__isnull=False), name="reports_to_carry"),
        ]


class ReportMove(models.Model):
    """Something happened to a report, or was said about it: by the reporter, the office or another agency."""

    report: Any = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="moves")
    kind: Any = models.CharField(max_length=10)
    who: Any = models.CharField(max_length=10)
    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    at: Any = models.DateTimeField()
    text: Any = models.TextField(blank=True)


class ReportPhoto(models.Model):
    """The picture of a report: pixels alone, see ``city/pictures.py``."""

    report: Any = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="photo")
    content: Any = models.BinaryField()
    width: Any = models.PositiveIntegerField()
    height: Any = models.PositiveIntegerField()
    added_at: Any = models.DateTimeField()


class ReportJoin(models.Model):
    """Somebody else who met the same problem; ``once`` is made by her phone, so that she counts once."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report: Any = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="joins")
    once: Any = models.UUIDField()
    resident: Any = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, related_name="+")
    at: Any = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "once"], name="a_phone_joins_a_report_once"),
            models.UniqueConstraint(
                fields=["report", "resident"],
                condition=models.Q(resident__isnull=False),
                name="a_resident_joins_a_report_once",
            ),
        ]
