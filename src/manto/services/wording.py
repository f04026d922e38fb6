"""Saying what stands where, in words."""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_currency

from manto.city.texts import Texts

texts = Texts.of_room("manto.services")


def money_text(cents: int, language: str) -> str:
    """Say an amount.

    >>> money_text(2200, "it")
    '22,00\\xa0€'
    """
    return str(format_currency(cents / 100, "EUR", locale=language))


def joined_text(parts: Sequence[str], language: str) -> str:
    """Join the parts of a sentence; Italian says "ed" and not "e" before another e.

    >>> joined_text(["hai un'auto", "è tardi"], "it"), joined_text(["it ends", "is late"], "en")
    ("hai un'auto, ed è tardi", 'it ends, and is late')
    """
    said = parts[0] if parts else ""
    for part in parts[1:]:
        key = "offer.and_before_e" if part[:1].lower() in ("e", "è", "é") else "offer.and"
        said += texts.say(key, language) + part
    return said
