"""The drawn map of Mantua: small, valid, and Mantua at first sight."""

from typing import Any

import pytest

from .conftest import DEMO
from .geometry import inside

KINDS = {"water", "wall", "green", "street", "rail", "boundary"}
Shapes = list[dict[str, Any]]


def test_the_drawing_is_small_enough_to_carry() -> None:
    """It is loaded by every phone."""
    assert (DEMO / "mantova" / "shapes.geojson").stat().st_size < 60_000


def test_every_shape_has_a_kind_a_name_and_a_geometry_one_can_draw(shapes: Shapes) -> None:
    """Closed rings, lines of two points or more, all within the drawn bounds of the city."""
    wrong = [shape["properties"] for shape in shapes if not _can_be_drawn(shape)]

    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("boundary", {"Comune di Mantova"}),
        ("water", {"Lago Superiore", "Lago di Mezzo", "Lago Inferiore", "Rio"}),
        ("wall", {"Antica cinta"}),
        ("green", {"Piazza Virgiliana", "Lungolago Gonzaga", "Giardini di Palazzo Te", "Bosco Virgiliano"}),
        (
            "street",
            {
                "Corso Umberto I", "Via Roma", "Via Principe Amedeo", "Corso Vittorio Emanuele II", "Corso Garibaldi",
                "Viale Te", "Ponte dei Mulini", "Ponte di San Giorgio", "Tangenziale Nord",
            },
        ),
        ("rail", {"Linea per Verona", "Linea per Modena"}),
    ],
)  # fmt: skip
def test_what_makes_mantua_is_drawn(shapes: Shapes, kind: str, names: set[str]) -> None:
    """Lakes, bridges, the ring, the main streets."""
    drawn = {shape["properties"]["name"] for shape in shapes if shape["properties"]["kind"] == kind}

    assert names <= drawn


def test_the_lakes_lie_around_the_old_town(shapes: Shapes) -> None:
    """Upper to the west, middle to the north, lower to the east, none over another."""
    west, north, east = (_middle(shapes, name) for name in ("Lago Superiore", "Lago di Mezzo", "Lago Inferiore"))
    town = (45.1585, 10.7947)

    assert west[1] < town[1] < east[1]
    assert north[0] > town[0]
    assert not inside(town, _ring(shapes, "Lago Superiore"))


def test_the_old_wall_holds_the_old_town_and_not_palazzo_te(shapes: Shapes, mantova: dict[str, dict[str, Any]]) -> None:
    """Palazzo Te stood on an island outside the wall."""
    wall = _ring(shapes, "Antica cinta")

    assert inside(mantova["piazza-erbe"]["at"], wall)
    assert inside(mantova["palazzo-ducale"]["at"], wall)
    assert not inside(mantova["palazzo-te"]["at"], wall)


def _can_be_drawn(shape: dict[str, Any]) -> bool:
    properties, geometry = shape["properties"], shape["geometry"]
    if properties["kind"] not in KINDS or not properties["name"]:
        return False
    if geometry["type"] == "Polygon":
        points = geometry["coordinates"][0]
        closed = points[0] == points[-1] and len(points) >= 4
    else:
        points = geometry["coordinates"]
        closed = geometry["type"] == "LineString" and len(points) >= 2
    return closed and all(10.71 <= lon <= 10.91 and 45.10 <= lat <= 45.19 for lon, lat in points)


def _ring(shapes: Shapes, name: str) -> list[tuple[float, float]]:
    geometry = next(shape["geometry"] for shape in shapes if shape["properties"]["name"] == name)
    points = geometry["coordinates"][0] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [(lat, lon) for lon, lat in points]


def _middle(shapes: Shapes, name: str) -> tuple[float, float]:
    ring = _ring(shapes, name)
    return sum(lat for lat, _ in ring) / len(ring), sum(lon for _, lon in ring) / len(ring)
