"""What became of offers, and what was learned from it.

Trusted by the learning that rests on it: who can change these tables can bend what is offered.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Consent, Resident


class Outcome(models.Model):
    """What a resident did with an offer, recorded once under the identifier that her phone made.

    ``propensity`` is how likely the policy was to put it in that slot; none from an app that did not know.
    ``journey`` is the version of the service's journey that was offered; empty for what has none.
    """

    SHOWN, OPENED, ACCEPTED, NOT_NOW, NOT_THIS, DONE = "shown", "opened", "accepted", "not_now", "not_this", "done"
    KINDS = (SHOWN, OPENED, ACCEPTED, NOT_NOW, NOT_THIS, DONE)

    id: Any = models.UUIDField(primary_key=True)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    offer: Any = models.CharField(max_length=64)
    subject: Any = models.CharField(max_length=100)
    kind: Any = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    slot: Any = models.PositiveSmallIntegerField()
    policy: Any = models.CharField(max_length=40)
    propensity: Any = models.FloatField(null=True)
    journey: Any = models.CharField(max_length=64, blank=True, default="")
    at: Any = models.DateTimeField()
    recorded_at: Any = models.DateTimeField()
    offline: Any = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resident", "kind", "at"]),
            models.Index(fields=["kind", "recorded_at"]),
        ]


class Choice(models.Model):
    """One thing learned: that a resident chose or refused something, under the consent that was in force then.

    Nothing about a resident is learned from anywhere else. ``consent`` cannot be empty: without one there is no row.
    """

    ACCEPTED, DONE, MORE, REFUSED = "accepted", "done", "more", "refused"
    CHOSEN = (ACCEPTED, DONE, MORE)
    KINDS = (*CHOSEN, REFUSED)

    id: Any = models.UUIDField(primary_key=True)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    consent: Any = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="+")
    kind: Any = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    subject: Any = models.CharField(max_length=100)
    category: Any = models.CharField(max_length=60)
    quarter: Any = models.IntegerField(help_text="Quarter of an hour of the city's clock since 1970.")
    slot: Any = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["resident", "quarter"])]


class TasteSettings(models.Model):
    """What a resident decided about being learned: whether it pauses."""

    resident: Any = models.OneToOneField(Resident, on_delete=models.CASCADE, primary_key=True, related_name="+")
    paused: Any = models.BooleanField(default=False)


class TasteState(models.Model):
    """One row: how often anything that was learned changed, and the shared weights with the moment of their fitting."""

    changes: Any = models.BigIntegerField(default=0)
    weights: Any = models.JSONField(null=True)
    fitted_at: Any = models.DateTimeField(null=True)
    fitted_on: Any = models.PositiveIntegerField(default=0)


class FairnessTable(models.Model):
    """A table of whom Today is of use to, as it was told: counts with noise, and what it cost of the year's budget."""

    at: Any = models.DateTimeField()
    epsilon: Any = models.FloatField()
    told: Any = models.JSONField()
