"""A port for what somebody likes: a room above plugs in, and without one nobody is known to like anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

Liking = Callable[[UUID], Mapping[str, float]]
"""Gives, by kind of place, how much a resident likes it, from -1 to 1; it keeps consent and look-up lines itself."""

_plugged: list[Liking] = []


def plug_in(liking: Liking) -> None:
    """Let a room above say what residents like."""
    _plugged[:] = [liking]


def preferences_of(resident_id: UUID | None) -> Mapping[str, float]:
    """Give what a resident likes; nothing of a stranger, and nothing while nobody is plugged in."""
    return _plugged[0](resident_id) if _plugged and resident_id is not None else {}
