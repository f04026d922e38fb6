"""What happens in this room that others may want to know; values are never told.

The subject of a case is the resident's id. That of a report is the report's own: often nobody knows who reported. That of
a journey is the hash of its version.
"""

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


@dataclass(frozen=True)
class ReportFiled(Event):
    """A problem was reported; ``place`` is the place of the city that it is about, empty where none was named."""

    name: ClassVar[str] = "services.report_filed"
    number: str
    kind: str
    place: str
    barrier: bool


@dataclass(frozen=True)
class ReportMoved(Event):
    """A report was taken up, answered, closed or opened again."""

    name: ClassVar[str] = "services.report_moved"
    number: str
    kind: str
    place: str
    barrier: bool
    to: str


@dataclass(frozen=True)
class JourneyMoved(Event):
    """A version of a service's journey was proposed, published or withdrawn at the desk."""

    name: ClassVar[str] = "services.journey_moved"
    service: str
    number: int
    to: str
