"""Make taste.json: residents with and without a history, and how their Today must stand, on the phone as in the city.

The numbers are the city's own (``assistant/taste/scene.py``, ``ranking.py``, ``plain_rules.py``, ``preferences/portrait.py``):
what is held here is that the phone comes to the same, to the ninth digit. Everything is drawn from the counter of
``preferences/draws.py``, so the file comes out the same each time:

    python -m tests.vectors.make_taste > tests/vectors/taste.json
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np

from manto.assistant.offering.hard_rules import due_first
from manto.assistant.offering.offers import Candidate, Chosen, Reason
from manto.assistant.offering.plain_rules import in_plain_order
from manto.assistant.offering.ranking import choose_by_taste
from manto.assistant.offering.weights import Weights
from manto.assistant.preferences.abstention import Calibration
from manto.assistant.preferences.draws import seed_of, uniforms
from manto.assistant.preferences.frame import AT, COLUMNS
from manto.assistant.preferences.portrait import portrait
from manto.assistant.taste.forest import SEEN
from manto.assistant.taste.scene import OFFER_START, Learned, Sums, taste_of

CASES = 340
DAY = date(2026, 6, 9)
NOW = (DAY - date(1970, 1, 1)).days * 96 + 40
KINDS = ("museum", "park", "library", "event:music", "event:talk", "church", "sports", "service:mobility")
GROUPS = ("culture", "outdoors", "reading", "event", "event", "culture", "outdoors", "service")
EARTH_RADIUS_M = 6_371_008.8
MIDDLE = (45.1600, 10.7972)
RULES = {
    "shown_max": 5,
    "per_group_max": 2,
    "due_shown_max": 3,
    "cannot_wait_days": 14,
    "considered_within_m": 3000,
    "near_within_m": [[300, 20], [800, 12], [2000, 5]],
    "shown_in_vain": 24,
    "said_at_most": 3,
    "worth_min": 6,
}
POLICY = Weights(
    policy="plain",
    shown_max=5,
    per_group_max=2,
    considered_within_m=3000,
    due_shown_max=3,
    cannot_wait_days=14,
    deadline_within_days=90,
    under_way=0,
    starts_within_hours={},
    open=0,
    open_for_minutes_min=0,
    outdoors=frozenset(),
    near_within_m={300: 20, 800: 12, 2000: 5},
    suits_needs=0,
    stroller=0,
    lives_alone=0,
    free=0,
    places={},
    events={},
    worth_min=6,
)
CURVES = (None, None, {"slope": 0.8, "offset": -1.5}, {"slope": 2.0, "offset": -6.0})


class Draw:
    """Numbers in a row that look like chance and are none."""

    def __init__(self, seed: int) -> None:
        self._numbers = uniforms(seed, 4000).tolist()
        self._at = 0

    def below(self, count: int) -> int:
        """Give a whole number from 0 on."""
        self._at += 1
        return int(self._numbers[self._at] * count)

    def number(self) -> float:
        """Give a number from 0 to 1."""
        self._at += 1
        return float(self._numbers[self._at])


def things() -> list[list[Any]]:
    """Make sixty things: places on streets, events with and without a place, services nowhere; some twice alike."""
    draw, made = Draw(1), []
    for at in range(60):
        kind = at % len(KINDS)
        nowhere = KINDS[kind].startswith("service") or (KINDS[kind].startswith("event") and draw.below(3) == 0)
        spot = [round(MIDDLE[0] + (draw.number() - 0.5) * 0.05, 6), round(MIDDLE[1] + (draw.number() - 0.5) * 0.07, 6)]
        if at % 10 == 9 and made[-8][3] is not None and not nowhere:
            spot = made[-8][3:5]  # the same spot and the same kind: nothing tells them apart but their names
        name = f"service:{at:02}" if kind == 7 else f"t{at:02}"
        made.append([name, KINDS[kind], GROUPS[kind], *([None, None] if nowhere else spot)])
    return made


def weight_sets() -> list[dict[str, float]]:
    """Give the first day's weights, and some that use every column."""
    sets = [dict(OFFER_START)]
    for number in range(4):
        draw = Draw(100 + number)
        sets.append({name: round((draw.number() - 0.5) * 0.8, 4) for name in COLUMNS} | {"fits": 1.0})
    return sets


