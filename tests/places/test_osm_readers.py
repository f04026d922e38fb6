"""OpenStreetMap in its three forms gives the same places."""

from pathlib import Path

import osmium
import pytest

from manto.places.drafts import Leaving, PlaceDraft
from manto.places.importing.geojson import read_geojson
from manto.places.importing.osm_pbf import read_pbf
from manto.places.importing.osm_tags import place_of_tags
from manto.places.importing.overpass import read_overpass

PHARMACY = {
    "amenity": "pharmacy",
    "name": "San Marco",
    "name:en": "Saint Mark",
    "opening_hours": "24/7",
    "addr:street": "Via Roma",
    "addr:housenumber": "3",
    "wheelchair": "designated",
    "contact:phone": "+39 1",
    "kerb:height": "0.03",
    "door:width": "90 cm",
    "incline": "4%",
    "step_count": "0",
    "toilets:wheelchair": "yes",
}


def test_tags_become_a_place() -> None:
    """Names by language, an address, hours, and measurements in the city's units."""
    place = place_of_tags("osm:node/1", "node/1", (45.1, 10.7), PHARMACY, "it")

    assert isinstance(place, PlaceDraft)
    assert (place.category, place.name) == ("pharmacy", {"it": "San Marco", "en": "Saint Mark"})
    assert (place.address, place.opening_hours, place.phone) == ("Via Roma 3", "24/7", "+39 1")
    assert place.wheelchair == "yes"
    assert place.access == {
        "kerb_cm": 3, "door_cm": 90, "incline_pct": 4, "step_free": True, "accessible_toilet": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "at", "reason", "detail"),
    [
        ({"amenity": "clock"}, (45.1, 10.7), "no_category", "amenity=clock"),
        ({"name": "?"}, (45.1, 10.7), "no_tags", ""),
        ({"amenity": "pharmacy"}, None, "no_position", ""),
        ({"amenity": "pharmacy"}, (145.1, 10.7), "no_position", "145.1, 10.7"),
        ({"amenity": "pharmacy"}, (float("nan"), 10.7), "no_position", "nan, 10.7"),
    ],
)
def test_what_is_no_place_of_ours_says_why(tags: dict, at: tuple | None, reason: str, detail: str) -> None:
    """With the tag by which it was known."""
    left = place_of_tags("osm:node/1", "node/1", at, tags, "it")

    assert isinstance(left, Leaving)
    assert (left.reason, left.detail) == (reason, detail)


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"historic": "yes", "amenity": "pharmacy"}, "pharmacy"),
        ({"amenity": "police", "operator": "Arma dei Carabinieri"}, "carabinieri"),
        ({"amenity": "police"}, "police"),
        ({"amenity": "place_of_worship", "religion": "christian"}, "church"),
        ({"historic": "city_gate"}, "monument"),
        ({"shop": "bakery"}, "shop"),
        ({"leisure": "garden"}, None),
        ({"leisure": "garden", "name": "Giardino"}, "park"),
    ],
)
def test_the_more_particular_kind_wins(tags: dict, category: str | None) -> None:
    """A pharmacy in an old house is a pharmacy."""
    found = place_of_tags("x", "x", (45.1, 10.7), tags, "it")

    assert getattr(found, "category", None) == category


def square(first: int) -> dict[int, tuple[float, float]]:
    """Give four corners of a square about 100 m wide, by node."""
    return {
        first + number: at for number, at in enumerate([(45.1, 10.7), (45.1, 10.701), (45.101, 10.701), (45.101, 10.7)])
    }


@pytest.fixture(scope="module")
def extract(tmp_path_factory) -> Path:
    """Write a small extract: a node, a closed way, an open way, a multipolygon, and three that cannot be taken."""
    path = tmp_path_factory.mktemp("osm") / "town.osm.pbf"
    node, way, relation = osmium.osm.mutable.Node, osmium.osm.mutable.Way, osmium.osm.mutable.Relation
    writer = osmium.SimpleWriter(str(path))
    writer.add_node(node(id=1, location=(10.7, 45.1), tags=PHARMACY))
    writer.add_node(node(id=2, location=(10.7, 45.1), tags={"amenity": "clock"}))
    for id_, (lat, lon) in (square(10) | square(20)).items():
        writer.add_node(node(id=id_, location=(lon, lat)))
    writer.add_way(way(id=1, nodes=[10, 11, 12, 13, 10], tags={"leisure": "park", "name": "Parco"}))
    writer.add_way(way(id=2, nodes=[10, 11, 12], tags={"man_made": "bridge", "name": "Ponte"}))
    writer.add_way(way(id=3, nodes=[20, 21, 22]))
    writer.add_way(way(id=4, nodes=[22, 23, 20]))
    writer.add_way(way(id=5, nodes=[20, 999], tags={"man_made": "bridge"}))
    outer = [("w", 3, "outer"), ("w", 4, "outer")]
    writer.add_relation(
        relation(id=1, members=outer, tags={"type": "multipolygon", "amenity": "hospital", "name": "Poma"})
    )
    writer.add_relation(
        relation(id=2, members=[("w", 888, "outer")], tags={"type": "multipolygon", "amenity": "school"})
    )
    writer.close()
    return path


