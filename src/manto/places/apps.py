"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers the room under its one word."""

    name = "manto.places"
    label = "places"

    def ready(self) -> None:
        """Put on the desks what this room has for them, and answer for what it holds about residents."""
        from manto.places import desk_pages, held_here  # noqa: F401
