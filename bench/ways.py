"""How fast ways are found on the streets of a city, beside NetworkX on the same graph, and on the phone's own code.

    python bench/ways.py [--side 160] [--queries 300] [--runs 3] [--without-packages]

A crooked grid of streets with diagonals, more than 50,000 stretches, each with facts as they are known in life: some
measured, most not. The walker is one in a wheelchair. Asked are the best way from door to door, with its turns and what was
avoided (two searches), as the server does it. NetworkX is installed into a throw-away environment and asked for the same cheapest
way on the same costs, by A* with the straight line as its guide and by Dijkstra from both ends; all must find the same
cost, or this program fails. The phone's code is the app's own, run by Node. Times are CPU milliseconds of one thread.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, thread_time_ns

import numpy as np
from rich.console import Console
from rich.table import Table

from manto.places.walking.explaining import shortest_of_all, told
from manto.places.walking.profiles import profile
from manto.places.walking.routing import Network
from manto.places.walking.streets import Streets, Way, streets_of

ROOT = Path(__file__).resolve().parents[1]
PEER = "networkx"
SURFACES = ("asphalt", "cobblestone", "gravel", "paving_stones")

IN_NETWORKX = """
import json, math, sys, time
import networkx as nx
held = json.load(open(sys.argv[1]))
graph = nx.Graph()
for a, b, cost in held["edges"]:
    if not graph.has_edge(a, b) or graph[a][b]["weight"] > cost:
        graph.add_edge(a, b, weight=cost)
at = held["points"]
def guide(a, b):
    (y, x), (v, u) = at[a], at[b]
    return 0.999 * math.hypot((y - v) * 111194.9, (x - u) * 111194.9 * math.cos(math.radians(held["north"])))
ways = {
    "astar": lambda a, b: nx.astar_path_length(graph, a, b, guide, "weight"),
    "bidirectional": lambda a, b: nx.bidirectional_dijkstra(graph, a, b, "weight")[0],
}
said = {}
for name, find in ways.items():
    times, costs = [], []
    for a, b in held["questions"]:
        start = time.thread_time_ns()
        try:
            costs.append(find(a, b))
        except nx.NetworkXNoPath:
            costs.append(None)
        times.append(time.thread_time_ns() - start)
    said[name] = {"times": times, "costs": costs}
print(json.dumps(said))
"""

IN_NODE = """
import { readFileSync } from 'node:fs'
import { Network } from './routing.js'
import { streetsOf } from './streets.js'
import { waysOf } from './telling.js'
const held = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const start = process.cpuUsage()
const streets = streetsOf(held.streets)
const network = new Network(streets, held.wheelchair)
const free = new Network(streets, held.walker)
const ready = process.cpuUsage(start)
const points = streets.points
const times = [], costs = []
for (const [a, b] of held.questions.slice(0, 20)) waysOf(network, free, points[a], points[b]) // its compiler wakes up
for (const [a, b] of held.questions) {
  const before = process.cpuUsage()
  const best = waysOf(network, free, points[a], points[b]).ways[0]
  const used = process.cpuUsage(before)
  times.push((used.user + used.system) * 1e3)
  costs.push(best ? best.walk.cost : null)
}
console.log(JSON.stringify({ times, costs, ready_ms: (ready.user + ready.system) / 1000 }))
"""


def town(side: int, seed: int = 1) -> Streets:
    """Draw a town: corners about 70 metres apart, streets with what is known of them."""
    draw = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:side, 0:side]
    lats = 45.1 + rows * 0.0006 + draw.uniform(0, 0.0002, (side, side))
    lons = 10.7 + columns * 0.0009 + draw.uniform(0, 0.0003, (side, side))
    points = np.round(np.stack([lats.ravel(), lons.ravel()], axis=1), 6)
    ways = []
    for corner in range(side * side):
        row, column = divmod(corner, side)
        for other, there in ((corner + 1, column + 1 < side), (corner + side, row + 1 < side)):
            if there:
                ways.append((corner, other))
        if column + 1 < side and row + 1 < side and draw.random() < 0.15:
            ways.append((corner, corner + side + 1))
    return streets_of(
        Way(str(i), f"Via {i // 8}", (str(a), str(b)), (tuple(points[a]), tuple(points[b])), _facts(draw))
        for i, (a, b) in enumerate(ways)
    )


def _facts(draw: np.random.Generator) -> dict[str, object]:
    facts: dict[str, object] = {"kind": "steps" if draw.random() < 0.02 else "street"}
    for name, share, most in (("kerb_cm", 0.4, 6), ("incline_pct", 0.3, 9), ("width_cm", 0.3, 300)):
        if draw.random() < share:
            facts[name] = int(draw.integers(0, most)) + (60 if name == "width_cm" else 0)
    if draw.random() < 0.6:
        facts["surface"] = SURFACES[int(draw.integers(4))]
    return facts


def ours(network: Network, questions: list[tuple[int, int]]) -> tuple[list[int], list[float | None]]:
    """Ask our own: the best way with all that is said of it."""
    points = [tuple(map(float, point)) for point in network.streets.points]
    times, costs = [], []
    for a, b in questions:
        start = thread_time_ns()
        found = network.walks(points[a], points[b], others=0)
        if found:
            told(network, found[0], shortest_of_all(network, points[a], points[b]))
        times.append(thread_time_ns() - start)
        costs.append(found[0].cost if found else None)
    return times, costs


def open_corners(network: Network) -> list[int]:
    """List the corners at which some stretch can be gone: from others nobody is led the same way."""
    passable = np.isfinite(network.costs)
    streets = network.streets
    return np.unique(np.concatenate([streets.a[passable], streets.b[passable]])).tolist()


def in_node(folder: Path, held: dict[str, object]) -> dict[str, list[float]]:
    """Run the phone's code by Node."""
    (folder / "bench.mjs").write_text(IN_NODE.replace("./", f"{ROOT}/web/src/geo/walking/").replace(".js'", ".ts'"))
    bundle = folder / "bundle.mjs"
    bundler = ROOT / "web/node_modules/.bin/rolldown"
    subprocess.run(
        [bundler, folder / "bench.mjs", "--file", bundle, "--platform", "node"], check=True, capture_output=True
    )
    (folder / "node.json").write_text(json.dumps(held))
    said = subprocess.run(["node", bundle, folder / "node.json"], check=True, capture_output=True, text=True)
    return dict(json.loads(said.stdout))


