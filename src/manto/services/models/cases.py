"""Applications and what became of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Account, Resident
from manto.services.models.journeys import JourneyVersion
from manto.store.row_ids import new_id


class Case(models.Model):
    """An application, from its first answer to its end.

    ``subject`` is for whom, ``applicant`` who acts; they differ where a guardian acts for a child, and then ``proof``
    says by which document. ``answers`` are the applicant's words by field; ``told`` is what was sent: the value of each
    field with its source, as it stood that moment. ``explanation`` is what the rules said of it then.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number: Any = models.CharField(max_length=24, unique=True, null=True)
    service: Any = models.CharField(max_length=60)
    subject: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    applicant: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    proof: Any = models.CharField(max_length=200, blank=True)
    journey: Any = models.ForeignKey(JourneyVersion, on_delete=models.PROTECT, related_name="+")
    state: Any = models.CharField(max_length=20, default="draft")
    answers: Any = models.JSONField(default=dict)
    told: Any = models.JSONField(default=dict)
    explanation: Any = models.JSONField(null=True)
    revision: Any = models.PositiveIntegerField(default=0)
    opened_at: Any = models.DateTimeField()
    sent_at: Any = models.DateTimeField(null=True)
    due: Any = models.DateField(null=True)
    ended_at: Any = models.DateTimeField(null=True)
    officer: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["applicant", "state"], name="cases_of_applicant"),
            models.Index(fields=["subject", "service"], name="cases_of_subject"),
            models.Index(
                fields=["due"],
                condition=models.Q(state__in=("sent", "in_progress", "under_review")),
                name="cases_due",
            ),
        ]


class CaseMove(models.Model):
    """A case moved: where, by whom, when, why and by which law. Never changed."""

    case: Any = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    origin: Any = models.CharField(max_length=20)
    to: Any = models.CharField(max_length=20)
    who: Any = models.CharField(max_length=10)
    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    at: Any = models.DateTimeField()
    reason: Any = models.TextField(blank=True)
    law: Any = models.CharField(max_length=500, blank=True)


class CaseTask(models.Model):
    """Something that somebody has to do about a case by a day."""

    case: Any = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind: Any = models.CharField(max_length=20)
    due: Any = models.DateField()
    made_at: Any = models.DateTimeField()
    done_at: Any = models.DateTimeField(null=True)
    done_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(done_at__isnull=True), name="one_open_task_of_a_kind"
            )
        ]


class Document(models.Model):
    """A file that was handed in. It lies in the database, so that erasure and backup reach it."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case: Any = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    field: Any = models.CharField(max_length=60)
    name: Any = models.CharField(max_length=120)
    media_type: Any = models.CharField(max_length=40)
    size: Any = models.PositiveIntegerField()
    sha256: Any = models.CharField(max_length=64)
    content: Any = models.BinaryField()
    added_at: Any = models.DateTimeField()


class Payment(models.Model):
    """Money that a case costs; ``reference`` is what the provider knows it by."""

    reference: Any = models.CharField(max_length=32, primary_key=True)
    case: Any = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="payments")
    amount_cents: Any = models.PositiveIntegerField()
    provider: Any = models.CharField(max_length=40)
    state: Any = models.CharField(max_length=10, default="open")
    receipt: Any = models.CharField(max_length=100, blank=True)
    begun_at: Any = models.DateTimeField()
    ended_at: Any = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="paid"), name="a_case_is_paid_once")
        ]
