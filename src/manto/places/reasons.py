"""Why something was left, in words."""

from __future__ import annotations

from manto.city.texts import Texts

_texts = Texts.of_room("manto.places")


def reason_text(reason: str, detail: str, language: str) -> str:
    """Say why something was left.

    >>> reason_text("bad_number", "north", "it")
    'Questo non è un numero: north'
    """
    return _texts.say(f"left.{reason}", language, detail=detail).strip()
