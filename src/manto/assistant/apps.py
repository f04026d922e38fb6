"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AssistantConfig(AppConfig):
    """Registers the room under its one word."""

    name = "manto.assistant"
    label = "assistant"

    def ready(self) -> None:
        """Answer for what this room holds, word why it reads, put pages on the desks, hear of consents withdrawn."""
        from manto.assistant import desk_pages, events_heard, held_here  # noqa: F401
        from manto.assistant.taste import liking  # noqa: F401
