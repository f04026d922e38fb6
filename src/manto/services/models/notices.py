"""What residents are told, and how they want to be told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Resident
from manto.store.row_ids import new_id


class Notice(models.Model):
    """One thing that a resident is told. It stands in her inbox whatever else carries it.

    ``matter`` is what it is about: of one matter only the latest unread notice stands. ``values`` fill the template
    ``kind`` when it is read, in the language it is read in.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    topic: Any = models.CharField(max_length=20)
    kind: Any = models.CharField(max_length=60)
    matter: Any = models.CharField(max_length=140)
    values: Any = models.JSONField(default=dict)
    href: Any = models.CharField(max_length=200)
    day: Any = models.DateField(null=True, help_text="The day it is about, for the calendar.")
    urgent: Any = models.BooleanField(default=False)
    made_at: Any = models.DateTimeField()
    read_at: Any = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resident", "-made_at"], name="notices_of_resident"),
            models.Index(fields=["resident", "matter"], name="notices_by_matter"),
        ]


class NoticeDelivery(models.Model):
    """A notice on its way by one channel beside the inbox; waits until ``due_at``."""

    notice: Any = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel: Any = models.CharField(max_length=10)
    due_at: Any = models.DateTimeField()
    ended_at: Any = models.DateTimeField(null=True)
    outcome: Any = models.CharField(max_length=20, default="waiting")
    attempts: Any = models.PositiveSmallIntegerField(default=0)
    last_error: Any = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "channel"], name="a_notice_goes_once_by_each_channel")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="notices_waiting")
        ]


class NoticeChoices(models.Model):
    """How a resident wants to be told; who has said nothing gets the inbox, and mail where an address is known."""

    resident: Any = models.OneToOneField(Resident, on_delete=models.CASCADE, primary_key=True, related_name="+")
    mail: Any = models.BooleanField(default=True)
    push: Any = models.BooleanField(default=True)
    sms: Any = models.BooleanField(default=False)
    stopped_topics: Any = models.JSONField(default=list)
    quiet_from: Any = models.TimeField()
    quiet_to: Any = models.TimeField()


class PushSubscription(models.Model):
    """A browser that may be pushed to: its address and the keys with which only it can read."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    endpoint: Any = models.CharField(max_length=500, unique=True)
    p256dh: Any = models.CharField(max_length=120)
    auth: Any = models.CharField(max_length=60)
    added_at: Any = models.DateTimeField()


class CalendarFeed(models.Model):
    """The secret address of a resident's calendar; a new one ends the old."""

    resident: Any = models.OneToOneField(Resident, on_delete=models.CASCADE, primary_key=True, related_name="+")
    secret: Any = models.CharField(max_length=40, unique=True)
    made_at: Any = models.DateTimeField()
