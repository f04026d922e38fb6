"""Every version of every rule that ever decided: a decision names the one it was made by."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Account


class RuleOrigin(models.TextChoices):
    """Where a version was written."""

    FOLDER = "folder"
    DESK = "desk"


class RuleVersion(models.Model):
    """One version of a service's rule, named by the hash of all that decides; its text is never changed."""

    hash: Any = models.CharField(max_length=64, primary_key=True)
    service: Any = models.CharField(max_length=60)
    subject: Any = models.CharField(max_length=10)
    valid_from: Any = models.DateField()
    text: Any = models.TextField(help_text="The version as YAML, from which it is read again.")
    origin: Any = models.CharField(max_length=10, choices=RuleOrigin.choices)
    published_at: Any = models.DateTimeField()
    published_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    dry_run: Any = models.JSONField(null=True, help_text="What it did to the city when it was published, in counts.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["service", "valid_from"], name="rules_of_service"),
        ]
