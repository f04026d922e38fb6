"""How fast places are taken in and found, beside the barest peer for each.

    python bench/places.py [--rows 50000] [--places 1000000] [--queries 2000] [--runs 3] [--without-packages]

Taking in: a CSV file through the whole of `import_file` (checked, hours read, compared with what was there, reported,
one durable transaction), beside `csv.reader` into `sqlite3.executemany`, which checks nothing and knows no second time.
Finding: the 50 nearest within 300 m, ranked and counted, beside `scipy.spatial.cKDTree`, which is asked for the same
on the same points and cannot filter; it is installed into a throw-away environment, if the package index can be
reached. The points: 40 in 100 spread over 40 x 40 km, the others in 400 clusters. All is CPU time,
which a busy machine does not change much.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time_ns
from zoneinfo import ZoneInfo

import numpy as np
from rich.console import Console
from rich.table import Table

from manto.places.around import Around, Row, Wanted
from manto.places.hours import HoursReader
from manto.places.ranking import Asking, Needs

MIDDLE = (45.158, 10.794)
NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
HOURS = ("Mo-Fr 08:30-12:30,15:30-19:30; Sa 08:30-12:30", "24/7", "Tu-Su 09:00-18:30", "", "", "")
KINDS = ("pharmacy", "cafe", "shop", "bench", "toilets", "museum", "restaurant", "parking")
PACKAGE = "scipy"

# What runs beside us in the throw-away environment: the same points, the same questions.
TREE = """
import json, sys, time
import numpy as np
from scipy.spatial import cKDTree
data = np.load(sys.argv[1])
start = time.perf_counter(); tree = cKDTree(data["points_m"]); built = time.perf_counter() - start
times = []
for point in data["questions_m"]:
    start = time.thread_time_ns()
    tree.query(point, k=50, distance_upper_bound=300)
    times.append(time.thread_time_ns() - start)
