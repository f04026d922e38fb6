"""Neighbourhood packs: all that the phone needs of one square, in every language, signed, to be kept and mended.

A pack is a **head** and **items**. Each item is a line of JSON as it was written; the phone hashes the bytes that it
received and never writes them anew. The head names the square, the version and the digest of all items; the city's key
signs the bytes of the head. So a pack may come from any server, cache or friend, and half of one is noticed.

The square is a hundredth of a degree high and wide (1.1 by 0.8 km in Italy): the only thing that the city learns of
who asks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

from manto.kernel.errors import BadInput

CELLS_IN_A_DEGREE = 100
Items = dict[str, str]
"""The lines of a pack by their names, such as ``place mantova:palazzo-te``."""


@dataclass(frozen=True)
class Pack:
    """One square at one version."""

    cell: str
    version: str
    head: str
    items: Items


def cell_at(lat: float, lon: float) -> str:
    """Name the square in which a point lies.

    >>> cell_at(45.1603, 10.7978), cell_at(-90.0, -180.0), cell_at(90.0, 180.0)
    ('13516x19079', '0x0', '17999x35999')
    """
    north = min(180 * CELLS_IN_A_DEGREE - 1, floor((lat + 90) * CELLS_IN_A_DEGREE))
    east = min(360 * CELLS_IN_A_DEGREE - 1, floor((lon + 180) * CELLS_IN_A_DEGREE))
    return f"{north}x{east}"


def box_of(cell: str) -> tuple[float, float, float, float]:
    """Give the square of a name: west, south, east, north.

    Raises:
        BadInput: It is not the name of one.

    """
    north, _, east = cell.partition("x")
    if not (north.isdecimal() and east.isdecimal() and north.isascii() and east.isascii()) or len(cell) > 12:
        raise BadInput(f"'{cell[:20]}' is not a square.", "Name it as 13516x19079.")
    row, column = int(north), int(east)
    if row >= 180 * CELLS_IN_A_DEGREE or column >= 360 * CELLS_IN_A_DEGREE:
        raise BadInput(f"'{cell}' is not on the globe.", "Name a square of this city.")
    south, west = row / CELLS_IN_A_DEGREE - 90, column / CELLS_IN_A_DEGREE - 180
    return west, south, west + 1 / CELLS_IN_A_DEGREE, south + 1 / CELLS_IN_A_DEGREE


def line(value: Mapping[str, Any] | list[Any]) -> str:
    """Write an item; equal values are equal bytes here, and nobody needs to write them elsewhere."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def pack_of(cell: str, city: str, items: Items, *, day: str) -> Pack:
    """Put a pack together: its version is named by what is in it.

    Args:
        cell: Which square.
        city: Which city's.
        items: Its lines.
        day: On which day it was made; opening hours in it are worked out from then on.

    """
    listing = listing_of(items)
    version = digest(listing)[:20]
    head = line({"cell": cell, "city": city, "day": day, "items": digest(listing), "version": version})
    return Pack(cell, version, head, items)


def listing_of(items: Items) -> str:
    """List every item with its digest, in the order of their names: what the head's digest is of."""
    return "\n".join(f"{name} {digest(items[name])}" for name in sorted(items))


def delta(before: Items, after: Items) -> tuple[Items, list[str]]:
    """Say what is new or changed, and what is gone."""
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    return changed, sorted(set(before) - set(after))


def digest(text: str) -> str:
    """Name a text by its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def items_of(parts: Iterable[tuple[str, Mapping[str, Any] | list[Any]]]) -> Items:
    """Write named values as items."""
    return {name: line(value) for name, value in parts}
