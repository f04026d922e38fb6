"""The street graph in use, made again when the content's version has moved on; and ways on it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from manto.places.geometry import Point, distances_m
from manto.places.models import Source, StreetNetwork
from manto.places.snapshot import content_version
from manto.places.walking.streets import Streets, Way, streets_of

AROUND_M = 6000.0
"""How far around a phone's rough position it is given the streets, so that it finds ways by itself."""


def streets() -> Streets:
    """Give the streets of the city, of all sources together."""
    return _streets(content_version())[0]


def street_sources() -> list[Source]:
    """Name those from whom the streets are."""
    return _streets(content_version())[1]


@lru_cache(maxsize=2)
def _streets(_version: str) -> tuple[Streets, list[Source]]:
    ways, sources = [], []
    for held in StreetNetwork.objects.select_related("source").order_by("source_id"):
        sources.append(held.source)
        ways += [
            # Corners of two sources are never the same corner.
            Way(ref, name, tuple(f"{held.source_id}/{corner}" for corner in corners), tuple(map(tuple, points)), facts)
            for ref, name, corners, points, facts in held.ways
        ]
    return streets_of(ways), sources


def streets_around(near: Point | None) -> dict[str, Any]:
    """Give the streets around a point as the phone takes them in: whole numbers, in few words.

    Returns:
        ``points`` as latitude and longitude in turn, in millionths of a degree; ``stretches`` as from, to and way in
        turn; ``ways`` each with ``name`` and ``facts``.

    """
    return _around(near, content_version())


@lru_cache(maxsize=32)
def _around(near: Point | None, version: str) -> dict[str, Any]:
    held = streets()
    wanted = np.ones(len(held.a), dtype=bool)
    if near is not None and len(held.points):
        close = distances_m(near, held.points[:, 0], held.points[:, 1]) <= AROUND_M
        wanted = close[held.a] & close[held.b]
    ways, way = np.unique(held.way[wanted], return_inverse=True)
    ends = np.stack([held.a[wanted], held.b[wanted]])
    corners, ends = np.unique(ends, return_inverse=True)
    ends = ends.reshape(2, -1)
    return {
        "version": version,
        "points": np.rint(held.points[corners] * 1e6).astype(int).ravel().tolist(),
        "stretches": np.stack([ends[0], ends[1], way.reshape(-1)], axis=1).ravel().tolist(),
        "ways": [{"name": held.names[one], "facts": dict(held.facts[one])} for one in ways.tolist()],
    }