def main() -> None:
    """Measure and print."""
    parse = argparse.ArgumentParser()
    for name, usual in (("--side", 160), ("--queries", 300), ("--runs", 3)):
        parse.add_argument(name, type=int, default=usual)
    parse.add_argument("--without-packages", action="store_true")
    asked = parse.parse_args()
    streets, who = town(asked.side), profile("wheelchair")
    began = perf_counter()
    network = Network(streets, who)
    network.free.streets.pairs  # noqa: B018
    made_ms = (perf_counter() - began) * 1000
    corners = open_corners(network)
    draw = np.random.default_rng(2)
    questions = [tuple(map(int, draw.choice(corners, 2, replace=False))) for _ in range(asked.queries)]
    rows: dict[str, list[list[float]]] = {}
    costs: list[float | None] = []
    for _ in range(asked.runs):
        times, costs = ours(network, questions)
        rows.setdefault("Manto, server: way, turns, what was avoided", []).append(times)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _peers(asked, folder, network, questions, costs, rows)
    table = Table(
        title=f"One way of {len(streets.a):,} stretches, {asked.queries} questions, ms of CPU, median of {asked.runs} runs"
    )
    for heading in ("who", "p50", "p99", "p99 over ours"):
        table.add_column(heading, justify="left" if heading == "who" else "right")
    at = lambda runs, share: float(np.median([np.percentile(run, share) for run in runs])) / 1e6  # noqa: E731
    mine = at(next(iter(rows.values())), 99)
    for name, runs in rows.items():
        table.add_row(name, f"{at(runs, 50):.1f}", f"{at(runs, 99):.1f}", f"{at(runs, 99) / mine:.1f}")
    console = Console(width=120)
    console.print(table)
    console.print(f"Weighing the whole city for a walker: {made_ms:.0f} ms, once for each walker and content.")
    console.print(
        f"{sum(cost is not None for cost in costs)} of {len(costs)} have a way. python bench/ways.py {' '.join(sys.argv[1:])}"
    )


def _peers(
    asked: argparse.Namespace,
    folder: Path,
    network: Network,
    questions: list[tuple[int, int]],
    costs: list[float | None],
    rows: dict[str, list[list[float]]],
) -> None:
    streets = network.streets
    wholes = np.rint(streets.points * 1e6).astype(int).ravel().tolist()
    stretches = np.stack([streets.a, streets.b, streets.way], axis=1).ravel().tolist()
    ways = [{"name": name, "facts": facts} for name, facts in zip(streets.names, streets.facts, strict=True)]
    profiles = {name: {**vars(profile(name))} for name in ("wheelchair", "walker")}
    graph = {"points": wholes, "stretches": stretches, "ways": ways}
    for _ in range(asked.runs):
        said = in_node(folder, {"streets": graph, "questions": questions, **profiles})
        _same(costs, said["costs"], "the phone")
        rows.setdefault("Manto, the phone's code in Node, the same", []).append(said["times"])
    if asked.without_packages:
        return
    open_ = np.flatnonzero(np.isfinite(network.costs))
    edges = [(int(streets.a[i]), int(streets.b[i]), float(network.costs[i])) for i in open_]
    held = {
        "edges": edges,
        "points": streets.points.tolist(),
        "questions": questions,
        "north": float(streets.points[:, 0].max()),
    }
    (folder / "graph.json").write_text(json.dumps(held))
    (folder / "peer.py").write_text(IN_NETWORKX)
    python = folder / "venv/bin/python"
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        print("Not measured: NetworkX, which could not be installed.")
        return
    for _ in range(asked.runs):
        done = subprocess.run(
            [python, folder / "peer.py", folder / "graph.json"], check=True, capture_output=True, text=True
        )
        for name, said in json.loads(done.stdout).items():
            _same(costs, said["costs"], name)
            rows.setdefault(f"NetworkX, {name}, the cost alone", []).append(said["times"])


def _same(ours: list[float | None], theirs: list[float | None], who: str) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        if (mine is None) != (other is None) or (mine is not None and other is not None and abs(mine - other) > 0.5):
            sys.exit(f"{who} finds another cost: {other}, not {mine}.")


if __name__ == "__main__":
    main()
