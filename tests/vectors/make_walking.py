"""Make walking.json: small towns, walkers and reports, and the best way with what is to be said of it.

The product finds ways by SciPy (Python) and by a heap over stretches (TypeScript). These come from another way: every
corner is visited until nothing gets nearer, with dictionaries and loops.

    python -m tests.vectors.make_walking > tests/vectors/walking.json
"""

from __future__ import annotations

import json
from math import inf
from pathlib import Path
from typing import Any

from tests.vectors.make_geo import distance_m

PROFILES = json.loads((Path(__file__).parents[2] / "src/manto/places/walking/profiles.json").read_text())
SIDE, CASES = 6, 120
SURFACES = ("asphalt", "cobblestone", "gravel", "sett", "sand")
FACT_OF = {"blocked": ("blocked", True), "kerb": ("kerb_cm", 15), "narrow": ("width_cm", 60)}


class Draw:
    """Fractional parts of multiples of a root: the same each time."""

    def __init__(self, seed: int) -> None:
        self.state = seed * 0.7548776662466927 % 1

    def __call__(self, below: float) -> float:
        self.state = (self.state * 997.31 + 0.5698402909980532) % 1
        return self.state * below


def town(seed: int) -> dict[str, Any]:
    """Draw a crooked grid of streets, about seventy metres between corners."""
    draw = Draw(seed)
    points, stretches, ways = [], [], []
    for row in range(SIDE):
        for column in range(SIDE):
            points.append(
                [round(45.15 + row * 0.0006 + draw(0.0002), 6), round(10.79 + column * 0.0009 + draw(0.0003), 6)]
            )
    for corner in range(SIDE * SIDE):
        row, column = divmod(corner, SIDE)
        for other in ([corner + 1] if column + 1 < SIDE else []) + ([corner + SIDE] if row + 1 < SIDE else []):
            stretches.append([corner, other, len(ways)])
            ways.append({"name": f"Via {len(ways)}", "facts": facts(draw)})
    return {"points": points, "stretches": stretches, "ways": ways}


def facts(draw: Draw) -> dict[str, Any]:
    kind = ("street", "street", "foot", "crossing", "steps")[int(draw(5))]
    found: dict[str, Any] = {"kind": kind}
    if kind == "steps" and draw(1) < 0.7:
        found["steps"] = 1 + int(draw(12))
    for name, most in (("kerb_cm", 6), ("incline_pct", 9), ("width_cm", 300)):
        if draw(1) < 0.5:
            found[name] = int(draw(most))
    if draw(1) < 0.6:
        found["surface"] = SURFACES[int(draw(5))]
    if kind == "crossing" and draw(1) < 0.7:
        found["crossing"] = ("signals", "marked", "unmarked")[int(draw(3))]
    for name in ("lit", "shade"):
        if draw(1) < 0.5:
            found[name] = draw(1) < 0.6
    return found


def stops(known: dict[str, Any], who: dict[str, Any]) -> list[list[Any]]:
    steps = known.get("steps", 1 if known["kind"] == "steps" else None)
    found = []
    for limit, most in who["limits"].items():
        name, side = limit[:-4], limit[-3:]
        value = steps if name == "steps" else known.get(name)
        if value is not None and ((side == "max" and value > most) or (side == "min" and value < most)):
            found.append([name, value])
    return found + [[name, known[name]] for name, bad in who["refuses"].items() if known.get(name) in bad]


def lacks(known: dict[str, Any], who: dict[str, Any]) -> list[str]:
    return [name for name, kinds in who["asks"].items() if known["kind"] in kinds and name not in known]


def cost_of(metres: float, known: dict[str, Any], who: dict[str, Any]) -> float:
    if stops(known, who):
        return inf
    factor = 1 + who["unknown"] * len(lacks(known, who)) + who["surface"].get(known.get("surface"), 0)
    factor += who["unlit"] * (known.get("lit") is False) + who["sun"] * (known.get("shade") is not True)
    factor += 2 * bool(known.get("doubtful"))
    steps = known.get("steps", 1 if known["kind"] == "steps" else 0)
    return metres * factor + who["crossing"].get(known.get("crossing"), 0) + who["step_m"] * steps


