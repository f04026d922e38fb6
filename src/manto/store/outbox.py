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

from django.db import connection
from django.db.models import Exists, OuterRef

from manto.kernel.events import Delivery, Event, Subscriber
from manto.kernel.ids import time_ordered_id
from manto.store.command import command
from manto.store.models import OutboxDelivery, OutboxEvent

log = logging.getLogger("manto.outbox")

RETRY_FIRST = timedelta(seconds=1)
RETRY_LONGEST = timedelta(hours=1)
KEPT_AFTER_DELIVERY = timedelta(days=30)

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


def deliver_due(*, now: datetime, at_most: int = 100) -> int:
    """Deliver what waits and is due; say how many deliveries were tried."""
    earlier = OutboxDelivery.objects.filter(
        subscriber=OuterRef("subscriber"),
        subject=OuterRef("subject"),
        event__lt=OuterRef("event"),
        delivered_at__isnull=True,
    )
    due = (
        OutboxDelivery.objects.filter(delivered_at__isnull=True, next_attempt_at__lte=now)
        .filter(~Exists(earlier))  # (3)
        .order_by("event")
        .values_list("pk", flat=True)[:at_most]
    )
    keys = list(due)
    for key in keys:
        try:
            _deliver(key, now=now)
        except Exception as error:
            _put_off(key, now=now, error=error)
    return len(keys)


@command
def _deliver(key: int, *, now: datetime) -> None:
    waiting = OutboxDelivery.objects.select_related("event").filter(pk=key, delivered_at__isnull=True)
    if connection.vendor == "postgresql":
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    delivery = waiting.first()
    if delivery is None:  # another process has it
        return
    event = delivery.event
    told = Delivery(event.event_id, event.name, event.subject, event.payload, event.written_at)
    _subscribers[event.name][delivery.subscriber](told)
    delivery.delivered_at = now  # (4)
    delivery.attempts += 1
    delivery.last_error = ""
    delivery.save()


@command
def _put_off(key: int, *, now: datetime, error: Exception) -> None:
    delivery = OutboxDelivery.objects.filter(pk=key, delivered_at__isnull=True).first()
    if delivery is None:
        return
    wait = min(RETRY_FIRST * 2 ** min(delivery.attempts, 20), RETRY_LONGEST)  # (5)
    delivery.attempts += 1
    delivery.next_attempt_at = now + wait
    delivery.last_error = type(error).__name__  # never its text, which may quote a resident's data
    delivery.save()
    log.warning(
        "delivery put off",
        extra={"subscriber": delivery.subscriber, "attempts": delivery.attempts, "error": type(error).__name__},
    )


def waiting_count() -> int:
    """Say how many deliveries wait."""
    return int(OutboxDelivery.objects.filter(delivered_at__isnull=True).count())


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
