"""A port for what somebody likes: a room above plugs in, and without one nobody is known to like anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Liked:
    """How much somebody likes a kind of place, and what says so.

    Attributes:
        score: From -1 to 1.
        chosen: How often such a place was taken up.
        refused: How often one was refused.

    """

    score: float
    chosen: int
    refused: int


Liking = Callable[[UUID], Mapping[str, Liked]]
"""Gives what a resident likes, by kind of place; it keeps to consent itself."""

_plugged: list[Liking] = []


def plug_in(liking: Liking) -> None:
    """Let a room above say what residents like."""
    _plugged[:] = [liking]


def preferences_of(resident_id: UUID | None) -> Mapping[str, Liked]:
    """Give what a resident likes; nothing of a stranger, and nothing while nobody is plugged in."""
    return _plugged[0](resident_id) if _plugged and resident_id is not None else {}
