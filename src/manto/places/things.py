"""Every place and event by its name, for rooms that keep what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import nan

from manto.places.models import Event, Place
from manto.places.snapshot import content_version


@dataclass(frozen=True)
class Thing:
    """A place or an event, whether it is still there or was withdrawn.

    Attributes:
        category: Of the place; of an event its kind after ``event:``.
        names: By language.
        lat: Degrees; NaN where an event has no place.

    """

    category: str
    names: dict[str, str]
    lat: float
    lon: float


def things_by_id() -> dict[str, Thing]:
    """Give all places and events of the city, made again when the content changes."""
    return _things(content_version())


@lru_cache(maxsize=2)
def _things(_version: str) -> dict[str, Thing]:
    columns = ("id", "category", "name", "lat", "lon")
    things = {
        id_: Thing(category, name, lat, lon)
        for id_, category, name, lat, lon in Place.objects.values_list(*columns).iterator(chunk_size=5000)
    }
    for id_, kind, title, place in Event.objects.values_list("id", "kind", "title", "place"):
        spot = things.get(place or "")
        things[id_] = Thing(f"event:{kind}", title, spot.lat if spot else nan, spot.lon if spot else nan)
    return things
