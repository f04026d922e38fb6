"""What happened in this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from manto.kernel.events import Event


@dataclass(frozen=True)
class ContentChanged(Event):
    """Places or events of a source changed; the subject is the source."""

    name: ClassVar[str] = "places.content_changed"
    version: int
