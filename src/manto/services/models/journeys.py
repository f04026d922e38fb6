"""The versions of every journey that was ever shown: a case names the one it was filled in on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class JourneyState(models.TextChoices):
    """Whether a version is walked through now."""

    LIVE = "live"
    PROPOSED = "proposed"
    RETIRED = "retired"


class JourneyVersion(models.Model):
    """One version of a service's journey, named by the hash of its content; its document is never changed."""

    hash: Any = models.CharField(max_length=64, primary_key=True)
    service: Any = models.CharField(max_length=60)
    number: Any = models.PositiveIntegerField()
    document: Any = models.JSONField()
    state: Any = models.CharField(max_length=10, choices=JourneyState.choices)
    origin: Any = models.CharField(max_length=100, help_text="The city's folder, or whose proposal it is.")
    created_at: Any = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["service"], condition=models.Q(state="live"), name="one_live_journey_per_service"
            )
        ]
