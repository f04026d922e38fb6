"""What residents agreed to, and the receipts that prove it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models.people import Resident


class Consent(models.Model):
    """A resident's agreement to one version of one purpose, from its giving until its withdrawal.

    ``receipt`` is the signed receipt of the latest event, granted or withdrawn; synthetic residents, who are nobody,
    have none.
    """

    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="consents")
    purpose: Any = models.CharField(max_length=40)
    version: Any = models.PositiveIntegerField()
    granted_at: Any = models.DateTimeField()
    withdrawn_at: Any = models.DateTimeField(null=True)
    receipt: Any = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["resident", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_purpose",
            )
        ]


class Erasure(models.Model):
    """Proof that somebody was erased, from which nobody can tell whom: the salt went to that person alone."""

    commitment: Any = models.CharField(max_length=64, unique=True)
    erased_at: Any = models.DateTimeField()
    receipt: Any = models.JSONField()
    scrubbed_at: Any = models.DateTimeField(
        null=True, help_text="When the bytes were gone from the files too; none while a reader held them open."
    )
