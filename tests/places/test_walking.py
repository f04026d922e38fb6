"""The best way for each walker, what was avoided, and what nobody knows."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.city import read_yaml
from manto.kernel.errors import BadInput
from manto.places.importing.street_network import streets_by_hand, streets_of_overpass
from manto.places.walking.barriers import Report, laid_over
from manto.places.walking.explaining import avoided, shortest_of_all, told, usual_way
from manto.places.walking.profiles import hindrances, profile, profiles, unknowns, weight
from manto.places.walking.routing import Network
from manto.places.walking.streets import Way, streets_of

ROOT = Path(__file__).resolve().parents[2]
VECTORS = json.loads((ROOT / "tests/vectors/walking.json").read_text())
LORENZO = profile("wheelchair").with_limits({"kerb_cm_max": 4, "incline_pct_max": 6})
STATION, DUCALE = (45.15863, 10.78329), (45.1602, 10.79775)


def streets_of_vector(town: dict) -> object:
    """Build a town of the vectors."""
    points = [tuple(point) for point in town["points"]]
    return streets_of(
        Way(
            str(number), town["ways"][way]["name"], (str(a), str(b)), (points[a], points[b]), town["ways"][way]["facts"]
        )
        for number, (a, b, way) in enumerate(town["stretches"])
    )


TOWNS = [streets_of_vector(town) for town in VECTORS["towns"]]


@pytest.fixture(scope="module")
def mantua():
    """Read the streets of the demo city."""
    return streets_of(streets_by_hand(read_yaml(ROOT / "demo/mantova/streets.yaml"), "streets.yaml"))


@pytest.mark.parametrize("case", VECTORS["cases"])
def test_the_best_way_is_that_of_the_vectors(case: dict) -> None:
    """Found another way: by visiting all corners until nothing gets nearer."""
    streets, expected = TOWNS[case["town"]], case["expected"]
    reports = [Report(one["id"], one["kind"], None, tuple(one["at"]), one["believed"]) for one in case["reports"]]
    network = Network(streets, profile(case["who"]).with_limits(case["own"]), laid_over(streets, reports))
    start, end = tuple(case["start"]), tuple(case["end"])

    walk = network.walks(start, end, others=0)[0]
    said = told(network, walk, shortest_of_all(network, start, end), usual_way(network, start, end))

    assert [stretch for stretch, _ in walk.pieces] == expected["stretches"]
    assert (walk.cost, walk.metres) == pytest.approx((expected["cost"], expected["metres"]), abs=0.01)
    assert said.longer_m == pytest.approx(expected["longer_m"], abs=0.01)
    assert [[one.fact, one.value, one.name] for one in said.avoided] == expected["avoided"]
    assert said.unknown == pytest.approx(expected["unknown"], abs=0.01)


def test_lorenzo_goes_another_way_and_is_told_why(mantua) -> None:
    """From the station to the palace: no kerb above four centimetres, and the one avoided is named."""
    network = Network(mantua, LORENZO)

    walk = network.walks(STATION, DUCALE)[0]
    said = told(network, walk, shortest_of_all(network, STATION, DUCALE))

    assert all(not network.stops(stretch) for stretch, _ in walk.pieces)
    assert ("kerb_cm", 6, "Via Cavour") in [(one.fact, one.value, one.name) for one in said.avoided]
    assert 0 < said.longer_m < 300
    assert said.steps[0].turn == "start"
    assert sum(step.metres for step in said.steps) == pytest.approx(walk.metres)


def test_a_report_sends_him_round_and_is_named(mantua) -> None:
    """What is blocked is left out at once, and the way says which report did it."""
    before = Network(mantua, LORENZO).walks(STATION, DUCALE, others=0)[0]
    stretch = max(before.pieces, key=lambda piece: piece[1])[0]
    a, b = mantua.points[mantua.a[stretch]], mantua.points[mantua.b[stretch]]
    middle = (float(a[0] + b[0]) / 2, float(a[1] + b[1]) / 2)
    blocked = Network(mantua, LORENZO, laid_over(mantua, [Report("7", "blocked", None, middle, True)]))

    after = blocked.walks(STATION, DUCALE, others=0)[0]

    assert stretch not in [one for one, _ in after.pieces]
    assert after.cost > before.cost
    assert [one.barrier for one in avoided(blocked, before)] == ["7"]


def test_where_there_is_no_way_it_says_what_stands_in_it() -> None:
    """A stair is the only way up."""
    ways = [
        Way("1", "Via Piana", ("a", "b"), ((45.15, 10.79), (45.151, 10.79)), {"kind": "foot"}),
        Way("2", "Scala", ("b", "c"), ((45.151, 10.79), (45.152, 10.79)), {"kind": "steps", "steps": 12}),
        Way("3", "Via Alta", ("c", "d"), ((45.152, 10.79), (45.153, 10.79)), {"kind": "foot"}),
    ]
    network = Network(streets_of(ways), LORENZO)
    start, end = (45.1502, 10.79), (45.1528, 10.79)

    assert network.walks(start, end) == []
    shortest = shortest_of_all(network, start, end)
    assert [(one.fact, one.value, one.name) for one in avoided(network, shortest)] == [("steps", 12, "Scala")]


def test_others_are_really_others(mantua) -> None:
    """At most seven tenths of another way is the best one's; none costs more than it is worth."""
    network = Network(mantua, profile("walker"))

    best, *others = network.walks(STATION, DUCALE)

    assert others
    of_best = {stretch for stretch, _ in best.pieces}
    for other in others:
        shared = sum(metres for stretch, metres in other.pieces if stretch in of_best)
        assert shared <= 0.7 * other.metres
        assert other.cost <= 1.6 * best.cost


