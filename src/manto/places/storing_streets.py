"""Writing a street network: the whole of it, since its ways share corners."""

from __future__ import annotations

import json
from hashlib import sha256

from manto.places.models import StreetNetwork
from manto.places.walking.streets import Way


def replace_streets(source: str, ways: list[Way] | None) -> bool:
    """Make a source's streets these; say whether anything changed. None leaves what it has."""
    if ways is None:
        return False
    written = [
        [
            way.ref,
            way.name,
            list(way.corners),
            [[round(lat, 7), round(lon, 7)] for lat, lon in way.points],
            dict(way.facts),
        ]
        for way in ways
    ]
    digest = sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
    held = StreetNetwork.objects.filter(source_id=source).values_list("digest", flat=True).first()
    if held == digest:
        return False
    StreetNetwork.objects.update_or_create(source_id=source, defaults={"digest": digest, "ways": written})
    return True
