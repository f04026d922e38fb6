"""The morning brief: once a day, at the hour that a resident chose, her Today as one notice; nothing where nothing is.

It goes by the ways that she chose for notices, which keep her quiet hours and her weekly caps; it is told by itself
only to whoever asked for it, and the page that it leads to has the switch that stops it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from manto.assistant.models import TasteSettings
from manto.assistant.queries import Offer, today
from manto.assistant.wording import texts
from manto.services.commands.notices import notify
from manto.store.command import command

AT_ONCE_MAX = 100
OFFERS_MAX = 5


def brief_due(*, now: datetime) -> int:
    """Brief whoever is due by now; say how many that were."""
    here = now.astimezone(settings.CITY.time_zone)
    due = TasteSettings.objects.filter(brief_at__lte=here.time()).filter(
        Q(briefed_on__isnull=True) | Q(briefed_on__lt=here.date())
    )
    residents = list(due.order_by("brief_at").values_list("resident", flat=True)[:AT_ONCE_MAX])
    for resident in residents:
        brief(resident, here.date(), now=now)
    return len(residents)


@command
def brief(resident_id: UUID, day: date, *, now: datetime) -> bool:
    """Tell a resident of her day, once; say whether there was anything to tell."""
    waiting = TasteSettings.objects.select_for_update().filter(resident=resident_id, brief_at__isnull=False)
    row = waiting.exclude(briefed_on=day).first()
    if row is None:
        return False
    row.briefed_on = day
    row.save(update_fields=["briefed_on"])
    pages = {
        language: today(resident_id, near=None, now=now, language=language) for language in settings.CITY.languages
    }
    if not any(page.items for page in pages.values()):
        return False
    notify(
        resident_id,
        "brief.morning",
        "brief",
        values={
            "title": {language: _title(page.items, language) for language, page in pages.items()},
            "text": {language: _text(page.items) for language, page in pages.items()},
        },
        href="/",
        now=now,
    )
    return True


def _title(items: list[Offer], language: str) -> str:
    return texts.say("brief.title", language, count=len(items), first=items[0].title if items else "")


def _text(items: list[Offer]) -> str:
    """Say each offer with its time and why, one a line."""
    return "\n".join(
        f"· {one.title}{f' ({one.when_text})' if one.when_text else ''}. {one.why}" for one in items[:OFFERS_MAX]
    )
