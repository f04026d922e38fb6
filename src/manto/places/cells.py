"""A grid over the globe: cells about 150 m high and wide, each with one whole number as its key.

Rows follow the latitude; every row is cut into as many cells as keep them about 150 m wide, so a row at a pole is one
cell. Keys count along a row and then on to the next: the cells of one row between two longitudes are one span of keys,
which an index of the database or a search in a sorted array finds at once.
"""

from __future__ import annotations

from math import asin, ceil, cos, degrees, floor, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from manto.places.geometry import EARTH_RADIUS_M, Floats, Point

CELL_M = 150.0
ROWS = ceil(pi * EARTH_RADIUS_M / CELL_M)
ROW_STEP = 1 << 20
"""The distance between the keys of two rows; a row has at most 266,869 cells."""

ROWS_AT_MOST = 1024
"""A circle over more rows than this, 150 km, is covered by whole rows in one span."""

_ROW_DEG = 180.0 / ROWS
_COLUMNS = np.maximum(
    1, np.floor(np.cos(np.radians((np.arange(ROWS) + 0.5) * _ROW_DEG - 90.0)) * 2 * pi * EARTH_RADIUS_M / CELL_M)
).astype(np.int64)
_COLUMNS_ONE_BY_ONE: list[int] = _COLUMNS.tolist()  # a list gives one number faster than an array
_SLACK_RAD = 1e-9
"""About six millimetres: what rounding could lose at the edge of a circle."""

Span = tuple[int, int]
"""The first and the last key of cells that lie beside each other, both included."""


def cell_of(lat: float, lon: float) -> int:
    """Name the cell in which a point lies.

    >>> cell_of(45.1477, 10.7864) == cell_of(45.14775, 10.78645), cell_of(0, 180) == cell_of(0, -180)
    (True, True)
    """
    row = min(ROWS - 1, max(0, floor((lat + 90.0) / _ROW_DEG)))
    return row * ROW_STEP + _column(lon, _columns(row))


def cells_of(lats: Floats, lons: Floats) -> NDArray[np.int64]:
    """Name the cells of many points, as ``cell_of`` does.

    Args:
        lats: Latitudes, shape (n,), degrees.
        lons: Longitudes, shape (n,), degrees.

    """
    rows = np.clip(np.floor((lats + 90.0) / _ROW_DEG), 0, ROWS - 1).astype(np.int64)
    columns = _COLUMNS[rows]
    turns = (lons + 180.0) % 360.0 / 360.0
    keys: NDArray[np.int64] = rows * ROW_STEP + np.minimum(np.floor(turns * columns).astype(np.int64), columns - 1)
    return keys


def spans_around(here: Point, radius_m: float) -> list[Span]:
    """List the spans of cells that together cover a circle, wherever on the globe it lies.

    A span may hold cells outside the circle; no point within it is outside every span.
    """
    lat, lon = radians(here[0]), here[1]
    reach = radius_m / EARTH_RADIUS_M + _SLACK_RAD
    south, north = lat - reach, lat + reach
    first = max(0, floor((degrees(south) + 90.0) / _ROW_DEG))
    last = min(ROWS - 1, floor((degrees(north) + 90.0) / _ROW_DEG))
    if last - first >= ROWS_AT_MOST:
        return [(first * ROW_STEP, (last + 1) * ROW_STEP - 1)]
    if south <= -pi / 2 or north >= pi / 2:  # a pole lies within: every longitude does
        return [(row * ROW_STEP, row * ROW_STEP + _columns(row) - 1) for row in range(first, last + 1)]
    half_width = degrees(asin(min(1.0, sin(reach) / cos(lat))) + _SLACK_RAD)
    spans: list[Span] = []
    for row in range(first, last + 1):
        columns = _columns(row)
        west, east = _column(lon - half_width, columns), _column(lon + half_width, columns)
        start = row * ROW_STEP
        if 2 * half_width * columns >= 360.0 * (columns - 1):
            spans.append((start, start + columns - 1))
        elif west <= east:
            spans.append((start + west, start + east))
        else:  # over the date line
            spans += [(start + west, start + columns - 1), (start, start + east)]
    return spans


def _columns(row: int) -> int:
    return _COLUMNS_ONE_BY_ONE[row]


def _column(lon: float, columns: int) -> int:
    return min(columns - 1, floor((lon + 180.0) % 360.0 / 360.0 * columns))
