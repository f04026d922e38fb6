"""Telling the rooms above what happened.

The steps of the promise "at least once, in order for each subject, never for what did not happen":

1. An event is written in the transaction of its command, with one waiting delivery for each subscriber.
2. Where transactions run side by side (PostgreSQL) events of one subject are numbered in the order of their commits.
3. A delivery is taken only when its subscriber has no earlier one waiting for the same subject.
4. The subscriber's own writes and the mark "delivered" are one transaction: a kill between them undoes both.
5. A subscriber that fails is tried again, later each time; its other subjects and other subscribers go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from manto.kernel.events import Delivery, Event, Subscriber
from manto.kernel.ids import time_ordered_id
from manto.store.asked_often import AskedOften
from manto.store.command import command
from manto.store.models import OutboxDelivery, OutboxEvent

log = logging.getLogger("manto.outbox")

RETRY_FIRST = timedelta(seconds=1)
RETRY_LONGEST = timedelta(hours=1)
KEPT_AFTER_DELIVERY = timedelta(days=30)

_WAITING = AskedOften(
    lambda subscriber: (
        OutboxDelivery.objects.filter(subscriber=subscriber, delivered_at__isnull=True)
        .values_list("subject")
        .distinct()
    ),
    subscriber=models.CharField(),
)
_subscribers: dict[str, dict[str, Subscriber]] = {}


def subscribe(event: type[Event], subscriber: str) -> Callable[[Subscriber], Subscriber]:
    """Register a function to be told of every event of a kind.

    Args:
        event: The kind of event.
        subscriber: ``room.what_it_does``, stable for ever: waiting deliveries carry it.

    """

    def register(function: Subscriber) -> Subscriber:
        _subscribers.setdefault(event.name, {})[subscriber] = function
        return function

    return register


def publish(event: Event, *, at: datetime) -> None:
    """Write down that something happened; call it inside the command that made it happen."""
    if connection.vendor == "postgresql":  # (2)
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [event.subject])
    written = OutboxEvent.objects.create(  # (1)
        event_id=time_ordered_id(at), name=event.name, subject=event.subject, payload=event.payload(), written_at=at
    )
    OutboxDelivery.objects.bulk_create(
        OutboxDelivery(event=written, subscriber=subscriber, subject=event.subject, next_attempt_at=at)
        for subscriber in _subscribers.get(event.name, {})
    )


@command
def deliver_due(*, now: datetime, at_most: int = 50) -> int:
    """Deliver what waits and is due, in one transaction; say how many deliveries were tried."""
    if not _is_the_only_deliverer():
        return 0
    put_off_before = OutboxDelivery.objects.filter(
        subscriber=OuterRef("subscriber"),
        subject=OuterRef("subject"),
        event__lt=OuterRef("event"),
        delivered_at__isnull=True,
        next_attempt_at__gt=now,
    )
    due = list(
        OutboxDelivery.objects.filter(delivered_at__isnull=True, next_attempt_at__lte=now)
        .filter(~Exists(put_off_before))  # (3)
        .select_related("event")
        .order_by("event")[:at_most]
    )
    failed: set[tuple[str, str]] = set()
    for delivery in due:
        line = (delivery.subscriber, delivery.subject)
        if line not in failed and not _deliver(delivery, now=now):
            failed.add(line)  # (3)
    return len(due)


def _deliver(delivery: OutboxDelivery, *, now: datetime) -> bool:
    """Tell one subscriber of one event; say whether it took it."""
    event = delivery.event
    told = Delivery(event.event_id, event.name, event.subject, event.payload, event.written_at)
    delivery.attempts += 1
    try:
        with transaction.atomic():  # (4)
            _subscribers[event.name][delivery.subscriber](told)
    except Exception as error:
        delivery.next_attempt_at = now + min(RETRY_FIRST * 2 ** min(delivery.attempts - 1, 20), RETRY_LONGEST)  # (5)
        delivery.last_error = type(error).__name__  # never its text, which may quote a resident's data
        seen = {"subscriber": delivery.subscriber, "attempts": delivery.attempts, "error": delivery.last_error}
        log.warning("delivery put off", extra=seen)
    else:
        delivery.delivered_at = now
        delivery.last_error = ""
    delivery.save()
    return delivery.delivered_at is not None


def _is_the_only_deliverer() -> bool:
    """Keep two processes from telling the same subject's events side by side; SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended('manto.outbox.deliverer', 0))")
        return bool(cursor.fetchone()[0])


def waiting_count() -> int:
    """Say how many deliveries wait."""
    return int(OutboxDelivery.objects.filter(delivered_at__isnull=True).count())


def waiting_subjects(subscriber: str) -> list[str]:
    """Name those of whom a subscriber has not been told all yet."""
    return [subject for (subject,) in _WAITING(subscriber=subscriber)]


@command
def forget_subject(subject: str) -> int:
    """Remove every event about a subject, delivered or not; say how many. For erasure."""
    events = OutboxEvent.objects.filter(subject=subject)
    count = events.count()
    events.delete()
    return int(count)


@command
def forget_delivered(*, now: datetime) -> int:
    """Remove events that everybody has been told for longer than they are kept; say how many."""
    waiting = OutboxDelivery.objects.filter(event=OuterRef("pk"), delivered_at__isnull=True)
    old = OutboxEvent.objects.filter(written_at__lt=now - KEPT_AFTER_DELIVERY).filter(~Exists(waiting))
    count = old.count()
    old.delete()
    return int(count)
