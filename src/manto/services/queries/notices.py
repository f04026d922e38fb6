"""A resident's inbox, her choices, her calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.city.wording import day_text
from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.services.commands.notices import choices_of
from manto.services.models import CalendarFeed, Notice
from manto.services.notices.calendar import Entry, calendar_of
from manto.services.notices.policy import CHANNELS, TOPICS
from manto.services.notices.push_key import push_key
from manto.services.notices.sending import sms_gateway
from manto.services.notices.templates import say
from manto.services.queries.appointments import entries_of
from manto.services.queries.plan_dates import plan_entries_of
from manto.services.schools import school_entries_of
from manto.services.wording import texts

SHOWN_MAX = 100


def inbox(resident_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show what a resident was told, the latest first."""
    mine = Notice.objects.filter(resident=resident_id)
    return {
        "items": [tell_notice(one, language, now) for one in mine.order_by("-made_at", "-id")[:SHOWN_MAX]],
        "unread": mine.filter(read_at__isnull=True).count(),
    }


def tell_notice(notice: Notice, language: str, now: datetime) -> dict[str, Any]:
    """Say a notice: what, why it came, where to go on."""
    said = say(notice.kind, notice.values, language)
    return {
        "id": notice.id,
        "topic": notice.topic,
        "title": said.title,
        "text": said.text,
        "why": said.why,
        "href": notice.href,
        "day": notice.day,
        "at_text": day_text(city_day(notice.made_at), language, today=city_day(now)),
        "made_at": notice.made_at,
        "read": notice.read_at is not None,
    }


def choices(resident_id: UUID, language: str) -> dict[str, Any]:
    """Show how a resident wants to be told, and what may be chosen."""
    chosen = choices_of(resident_id)
    feed = CalendarFeed.objects.filter(resident=resident_id).first()
    offered = [way for way in CHANNELS if way != "sms" or sms_gateway() is not None]
    return {
        "channels": [
            {"id": way, "text": texts.say(f"notice.way.{way}", language), "on": way in chosen.channels}
            for way in offered
        ],
        "topics": [
            {"id": topic, "text": texts.say(f"notice.topic.{topic}", language), "on": topic not in chosen.stopped}
            for topic in TOPICS
        ],
        "quiet_from": chosen.quiet_from.strftime("%H:%M"),
        "quiet_to": chosen.quiet_to.strftime("%H:%M"),
        "push_key": push_key().public,
        "calendar_url": f"{settings.PUBLIC_URL}/api/v1/calendar/{feed.secret}.ics" if feed else None,
    }


def calendar(secret: str, now: datetime) -> bytes:
    """Write the calendar at a secret address; what was read stays in it, for a date does not pass by being read.

    Raises:
        NotFound: There is no calendar at this address, or no more.

    """
    feed = CalendarFeed.objects.select_related("resident").filter(secret=secret).first()
    if feed is None:
        raise NotFound("There is no calendar at this address.", "Make a new address in the app.")
    language = feed.resident.language
    dated = Notice.objects.filter(resident=feed.resident_id, day__isnull=False).order_by("made_at")
    latest = {notice.matter: notice for notice in dated}
    entries = []
    for notice in latest.values():
        said = say(notice.kind, notice.values, language)
        url = f"{settings.PUBLIC_URL}{notice.href}"
        entries.append(Entry(str(notice.id), notice.day, said.title, f"{said.text}\n{said.why}", url))
    entries += entries_of(feed.resident_id, language, now)
    if "dates" not in choices_of(feed.resident_id).stopped:
        entries += school_entries_of(feed.resident_id, language, now)
        entries += plan_entries_of(feed.resident_id, latest, language, now)
    city = settings.CITY
    return calendar_of(city.name[language], entries, domain=f"{city.id}.manto", now=now)
