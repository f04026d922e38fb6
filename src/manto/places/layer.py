"""The city's own layer: what an editor says, laid over what the sources say."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from manto.places.cells import cell_of
from manto.places.models import Place

DESK_SOURCE = "city-desk"
"""The source of places that no file brought: an editor wrote them."""

EDITABLE = (
    *("category", "name", "about", "story", "text_alternative", "lat", "lon", "address", "opening_hours"),
    *("wheelchair", "access", "phone", "website", "audience", "pose", "media", "actions", "valid_from", "valid_to"),
    "hidden",
)
"""The fields that an edit may replace; ``hidden`` takes a place out of sight."""

_MOMENTS = ("valid_from", "valid_to")


def stands_alone(changes: dict[str, Any]) -> bool:
    """Say whether an edit is enough of a place without any source's.

    >>> stands_alone({"category": "bench", "lat": 45.1, "lon": 10.7, "name": {"it": "Panchina"}})
    True
    """
    return all(key in changes for key in ("category", "lat", "lon", "name"))


def laid_over(place: Place | None, id_: str, changes: dict[str, Any], *, edited_at: datetime) -> Place | None:
    """Give a place as the city shows it: the source's, with the edit's fields in place of its own.

    Args:
        place: As its source says; None when no source has it (any more).
        id_: Its id.
        changes: The edit.
        edited_at: When the edit was published.

    Returns:
        A place that is not to be saved; None when it is hidden, or gone and not whole without its source.

    """
    if changes.get("hidden") or (place is None and not stands_alone(changes)):
        return None
    if place is None:
        shown = Place(id=id_, source_id=DESK_SOURCE, source_ref=id_[:140], imported_at=edited_at)
    else:
        shown = copy.copy(place)
    for key, value in changes.items():
        if key in _MOMENTS:
            value = datetime.fromisoformat(value) if value else None
        if key == "access" and place is not None:
            value = {**place.access, **value}  # a measure that the edit does not name is still the source's
        setattr(shown, key, value)
    shown.cell = cell_of(shown.lat, shown.lon)
    return shown
