"""Make now.json: five hundred and more situations, and how everything around must stand to the one who asks.

The product works with arrays (Python) and with the haversine formula (both). These come from another way: unit vectors
in space, one place after another, lists and loops, straight from the seven rules at the top of ``ranking.py``.
Everything is drawn from fractional parts of multiples of roots, so the file comes out the same each time:

    python -m tests.vectors.make_now > tests/vectors/now.json
"""

from __future__ import annotations

import json
from math import asin, atan2, cos, degrees, radians, sin, sqrt, tan
from typing import Any

from tests.vectors.make_geo import EARTH_RADIUS_M, Point, bearing_deg, distance_m

CASES = 540
KINDS = ("museum", "pharmacy", "bench", "bus_stop", "church", "toilets")
AUDIENCES = ("children", "families", "students", "residents", "visitors", "wheelchair", "low_vision", "hearing")
GROUNDS = ("asphalt", "cobblestone", "gravel")
MIDDLES: list[tuple[str, Point]] = [
    ("Piazza Sordello", (45.16035, 10.79725)),
    ("Piazza della Signoria", (43.76960, 11.25580)),
    ("the equator", (0.0, 0.0)),
    ("west of the date line", (-16.5, 179.9995)),
    ("on the date line", (64.0, -180.0)),
    ("east of the date line", (12.0, -179.9995)),
    ("the north pole", (90.0, 0.0)),
    ("beside the north pole", (89.9995, 120.0)),
    ("the south pole", (-90.0, 45.0)),
    ("beside the south pole", (-89.9992, -60.0)),
    ("Tromsø", (69.6492, 18.9553)),
    ("Ushuaia", (-54.8019, -68.3030)),
]
DAY = 1_780_992_000
"""The ninth of June 2026 at 8.00 UTC, seconds since 1970."""


class Draw:
    """Numbers between 0 and 1 that are spread evenly and are the same each time."""

    def __init__(self, seed: int) -> None:
        self._seed, self._count = seed, 0

    def next(self) -> float:
        """Give the next one."""
        self._count += 1
        return (self._seed * sqrt(2) + self._count * sqrt(3) + self._seed * self._count * sqrt(5) / 7) % 1

    def of(self, values: Any) -> Any:
        """Choose one."""
        return values[int(self.next() * len(values)) % len(values)]

    def between(self, low: float, high: float, digits: int = 1) -> float:
        """Give a number in a range."""
        return round(low + (high - low) * self.next(), digits)


def beyond(here: Point, bearing: float, metres: float) -> Point:
    """Give the point that lies so far in a direction."""
    lat, lon, turn, arc = radians(here[0]), radians(here[1]), radians(bearing), metres / EARTH_RADIUS_M
    there = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(turn))
    east = atan2(sin(turn) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(there))
    return round(degrees(there), 7), round((degrees(lon + east) + 540) % 360 - 180, 7)


def draw_case(number: int) -> dict[str, Any]:
    """Draw one situation."""
    draw = Draw(number + 1)
    name, middle = MIDDLES[number % len(MIDDLES)]
    here = beyond(middle, draw.between(0, 360), draw.between(0, 40)) if number % 3 else middle
    needs: dict[str, Any] = {}
    if number % 2:
        needs = {"kerb_cm_max": draw.of((2, 4, 8)), "incline_pct_max": draw.of((4, 6, 8))}
        if number % 4 == 1:
            needs |= {"step_free": True, "width_cm_min": draw.of((75, 90)), "surfaces_not": [draw.of(GROUNDS)]}
    case = {
        "name": f"{number}, {name}",
        "here": list(here),
        "accuracy_m": draw.of((5, 12, 30, 80)),
        "heading_deg": None if number % 9 == 0 else draw.between(0, 359.9),
        "view_deg": draw.of((50, 60, 75)),
        "width_px": draw.of((320, 390, 1280)),
        "radius_m": draw.of((150, 300, 600)),
        "now": DAY,
        "audience": [] if number % 3 else sorted({draw.of(AUDIENCES), draw.of(AUDIENCES)}),
        "needs": needs,
        "preferences": {draw.of(KINDS): draw.between(-1, 1, 2), draw.of(KINDS): draw.between(-1.5, 1.5, 2)},
        "label_px": 150,
        "labels_max": draw.of((2, 4, 12)),
        "lanes": draw.of((1, 2, 4)),
        "count": draw.of((3, 5, 50)),
        "places": [],
        "footprints": [draw_house(draw, here) for _ in range(number % 4)],
    }
    heading = case["heading_deg"] or 0.0
    case["places"] = [draw_place(draw, here, at, heading) for at in range(4 + number % 4)]
    return case


