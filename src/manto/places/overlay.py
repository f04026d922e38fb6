"""One overlay as others read it: a GeoJSON feature with OGC GeoPose, whom it is for, when it holds, and how one gets in.

The form is that of ``overlay.schema.json``. A text alternative is part of it, always: where nobody wrote one, it is
made of the facts, and the feature says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from math import cos, radians, sin
from typing import Any

from jsonschema import Draft202012Validator

from manto.kernel.errors import BadInput
from manto.places.categories import catalogue

AUDIENCES = ("children", "families", "students", "residents", "visitors", "wheelchair", "low_vision", "hearing")
MEASURES = ("kerb_cm", "incline_pct", "width_cm", "door_cm", "surface", "step_free", "accessible_toilet", "steps")


def feature(place: Any, source: Any, languages: tuple[str, ...]) -> dict[str, Any]:
    """Write a place as a feature.

    Args:
        place: As the city shows it.
        source: Where it is known from.
        languages: Those of the city; the text alternative is given in each.

    """
    alternative, by = text_alternative(place, languages)
    properties: dict[str, Any] = {
        "category": place.category,
        "name": place.name,
        "about": place.about,
        "story": place.story,
        "text_alternative": alternative,
        "text_alternative_by": by,
        "languages": sorted({language for words in (place.name, place.about, place.story) for language in words}),
        "audience": place.audience,
        "valid": {"from": _iso(place.valid_from), "to": _iso(place.valid_to)},
        "access": {**place.access, "wheelchair": place.wheelchair},
        "address": place.address,
        "opening_hours": place.opening_hours,
        "phone": place.phone,
        "website": place.website,
        "media": place.media,
        "actions": place.actions,
        "geopose": geopose(place),
        "source": {name: getattr(source, name) for name in ("id", "name", "licence", "attribution", "url")},
        "updated": _iso(place.imported_at),
    }
    kept = {key: value for key, value in properties.items() if value not in ("", {}, [])}
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": kept,
    }


def text_alternative(place: Any, languages: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """Give what is said instead of what is seen, in each language, and by whom: ``editor`` or ``facts``."""
    if all(place.text_alternative.get(language) for language in languages):
        return dict(place.text_alternative), "editor"
    kind = catalogue()[place.category].name
    made = {}
    for language in languages:
        name = place.name.get(language) or next(iter(place.name.values()), "")
        what = kind.get(language) or kind["en"]
        said = what if not name or name == what else f"{what}: {name}"
        made[language] = place.text_alternative.get(language) or (f"{said}, {place.address}" if place.address else said)
    return made, "facts"


def geopose(place: Any) -> dict[str, Any]:
    """Write where it stands and which way it faces (OGC 21-056r11, Basic-YPR)."""
    pose = place.pose or {}
    return {
        "position": {"lat": place.lat, "lon": place.lon, "h": pose.get("h", 0.0)},
        "angles": {name: pose.get(name, 0.0) for name in ("yaw", "pitch", "roll")},
    }


def quaternion(angles: Mapping[str, float]) -> dict[str, float]:
    """Turn yaw, pitch and roll in degrees (in that order, about z, y and x) into a unit quaternion.

    >>> quaternion({"yaw": 90.0, "pitch": 0.0, "roll": 0.0})
    {'x': 0.0, 'y': 0.0, 'z': 0.707107, 'w': 0.707107}
    """
    y, p, r = (radians(angles[name]) / 2 for name in ("yaw", "pitch", "roll"))
    turned = {
        "x": sin(r) * cos(p) * cos(y) - cos(r) * sin(p) * sin(y),
        "y": cos(r) * sin(p) * cos(y) + sin(r) * cos(p) * sin(y),
        "z": cos(r) * cos(p) * sin(y) - sin(r) * sin(p) * cos(y),
        "w": cos(r) * cos(p) * cos(y) + sin(r) * sin(p) * sin(y),
    }
    return {axis: round(value, 6) for axis, value in turned.items()}


@cache
def schema() -> dict[str, Any]:
    """Give the JSON Schema of an overlay."""
    read: dict[str, Any] = json.loads(files(__package__).joinpath("overlay.schema.json").read_bytes())
    return read


def check_feature(found: dict[str, Any]) -> None:
    """Refuse a feature that is not of the form.

    Raises:
        BadInput: Says which field and why.

    """
    error = next(iter(sorted(_validator().iter_errors(found), key=lambda error: list(error.absolute_path))), None)
    if error is not None:
        where = ".".join(str(part) for part in error.absolute_path if part != "properties") or "the overlay"
        raise BadInput(f"'{where}' is not as it must be: {error.message}.", "See overlay.schema.json for the form.")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
