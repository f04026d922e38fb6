"""Make geo.json: distances and directions that the phone and the server must both work out.

The product uses the haversine formula. These come from another way altogether: both points as unit vectors in space,
the angle as atan2(|a x b|, a . b), and the direction by laying b on the northward and eastward tangents at a.
The points are written by hand or drawn from a fixed sequence, so the file comes out the same each time:

    python tests/vectors/make_geo.py > tests/vectors/geo.json
"""

from __future__ import annotations

import json
from math import atan2, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
ARROWS = "↑↗→↘↓↙←↖"

Point = tuple[float, float]
Vector = tuple[float, float, float]

HAND_PICKED: list[tuple[str, Point, Point]] = [
    ("Palazzo Te to Palazzo Ducale, Mantua", (45.1477, 10.7864), (45.1603, 10.7980)),
    ("across a square", (45.15985, 10.79460), (45.15990, 10.79532)),
    ("one step north", (45.156400, 10.791400), (45.156407, 10.791400)),
    ("one step west", (45.156400, 10.791400), (45.156400, 10.791390)),
    ("Mantua to Florence", (45.1564, 10.7914), (43.7696, 11.2558)),
    ("Florence to Mantua", (43.7696, 11.2558), (45.1564, 10.7914)),
    ("Mantua to Sydney", (45.1564, 10.7914), (-33.8688, 151.2093)),
    ("the same place", (45.1564, 10.7914), (45.1564, 10.7914)),
    ("over the date line, eastward", (-16.5, 179.95), (-16.5, -179.95)),
    ("over the date line, westward", (-16.5, -179.95), (-16.5, 179.95)),
    ("over the date line at the equator", (0.0, 179.999), (0.0, -179.999)),
    ("Fiji to Samoa", (-18.1416, 178.4419), (-13.8333, -171.7667)),
    ("the date line by both of its names", (10.0, 180.0), (11.0, -180.0)),
    ("along the equator", (0.0, 0.0), (0.0, 90.0)),
    ("from the equator to the north pole", (0.0, 30.0), (90.0, 0.0)),
    ("from the equator to the south pole", (0.0, 30.0), (-90.0, 0.0)),
    ("from the north pole", (90.0, 0.0), (89.0, 50.0)),
    ("from the south pole", (-90.0, 0.0), (-89.0, 50.0)),
    ("over the north pole", (89.9, 10.0), (89.9, -170.0)),
    ("over the south pole", (-89.9, 10.0), (-89.9, -170.0)),
    ("around the north pole", (89.999, 0.0), (89.999, 80.0)),
    ("over the equator", (0.5, 20.0), (-0.5, 20.0)),
    ("almost the other side of the globe", (10.0, 20.0), (-10.2, -159.5)),
    ("far north", (69.6492, 18.9553), (69.6700, 18.9600)),
    ("far south", (-54.8019, -68.3030), (-54.8100, -68.3200)),
]
CLOCKS = [(0, 0), (14.9, 0), (15.1, 0), (44.9, 0), (45.1, 0), (90, 0), (180, 0), (270, 0), (344.9, 0), (345.1, 0)]
CLOCKS += [
    (359.9, 0),
    (10, 350),
    (350, 10),
    (0, 359),
    (100, 280),
    (280, 100),
    (200, 45),
    (22.4, 0),
    (22.6, 0),
    (1, 720),
]


def unit(point: Point) -> Vector:
    lat, lon = map(radians, point)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def distance_m(a: Point, b: Point) -> float:
    normal = cross(unit(a), unit(b))
    return EARTH_RADIUS_M * atan2(sqrt(dot(normal, normal)), dot(unit(a), unit(b)))


def bearing_deg(a: Point, b: Point) -> float:
    lat, lon = map(radians, a)
    north = (-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat))
    east = (-sin(lon), cos(lon), 0.0)
    if a == b:
        return 0.0
    bearing = round(degrees(atan2(dot(east, unit(b)), dot(north, unit(b)))), 6) % 360
    return 0.0 if bearing >= 360 else bearing


def clock(bearing: float, heading: float) -> int:
    """Give the hour whose middle is nearest."""
    ahead = (bearing - heading) % 360
    return min(range(1, 13), key=lambda hour: abs((ahead - hour * 30 + 180) % 360 - 180))


def arrow(bearing: float, heading: float) -> str:
    """Give the arrow that points nearest."""
    ahead = (bearing - heading) % 360
    return ARROWS[min(range(8), key=lambda part: abs((ahead - part * 45 + 180) % 360 - 180))]


def drawn(count: int) -> list[tuple[str, Point, Point]]:
    """Pairs spread over the globe by the fractional parts of multiples of roots: even, and the same each time."""
    pairs = []
    for turn in range(1, count + 1):
        lat = round(degrees(atan2(2 * (turn * sqrt(2) % 1) - 1, 0.8)), 4)
        lon = round(360 * (turn * sqrt(3) % 1) - 180, 4)
        spread = (0.004, 0.2, 60.0)[turn % 3]
        there_lat = max(-90.0, min(90.0, round(lat + spread * (turn * sqrt(5) % 1 - 0.5), 6)))
        there_lon = round((lon + spread * (turn * sqrt(7) % 1 - 0.5) + 180) % 360 - 180, 6)
        pairs.append((f"drawn {turn}", (lat, lon), (there_lat, there_lon)))
    return pairs


def way(name: str, a: Point, b: Point) -> dict[str, object]:
    bearing = bearing_deg(a, b)
    return {
        "name": name,
        "from": list(a),
        "to": list(b),
        "distance_m": round(distance_m(a, b), 6),
        "bearing_deg": bearing,
        "clock": clock(bearing, 0),
        "arrow": arrow(bearing, 0),
    }


def vectors() -> dict[str, object]:
    return {
        "about": "Distances on a sphere, directions clockwise from north. Made by tests/vectors/make_geo.py.",
        "earth_radius_m": EARTH_RADIUS_M,
        "distance_tolerance_m": 0.001,
        "bearing_tolerance_deg": 0.0001,
        "ways": [way(*pair) for pair in HAND_PICKED + drawn(45)],
        "turns": [{"bearing_deg": b, "heading_deg": h, "clock": clock(b, h), "arrow": arrow(b, h)} for b, h in CLOCKS],
    }


def text() -> str:
    """Write the file, one case to a line."""
    content = vectors()
    lines = [
        f" {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items() if not isinstance(value, list)
    ]
    for key in ("ways", "turns"):
        cases = ",\n".join(f"  {json.dumps(case, ensure_ascii=False)}" for case in content[key])  # type: ignore[attr-defined]
        lines.append(f' "{key}": [\n{cases}\n ]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    print(text(), end="")
