"""OpenStreetMap's tags as a place of the city."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from manto.city.folder import LANGUAGES_KNOWN
from manto.places.categories import catalogue, category_of_tags, osm_keys
from manto.places.drafts import Leaving, PlaceDraft, Wheelchair, Words
from manto.places.geometry import Point
from manto.places.importing.cleaning import clean

_WHEELCHAIR: dict[str, Wheelchair] = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(m|cm|mm)?")
_CM = {"mm": 0.1, "cm": 1.0, "m": 100.0, None: 100.0}  # a length without a unit is in metres
_INCLINE = re.compile(r"[-+]?([0-9]+(?:\.[0-9]+)?)\s*%")


def place_of_tags(
    id_: str, ref: str, at: Point | None, tags: Mapping[str, Any], language: str, where: str = ""
) -> PlaceDraft | Leaving:
    """Make a place of tags, or say why there is none.

    Args:
        id_: The place's in the whole city.
        ref: The element's in its source.
        at: Where it is; None when nobody could say.
        tags: Keys and values; a ``category`` of ours outweighs OpenStreetMap's.
        language: In which a plain ``name`` is written here.
        where: The element, as the one who mends it would look for it; its ref when left out.

    """
    where = where or ref
    tags = {key: value for key, value in tags.items() if isinstance(value, str | int | float)}
    kind = tags["category"] if tags.get("category") in catalogue() else category_of_tags(tags)
    if kind is None:
        told = next((f"{key}={_text(tags, key)}"[:200] for key in _TOLD if key in tags), "")
        return Leaving(where, "no_category", told) if told else Leaving(where, "no_tags")
    if at is None or not (-90 <= at[0] <= 90 and -180 <= at[1] <= 180):
        return Leaving(where, "no_position", "" if at is None else f"{at[0]}, {at[1]}")
    return PlaceDraft(
        id=id_,
        ref=ref,
        category=kind,
        lat=at[0],
        lon=at[1],
        name=_words(tags, "name", language),
        about=_words(tags, "description", language),
        address=_address(tags),
        opening_hours=_text(tags, "opening_hours"),
        wheelchair=_WHEELCHAIR.get(_text(tags, "wheelchair"), "unknown"),
        access=_access(tags),
        phone=_text(tags, "phone", "contact:phone"),
        website=_text(tags, "website", "contact:website", "url"),
    )


_TOLD = ["amenity", "tourism", "shop", "leisure", *sorted(osm_keys()), "building", "landuse"]


def _words(tags: Mapping[str, Any], key: str, language: str) -> Words:
    words = {code: _text(tags, f"{key}:{code}") for code in LANGUAGES_KNOWN}
    words[language] = words.get(language) or _text(tags, key)
    return {code: text for code, text in words.items() if text}


def _address(tags: Mapping[str, Any]) -> str:
    street = _text(tags, "addr:street", "addr:place")
    return f"{street} {_text(tags, 'addr:housenumber')}".strip() if street else _text(tags, "addr:full")


def _access(tags: Mapping[str, Any]) -> dict[str, Any]:
    access: dict[str, Any] = {}
    for name, keys in (("kerb_cm", ("kerb:height",)), ("door_cm", ("door:width", "entrance:width"))):
        if length := _LENGTH.fullmatch(_text(tags, *keys)):
            access[name] = round(float(length[1]) * _CM[length[2]], 1)
    if incline := _INCLINE.fullmatch(_text(tags, "incline")):
        access["incline_pct"] = float(incline[1])
    if surface := _text(tags, "surface"):
        access["surface"] = surface
    if (steps := _text(tags, "step_count", "entrance:step_count")).isdigit():
        access["step_free"] = int(steps) == 0
    elif "ramp:wheelchair" in tags:
        access["step_free"] = _text(tags, "ramp:wheelchair") == "yes"
    if "toilets:wheelchair" in tags:
        access["accessible_toilet"] = _text(tags, "toilets:wheelchair") == "yes"
    return access


def _text(tags: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        value = tags.get(key)
        if value is not None:
            return clean(value)
    return ""