print(json.dumps({"built": built, "times": times}))
"""


def points(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw points: latitudes and longitudes."""
    draw = np.random.default_rng(seed)
    spread = draw.uniform(-20_000, 20_000, (count * 4 // 10, 2))
    clusters = draw.uniform(-20_000, 20_000, (400, 2))
    close = clusters[draw.integers(0, 400, count - len(spread))] + draw.normal(0, 300, (count - len(spread), 2))
    metres = np.concatenate([spread, close])
    draw.shuffle(metres)
    return MIDDLE[0] + metres[:, 1] / 111_195, MIDDLE[1] + metres[:, 0] / (111_195 * np.cos(np.radians(MIDDLE[0])))


def rows(count: int) -> Iterator[Row]:
    """Make places of the points."""
    lats, lons = points(count)
    for number, (lat, lon) in enumerate(zip(lats.tolist(), lons.tolist(), strict=True)):
        kind, hours = KINDS[number % len(KINDS)], HOURS[number % len(HOURS)]
        access = {"kerb_cm": number % 9} if number % 4 == 0 else {}
        facts = (f"p{number}", kind, lat, lon, f"Luogo {number}", hours, number % 3 == 0)
        yield Row(*facts, told=number % 10 == 0, access=access)


def microseconds(ask: Callable[[tuple[float, float]], object], questions: list[tuple[float, float]]) -> np.ndarray:
    """Measure each question."""
    times = []
    for question in questions:
        start = thread_time_ns()
        ask(question)
        times.append(thread_time_ns() - start)
    return np.asarray(times) / 1000


def tree_times(count: int, questions: list[tuple[float, float]]) -> tuple[float, np.ndarray] | str:
    """Measure cKDTree in an environment of its own; say why not where it cannot be had."""
    uv = shutil.which("uv")
    if uv is None:
        return f"{PACKAGE} is skipped: uv, which makes the throw-away environment, is not here"
    lats, lons = points(count)
    scale = np.array([111_195 * np.cos(np.radians(MIDDLE[0])), 111_195])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points.npz"
        asked = np.array([(lon, lat) for lat, lon in questions])
        np.savez(file, points_m=np.column_stack([lons, lats]) * scale, questions_m=asked * scale)
        command = [uv, "run", "-q", "--no-project", "--with", f"{PACKAGE},numpy", "--python", sys.executable]
        done = subprocess.run([*command, "python", "-c", TREE, str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"{PACKAGE} is skipped: {done.stderr.strip().splitlines()[-1]}"
    told = json.loads(done.stdout)
    return told["built"], np.asarray(told["times"]) / 1000


def finding(count: int, queries: int, *, packages: bool) -> tuple[Table, str]:
    """Measure the questions that people ask."""
    start = perf_counter()
    around = Around(rows(count), HoursReader(ZoneInfo("Europe/Rome"), MIDDLE))
    around.find(Wanted(near=MIDDLE, radius_m=300), NOW, count=50)
    built = perf_counter() - start
    lats, lons = points(count)
    chosen = np.random.default_rng(2).integers(0, count, queries)
    questions = [(float(lats[number]) + 0.0003, float(lons[number])) for number in chosen]
    asked: dict[str, Wanted] = {
        "50 nearest within 300 m": Wanted(radius_m=300),
        "… open now, without a step": Wanted(radius_m=300, open_now=True, step_free=True),
        "… pharmacies, however far": Wanted(categories=frozenset({"pharmacy"})),
    }
    table = Table(title=f"What is around me, {count:,} places, {queries:,} questions")
    for column in ("question", "by", "p50 us", "p99 us", "p50 beside Manto's"):
        table.add_column(column, justify="left" if column in ("question", "by") else "right")
    ours = None
    for name, wanted in asked.items():
        ask = _asker(around, wanted)
        ask(questions[0])  # what is made once, for all questions, is not measured
        times = microseconds(ask, questions)
        ours = np.median(times) if ours is None else ours
        table.add_row(name, "Manto", f"{np.median(times):,.0f}", f"{np.percentile(times, 99):,.0f}", "")
    looking = {
        "… around now: needs, taste, houses, lanes": Asking((0, 0), heading_deg=90.0, needs=Needs(kerb_cm_max=4)),
        "… around now, looking to nowhere": Asking((0, 0)),
    }
    for name, asking in looking.items():
        times = microseconds(lambda here, asking=asking: around.now(replace(asking, here=here), NOW), questions)
        table.add_row(name, "Manto", f"{np.median(times):,.0f}", f"{np.percentile(times, 99):,.0f}", "")
    note = f"Manto's snapshot is made in {built:.1f} s"
    peer = tree_times(count, questions) if packages else f"{PACKAGE} is skipped: not asked for"
    if isinstance(peer, str):
        return table, f"{note}; {peer}"
    made, times = peer
    p50, p99 = np.median(times), np.percentile(times, 99)
    table.add_row("50 nearest within 300 m", "cKDTree", f"{p50:,.0f}", f"{p99:,.0f}", f"{p50 / ours:.2f} x")
    return table, f"{note}, cKDTree's tree in {made:.1f} s"


def _asker(around: Around, wanted: Wanted) -> Callable[[tuple[float, float]], object]:
    rest = (wanted.radius_m, wanted.categories, wanted.text, wanted.open_now, wanted.step_free)
    return lambda here: around.find(Wanted(here, *rest), NOW, count=50)


def write_table(path: Path, count: int) -> None:
    """Write places as CSV."""
    draw = random.Random(3)  # noqa: S311  a benchmark repeats its draws
    lats, lons = points(count)
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "category", "name_it", "name_en", "lat", "lon", "address", "opening_hours", "wheelchair"])
        for number in range(count):
            name, street = f"Luogo {number}", f"Via {draw.randrange(900)} {draw.randrange(90)}"
            place = (f"{lats[number]:.6f}", f"{lons[number]:.6f}", street, HOURS[number % len(HOURS)], "unknown")
            table.writerow([number, KINDS[number % len(KINDS)], name, name, *place])


def bare(path: Path, database: Path) -> float:
    """Take the table in with nothing but the standard library; say how long it took."""
    start = process_time()
    with sqlite3.connect(database) as connection, path.open(newline="") as file:
        connection.execute("create table place (id text primary key, a, b, c, lat real, lon real, d, e, f)")
        reader = csv.reader(file)
        next(reader)
        connection.executemany("insert into place values (?,?,?,?,?,?,?,?,?)", reader)
    return process_time() - start


def taking_in(count: int, runs: int) -> Table:
    """Measure the import of a table: new, and again unchanged."""
    from manto.places.models import Place
    from manto.places.programs import import_file

    first, again, peer = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.csv"
        write_table(path, count)
        for run in range(runs):
            facts = {"source": "The town", "licence": "CC0-1.0"}
            start = process_time()
            import_file(path, **facts)
            between = process_time()
            import_file(path, **facts)
            first.append(count / (between - start))
            again.append(count / (process_time() - between))
            Place.objects.all().delete()
            peer.append(count / bare(path, Path(folder) / f"bare{run}.sqlite3"))
    table = Table(title=f"Taking in a table of {count:,} places, median and spread of {runs} runs")
    for column in ("by", "rows/s of CPU", "spread", "the peer's rate"):
        table.add_column(column, justify="left" if column == "by" else "right")
    for name, rates in (("Manto, new", first), ("Manto, again", again), ("csv.reader → executemany", peer)):
        share = "" if rates is peer else f"{median(rates) / median(peer):.0%}"
        table.add_row(name, f"{median(rates):,.0f}", f"{min(rates):,.0f}-{max(rates):,.0f}", share)
    return table


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--places", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=2000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--without-packages", action="store_true", help="measure no peer from the package index")
    chosen = options.parse_args()
    console = Console(width=120)

    with tempfile.TemporaryDirectory() as home:
        os.environ.update(MANTO_HOME=home, MANTO_DATABASE_URL="", DJANGO_SETTINGS_MODULE="manto.web.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        console.print(taking_in(chosen.rows, chosen.runs))
    for count in (8345, chosen.places):
        table, note = finding(count, chosen.queries, packages=not chosen.without_packages)
        console.print(table)
        console.print(note)


if __name__ == "__main__":
    main()
