"""What this room shows to administrators: to look at, since the next import would undo what is typed here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from manto.places.models import Event, ImportRun, Place, Source


class ToLookAt(ModelAdmin):
    """A table that is read here and changed where it comes from."""

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Source)
class Sources(ToLookAt):
    """Where content comes from, and under which licence."""

    list_display: ClassVar[tuple[str, ...]] = ("name", "licence", "attribution", "url")


@admin.register(Place)
class Places(ToLookAt):
    """Places, with those withdrawn."""

    list_display: ClassVar[tuple[str, ...]] = ("id", "name", "category", "source", "imported_at", "withdrawn_at")
    list_filter: ClassVar[tuple[str, ...]] = ("category", "source")
    list_select_related: ClassVar[tuple[str, ...]] = ("source",)
    search_fields: ClassVar[tuple[str, ...]] = ("id", "name", "address")


@admin.register(Event)
class Events(ToLookAt):
    """Events, with those withdrawn."""

    list_display: ClassVar[tuple[str, ...]] = ("id", "title", "kind", "starts", "rrule", "withdrawn_at")
    list_filter: ClassVar[tuple[str, ...]] = ("kind", "source")
    search_fields: ClassVar[tuple[str, ...]] = ("id", "title")


@admin.register(ImportRun)
class ImportRuns(ToLookAt):
    """What each import did."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("started_at", "source", "file", "kind", "taken", "unchanged", "changed", "withdrawn", "left", "seconds"),
    )
    list_filter: ClassVar[tuple[str, ...]] = ("source", "kind")
    list_select_related: ClassVar[tuple[str, ...]] = ("source",)
