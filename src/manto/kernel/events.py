"""What happened: the form in which one room tells the rooms above it.

An event is written in the transaction of the command that caused it and delivered after the commit, at least
once and in order for each subject. It names things; it never carries a resident's data: who may know more asks
the room that holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Something that happened, named in the past tense by its subclass.

    Class attributes:
        name: ``room.what_happened``, stable for ever: stored events carry it.

    Attributes:
        subject: Whom or what it is about; events of one subject arrive in the order in which they were written.
    """

    name: ClassVar[str]
    subject: str

    def payload(self) -> dict[str, Any]:
        """Give the fields as JSON values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class Delivery:
    """One event on its way to one subscriber.

    Attributes:
        event_id: The same on every attempt: a subscriber that must not act twice remembers it.
        written_at: When the causing command committed, UTC.
    """

    event_id: UUID
    name: str
    subject: str
    payload: dict[str, Any]
    written_at: datetime


Subscriber = Callable[[Delivery], None]
