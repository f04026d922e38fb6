"""What happens in this room that others may want to know. The subject is the resident's id; values are never told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from manto.kernel.events import Event


@dataclass(frozen=True)
class CaseMoved(Event):
    """An application was sent, taken up, decided, withdrawn, or came to stand elsewhere."""

    name: ClassVar[str] = "services.case_moved"
    case: str
    service: str
    to: str
