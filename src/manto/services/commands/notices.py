"""Telling residents, and what they say about how they want to be told."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from manto.kernel.errors import BadInput, NotFound, UnknownName
from manto.residents.commands.people import the_resident
from manto.residents.queries import Room, read_facts
from manto.services.models import CalendarFeed, Notice, NoticeChoices, NoticeDelivery, PushSubscription
from manto.services.notices.policy import CHANNELS, QUIET_FROM, QUIET_TO, TOPICS, WEEK, Choices, goes_out_at, ways_out
from manto.services.notices.sending import sms_gateway
from manto.services.notices.templates import template
from manto.store.command import command

PUSHED_TO_MAX = 10
ADDRESSES = {"mail": "contact.email", "sms": "contact.phone"}


@command
def notify(
    resident_id: UUID,
    kind: str,
    matter: str,
    *,
    values: Mapping[str, Any],
    href: str,
    now: datetime,
    day: date | None = None,
) -> Notice:
    """Tell a resident something: in her inbox, and by the ways she chose when she chose to be told.

    Args:
        kind: Which template.
        matter: What it is about; an unread notice of the same matter gives way to this one.
        values: What fills the template; words by language where it is a sentence.
        href: The page of the app on which to go on.
        day: The day it is about, for her calendar.

    Raises:
        UnknownName: There is no such kind.

    """
    found = template(kind)
    the_resident(resident_id)
    Notice.objects.filter(resident=resident_id, matter=matter, read_at__isnull=True).delete()
    notice: Notice = Notice.objects.create(
        resident_id=resident_id,
        topic=found.topic,
        kind=kind,
        matter=matter,
        values=dict(values),
        href=href,
        day=day,
        urgent=found.urgent,
        made_at=now,
    )
    choices = choices_of(resident_id)
    reachable = _reachable(resident_id, now)
    ways = ways_out(found.topic, choices, reachable, _sent_this_week(resident_id, now), urgent=found.urgent)
    due = goes_out_at(now, choices, settings.CITY.time_zone, urgent=found.urgent)
    NoticeDelivery.objects.bulk_create(NoticeDelivery(notice=notice, channel=way, due_at=due) for way in ways)
    return notice


def choices_of(resident_id: UUID) -> Choices:
    """Give what a resident chose; who said nothing is told by mail and push, in the daytime."""
    row: NoticeChoices | None = NoticeChoices.objects.filter(resident=resident_id).first()
    if row is None:
        return Choices()
    return Choices(
        channels=frozenset(way for way in CHANNELS if getattr(row, way)),
        stopped=frozenset(row.stopped_topics),
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
    )


def _reachable(resident_id: UUID, now: datetime) -> set[str]:
    known = read_facts(resident_id, ADDRESSES.values(), Room("services"), "tell_you", now)
    ways = {way for way, fact in ADDRESSES.items() if fact in known}
    if sms_gateway() is None:
        ways.discard("sms")
    if PushSubscription.objects.filter(resident=resident_id).exists():
        ways.add("push")
    return ways


def _sent_this_week(resident_id: UUID, now: datetime) -> dict[str, int]:
    lately = NoticeDelivery.objects.filter(notice__resident=resident_id, due_at__gt=now - WEEK)
    return {row["channel"]: row["count"] for row in lately.values("channel").annotate(count=Count("id"))}


@command
def read_notice(notice_id: UUID, *, resident_id: UUID, now: datetime) -> None:
    """Mark a notice as read; what still waits to go out about it does not go.

    Raises:
        NotFound: There is none of hers.

    """
    changed = Notice.objects.filter(id=notice_id, resident=resident_id)
    if not changed.exists():
        raise NotFound("There is no such notice.", "Reload your inbox.")
    changed.filter(read_at__isnull=True).update(read_at=now)
    NoticeDelivery.objects.filter(notice=notice_id, ended_at__isnull=True).update(ended_at=now, outcome="read_before")


@command
def choose_notices(
    resident_id: UUID,
    *,
    channels: Collection[str],
    stopped: Collection[str],
    quiet_from: time = QUIET_FROM,
    quiet_to: time = QUIET_TO,
) -> None:
    """Say by which ways one wants to be told, of what not, and when it is night.

    Raises:
        UnknownName: A way or a topic that is none.
        BadInput: A night without an end.

    """
    if unknown := set(channels) - set(CHANNELS):
        raise UnknownName("way of notices", min(unknown), CHANNELS)
    if unknown := set(stopped) - set(TOPICS):
        raise UnknownName("topic of notices", min(unknown), TOPICS)
    if quiet_from == quiet_to:
        raise BadInput("The quiet hours must end.", "Choose two different times.")
    the_resident(resident_id)
    NoticeChoices.objects.update_or_create(
        resident_id=resident_id,
        defaults={
            **{way: way in channels for way in CHANNELS},
            "stopped_topics": sorted(stopped),
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
        },
    )


@command
def allow_push(resident_id: UUID, *, endpoint: str, p256dh: str, auth: str, now: datetime) -> None:
    """Let a browser be pushed to; the oldest gives way to an eleventh.

    Raises:
        BadInput: The address is not one of a push service.

    """
    if not endpoint.startswith("https://") and not endpoint.startswith("http://localhost"):
        raise BadInput("This is no address of a push service.", "Allow notifications again.")
    the_resident(resident_id)
    PushSubscription.objects.filter(endpoint=endpoint).delete()
    PushSubscription.objects.create(resident_id=resident_id, endpoint=endpoint, p256dh=p256dh, auth=auth, added_at=now)
    held = PushSubscription.objects.filter(resident=resident_id).order_by("-added_at", "-id")
    PushSubscription.objects.filter(id__in=list(held.values_list("id", flat=True)[PUSHED_TO_MAX:])).delete()


@command
def forbid_push(resident_id: UUID, *, endpoint: str) -> None:
    """Let a browser not be pushed to any more."""
    PushSubscription.objects.filter(resident=resident_id, endpoint=endpoint).delete()


@command
def make_calendar_address(resident_id: UUID, *, now: datetime) -> str:
    """Make the secret address of a resident's calendar; the one before ends."""
    the_resident(resident_id)
    secret = secrets.token_urlsafe(24)
    CalendarFeed.objects.update_or_create(resident_id=resident_id, defaults={"secret": secret, "made_at": now})
    return secret


@command
def end_calendar_address(resident_id: UUID) -> None:
    """Let the secret address of a resident's calendar end."""
    CalendarFeed.objects.filter(resident=resident_id).delete()


@command
def claim_deliveries(*, now: datetime, at_most: int = 20) -> list[int]:
    """Take what waits and is due, so that nobody else takes it within the next minutes; gives their numbers."""
    due = (
        NoticeDelivery.objects.select_for_update(skip_locked=True, of=("self",)) if _locks() else NoticeDelivery.objects
    )
    waiting = due.filter(ended_at__isnull=True, due_at__lte=now).order_by("due_at")[:at_most]
    claimed = []
    for delivery in waiting:
        delivery.attempts += 1
        delivery.due_at = now + timedelta(minutes=5)
        delivery.save()
        claimed.append(delivery.id)
    return claimed


@command
def end_delivery(delivery_id: int, outcome: str, *, now: datetime, retry: datetime | None = None) -> None:
    """Write down what became of a delivery, or when it is tried again."""
    found = NoticeDelivery.objects.filter(id=delivery_id)
    if retry is None:
        found.update(ended_at=now, outcome=outcome)
    else:
        found.update(due_at=retry, last_error=outcome)


def _locks() -> bool:
    return not settings.IS_SQLITE
