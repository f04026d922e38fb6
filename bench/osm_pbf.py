"""How a large extract of OpenStreetMap comes in: rows a second and memory, beside libosmium reading the same file.

    python bench/osm_pbf.py [--nodes 300000]

The file is made here: nodes on a grid over Florence, one in ten a place (pharmacy, cafe, toilets...), the others without
a tag that a place is known by, and a building for every fifty. The peer reads the same file to its end in C++ with the
same filter and does nothing with it: what is above that is checking, storing and indexing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import osmium
from osmium.osm import Location
from osmium.osm.mutable import Node, Way

KINDS = ("pharmacy", "cafe", "toilets", "drinking_water", "library", "school", "parking", "restaurant")
PEER = """
import sys, osmium
keys = osmium.filter.KeyFilter("amenity", "shop", "tourism", "leisure", "historic")
print(sum(1 for _ in osmium.FileProcessor(sys.argv[1]).with_areas(keys).with_filter(keys)))
"""


def write_extract(path: Path, nodes: int) -> int:
    """Write an extract; say how many places are in it."""
    places = 0
    side = int(nodes**0.5) + 1
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(nodes):
            at = Location(11.15 + 0.18 * (number % side) / side, 43.73 + 0.10 * (number // side) / side)
            tags = {"highway": "crossing"} if number % 3 == 0 else {}
            if number % 10 == 0:
                tags = {
                    "amenity": KINDS[places % len(KINDS)],
                    "name": f"Place {number}",
                    "opening_hours": "Mo-Fr 08:00-18:00",
                }
                places += 1
            writer.add_node(Node(id=number + 1, location=at, tags=tags))
        for number in range(nodes // 50):
            first = number * 50 + 1
            corners = [first, first + 1, first + 2, first + 3, first]
            tags = {"amenity": "school", "name": f"School {number}"} if number % 20 == 0 else {"building": "yes"}
            places += number % 20 == 0
            writer.add_way(Way(id=number + 1, nodes=corners, tags=tags))
    return places


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Run a command; give seconds, the most memory in MiB, and what it said."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[-1]} failed:\n{said}")
    return time.perf_counter() - started, used.ru_maxrss / 1024, said


def main() -> None:
    """Make an extract, take it in twice, and read it bare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=300_000)
    arguments, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.osm.pbf"
        places = write_extract(path, arguments.nodes)
        print(f"  {arguments.nodes:,} nodes, {places:,} places, {path.stat().st_size / 2**20:.1f} MiB")
        environment = {**os.environ, "MANTO_HOME": str(Path(folder) / "home"), "MANTO_CITY": "firenze"}
        environment |= {"DJANGO_SETTINGS_MODULE": "manto.web.settings", "MANTO_LOG_LEVEL": "ERROR"}
        bare, _, _ = run([sys.executable, "-c", PEER, str(path)], environment)
        manto = [sys.executable, "-m", "manto.cli"]
        idle, least, _ = run([*manto, "migrate"], environment)
        taking = [*manto, "import", str(path), "--source", "OpenStreetMap", "--licence", "ODbL-1.0"]
        print(f"  an empty city: {idle:.1f} s, at most {least:.0f} MiB")
        for label in ("first time", "again, nothing new"):
            seconds, most, said = run(taking, environment)
            print(
                f"  {label}: {seconds:.1f} s, {places / seconds:,.0f} places a second, "
                f"{seconds / bare:.1f} times the bare reading's {bare:.1f} s; at most {most:.0f} MiB"
            )
            print("    " + said.strip().splitlines()[0])


if __name__ == "__main__":
    main()
