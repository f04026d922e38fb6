"""Whatever a file holds, a reader reads on or says what is wrong; it never breaks, and what it gives can be stored."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.places import storing
from manto.places.drafts import Leaving, PlaceDraft
from manto.places.importing.csv_rows import read_csv
from manto.places.importing.geojson import read_geojson
from manto.places.importing.gtfs import read_gtfs
from manto.places.importing.overpass import read_overpass

from .test_gtfs import FEED, line_text

words = st.one_of(
    st.text(max_size=8), st.sampled_from(["node", "way", "Point", "Polygon", "\0", "\ud800", "nan", "1e999"])
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=8,
)
tags = st.dictionaries(
    st.sampled_from(["amenity", "name", "@id", "id", "opening_hours", "kerb:height"]), values, max_size=4
)
geometries = st.fixed_dictionaries(
    {
        "type": st.one_of(st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon"]), values),
        "coordinates": values,
    }
)
features = st.one_of(
    values,
    st.fixed_dictionaries(
        {"properties": st.one_of(values, tags.map(lambda held: held | {"amenity": "bench"}))},
        optional={"geometry": st.one_of(values, geometries), "id": values},
    ),
)
positions = st.fixed_dictionaries({}, optional={"lat": scalars, "lon": scalars})
elements = st.one_of(
    values,
    st.fixed_dictionaries(
        {"type": st.one_of(st.sampled_from(["node", "way", "relation"]), scalars), "id": scalars},
        optional={
            "tags": tags,
            "lat": scalars,
            "lon": scalars,
            "center": st.one_of(positions, values),
            "geometry": st.lists(st.one_of(positions, values), max_size=4),
            "nodes": st.lists(scalars, max_size=4),
            "members": st.lists(values, max_size=3),
        },
    ),
)


def all_can_be_stored(read: list) -> None:
    """Give every item the form in which it is stored."""
    for item in read:
        if isinstance(item, Leaving):
            f"{item.where} {item.reason} {item.detail}".encode()
        else:
            assert isinstance(item, PlaceDraft)
            stored = "".join(str(value) for value in storing.place_values(item))
            assert "\0" not in stored.encode().decode()
            assert "\\u0000" not in stored


@given(st.lists(features, max_size=5))
def test_any_geojson(content: list) -> None:
    """Features of every shape."""
    all_can_be_stored(list(read_geojson({"features": content}, "town", "it")))


@given(st.lists(elements, max_size=5))
def test_any_overpass(content: list) -> None:
    """Elements of every shape."""
    all_can_be_stored(list(read_overpass({"elements": content}, "it")))


@given(st.lists(st.lists(st.one_of(words, st.just("bench"), st.just("45.1")), min_size=3, max_size=6), max_size=6))
def test_any_table(rows: list[list[str]]) -> None:
    """Cells of every content, quoted or not."""
    text = "category,lat,lon,name,id\n" + "\n".join(",".join(row) for row in rows)

    all_can_be_stored(list(read_csv(text.encode("utf-8", "replace"), "town", "it")))


@given(st.binary(max_size=200))
def test_any_bytes_as_a_table(content: bytes) -> None:
    """Refused by name, or read."""
    with suppress(BadInput):
        all_can_be_stored(list(read_csv(content, "town", "it")))


@given(st.sampled_from(sorted(FEED)), st.integers(0, 500), st.binary(max_size=6))
def test_a_feed_with_a_scratch(name: str, where: int, scratch: bytes) -> None:
    """Any file of it, anywhere."""
    held = FEED[name]
    with suppress(BadInput):
        feed = read_gtfs(FEED | {name: held[:where] + scratch + held[where + len(scratch) :]}, "apam", "it", line_text)
        all_can_be_stored([*feed.places, *feed.left])
        assert json.dumps(list(feed.timetable.shapes.values()))


def test_an_answer_that_overpass_broke_off_is_refused() -> None:
    """What is missing in it would be taken for gone."""
    content = {"remark": 'runtime error: Query timed out in "query"', "elements": []}

    with pytest.raises(BadInput, match="timed out"):
        list(read_overpass(content, "it"))