@pytest.mark.parametrize("who", sorted(profiles()))
@given(facts=st.fixed_dictionaries({"kind": st.sampled_from(["street", "foot", "crossing", "steps"])}, optional={
    "steps": st.integers(0, 40), "kerb_cm": st.integers(0, 30), "width_cm": st.integers(20, 400),
    "incline_pct": st.integers(0, 30), "surface": st.sampled_from(["asphalt", "sand", "gravel"]), "lit": st.booleans(),
}))  # fmt: skip
def test_unknown_never_stops_and_never_pleases(who: str, facts: dict) -> None:
    """Forgetting a fact never makes a way impassable that was open, and an unknown way is never cheaper than plain ground."""
    walker = profile(who)
    for name in set(facts) - {"kind"}:
        forgotten = {key: value for key, value in facts.items() if key != name}
        if not hindrances(facts, walker) and name != "steps":
            assert not hindrances(forgotten, walker)
    assert weight(facts, walker)[0] >= 1 + walker.unknown * len(unknowns(facts, walker)) * (
        not hindrances(facts, walker)
    )


def test_streets_come_from_openstreetmap() -> None:
    """Kerbs at the corners of crossings, steps, slopes, benches beside the way; what is private is left out."""
    node = lambda id_, lat, lon, **tags: {"type": "node", "id": id_, "lat": lat, "lon": lon, "tags": tags}  # noqa: E731
    way = lambda id_, nodes, **tags: {"type": "way", "id": id_, "nodes": nodes, "tags": tags}  # noqa: E731
    content = {
        "elements": [
            node(1, 45.15, 10.79), node(2, 45.151, 10.79), node(3, 45.1511, 10.79, barrier="kerb", kerb="lowered"),
            node(4, 45.1512, 10.79, barrier="kerb", **{"kerb:height": "0.08"}), node(5, 45.152, 10.79),
            node(6, 45.1501, 10.7901, amenity="bench"),
            way(10, [1, 2], highway="residential", name="Via Roma", surface="sett", lit="yes", incline="up"),
            way(11, [2, 3, 4], highway="footway", footway="crossing", crossing="traffic_signals"),
            way(12, [4, 5], highway="steps", step_count="7"),
            way(13, [1, 5], highway="service", access="private"),
        ]
    }  # fmt: skip

    facts = {one.ref: dict(one.facts) for one in streets_of_overpass(content)}

    assert facts == {
        "way/10": {"kind": "street", "surface": "sett", "lit": True, "benches": 1},
        "way/11": {"kind": "crossing", "crossing": "signals", "kerb_cm": 8.0},
        "way/12": {"kind": "steps", "steps": 7},
    }


def test_a_line_that_cannot_be_read_is_named() -> None:
    """Whoever wrote it finds it."""
    content = {"corners": {"a": [45.1, 10.7]}, "ways": ["Via Roma | street | a b"]}

    with pytest.raises(BadInput, match="way 1 names corners that are not there: b"):
        streets_by_hand(content, "streets.yaml")
