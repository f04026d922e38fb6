"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Registers the room under its one word."""

    name = "manto.records"
    label = "records"

    def ready(self) -> None:
        """Answer for what this room holds about residents, put its pages on the desks, and hear of changes."""
        from manto.records import desk_pages, held_here  # noqa: F401
        from manto.records.commands import issuing  # noqa: F401
