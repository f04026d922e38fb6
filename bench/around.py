"""How fast "what is around me now" is answered: by the server, by the phone's own code, and by named peers, in one run.

    python bench/around.py [--places 1000000] [--queries 2000] [--without-browser]

Asked are the 50 nearest within 300 m, then all that the ranking does: my needs against measurements, taste, hours, houses
that hide, labels in lanes. First of Florence, its places taken in from the reference data as `manto up` takes them in, where
they lie beside the checkout or where `MANTO_SHARED` says; then of a town of drawn points: 40 in 100 spread over 40 x 40 km,
the others in 400 clusters. Both have a drawn house for every fourth point. Beside it stand, on the same points and questions:

- `scipy.spatial.cKDTree`, which finds and cannot filter;
- PostGIS, asked as its manual says (`geography`, `ST_DWithin`, ordered by `<->`, a GiST index), and the same PostgreSQL by
  Manto's cell keys with no extension, where `MANTO_TEST_POSTGRESQL` names a server (`make bench` starts one);
- the phone's code (`web/src/geo`), by Node and in Chromium.

Wall time of single questions, one after another; what runs in this process is told in CPU time too, which a busy machine
changes less. The finding of 50 must agree with cKDTree's, or this program fails.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from time import perf_counter, perf_counter_ns, thread_time_ns
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.spatial import cKDTree

from manto.places.around import Around, Row, Wanted
from manto.places.cells import cells_of, spans_around
from manto.places.footprints import Footprints
from manto.places.geometry import Floats, Point, distance_m
from manto.places.hours import HoursReader
from manto.places.ranking import Asking, Needs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

MIDDLE = (45.158, 10.794)
NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
HOURS = ("Mo-Fr 08:30-12:30,15:30-19:30; Sa 08:30-12:30", "24/7", "Tu-Su 09:00-18:30", "", "", "")
KINDS = ("pharmacy", "cafe", "shop", "bench", "toilets", "museum", "restaurant", "parking")
LIKING = {"museum": 0.8, "cafe": 0.3, "parking": -0.7}
LOOKING = Asking((0, 0), heading_deg=90.0, needs=Needs(kerb_cm_max=4), preferences=LIKING)
PHONE = """
import { now } from './now.ts'
import { ByLatitude } from './byLatitude.ts'
export function measure({ places, houses, questions, asking, radius_m }) {
  const start = performance.now()
  const held = new ByLatitude(places)
  const homes = new ByLatitude(houses.map((ring) => ({ lat: ring[0][0], lon: ring[0][1], ring })))
  const made_ms = performance.now() - start
  const ask = (here) => {
    const near = homes.within(here, radius_m + 30).map((house) => house.ring)
    return now(held.within(here, radius_m), near, { ...asking, here })
  }
  const find = (here) => held.within(here, radius_m).length
  const times = (each) => {
    for (const [lat, lon] of questions.slice(0, 50)) each({ lat, lon })
    return questions.map(([lat, lon]) => {
      const before = performance.now()
      for (let again = 0; again < 5; again++) each({ lat, lon: lon + again * 1e-7 }) // the clock of a browser is coarse
      return ((performance.now() - before) * 1000) / 5
    })
  }
  return { made_ms, found: times(find), ranked: times(ask) }
}
"""


class Town:
    """The places, a house beside every fourth of them, and the questions, drawn the same each time.

    Args:
        name: Its name.
        middle: About where it lies.
        rows: Its places; the n-th has the id pn.
        queries: How many questions.

    """

    def __init__(self, name: str, middle: Point, rows: list[Row], queries: int) -> None:
        self.name, self.middle, self.rows = name, middle, rows
        self.scale = np.array([111_195.0, 111_195.0 * np.cos(np.radians(middle[0]))])
        """Metres of a degree of latitude and of longitude here: what a flat tree needs."""
        self.points = np.array([(row.lat, row.lon) for row in rows])
        wide, deep = 9.0 / self.scale[0], 14.0 / self.scale[1]
        corners = (self.points[::4] + 12.0 / self.scale).tolist()
        self.houses = [[(a, b), (a, b + deep), (a + wide, b + deep), (a + wide, b)] for a, b in corners]
        chosen = self.points[np.random.default_rng(2).integers(0, len(rows), queries)] + (0.0003, 0.0)
        self.questions: list[Point] = [(a, b) for a, b in chosen.tolist()]
        self.hours = HoursReader(ZoneInfo("Europe/Rome"), middle)


def drawn(count: int, queries: int) -> Town:
    """Draw a town."""
    draw = np.random.default_rng(1)
    spread = draw.uniform(-20_000, 20_000, (count * 4 // 10, 2))
    clusters = draw.uniform(-20_000, 20_000, (400, 2))
    close = clusters[draw.integers(0, 400, count - len(spread))] + draw.normal(0, 300, (count - len(spread), 2))
    metres = np.concatenate([spread, close])
    draw.shuffle(metres)
    points = np.array(MIDDLE) + metres / (111_195.0, 111_195.0 * np.cos(np.radians(MIDDLE[0])))
    return Town("a town of drawn points", MIDDLE, list(map(drawn_row, range(count), *points.T.tolist())), queries)


def drawn_row(number: int, lat: float, lon: float) -> Row:
    """Make a place of a point; at every fourth something is measured."""
    facts = (f"p{number}", KINDS[number % len(KINDS)], lat, lon, f"Luogo {number}", HOURS[number % len(HOURS)])
    access = {"kerb_cm": number % 9} if number % 4 == 0 else {}
    return Row(*facts, number % 3 == 0, told=number % 10 == 0, access=access)


def florence(queries: int) -> Town | None:
    """Take in Florence, its folder and what the reference data have of it, into a database of its own; None without them."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(MANTO_HOME=home, MANTO_DATABASE_URL="", MANTO_CITY="firenze")
        os.environ["DJANGO_SETTINGS_MODULE"] = "manto.web.settings"
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        from manto.places.models import Place
        from manto.places.programs import import_city, import_declared
        from manto.places.snapshot import row_of

        call_command("migrate", verbosity=0)
        import_city(settings.CITY)
        reports = import_declared(settings.CITY, settings.SHARED)
        for one in reports:
            why = ", ".join(sorted({group.reason for group in one.groups}))
            print(f"{one.file}: {one.taken:,} places taken in, {one.left:,} left out ({why}).")
        if not reports:
            print(
                f"Florence is not measured: its places are not at {settings.SHARED} (MANTO_SHARED names another folder)."
            )
            return None
        rows = map(row_of, Place.objects.filter(withdrawn_at=None).order_by("id"))
        return Town(
            "Florence",
            settings.CITY.centre,
            [row._replace(id=f"p{number}") for number, row in enumerate(rows)],
            queries,
        )


