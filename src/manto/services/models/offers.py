"""What is due to whom, as it stands now and as it was offered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Resident
from manto.services.models.cases import Case
from manto.store.row_ids import new_id


class Standing(models.Model):
    """How every service stands with a resident who agreed to be told: three letters each, for now and later.

    y yes, n no, u unknown, x not applicable; today, in 21 and in 90 days.
    """

    resident: Any = models.OneToOneField(Resident, on_delete=models.CASCADE, primary_key=True, related_name="+")
    states: Any = models.JSONField(default=dict)
    day: Any = models.DateField()


class Sweep(models.Model):
    """One look ahead for everybody: of a day, by the rules as they stood. Whoever writes its row does it."""

    day: Any = models.DateField()
    rules: Any = models.CharField(max_length=64, help_text="Hash of all versions in force")
    begun_at: Any = models.DateTimeField()
    ended_at: Any = models.DateTimeField(null=True)
    residents: Any = models.PositiveIntegerField(default=0)
    changed: Any = models.PositiveIntegerField(default=0)
    offers: Any = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "rules"], name="a_sweep_is_made_once")
        ]


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    NOT_NOW = "not_now"
    NEVER = "never"


class ServiceOffer(models.Model):
    """A service that is or will be somebody's, offered to whoever may take it up: she, or who acts for her.

    ``begins`` is the first day on which it will be hers, ``ends`` the first on which it will not be any more;
    ``told_at`` when she was told of it, and ``back_on`` the day on which what was put off is offered again.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service: Any = models.CharField(max_length=60)
    subject: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    receiver: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    state: Any = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    begins: Any = models.DateField(null=True)
    ends: Any = models.DateField(null=True)
    made_at: Any = models.DateTimeField()
    told_at: Any = models.DateTimeField(null=True)
    answered_at: Any = models.DateTimeField(null=True)
    back_on: Any = models.DateField(null=True)
    case: Any = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "subject", "receiver"], name="a_service_is_offered_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["receiver"], condition=models.Q(state="open"), name="offers_open")
        ]
