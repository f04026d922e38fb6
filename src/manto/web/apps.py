"""The edge as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Connects sign-in with the residents' room."""

    name = "manto.web"

    def ready(self) -> None:
        """Listen to who signs up."""
        from manto.web import sign_in  # noqa: F401