Times = tuple[Floats, Floats | None]
"""Of each question, microseconds: on the clock, and of CPU where it is this process that works."""


def timed(ask: Callable[[Point], object], questions: list[Point]) -> Times:
    """Measure each question, after the first, in which what is made once for all is made."""
    ask(questions[0])
    wall, cpu = [], []
    for question in questions:
        start, used = perf_counter_ns(), thread_time_ns()
        ask(question)
        cpu.append(thread_time_ns() - used)
        wall.append(perf_counter_ns() - start)
    return np.asarray(wall) / 1000, np.asarray(cpu) / 1000


def in_memory(place: Town) -> tuple[dict[str, Times], str]:
    """Ask the server's snapshot and the tree, and hold them to one another."""
    start = perf_counter()
    around = Around(place.rows, place.hours, Footprints(place.houses))
    around.find(Wanted(near=place.middle, radius_m=300), NOW, count=50)
    made = perf_counter() - start
    start = perf_counter()
    tree = cKDTree(place.points * place.scale)
    grown = perf_counter() - start
    of_tree = lambda here: tree.query(np.array(here) * place.scale, k=50, distance_upper_bound=300)  # noqa: E731
    for here in place.questions[:50]:
        found = around.find(Wanted(near=here, radius_m=300), NOW, count=50)
        edge = 0.995 * (
            found.distances_m[-1] if len(found.ids) == 50 else 300
        )  # there plane and globe may choose others
        theirs = {f"p{one}" for one in of_tree(here)[1] if one < len(place.rows)} - set(found.ids)
        if any(distance_m(here, tuple(place.points[int(one[1:])])) < edge for one in theirs):
            sys.exit(f"cKDTree finds others around {here}.")
    wanted = {
        "50 nearest": Wanted(radius_m=300),
        "… open now, without a step": Wanted(radius_m=300, open_now=True, step_free=True),
        "… pharmacies, however far": Wanted(categories=frozenset({"pharmacy"})),
    }
    times = {
        f"{name}, Manto": timed(
            lambda here, one=one: around.find(replace(one, near=here), NOW, count=50), place.questions
        )
        for name, one in wanted.items()
    }
    times["all ranking with houses, Manto"] = timed(
        lambda here: around.now(replace(LOOKING, here=here), NOW), place.questions
    )
    bare = Around(place.rows, place.hours)
    times["all ranking but houses, Manto"] = timed(
        lambda here: bare.now(replace(LOOKING, here=here), NOW), place.questions
    )
    times["50 nearest, scipy cKDTree"] = timed(of_tree, place.questions)
    return times, f"Snapshot with {len(place.houses):,} houses made in {made:.1f} s; cKDTree grown in {grown:.1f} s."


