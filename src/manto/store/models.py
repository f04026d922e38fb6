"""What happened and to whom it is still to be told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class OutboxEvent(models.Model):
    """One event, written in the transaction of the command that caused it."""

    sequence: Any = models.BigAutoField(primary_key=True)
    event_id: Any = models.UUIDField(unique=True)
    name: Any = models.CharField(max_length=100)
    subject: Any = models.CharField(max_length=100, db_index=True)
    payload: Any = models.JSONField()
    written_at: Any = models.DateTimeField(db_index=True)


class OutboxDelivery(models.Model):
    """One event for one subscriber: waiting until ``delivered_at`` is set."""

    event: Any = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    subscriber: Any = models.CharField(max_length=100)
    subject: Any = models.CharField(max_length=100)
    delivered_at: Any = models.DateTimeField(null=True)
    attempts: Any = models.PositiveIntegerField(default=0)
    next_attempt_at: Any = models.DateTimeField()
    last_error: Any = models.CharField(max_length=200, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="one_delivery_per_subscriber")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["subscriber", "subject", "event"],
                condition=models.Q(delivered_at__isnull=True),
                name="waiting_deliveries",
            )
        ]
