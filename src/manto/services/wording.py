"""Saying what stands where, in words."""

from __future__ import annotations

from babel.numbers import format_currency

from manto.city.texts import Texts

texts = Texts.of_room("manto.services")


def money_text(cents: int, language: str) -> str:
    """Say an amount.

    >>> money_text(2200, "it")
    '22,00\\xa0€'
    """
    return str(format_currency(cents / 100, "EUR", locale=language))
