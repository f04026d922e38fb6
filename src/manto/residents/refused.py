"""What all rooms and the ledger refuse, in one language: for answers, and for reasons that were kept in English."""

from __future__ import annotations

from functools import cache

from django.apps import apps

from manto.city.refusals import Refusals


@cache
def refusals(language: str) -> Refusals:
    """Give what all rooms' refusals are in a language; English is what they are raised in."""
    rooms = [
        "manto.city",
        "manto.ledger",
        *(one.name for one in apps.get_app_configs() if one.name.startswith("manto.")),
    ]
    return Refusals.of_rooms(rooms, language)
