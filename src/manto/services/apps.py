"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Registers the room under its one word."""

    name = "manto.services"
    label = "services"

    def ready(self) -> None:
        """Answer for what this room holds about residents, put cases on the desk, and tell applicants of theirs."""
        from manto.services import desk_pages, held_here, listening, telling, telling_records, telling_reports  # noqa: F401