def draw_place(draw: Draw, here: Point, at: int, heading: float) -> dict[str, Any]:
    """Draw a place not far away, more often before one's eyes; some of its facts are left out, as they are in town."""
    turn = draw.between(0, 360) if at % 3 == 0 else heading + draw.between(-35, 35)
    lat, lon = beyond(here, turn, draw.between(0, 330) if at else draw.between(0, 60))
    place: dict[str, Any] = {
        "id": f"p{at}",
        "lat": lat,
        "lon": lon,
        "category": draw.of(KINDS),
        "state": draw.of((0, 0, 1, 2)),
    }
    if draw.next() < 0.4:
        place["told"] = True
    if draw.next() < 0.2:
        place["valid"] = [DAY + draw.of((-100, 0, 50)), DAY + draw.of((0, 60, 900))]
    if draw.next() < 0.3:
        place["audience"] = [draw.of(AUDIENCES)]
    if draw.next() < 0.5:
        place["access"] = {
            key: value
            for key, value in (
                ("step_free", draw.next() < 0.6),
                ("kerb_cm", draw.of((0, 2, 3, 5, 9))),
                ("incline_pct", draw.of((0, 3, 5, 7))),
                ("width_cm", draw.of((70, 85, 120))),
                ("door_cm", draw.of((78, 95))),
                ("surface", draw.of(GROUNDS)),
            )
            if draw.next() < 0.6
        }
    return place


def draw_house(draw: Draw, here: Point) -> list[list[float]]:
    """Draw a house with four to six corners."""
    turn, away, size = draw.between(0, 360), draw.between(0, 160), draw.between(8, 45)
    corners = 4 + int(draw.next() * 3)
    middle = beyond(here, turn, away)
    first = draw.between(0, 90)
    return [list(beyond(middle, first + 360 * at / corners, size)) for at in range(corners)]


def fits(access: dict[str, Any], needs: dict[str, Any]) -> int:
    """Rule 2."""
    widths = [access[key] for key in ("width_cm", "door_cm") if key in access]
    told: list[bool | None] = []
    if needs.get("step_free"):
        told.append(access.get("step_free"))
    if "kerb_cm_max" in needs:
        told.append(access["kerb_cm"] <= needs["kerb_cm_max"] if "kerb_cm" in access else None)
    if "incline_pct_max" in needs:
        told.append(access["incline_pct"] <= needs["incline_pct_max"] if "incline_pct" in access else None)
    if "width_cm_min" in needs:
        told.append(min(widths) >= needs["width_cm_min"] if widths else None)
    if needs.get("surfaces_not"):
        told.append(access["surface"] not in needs["surfaces_not"] if "surface" in access else None)
    return 2 if False in told else 1 if None in told else 0


def flat(here: Point, there: Point) -> tuple[float, float]:
    """Lay a point on the plane that touches the globe here."""
    metres, turn = distance_m(here, there), radians(bearing_deg(here, there))
    return metres * sin(turn), metres * cos(turn)


