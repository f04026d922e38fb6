"""What this room holds about residents, and why it reads of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from manto.assistant.conversation.held_here import export_conversation, forget_conversation
from manto.assistant.conversation.wording import texts as conversation_texts
from manto.assistant.models import Choice, Outcome, TasteSettings, WeekCount
from manto.assistant.taste.learning import forget_resident
from manto.assistant.wording import texts
from manto.residents import personal_data, reasons


def export(resident_id: UUID) -> dict[str, Any]:
    """Give every outcome of a resident, all that was learned from them and what she decided about it, as JSON values."""
    rows = Outcome.objects.filter(resident=resident_id).order_by("at")
    names = (
        "id", "offer", "subject", "kind", "slot", "policy", "propensity", "among", "foremost", "journey", "at",
        "recorded_at", "offline",
    )  # fmt: skip
    choices = Choice.objects.filter(resident=resident_id).order_by("quarter", "id")
    learned = ("id", "consent_id", "kind", "subject", "category", "quarter", "slot")
    weeks = WeekCount.objects.filter(resident=resident_id).order_by("week", "subject")
    decided = ("paused", "on_phone", "shared", "brief_at", "briefed_on")
    settings = TasteSettings.objects.filter(resident=resident_id).first()
    return {
        "outcomes": [{name: _plain(getattr(row, name)) for name in names} for row in rows],
        "choices": [{name: _plain(getattr(row, name)) for name in learned} for row in choices],
        "week_counts": list(weeks.values("week", "subject", "category", "count")),
        "learning": {name: _plain(getattr(settings, name)) for name in decided} if settings else None,
        "conversation": export_conversation(resident_id),
    }


def _plain(value: Any) -> Any:
    return (
        value
        if value is None or isinstance(value, bool | int | float | str | list)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )


def erase(resident_id: UUID) -> int:
    """Remove all that was learned, and all that was said and handed over."""
    return forget_resident(resident_id) + forget_conversation(resident_id)


def say_reason(reason: str, language: str) -> str:
    """Word why this room reads of a resident."""
    known = conversation_texts if f"reason.{reason}" in conversation_texts else texts
    return known.say(f"reason.{reason}", language)


personal_data.register("assistant", export=export, erase=erase)
reasons.register("assistant", say_reason)