def test_an_extract_gives_nodes_ways_and_multipolygons(extract: Path) -> None:
    """Each once, by its own id, at a point that belongs to it."""
    read = list(read_pbf(extract, "it"))

    places = {item.id: item for item in read if isinstance(item, PlaceDraft)}
    assert {id_: place.category for id_, place in places.items()} == {
        "osm:node/1": "pharmacy",
        "osm:way/1": "park",
        "osm:way/2": "bridge",
        "osm:relation/1": "hospital",
    }
    assert (places["osm:way/1"].lat, places["osm:way/1"].lon) == pytest.approx((45.1005, 10.7005))
    assert (places["osm:relation/1"].lat, places["osm:relation/1"].lon) == pytest.approx((45.1005, 10.7005))


def test_an_extract_says_what_it_left(extract: Path) -> None:
    """What is no place of ours, and what is not whole in the extract."""
    left = {item.where: item.reason for item in read_pbf(extract, "it") if isinstance(item, Leaving)}

    assert left == {"node/2": "no_category", "way/5": "broken_shape", "relation/2": "broken_shape"}


def test_overpass_gives_the_same_place_as_the_extract(extract: Path) -> None:
    """A city may change from one to the other and keep its places."""
    content = {"elements": [{"type": "node", "id": 1, "lat": 45.1, "lon": 10.7, "tags": PHARMACY}]}

    [place] = read_overpass(content, "it")

    assert place in list(read_pbf(extract, "it"))


def test_overpass_places_a_shape_by_centre_outline_or_nodes() -> None:
    """Whichever way it was asked."""
    corners = square(10)
    nodes = [{"type": "node", "id": id_, "lat": at[0], "lon": at[1]} for id_, at in corners.items()]
    outline = [{"lat": lat, "lon": lon} for lat, lon in [*corners.values(), corners[10]]]
    park = {"leisure": "park"}
    content = {
        "elements": [
            *nodes,
            {"type": "way", "id": 1, "center": {"lat": 45.1005, "lon": 10.7005}, "tags": park},
            {"type": "way", "id": 2, "geometry": outline, "tags": park},
            {"type": "way", "id": 3, "nodes": [10, 11, 12, 13, 10], "tags": park},
            {"type": "relation", "id": 4, "members": [{"role": "outer", "geometry": outline}], "tags": park},
            {"type": "way", "id": 5, "nodes": [10, 999], "tags": park},
        ]
    }

    *places, left = read_overpass(content, "it")

    assert [(place.lat, place.lon) for place in places] == [pytest.approx((45.1005, 10.7005))] * 4
    assert (left.where, left.reason) == ("way/5", "broken_shape")


def feature(properties: dict | None, geometry: dict | None = None, **more) -> dict:
    """Make a GeoJSON feature."""
    geometry = geometry or {"type": "Point", "coordinates": [10.7, 45.1]}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def test_a_feature_keeps_the_id_that_it_has() -> None:
    """OpenStreetMap's as elsewhere, the source's own under the source."""
    features = [
        feature(PHARMACY | {"@id": "node/1"}),
        feature(PHARMACY, id="way/2"),
        feature(PHARMACY, id=7),
        feature({"category": "toilets", "id": "wc"}),
    ]

    ids = [place.id for place in read_geojson({"features": features}, "town", "it")]

    assert ids == ["osm:node/1", "osm:way/2", "town:7", "town:wc"]


def test_a_feature_without_an_id_is_known_by_its_content() -> None:
    """In whatever order the features come; exact doubles are told apart."""
    bench, other = feature({"amenity": "bench"}), feature({"amenity": "bench", "name": "x"})

    ids = [place.id for place in read_geojson({"features": [bench, other, bench]}, "town", "it")]
    turned = [place.id for place in read_geojson({"features": [other, bench, bench]}, "town", "it")]

    assert len(set(ids)) == 3
    assert sorted(ids) == sorted(turned)


def test_a_broken_feature_stops_nothing() -> None:
    """It is told by its number."""
    broken = ["?", feature({"amenity": "bench"}, {"type": "Point", "coordinates": []}), feature(None)]

    left = list(read_geojson({"features": broken}, "town", "it"))

    assert [(item.where, item.reason) for item in left] == [
        ("feature 1", "not_understood"),
        ("feature 2", "no_position"),
        ("feature 3", "no_tags"),
    ]
