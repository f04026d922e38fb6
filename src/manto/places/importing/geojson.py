"""Places as GeoJSON, with OpenStreetMap's tags or a ``category`` of ours as properties."""

from __future__ import annotations

import json
import re
from collections import Counter
from hashlib import blake2b
from typing import Any

from manto.places.drafts import Leaving, Reading
from manto.places.geometry import Point
from manto.places.importing.cleaning import clean
from manto.places.importing.osm_tags import place_of_tags
from manto.places.importing.shapes import representative_point

_OSM_ELEMENT = re.compile(r"(node|way|relation)/[0-9]+")


def read_geojson(content: dict[str, Any], source: str, language: str) -> Reading:
    """Read the features of a FeatureCollection.

    A feature that has an id keeps it from one reading to the next; one without is known by its properties and place,
    so a change of either makes it another.

    Args:
        content: The whole of it.
        source: Id of the source, which begins the id of each place.
        language: In which a plain ``name`` is written here.

    """
    alike: Counter[str] = Counter()
    for number, feature in enumerate(content.get("features") or [], 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict | None):
            yield Leaving(f"feature {number}", "not_understood", "not a GeoJSON feature")
            continue
        tags = properties or {}
        at = representative_point(feature.get("geometry"))
        ref = _given_ref(feature, tags)
        if not ref:
            ref = _made_ref(tags, at)
            alike[ref] += 1
            ref += f"-{alike[ref]}" if alike[ref] > 1 else ""
        id_ = f"osm:{ref}" if _OSM_ELEMENT.fullmatch(ref) else f"{source}:{ref}"
        yield place_of_tags(id_, ref, at, tags, language, f"feature {number}")


def _given_ref(feature: dict[str, Any], tags: dict[str, Any]) -> str:
    for value in (tags.get("@id"), feature.get("id"), tags.get("id")):
        if isinstance(value, str | int) and not isinstance(value, bool) and clean(value):
            return clean(value)
    return ""


def _made_ref(tags: dict[str, Any], at: Point | None) -> str:
    place = None if at is None else [round(at[0], 6), round(at[1], 6)]
    text = json.dumps([tags, place], sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