def inside(plan: list[tuple[float, float]], x: float, y: float) -> bool:
    """Count crossings to the east."""
    odd = False
    for (x1, y1), (x2, y2) in zip(plan, plan[1:] + plan[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def crosses(plan: list[tuple[float, float]], x: float, y: float) -> bool:
    """Say whether the way from me to there goes through an outline: both ends of each lie on either side of the other."""
    for (ax, ay), (bx, by) in zip(plan, plan[1:] + plan[:1], strict=True):
        of_way = (x * ay - y * ax) * (x * by - y * bx)
        of_wall = ((bx - ax) * -ay - (by - ay) * -ax) * ((bx - ax) * (y - ay) - (by - ay) * (x - ax))
        if of_way < 0 and of_wall < 0:
            return True
    return False


def expected(case: dict[str, Any]) -> list[list[Any]]:
    """Apply the seven rules, one place after another."""
    here = (case["here"][0], case["here"][1])
    held = []
    for place in case["places"]:
        there = (place["lat"], place["lon"])
        metres = distance_m(here, there)
        first, last = place.get("valid", (-1e18, 1e18))
        meant, mine = set(place.get("audience", ())), set(case["audience"])
        if not first <= case["now"] < last or metres > case["radius_m"] or (meant and mine and not meant & mine):
            continue
        fit = fits(place.get("access", {}), case["needs"])
        taste = 1 + max(-1, min(1, case["preferences"].get(place["category"], 0))) / 2
        score = (1 if place.get("told") else 0.6) * 100 / (100 + metres)
        score *= (1, 0.9, 0.4)[place["state"]] * (1, 0.8, 0.3)[fit] * taste
        held.append((-round(score * 1e9), metres, place["id"], there, fit, score))
    held.sort()
    plans = [[flat(here, (lat, lon)) for lat, lon in house] for house in case["footprints"]]
    lanes: list[list[float]] = [[] for _ in range(case["lanes"])]
    told: list[list[Any]] = []
    for _, metres, id_, there, fit, score in held[: case["count"]]:
        bearing = bearing_deg(here, there)
        is_here = metres < max(25, min(case["accuracy_m"], 50))
        way = flat(here, there)
        behind = any(crosses(plan, *way) and not inside(plan, 0, 0) and not inside(plan, *way) for plan in plans)
        x, lane = None, -1
        if case["heading_deg"] is not None:
            aside = (bearing - case["heading_deg"] + 540) % 360 - 180
            if abs(aside) <= case["view_deg"] / 2 and not is_here:
                middle = case["width_px"] / 2
                x = middle + middle / tan(radians(case["view_deg"] / 2)) * tan(radians(aside))
                if sum(len(taken) for taken in lanes) < case["labels_max"]:
                    free = (at for at, taken in enumerate(lanes) if all(abs(x - other) >= 158 for other in taken))
                    lane = next(free, -1)
                    if lane >= 0:
                        lanes[lane].append(x)
        told.append(
            [
                id_,
                round(metres, 3),
                round(bearing, 4),
                round(score, 6),
                fit,
                int(is_here),
                int(behind),
                lane,
                None if x is None else round(x, 3),
            ]
        )
    return told


def vectors() -> dict[str, Any]:
    """Make them all."""
    cases = [draw_case(number) for number in range(CASES)]
    return {
        "about": "What is around me now, by the rules of manto/places/ranking.py. Made by tests/vectors/make_now.py.",
        "columns": ["id", "distance_m", "bearing_deg", "score", "fits", "is_here", "is_behind", "lane", "x_px"],
        "audiences": list(AUDIENCES),
        "cases": [{**case, "expected": expected(case)} for case in cases],
    }


def text() -> str:
    """Write the file, one case to a line."""
    content = vectors()
    cases = ",\n".join(
        "  " + json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in content.pop("cases")
    )
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items()]
    return "{\n" + ",\n".join([*lines, f' "cases": [\n{cases}\n ]']) + "\n}\n"


if __name__ == "__main__":
    print(text(), end="")