def a_case(number: int, everything: list[list[Any]], sets: list[dict[str, float]]) -> dict[str, Any]:
    """Make one resident at one moment."""
    draw = Draw(1000 + number)
    picked = sorted({draw.below(len(everything)) for _ in range(3 + draw.below(14))})
    rows = 0 if number % 9 == 0 else 1 + draw.below(3) if number % 9 == 1 else draw.below(45)
    now = NOW + draw.below(96 * 30)
    favourites = [draw.below(len(everything)) for _ in range(1 + draw.below(6))]
    quarters = sorted(now - draw.below(96 * 100) for _ in range(rows))
    chosen = [
        [favourites[draw.below(len(favourites))] if draw.below(5) else draw.below(len(everything)), quarter]
        for quarter in quarters
    ]
    refused = [[draw.below(len(KINDS)), now - draw.below(96 * 90)] for _ in range(draw.below(4) if number % 18 else 0)]
    same = draw.below(6) == 0  # every candidate has the same points: only taste, or the name, tells them apart
    candidates = []
    for at in picked:
        due = everything[at][1].startswith("service")
        first = ("deadline", "safety", "entitlement")[draw.below(3)] if due else None
        by = (DAY + timedelta(days=draw.below(60))).isoformat() if due and draw.below(2) else None
        matters = 10 * draw.below(4) if due else 0
        own = [["due", matters]] if due else [["" if draw.below(2) else "free", 8 if same else 2 * draw.below(8)]]
        if not due and draw.below(4):
            own.append(["always_open", 12])
        own.sort(key=lambda reason: -reason[1])
        candidates.append([at, own, first, by, matters, f"{draw.below(1 << 16):04x}"])
    position = (
        [round(MIDDLE[0] + (draw.number() - 0.5) * 0.03, 5), round(MIDDLE[1] + (draw.number() - 0.5) * 0.03, 5)]
        if draw.below(3)
        else None
    )
    liked = {everything[at][0]: [5 + draw.below(90), draw.below(5)] for at in picked if draw.below(3) == 0}
    hours = {
        kind: {str(draw.below(168)): 5 + draw.below(20) for _ in range(12)} for kind in KINDS if draw.below(3) == 0
    }
    vain = {kind.removeprefix("event:"): 20 + draw.below(8) for kind in KINDS if draw.below(6) == 0}
    case = {
        "now": now,
        "weights": draw.below(len(sets)) if number % 3 else 0,
        "calibration": CURVES[draw.below(len(CURVES))],
        "chosen": chosen,
        "refused": refused,
        "candidates": candidates,
        "position": position,
        "by_subject": liked,
        "by_kind_hour": hours,
        "in_vain": vain,
        "draw": f"resident-{number}:{DAY}",
    }
    if number % 4 == 2 and (chosen or refused):
        case["says"] = {everything[at][0]: a_say(draw) for at in picked}
    return case | {"expect": expected(case, everything, sets)}


def a_say(draw: Draw) -> dict[str, float]:
    """Make what a forest could say for one candidate: of a few columns a part each, sometimes of none."""
    columns = sorted({draw.below(len(SEEN)) for _ in range(draw.below(6))})
    return {SEEN[column]: round((draw.number() - 0.5) * 0.6, 4) for column in columns}


def says_of(says: dict[str, dict[str, float]], weighed: list[Chosen]) -> Any:
    """Give a forest that says what a case holds."""
    table = [[says[one.candidate.subject].get(name, 0.0) for name in SEEN] for one in weighed]
    return lambda _frame, _quarter: np.array(table).reshape(len(weighed), len(SEEN))


