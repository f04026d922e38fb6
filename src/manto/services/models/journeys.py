"""The versions of every journey that was ever shown: a case names the one it was filled in on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Account


class JourneyState(models.TextChoices):
    """What became of a version; which of the published ones is live says ``which_journey``."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class JourneyVersion(models.Model):
    """One version of a service's journey, named by the hash of its content; its document is never changed.

    Of the published versions whose day has come the one with the highest number is live.
    """

    hash: Any = models.CharField(max_length=64, primary_key=True)
    service: Any = models.CharField(max_length=60)
    number: Any = models.PositiveIntegerField()
    document: Any = models.JSONField()
    state: Any = models.CharField(max_length=10, choices=JourneyState.choices)
    origin: Any = models.CharField(max_length=100, help_text="Where it was written: the city's folder, the desk.")
    created_at: Any = models.DateTimeField()
    proposed_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    note: Any = models.CharField(max_length=500, blank=True, help_text="Why its author proposed it.")
    live_from: Any = models.DateField(null=True, help_text="Its first day; none for the first version of a service.")
    decided_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at: Any = models.DateTimeField(null=True, help_text="When it was published or withdrawn.")
    decided_note: Any = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["service", "-number"], name="journeys_of_service"),
        ]
