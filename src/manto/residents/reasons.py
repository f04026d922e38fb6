"""How rooms word the reasons for which they read facts.

A room gives its reason as a short code, which is what the line stores; it registers here how the code is said.
"""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str, str], str]

_rooms: dict[str, Say] = {}


def register(room: str, say: Say) -> None:
    """Say how a room words its reasons.

    Args:
        room: As the package is called.
        say: Takes the reason's code and a language, gives a sentence.

    """
    _rooms[room] = say


def say_reason(room: str, reason: str, language: str) -> str:
    """Word a room's reason; a reason without wording is given as it is stored."""
    return _rooms[room](reason, language) if room in _rooms else reason
