"""What this room holds about residents, and why it reads of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from manto.assistant.models import Outcome
from manto.assistant.wording import texts
from manto.residents import personal_data, reasons


def export(resident_id: UUID) -> dict[str, Any]:
    """Give every outcome of a resident as JSON values."""
    rows = Outcome.objects.filter(resident=resident_id).order_by("at")
    names = ("id", "offer", "subject", "kind", "slot", "policy", "at", "recorded_at", "offline")
    return {"outcomes": [{name: _plain(getattr(row, name)) for name in names} for row in rows]}


def erase(resident_id: UUID) -> int:
    """Remove every outcome of a resident; say how many."""
    count, _ = Outcome.objects.filter(resident=resident_id).delete()
    return int(count)


def _plain(value: Any) -> Any:
    return (
        value
        if isinstance(value, bool | int | str)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )


personal_data.register("assistant", export=export, erase=erase)
reasons.register("assistant", lambda reason, language: texts.say(f"reason.{reason}", language))