def in_postgresql(place: Town) -> tuple[dict[str, Times], str]:
    """Ask PostGIS, and the same server by cell keys."""
    url = os.environ.get("MANTO_TEST_POSTGRESQL")
    if not url:
        return {}, "PostgreSQL is not measured: MANTO_TEST_POSTGRESQL names none (make bench starts one)."
    with psycopg.connect(url, autocommit=True) as connection:
        start = perf_counter()
        connection.execute("drop table if exists bench_place")
        connection.execute("create table bench_place (id bigint, cell bigint, lat float8, lon float8)")
        with connection.cursor().copy("copy bench_place from stdin") as copy:
            lats, lons = place.points.T
            cells = cells_of(lats, lons).tolist()
            for row in zip(range(len(cells)), cells, lats.tolist(), lons.tolist(), strict=True):
                copy.write_row(row)
        connection.execute("create index on bench_place (cell, id) include (lat, lon)")
        connection.execute("vacuum analyze bench_place")
        made = perf_counter() - start
        found = {"50 nearest, PostgreSQL by cell keys": timed(_by_cells(connection), place.questions)}
        note = f"PostgreSQL's table with cell keys made in {made:.1f} s"
        try:
            connection.execute("create extension if not exists postgis")
        except psycopg.Error:
            connection.execute("drop table bench_place")
            return found, f"{note}; PostGIS is not measured: apt install postgresql-15-postgis-3."
        start = perf_counter()
        connection.execute("alter table bench_place add column spot geography(point)")
        connection.execute("update bench_place set spot = st_makepoint(lon, lat)::geography")
        connection.execute("create index on bench_place using gist (spot)")
        connection.execute("vacuum full analyze bench_place")
        note += f", PostGIS's in {made + perf_counter() - start:.1f} s."
        found["50 nearest, PostGIS"] = timed(_by_postgis(connection), place.questions)
        connection.execute("drop table bench_place")
    return found, note


def _by_postgis(connection: psycopg.Connection[Any]) -> Callable[[Point], object]:
    query = """select id, st_distance(spot, p) from bench_place, (select st_makepoint(%s, %s)::geography p) here
               where st_dwithin(spot, p, 300) order by spot <-> p limit 50"""
    return lambda here: connection.execute(query, (here[1], here[0]), prepare=True).fetchall()


def _by_cells(connection: psycopg.Connection[Any]) -> Callable[[Point], object]:
    def ask(here: Point) -> object:
        spans = spans_around(here, 300)
        found = " union all ".join(["select id, lat, lon from bench_place where cell between %s and %s"] * len(spans))
        query = f"""select id, d from (select id, 12742017.6 * asin(sqrt(sin(radians(lat - %s) / 2) ^ 2
            + cos(radians(%s)) * cos(radians(lat)) * sin(radians(lon - %s) / 2) ^ 2)) d from ({found}) near) ways
            where d <= 300 order by d, id limit 50"""  # noqa: S608  made of constants alone
        given = [here[0], here[0], here[1], *(end for span in spans for end in span)]
        return connection.execute(query, given, prepare=True).fetchall()

    return ask


def on_the_phones_shelf(place: Town) -> tuple[list[dict[str, Any]], NDArray[np.int32]]:
    """Give what a phone knows of places: each different thing once, and which of them each place has."""
    state_of = cache(lambda text: place.hours.opening(text, NOW).state)
    numbers: dict[str, int] = {}

    def number_of(row: Row) -> int:
        known = {"category": row.category, "state": state_of(row.opening_hours), "told": row.told, "access": row.access}
        return numbers.setdefault(json.dumps(known), len(numbers))

    which = np.fromiter(map(number_of, place.rows), np.int32, len(place.rows))
    return list(map(json.loads, numbers)), which


