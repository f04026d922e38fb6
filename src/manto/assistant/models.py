"""What became of offers. Trusted by the learning that will rest on it: who can change it can bend what is offered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Resident


class Outcome(models.Model):
    """What a resident did with an offer, recorded once under the identifier that her phone made."""

    SHOWN, OPENED, ACCEPTED, NOT_NOW, NOT_THIS, DONE = "shown", "opened", "accepted", "not_now", "not_this", "done"
    KINDS = (SHOWN, OPENED, ACCEPTED, NOT_NOW, NOT_THIS, DONE)

    id: Any = models.UUIDField(primary_key=True)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    offer: Any = models.CharField(max_length=64)
    subject: Any = models.CharField(max_length=100)
    kind: Any = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    slot: Any = models.PositiveSmallIntegerField()
    policy: Any = models.CharField(max_length=40)
    at: Any = models.DateTimeField()
    recorded_at: Any = models.DateTimeField()
    offline: Any = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resident", "kind", "at"]),
            models.Index(fields=["kind", "recorded_at"]),
        ]
