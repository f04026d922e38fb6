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


@dataclass(frozen=True)
class BarrierReported(Event):
    """Somebody met something on her way; the subject is the barrier. It never says who.

    Attributes:
        kind: blocked, kerb, steps, steep, narrow or surface.
        street: The street's name; empty when it has none.

    """

    name: ClassVar[str] = "places.barrier_reported"
    kind: str
    lat: float
    lon: float
    street: str


@dataclass(frozen=True)
class BarrierClosed(Event):
    """A barrier is over before its time; the subject is the barrier.

    Attributes:
        why: mended, moved or not_there.

    """

    name: ClassVar[str] = "places.barrier_closed"
    why: str