def on_the_phone(place: Town, *, browser: bool) -> tuple[dict[str, Times], str]:
    """Ask the phone's code, by Node and in a browser."""
    facts, which = on_the_phones_shelf(place)
    given = {
        "points": base64.b64encode(place.points.tobytes()).decode(),
        "facts": facts,
        "which": base64.b64encode(which.tobytes()).decode(),
        "houses": base64.b64encode(np.asarray(place.houses).tobytes()).decode(),
        "questions": place.questions,
        "radius_m": 300,
        "asking": {
            "accuracy_m": 10,
            "heading_deg": 90,
            "view_deg": 60,
            "width_px": 390,
            "radius_m": 300,
            "count": 50,
            "now": NOW.timestamp(),
            "audience": [],
            "needs": {"kerb_cm_max": 4},
            "preferences": LIKING,
            "label_px": 150,
            "labels_max": 12,
            "lanes": 4,
        },
    }
    reads = """
    const of = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer
    globalThis.asked = (given) => {
      const at = new Float64Array(of(given.points)), corners = new Float64Array(of(given.houses))
      const places = Array.from(new Int32Array(of(given.which)), (facts, n) =>
        ({ id: `p${n}`, lat: at[2 * n], lon: at[2 * n + 1], ...given.facts[facts] }))
      const houses = Array.from({ length: corners.length / 8 }, (_, n) => Array.from({ length: 4 }, (_, c) =>
        [corners[8 * n + 2 * c], corners[8 * n + 2 * c + 1]]))
      return measure({ ...given, places, houses })
    }
    """
    found: dict[str, Times] = {}
    notes = []
    with tempfile.TemporaryDirectory() as folder:
        source, bundle, question = (Path(folder) / name for name in ("in.mjs", "out.js", "given.json"))
        source.write_text(PHONE.replace("./", f"{ROOT}/web/src/geo/") + reads)
        question.write_text(json.dumps(given))
        bundler = ROOT / "web/node_modules/.bin/rolldown"
        subprocess.run([bundler, source, "--file", bundle, "--format", "iife"], check=True, capture_output=True)
        given_file = "JSON.parse(require('fs').readFileSync(process.argv[2]))"
        runner = f"require(process.argv[1]); console.log(JSON.stringify(asked({given_file})))"
        node = ["node", "--max-old-space-size=4096", "-e", runner, str(bundle), str(question)]
        said = {"Node": json.loads(subprocess.run(node, check=True, stdout=subprocess.PIPE, text=True).stdout)}
        if browser:
            said |= _in_chromium(bundle, question)
    for name, told in said.items():
        found[f"all within 300 m, the phone's code in {name}"] = np.asarray(told["found"]), None
        found[f"all ranking with houses, the phone's code in {name}"] = np.asarray(told["ranked"]), None
        notes.append(f"{name} puts the points in order in {told['made_ms'] / 1000:.1f} s")
    return found, "; ".join(notes) + "."


def _in_chromium(bundle: Path, question: Path) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright
    from tests.browser.conftest import CHROMIUM, FLAGS

    if not CHROMIUM:
        print("Not measured: the phone's code in a browser, for Chromium is not installed.")
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.add_script_tag(path=bundle)
        told = page.evaluate("(given) => asked(given)", json.loads(question.read_text()))
        browser.close()
    return {"Chromium": told}


def measured(place: Town, *, browser: bool) -> tuple[Table, list[str]]:
    """Measure a town."""
    size = f"{len(place.rows):,} places, {len(place.questions):,} questions"
    table = Table(title=f"What is around me now, {place.name}, {size}, microseconds")
    for column in ("question", "p50", "p99", "CPU p50", "CPU p99", "p50 beside Manto's"):
        table.add_column(column, justify="left" if column == "question" else "right")
    notes, found = [], {}
    for part in (in_memory(place), in_postgresql(place), on_the_phone(place, browser=browser)):
        found |= part[0]
        notes.append(part[1])
    ours = {kind: float(np.median(found[f"{kind}, Manto"][0])) for kind in ("50 nearest", "all ranking with houses")}
    for name, (wall, cpu) in found.items():
        kind, _, who = name.partition(", ")
        beside = f"{np.median(wall) / ours[kind]:.2f} x" if kind in ours and who != "Manto" else ""
        of_cpu = ("", "") if cpu is None else (f"{np.median(cpu):,.0f}", f"{np.percentile(cpu, 99):,.0f}")
        table.add_row(name, f"{np.median(wall):,.0f}", f"{np.percentile(wall, 99):,.0f}", *of_cpu, beside)
    return table, notes


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--places", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=2000)
    options.add_argument("--without-browser", action="store_true", help="measure the phone's code by Node alone")
    chosen = options.parse_args()
    console = Console(width=130)
    for take in (florence, partial(drawn, chosen.places)):
        place = take(chosen.queries)
        if place is None:
            continue
        table, notes = measured(place, browser=not chosen.without_browser)
        console.print(table)
        console.print("\n".join(notes))
    console.print(f"Load {os.getloadavg()[0]:.1f}. python bench/around.py {' '.join(sys.argv[1:])}")


if __name__ == "__main__":
    main()