def best(place: dict[str, Any], who: dict[str, Any], laid: dict[int, dict[str, Any]], start: int, end: int):
    """Find the best way from corner to corner: its cost and its stretches."""
    points = place["points"]
    costs = []
    for number, (a, b, way) in enumerate(place["stretches"]):
        known = {**place["ways"][way]["facts"], **laid.get(number, {})}
        costs.append(cost_of(distance_m(tuple(points[a]), tuple(points[b])), known, who))
    far, by = dict.fromkeys(range(len(points)), inf), {}
    far[start], changed = 0.0, True
    while changed:
        changed = False
        for number, (a, b, _) in enumerate(place["stretches"]):
            for one, other in ((a, b), (b, a)):
                if far[one] + costs[number] < far[other]:
                    far[other], by[other], changed = far[one] + costs[number], (one, number), True
    way, corner = [], end
    while corner != start and corner in by:
        corner, number = by[corner]
        way.append(number)
    # Who stands on a corner of which no stretch can be gone is led to another one: such cases are left out.
    open_here = all(
        any(corner in (a, b) and costs[n] < inf for n, (a, b, _) in enumerate(place["stretches"]))
        for corner in (start, end)
    )
    return far[end], way[::-1], open_here


def case(number: int, towns: list[dict[str, Any]]) -> dict[str, Any] | None:
    draw = Draw(number + 1000)
    index = number % len(towns)
    place = towns[index]
    id_ = list(PROFILES)[int(draw(len(PROFILES)))]
    own = {"kerb_cm_max": 4, "incline_pct_max": 6} if id_ == "wheelchair" and draw(1) < 0.5 else {}
    who = {**PROFILES[id_], "limits": {**PROFILES[id_]["limits"], **own}}
    start, end = int(draw(SIDE * SIDE)), int(draw(SIDE * SIDE))
    reports, laid = [], {}
    for _ in range(int(draw(4))):
        stretch = int(draw(len(place["stretches"])))
        kind, believed = list(FACT_OF)[int(draw(3))], draw(1) < 0.7
        a, b, _way = place["stretches"][stretch]
        middle = [(place["points"][a][i] + place["points"][b][i]) / 2 for i in (0, 1)]
        reports.append({"id": str(len(reports) + 1), "kind": kind, "at": middle, "believed": believed})
        known = laid.setdefault(stretch, {})
        if believed:
            known[FACT_OF[kind][0]] = FACT_OF[kind][1]
        else:
            known["doubtful"] = True
    if start == end:
        return None
    cost, way, open_here = best(place, who, laid, start, end)
    if not open_here or cost == inf:
        return None
    plain = best(place, PROFILES["walker"], {}, start, end)[1]
    usual = best(place, who, {}, start, end)[1] if laid else []
    facts_of = lambda n: {**place["ways"][place["stretches"][n][2]]["facts"], **laid.get(n, {})}  # noqa: E731
    name_of = lambda n: place["ways"][place["stretches"][n][2]]["name"]  # noqa: E731
    metres = lambda n: distance_m(*(tuple(place["points"][c]) for c in place["stretches"][n][:2]))  # noqa: E731
    unknown: dict[str, float] = {}
    for stretch in way:
        for name in lacks(facts_of(stretch), who):
            unknown[name] = unknown.get(name, 0) + metres(stretch)
    return {
        "town": index, "who": id_, "own": own, "start": place["points"][start], "end": place["points"][end], "reports": reports,
        "expected": {
            "cost": round(cost, 4), "stretches": way, "metres": round(sum(map(metres, way)), 4),
            "longer_m": round(max(0, sum(map(metres, way)) - sum(map(metres, plain))), 4),
            "avoided": [
                [name, value, name_of(n)] for n in dict.fromkeys(plain + usual) for name, value in stops(facts_of(n), who)
            ],
            "unknown": {name: round(far, 4) for name, far in sorted(unknown.items())},
        },
    }  # fmt: skip


def main() -> None:
    """Write it."""
    towns = [town(seed) for seed in range(1, 7)]
    cases = [made for number in range(CASES) if (made := case(number, towns))]
    print(json.dumps({"towns": towns, "cases": cases}, separators=(",", ":")))


if __name__ == "__main__":
    main()
