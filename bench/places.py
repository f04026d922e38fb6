"""How fast places are taken in and packed for phones, beside the barest peer for each.

    python bench/places.py [--rows 50000] [--runs 3]

Taking in: a CSV file through the whole of `import_file` (checked, hours read, compared with what was there, reported,
one durable transaction), beside `csv.reader` into `sqlite3.executemany`, which checks nothing and knows no second time.
Packing: every square of the town, made, digested, signed and kept, beside `json.dumps` of the same lines.
The points: 40 in 100 spread over 40 x 40 km, the others in 400 clusters. All is CPU time, which a busy machine does not
change much. How fast places are found: `bench/around.py`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
from rich.console import Console
from rich.table import Table

MIDDLE = (45.158, 10.794)
NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
HOURS = ("Mo-Fr 08:30-12:30,15:30-19:30; Sa 08:30-12:30", "24/7", "Tu-Su 09:00-18:30", "", "", "")
KINDS = ("pharmacy", "cafe", "shop", "bench", "toilets", "museum", "restaurant", "parking")


def points(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw points: latitudes and longitudes."""
    draw = np.random.default_rng(seed)
    spread = draw.uniform(-20_000, 20_000, (count * 4 // 10, 2))
    clusters = draw.uniform(-20_000, 20_000, (400, 2))
    close = clusters[draw.integers(0, 400, count - len(spread))] + draw.normal(0, 300, (count - len(spread), 2))
    metres = np.concatenate([spread, close])
    draw.shuffle(metres)
    return MIDDLE[0] + metres[:, 1] / 111_195, MIDDLE[1] + metres[:, 0] / (111_195 * np.cos(np.radians(MIDDLE[0])))


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


def packing(count: int) -> Table:
    """Measure the packs of all squares of a town that has been taken in."""
    from manto.places import pack_shelf, packs
    from manto.places.programs import import_file
    from manto.places.snapshot import snapshot

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.csv"
        write_table(path, count)
        import_file(path, source="The town", licence="CC0-1.0")
    cells = sorted(
        {packs.cell_at(lat, lon) for lat, lon in zip(*(part.tolist() for part in points(count)), strict=True)}
    )
    snapshot()
    times, bare_times, sizes = [], [], []
    for cell in cells:
        start = process_time()
        items = pack_shelf.pack(cell, "", NOW)["items"]
        times.append((process_time() - start) * 1000)
        read = [json.loads(text) for text in items.values()]
        start = process_time()
        lines = [json.dumps(one, ensure_ascii=False) for one in read]
        bare_times.append((process_time() - start) * 1000)
        sizes.append(len(gzip.compress("\n".join(lines).encode())) / 1000)
    table = Table(title=f"Packs of {len(cells):,} squares (about 0.9 km² each) that hold {count:,} places")
    for column in ("what", "p50", "p99", "most"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name, figures in (
        ("made, digested, signed, kept, ms", times),
        ("json.dumps of its lines, ms", bare_times),
        ("size, gzip, kB", sizes),
    ):
        table.add_row(name, f"{np.median(figures):.2f}", f"{np.percentile(figures, 99):.2f}", f"{max(figures):.2f}")
    return table


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    console = Console(width=120)

    with tempfile.TemporaryDirectory() as home:
        os.environ.update(MANTO_HOME=home, MANTO_DATABASE_URL="", DJANGO_SETTINGS_MODULE="manto.web.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        console.print(taking_in(chosen.rows, chosen.runs))
        console.print(packing(chosen.rows))


if __name__ == "__main__":
    main()
