"""What kind of file this is, by what it holds and not by its name."""

from __future__ import annotations

import re
from typing import Literal, get_args

from manto.kernel.errors import BadInput
from manto.places.importing.csv_rows import column_names, decode, delimiter_of
from manto.places.importing.event_feeds import looks_like_schema_org

Kind = Literal["osm", "overpass", "geojson", "gtfs", "csv", "ical", "schemaorg"]
KINDS: tuple[str, ...] = get_args(Kind)
HEAD_BYTES = 64_000

_READABLE = (
    "Manto reads GeoJSON, Overpass JSON, .osm.pbf, a GTFS zip or folder, CSV with the columns category, lat and lon, "
    "iCalendar, and schema.org's Event in JSON-LD."
)


def sniff(head: bytes, name: str) -> Kind:
    """Say what kind of file this is.

    Args:
        head: Its first ``HEAD_BYTES``.
        name: What to call it when it cannot be read.

    Raises:
        BadInput: It is none that can be read; says what it seems to be.

    >>> sniff(b'{"version": 0.6, "elements": []}', "answer.json")
    'overpass'
    """
    if not head.strip():
        raise BadInput(f"{name} is empty.", "Fetch it again.")
    if head[4:30].find(b"OSMHeader") != -1:
        return "osm"
    if head.startswith(b"PK\x03\x04"):
        return "gtfs"
    if known := next((told for start, told in _NOT_OURS if head.startswith(start)), None):
        raise BadInput(f"{name} is {known}, which cannot be read.", _READABLE)
    text = decode(head).lstrip()
    if text.startswith("BEGIN:VCALENDAR"):
        return "ical"
    if text.startswith(("{", "[")):
        return _sniff_json(text, name)
    if text.startswith("<"):
        if "<osm" in text[:500]:
            raise BadInput(
                f"{name} is OpenStreetMap's XML.", "Turn it into .osm.pbf first: osmium cat in.osm -o out.osm.pbf."
            )
        raise BadInput(f"{name} is XML or a web page.", _READABLE)
    heading = text.partition("\n")[0]
    columns = column_names([cell.strip('" \r') for cell in heading.split(delimiter_of(text))])
    if {"lat", "lon"} <= set(columns) or ("category" in columns and len(columns) > 1):
        return "csv"
    raise BadInput(f"{name} is nothing that Manto knows.", _READABLE)


def _sniff_json(text: str, name: str) -> Kind:
    if looks_like_schema_org(text):
        return "schemaorg"
    if re.search(r'"type"\s*:\s*"FeatureCollection"', text) or '"features"' in text:
        return "geojson"
    if '"elements"' in text:
        return "overpass"
    raise BadInput(f"{name} is JSON, but neither GeoJSON features nor an answer of Overpass.", _READABLE)


_NOT_OURS = (
    (b"\x1f\x8b", "packed by gzip"),
    (b"BZh", "packed by bzip2"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PMTiles", "a basemap (PMTiles; a city's imports.yaml may name it)"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
)
