"""Who may be reading a resident's facts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Herself:
    """The resident. She leaves no line: what she reads of herself is nobody's business."""


@dataclass(frozen=True)
class Guardian:
    """A child's guardian, who leaves a line that the child may read one day."""

    resident_id: UUID


@dataclass(frozen=True)
class Officer:
    """A member of staff, who leaves a line for each look and must say why."""

    account_id: UUID


@dataclass(frozen=True)
class Room:
    """A room of this program, which leaves one line for each reason and day.

    Attributes:
        name: As the package is called: places, assistant, services.

    """

    name: str


Reader = Herself | Guardian | Officer | Room
