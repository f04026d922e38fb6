"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """Registers the room under its one word."""

    name = "manto.residents"
    label = "residents"

    def ready(self) -> None:
        """Answer for what this room holds about residents, and put on the desks what it has for them."""
        from manto.residents import desk_pages, held_here  # noqa: F401
