"""What became of offers, and what was learned from it.

Trusted by the learning that rests on it: who can change these tables can bend what is offered.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Consent, Resident


class Outcome(models.Model):
    """What a resident did with an offer, recorded once under the identifier that her phone made.

    ``propensity`` is how likely the policy was to put it in that slot, ``among`` how many could have stood there,
    ``foremost`` whether it would have without a draw; none of them from an app that did not know.
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
    among: Any = models.PositiveSmallIntegerField(null=True)
    foremost: Any = models.BooleanField(null=True)
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


class WeekCount(models.Model):
    """How often a resident chose a thing in a week: whole numbers, hers to read and to take along.

    Counted from her choices whenever one comes or goes, so a counter of nothing is no row.
    """

    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    week: Any = models.IntegerField(help_text="Weeks of the city's clock that begin on Monday, since 1970.")
    subject: Any = models.CharField(max_length=100)
    category: Any = models.CharField(max_length=60)
    count: Any = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resident", "week", "subject"], name="a_week_counts_a_thing_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["week", "subject"])]


class ThingSum(models.Model):
    """How often a thing was chosen in the whole city, and by how many: ever, or in the eight weeks that end with one.

    Nobody is named here. A cell is told only where enough residents stand behind it.
    """

    EVER = -1

    subject: Any = models.CharField(max_length=100)
    until: Any = models.IntegerField(help_text="The last of the eight weeks, since 1970; -1 for ever.")
    visits: Any = models.PositiveIntegerField()
    residents: Any = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "until"], name="a_thing_is_summed_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["until", "residents"])]


class HourSum(models.Model):
    """How often things of a kind were chosen in an hour of the week in the whole city, and by how many."""

    category: Any = models.CharField(max_length=60)
    hour: Any = models.PositiveSmallIntegerField(help_text="Of the week, from Monday at midnight.")
    visits: Any = models.PositiveIntegerField()
    residents: Any = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["category", "hour"], name="a_kinds_hour_is_summed_once")
        ]


class TasteSettings(models.Model):
    """What a resident decided about being learned.

    ``paused``: nothing is learned and nothing learned is used. ``on_phone``: what she likes is kept on her phone only,
    but for the kinds of offers in ``shared``. ``brief_at``: when she wants to be told of the day, city time; none when
    she does not; ``briefed_on`` is the day for which she was last.
    """

    resident: Any = models.OneToOneField(Resident, on_delete=models.CASCADE, primary_key=True, related_name="+")
    paused: Any = models.BooleanField(default=False)
    on_phone: Any = models.BooleanField(default=False)
    shared: Any = models.JSONField(default=list)
    brief_at: Any = models.TimeField(null=True)
    briefed_on: Any = models.DateField(null=True)


class TasteState(models.Model):
    """One row: how often anything learned changed; the shared weights, the curve of chances, when they were fitted.

    ``trees`` is the forest that has a say besides the weights, as text, with its digest; none where it was not better.
    ``judged`` says what was decided about it that night, and on which figures.
    """

    changes: Any = models.BigIntegerField(default=0)
    weights: Any = models.JSONField(null=True)
    calibration: Any = models.JSONField(null=True)
    fitted_at: Any = models.DateTimeField(null=True)
    fitted_on: Any = models.PositiveIntegerField(default=0)
    trees: Any = models.TextField(null=True)
    trees_digest: Any = models.CharField(max_length=16, default="")
    judged: Any = models.JSONField(null=True)


class FairnessTable(models.Model):
    """A table of whom Today is of use to, as it was told: counts with noise, and what it cost of the year's budget."""

    at: Any = models.DateTimeField()
    epsilon: Any = models.FloatField()
    told: Any = models.JSONField()


from manto.assistant.conversation.models import (  # noqa: E402, F401 - Django looks for a room's tables here
    Access,
    AccessUse,
    AnswerError,
    Dialogue,
    Phrase,
    Question,
    TopicSwitch,
)
