"""What a dialogue remembers, for as long as it lasts: under a name that only her session knows. Pure.

It is removed ``KEPT`` after the last word, when she says so, and when she is erased; it is in no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from manto.assistant.conversation.answers import Answer, Pending

KEPT = timedelta(minutes=60)
TURNS_MAX = 12
WORDS_KEPT_MAX = 400
FOR_ONE_TURN = (
    "awaits",
    "books",
    "moves",
    "told",
)  # what the city has just asked for: the next word answers it, or nothing does
SUBJECTS = ("service", "place", "event")  # of which one is spoken at a time: the last


@dataclass(frozen=True)
class Memory:
    """What was said, what it was about, and what waits for a yes."""

    turns: tuple[tuple[str, str], ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    pending: Pending | None = None

    def after(self, question: str, answer: Answer) -> Memory:
        """Remember one more turn; the oldest is forgotten."""
        turns = (*self.turns, ("resident", question[:WORDS_KEPT_MAX]), ("city", answer.say[:WORDS_KEPT_MAX]))
        gone = {*FOR_ONE_TURN, *(SUBJECTS if set(SUBJECTS) & set(answer.slots) else ())}
        lasting = {name: value for name, value in self.slots.items() if name not in gone}
        about = {"topic": answer.topic} if answer.kind in ("answer", "ask") and answer.topic else {}
        slots = {**lasting, **about, **answer.slots}
        return replace(self, turns=turns[-TURNS_MAX:], slots=slots, pending=answer.pending)

    def kept(self, now: datetime) -> dict[str, Any]:
        """Give it as the session keeps it."""
        pending = {"tool": self.pending.tool, "slots": dict(self.pending.slots)} if self.pending else None
        return {
            "at": now.isoformat(),
            "turns": [list(one) for one in self.turns],
            "slots": dict(self.slots),
            "pending": pending,
        }


def remembered(kept: Mapping[str, Any] | None, now: datetime) -> Memory:
    """Read what a session kept; nothing when it is older than it may be.

    >>> from datetime import UTC
    >>> late = datetime(2026, 6, 9, 12, tzinfo=UTC)
    >>> remembered(Memory(slots={"service": "waste-tax"}).kept(late - KEPT * 2), late).slots
    {}
    """
    if not kept or now - datetime.fromisoformat(kept["at"]) > KEPT:
        return Memory()
    pending = kept["pending"]
    return Memory(
        tuple((who, words) for who, words in kept["turns"]),
        kept["slots"],
        Pending(pending["tool"], pending["slots"]) if pending else None,
    )
