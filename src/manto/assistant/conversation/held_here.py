"""What the conversation holds about a resident: questions handed over, accesses given, her dialogues while they last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from manto.assistant.conversation.models import Access, Dialogue, Question


def export_conversation(resident_id: UUID) -> dict[str, Any]:
    """Give all of it as JSON values."""
    return {
        "dialogues": [one.memory for one in Dialogue.objects.filter(resident=resident_id).order_by("at")],
        "questions": [
            {
                "id": str(one.id),
                "text": one.text,
                "topic": one.topic,
                "dialogue": one.dialogue,
                "asked_at": one.asked_at.isoformat(),
                "answer": one.answer,
                "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            }
            for one in Question.objects.filter(resident=resident_id).order_by("asked_at")
        ],
        "accesses": [
            {
                "id": str(one.id),
                "name": one.name,
                "tools": one.tools,
                "given_at": one.given_at.isoformat(),
                "expires_at": one.expires_at.isoformat(),
                "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
                "uses": [{"tool": use.tool, "at": use.at.isoformat()} for use in one.uses.order_by("at")],
            }
            for one in Access.objects.filter(resident=resident_id).order_by("given_at")
        ],
    }


def forget_conversation(resident_id: UUID) -> int:
    """Remove all of it."""
    return sum(int(table.objects.filter(resident=resident_id).delete()[0]) for table in (Dialogue, Question, Access))
