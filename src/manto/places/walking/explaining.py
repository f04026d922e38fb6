"""What is to be said of a way: its steps, what was avoided for whom, what is unknown, what helps on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from manto.places.geometry import Point, bearing_deg
from manto.places.walking.profiles import unknowns
from manto.places.walking.routing import Network, Walk

TURN_DEG = 30
SHARP_DEG = 135


@dataclass(frozen=True)
class Step:
    """Going along one street.

    Attributes:
        turn: How one gets into it: start, straight, left, right or back.
        bearing_deg: Where one sets out to on it.
        crossing: Which crossing it is; empty for none.
        steps: How many steps it has.

    """

    name: str
    kind: str
    metres: float
    turn: str
    bearing_deg: float
    at: Point
    crossing: str = ""
    steps: int = 0


@dataclass(frozen=True)
class Avoided:
    """Something on the shortest way that stops this walker.

    Attributes:
        fact: Which fact: steps, kerb_cm, incline_pct, width_cm, surface, smoothness, blocked.
        barrier: Which report says so; empty where the map does.

    """

    fact: str
    value: Any
    name: str
    at: Point
    barrier: str = ""


@dataclass(frozen=True)
class Told:
    """A walk in words and numbers.

    Attributes:
        unknown: For each fact that she would need to know the metres on which nobody says it.
        longer_m: How much longer it is than the shortest way of all.
        helps: Metres in the shade and lit, and how many benches and toilets stand along it.

    """

    walk: Walk
    minutes: float
    steps: list[Step]
    avoided: list[Avoided] = field(default_factory=list)
    longer_m: float = 0.0
    unknown: dict[str, float] = field(default_factory=dict)
    helps: dict[str, float] = field(default_factory=dict)


def told(network: Network, walk: Walk, shortest: Walk | None, usual: Walk | None = None) -> Told:
    """Say what there is to say of a walk.

    Args:
        network: As this walker finds it.
        walk: The walk.
        shortest: The shortest way of all, for somebody whom nothing stops.
        usual: This walker's own best way if nobody had reported anything.

    """
    unknown: dict[str, float] = {}
    helps = {"shade_m": 0.0, "lit_m": 0.0, "benches": 0.0, "toilets": 0.0}
    ways = set()
    for stretch, metres in walk.pieces:
        facts = network.facts_of(stretch)
        for fact in unknowns(facts, network.who):
            unknown[fact] = unknown.get(fact, 0.0) + metres
        helps["shade_m"] += metres if facts.get("shade") else 0.0
        helps["lit_m"] += metres if facts.get("lit") else 0.0
        way = int(network.streets.way[stretch])
        if way not in ways:
            ways.add(way)
            helps["benches"] += facts.get("benches", 0)
            helps["toilets"] += facts.get("toilets", 0)
    return Told(
        walk,
        walk.metres / network.who.speed_m_s / 60,
        steps_of(network, walk),
        avoided(network, *(one for one in (shortest, usual) if one)),
        max(0.0, walk.metres - shortest.metres) if shortest else 0.0,
        unknown,
        helps,
    )


def avoided(network: Network, *walks: Walk) -> list[Avoided]:
    """List what stops this walker on some ways, each thing of each street once."""
    found: dict[tuple[str, str, str], Avoided] = {}
    for stretch, _ in (piece for walk in walks for piece in walk.pieces):
        way = int(network.streets.way[stretch])
        name = network.streets.names[way]
        overlay = network.barriers.get(stretch, {})
        for fact, value in network.stops(stretch):
            barrier = str(overlay.get("barrier", "")) if fact in overlay else ""
            ends = [network.streets.a[stretch], network.streets.b[stretch]]
            lat, lon = network.streets.points[ends].mean(axis=0)
            at = (float(lat), float(lon))
            found.setdefault((fact, str(value), name), Avoided(fact, value, name, at, barrier))
    return list(found.values())


def shortest_of_all(network: Network, start: Point, end: Point) -> Walk | None:
    """Give the way of somebody whom nothing stops."""
    return next(iter(network.free.walks(start, end, others=0)), None)


def usual_way(network: Network, start: Point, end: Point) -> Walk | None:
    """Give this walker's best way if nobody had reported anything."""
    return next(iter(network.unreported.walks(start, end, others=0)), None) if network.barriers else None


def steps_of(network: Network, walk: Walk) -> list[Step]:
    """Cut a walk into its streets, and say at each which way to turn."""
    streets = network.streets
    steps: list[Step] = []
    came_from = 0.0
    for (stretch, metres), start, end in zip(walk.pieces, walk.points, walk.points[1:], strict=False):
        way, facts = int(streets.way[stretch]), network.facts_of(stretch)
        towards = bearing_deg(start, end)
        name, kind = streets.names[way], str(facts["kind"])
        if steps and steps[-1].name == name and steps[-1].kind == kind:
            last = steps[-1]
            steps[-1] = Step(
                *(name, kind, last.metres + metres, last.turn, last.bearing_deg, last.at, last.crossing, last.steps)
            )
        else:
            turn = _turn(towards - came_from) if steps else "start"
            crossing, count = str(facts.get("crossing", "")), int(facts.get("steps") or 0)
            steps.append(Step(name, kind, metres, turn, towards, start, crossing, count))
        came_from = towards
    return steps


def _turn(turned: float) -> str:
    angle = (turned + 180) % 360 - 180
    if abs(angle) < TURN_DEG:
        return "straight"
    if abs(angle) > SHARP_DEG:
        return "back"
    return "right" if angle > 0 else "left"
