"""The things that can be offered, as learning sees them: a kind, a place on the earth, nothing of any resident."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

EARTH_RADIUS_M = 6_371_000.0


@dataclass(frozen=True)
class Things:
    """Places, events and services in packed arrays; a thing is its row number.

    Attributes:
        category: int32, one for each thing.
        lat: Degrees; NaN where a thing is nowhere in particular, such as a service.
        lon: Degrees.
        kinds: How many categories there are, where some have none of these things.

    """

    category: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    kinds: int = 0

    def __len__(self) -> int:
        return len(self.category)

    @cached_property
    def categories(self) -> int:
        """How many categories there are."""
        return max(self.kinds, int(self.category.max()) + 1 if len(self) else 1)

    @cached_property
    def somewhere(self) -> bool:
        """Whether any of them has a position."""
        return bool(np.isfinite(self.lat).any())

    @cached_property
    def everywhere(self) -> bool:
        """Whether all of them have a position."""
        return bool(np.isfinite(self.lat).all())

    @cached_property
    def units(self) -> np.ndarray:
        """Positions as float32 unit vectors, (things, 3); zero where a thing is nowhere."""
        return unit_vectors(self.lat, self.lon)


def unit_vectors(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Turn degrees into unit vectors, so that a distance is one product; zero for NaN."""
    phi, lam = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    units = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)
    return np.asarray(np.nan_to_num(units), np.float64)


def metres(units: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """Give the metres from one position to many; the chord, which for a city is the distance."""
    apart = units - origin
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", apart, apart)) * EARTH_RADIUS_M)