def expected(case: dict[str, Any], everything: list[list[Any]], sets: list[dict[str, float]]) -> dict[str, Any]:
    """Work out what the city's own code makes of a case."""
    weighed = [one for given in case["candidates"] if (one := _weighed(given, everything, case["position"]))]
    chosen = tuple((everything[at][0], everything[at][1], quarter) for at, quarter in case["chosen"])
    learned = Learned(chosen, tuple((KINDS[kind], quarter) for kind, quarter in case["refused"]))
    said = portrait(chosen, learned.refused, new_offered=7, new_tried=len(chosen) % 3)
    told = {"portrait": [[one.code, one.share, one.values] for one in said]}
    if not (learned.chosen or learned.refused):
        ties = {everything[given[0]][0]: given[5] for given in case["candidates"]}
        page = in_plain_order(weighed, DAY, POLICY, tie=lambda subject: ties[subject])
        return {
            "learned": False,
            "page": [[one.candidate.subject, 1.0, False, _codes(one), 1, True] for one in page],
            **told,
        }
    weights = np.zeros(len(COLUMNS))
    for name, weight in sets[case["weights"]].items():
        weights[AT[name]] = weight
    sums = Sums(
        {subject: ((visits, 5), lately) for subject, (visits, lately) in case["by_subject"].items()},
        {
            kind: {int(hour): (count, 5) for hour, count in cells.items()}
            for kind, cells in case["by_kind_hour"].items()
        },
    )
    curve = Calibration(**case["calibration"]) if case["calibration"] else None
    taste = taste_of(
        learned,
        weighed,
        case["now"],
        tuple(case["position"]) if case["position"] else None,
        sums=sums,
        spots={name: (lat, lon) for name, _, _, lat, lon in everything if lat is not None},
        weights=weights,
        calibration=curve,
        in_vain=case["in_vain"],
        says=says_of(case["says"], weighed) if "says" in case else None,
    )
    page = choose_by_taste(weighed, taste, POLICY, today=DAY, seed=seed_of(case["draw"]))
    due = due_first(weighed, DAY, POLICY, taste.scores())
    return {
        "learned": True,
        "scores": taste.scores(),
        "chances": {subject: round(chance, 12) for subject, chance in taste.chances().items()},
        "due": [one.candidate.subject for one in due],
        "page": [
            [one.candidate.subject, one.propensity, one.is_new, _codes(one), one.among, one.foremost] for one in page
        ],
        **told,
    }


def _weighed(given: list[Any], everything: list[list[Any]], position: list[float] | None) -> Chosen | None:
    at, own, first, by, matters, _ = given
    name, kind, group, lat, lon = everything[at]
    reasons = [Reason(code, points) for code, points in own]
    distance = None
    if position is not None and lat is not None and first is None:
        distance = _distance_m(position, (lat, lon))
        if distance > RULES["considered_within_m"] and not kind.startswith("event:"):  # type: ignore[operator]
            return None
        near = next((points for metres, points in RULES["near_within_m"] if distance <= metres), None)  # type: ignore[attr-defined]
        if near is not None:
            reasons = sorted([*reasons, Reason("near", near, {})], key=lambda reason: -reason.points)
    if not any(reason.code for reason in reasons):
        return None
    candidate = Candidate(
        kind="service" if first else "event" if kind.startswith("event:") else "place",
        subject=name,
        category=kind.removeprefix("event:"),
        group=group,
        distance_m=distance,
        first=first,
        by=date.fromisoformat(by) if by else None,
        matters=matters,
    )
    return Chosen(candidate, tuple(reasons))


def _codes(one: Chosen) -> list[Any]:
    return [
        [reason.code, *(reason.values[name] for name in ("count", "since") if name in reason.values)]
        for reason in one.reasons
        if reason.code
    ]


def _distance_m(a: Any, b: Any) -> float:
    """Measure along the earth (haversine), as the city and the phone do."""
    lat, other = radians(a[0]), radians(b[0])
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def text() -> str:
    """Write all cases."""
    everything, sets = things(), weight_sets()
    whole = {
        "about": "Today by taste, on the phone as in the city. Made by tests/vectors/make_taste.py.",
        "tolerance": 1e-9,
        "day": DAY.isoformat(),
        "rules": RULES,
        "kinds": KINDS,
        "things": everything,
        "weight_sets": sets,
        "cases": [a_case(number, everything, sets) for number in range(CASES)],
    }
    return json.dumps(whole, separators=(",", ":")).replace('{"now"', '\n{"now"') + "\n"


if __name__ == "__main__":
    print(text(), end="")
