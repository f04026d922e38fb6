"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Registers the room under its one word."""

    name = "manto.services"
    label = "services"
