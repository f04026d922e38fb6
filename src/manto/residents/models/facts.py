"""What the city knows, and what residents say against it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.catalogue import SourceKind
from manto.residents.models.accounts import Account
from manto.residents.models.people import Resident


class Fact(models.Model):
    """What the city holds or held to be true of a resident for a run of days.

    A row has two times. ``valid_from`` up to but not including ``valid_to`` is when it is true in the world;
    ``recorded_at`` up to ``superseded_at`` is when the city believed so. A row is never changed but for being
    superseded, so what was decided in March can be explained as of March. ``consent_purpose`` is empty when the fact
    rests on law.
    """

    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="facts", db_index=False)
    name: Any = models.CharField(max_length=60)
    value: Any = models.TextField()
    source_kind: Any = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in SourceKind])
    source_ref: Any = models.CharField(max_length=100, blank=True)
    consent_purpose: Any = models.CharField(max_length=40, blank=True)
    valid_from: Any = models.DateField()
    valid_to: Any = models.DateField(null=True)
    recorded_at: Any = models.DateTimeField()
    superseded_at: Any = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resident", "name"], name="facts_of_resident"),
            models.Index(
                fields=["value"],
                condition=models.Q(name__in=("person.given_name", "person.family_name")),
                name="residents_by_name",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="fact_ends_after_it_began",
            )
        ]


class ContestState(models.TextChoices):
    """Where a contest stands."""

    OPEN = "open"
    AMENDED = "amended"
    KEPT = "kept"


class Contest(models.Model):
    """A resident says that a fact is wrong; a registrar decides, with a reason and the law."""

    fact: Any = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="contests")
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="contests")
    reason: Any = models.TextField()
    contested_at: Any = models.DateTimeField()
    state: Any = models.CharField(max_length=10, choices=ContestState.choices, default=ContestState.OPEN)
    decided_at: Any = models.DateTimeField(null=True)
    decided_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    decision: Any = models.TextField(blank=True)
    legal_basis: Any = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fact"], condition=models.Q(state="open"), name="one_open_contest_per_fact")
        ]
