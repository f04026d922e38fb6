"""Everything that is held about a resident, in every room: one list for export and for erasure.

A room that keeps something about residents or accounts registers its part when it starts. A test walks over every
table and fails when a table that points at a resident or an account belongs to a room that has not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

Export = Callable[[UUID], Any]
Erase = Callable[[UUID], int]


@dataclass(frozen=True)
class Part:
    """What one room keeps.

    Attributes:
        export: Takes a resident's id, gives all of it as JSON values.
        erase: Takes a resident's id, removes all of it, says how many rows; runs inside the erasing command.
        apps: Labels of the Django apps whose tables it answers for.

    """

    room: str
    export: Export
    erase: Erase
    apps: frozenset[str]


_parts: dict[str, Part] = {}


def register(room: str, *, export: Export, erase: Erase, apps: tuple[str, ...] = ()) -> None:
    """Answer for what a room keeps about residents.

    Args:
        room: As its package and its Django app are called.
        export: Takes a resident's id, gives all that the room keeps as JSON values.
        erase: Takes a resident's id, removes all that the room keeps, says how many rows.
        apps: Other Django apps whose tables the room answers for.

    """
    _parts[room] = Part(room, export, erase, frozenset((room, *apps)))


def parts() -> list[Part]:
    """List the rooms that answer, the residents' own room last: the others still need to find the resident."""
    return sorted(_parts.values(), key=lambda part: (part.room == "residents", part.room))


def export_everything(resident_id: UUID, *, now: datetime) -> dict[str, Any]:
    """Gather everything that any room holds about a resident, as JSON values."""
    return {
        "schema": "manto-export-1",
        "exported_at": now.isoformat(),
        "rooms": {part.room: part.export(resident_id) for part in parts()},
    }
