"""Which school a home belongs to: house numbers on the map, and the areas of schools. Pure.

House numbers are known as points along a street (the national archive of house numbers has each; a sparser list will do).
A number between two known ones lies on the straight line between them, one beyond the last at the last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manto.kernel.errors import BadInput

Point = tuple[float, float]  # latitude and longitude, WGS84 degrees
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Area:
    """The area of a school: rings of which a point lies inside an odd number, so that holes are holes."""

    school: str
    rings: tuple[Ring, ...]

    def holds(self, point: Point) -> bool:
        """Say whether a point lies in it; a line that two areas share belongs to one of them.

        >>> square = Area("a", (((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)),))
        >>> square.holds((0.5, 0.5)), square.holds((0.5, 1.5))
        (True, False)
        """
        inside = False
        for ring in self.rings:
            for (lat_a, lon_a), (lat_b, lon_b) in zip(ring, (*ring[1:], ring[0]), strict=True):
                if (lat_a > point[0]) != (lat_b > point[0]):
                    crossing = lon_a + (point[0] - lat_a) / (lat_b - lat_a) * (lon_b - lon_a)
                    inside ^= point[1] < crossing
        return inside


@dataclass(frozen=True)
class Addresses:
    """Where house numbers are: by street, in small letters, the known ones in their order."""

    streets: Mapping[str, tuple[tuple[int, Point], ...]]

    def point_of(self, street: str, number: str) -> Point | None:
        """Find a house; None where the street is not known or the number is none.

        >>> Addresses({"via roma": ((1, (45.0, 10.0)), (11, (45.1, 10.0)))}).point_of("Via Roma", "6/B")
        (45.05, 10.0)
        """
        known = self.streets.get(" ".join(street.casefold().split()))
        digits = "".join(_leading_digits(number))
        if not known or not digits:
            return None
        wanted = int(digits)
        after = bisect_left([one for one, _ in known], wanted)
        if after == len(known):
            return known[-1][1]
        (high, end), (low, start) = known[after], known[max(after - 1, 0)]
        if high == wanted or low >= wanted:
            return end if high == wanted else start
        part = (wanted - low) / (high - low)
        return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def _leading_digits(text: str) -> list[str]:
    digits = []
    for letter in text.strip():
        if letter not in "0123456789":
            break
        digits.append(letter)
    return digits[:6]


def school_at(point: Point, areas: Sequence[Area]) -> str | None:
    """Name the school in whose area a point lies; None where it lies in none."""
    return next((area.school for area in areas if area.holds(point)), None)


def read_areas(content: Any, *, file: str, schools: Mapping[str, str]) -> tuple[Area, ...]:
    """Read areas from GeoJSON: polygons with a property ``school``, which names a place of the city's folder.

    Raises:
        BadInput: Something is missing or wrong; names the file and the feature.

    """
    found: list[Area] = []
    try:
        for feature in content["features"]:
            school, shape = feature["properties"]["school"], feature["geometry"]
            parts = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}[shape["type"]]
            rings = tuple(tuple((float(lat), float(lon)) for lon, lat in ring) for part in parts for ring in part)
            if school not in schools:
                raise ValueError(f"no place of the city is called '{school}'")
            if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
                raise ValueError("a ring does not end where it begins")
            found.append(Area(school, tuple(ring[:-1] for ring in rings)))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{file}, area {len(found) + 1}: {error}.", "See demo/mantova/catchments.geojson.") from None
    return tuple(found)


def read_addresses(content: Any, *, file: str) -> Addresses:
    """Read house numbers: by street, number: [latitude, longitude].

    Raises:
        BadInput: A street cannot be used; names the file and the street.

    """
    streets = {}
    street = ""
    try:
        for street, numbers in content.items():
            known = sorted((int(number), (float(lat), float(lon))) for number, (lat, lon) in numbers.items())
            if not known:
                raise ValueError("it has no number")
            streets[" ".join(str(street).casefold().split())] = tuple(known)
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"{file}, '{street}': {error}.", "See demo/mantova/addresses.yaml.") from None
    return Addresses(streets)
