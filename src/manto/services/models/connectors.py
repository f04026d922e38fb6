"""How each connector is doing, and what the school offices said."""

from __future__ import annotations

from typing import Any

from django.db import models


class ConnectorState(models.Model):
    """When a connector was asked, when it last answered well, and what went wrong since."""

    id: Any = models.CharField(max_length=60, primary_key=True)
    next_at: Any = models.DateTimeField(db_index=True)
    asked_at: Any = models.DateTimeField(null=True)
    answered_at: Any = models.DateTimeField(null=True)
    taken: Any = models.PositiveIntegerField(default=0, help_text="How much was kept of the last good answer.")
    failures: Any = models.PositiveIntegerField(default=0, help_text="In a row, since the last good answer.")
    last_error: Any = models.CharField(max_length=300, blank=True)


class SchoolClosure(models.Model):
    """Days without school, as a connector told them; ``last`` is one of them."""

    connector: Any = models.CharField(max_length=60)
    first: Any = models.DateField()
    last: Any = models.DateField()
    text: Any = models.JSONField()
