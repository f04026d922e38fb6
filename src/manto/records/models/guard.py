"""What holders are told, what they say against it, and who looked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.records.models.filings import Draft
from manto.records.models.records import Record
from manto.residents.models.accounts import Account
from manto.residents.models.people import Resident


class Alert(models.Model):
    """A message to a holder: something was filed against, or happened to, a record of hers."""

    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="record_alerts")
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="alerts")
    draft: Any = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="alerts")
    what: Any = models.CharField(max_length=20, help_text="filed, entered, stopped, restored, task")
    kind: Any = models.CharField(max_length=10)
    register: Any = models.CharField(max_length=40)
    cause: Any = models.CharField(max_length=40, blank=True)
    at: Any = models.DateTimeField()
    window_until: Any = models.DateTimeField(null=True)
    read_at: Any = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["resident", "-at"], name="alerts_of_resident")]


class Objection(models.Model):
    """A holder says no to what was filed; it is frozen until an officer has decided."""

    draft: Any = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="objections")
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="record_objections")
    reason: Any = models.BinaryField(help_text="Encrypted as a body is")
    at: Any = models.DateTimeField()
    outcome: Any = models.CharField(max_length=10, blank=True, help_text="upheld or dismissed; empty while open")
    decided_at: Any = models.DateTimeField(null=True)
    decided_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    answer: Any = models.TextField(blank=True)


class Look(models.Model):
    """A line that says who looked at a record, as what, and why. The holder reads it; it holds no value."""

    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="looks")
    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    who: Any = models.CharField(max_length=100, blank=True)
    role: Any = models.CharField(max_length=40)
    reason: Any = models.CharField(max_length=300)
    at: Any = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["record", "-at"], name="looks_at_record")]
