"""How fast rules decide about a whole city and about one resident, beside OpenFisca-core on the same rules.

    python bench/rules.py [--people 50000] [--millions 1] [--runs 3] [--without-packages]

Fifty services: those of the demo city, and as many plain ones as are lacking. Everybody is synthetic, with gaps as they
are in life. OpenFisca-core (AGPL) is installed into a throw-away environment and run as a program of its own; it gets
the same facts, texts as numbers and days as days, and the same rules written as its formulas. Where nothing is missing,
its decisions and ours must be equal, or this program fails; where something is, its mistakes are counted.
Times are CPU seconds of one process, for PostgreSQL seconds on the clock, the median of all runs.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

os.environ.setdefault("MANTO_HOME", tempfile.mkdtemp(prefix="manto-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manto.web.settings")
sys.path.insert(0, str(Path(__file__).parent / "peers"))

import django

django.setup()

from in_openfisca import NotExpressible, Writer  # noqa: E402

from manto.residents import programs  # noqa: E402
from manto.residents.synthetic import generate  # noqa: E402
from manto.services import rulebook  # noqa: E402
from manto.services.dryrun.synthetic import SyntheticFrame, sqlite_rows, synthetic_frame  # noqa: E402
from manto.services.rules.case import completed  # noqa: E402
from manto.services.rules.deciding import Rule, rule_on  # noqa: E402
from manto.services.rules.explaining import explain  # noqa: E402
from manto.services.rules.frame import create_tables  # noqa: E402
from manto.services.rules.in_sql import POSTGRESQL, SQLITE, FrameColumn, columns_of, pairs_of, write_program  # noqa: E402
from manto.services.rules.reading import read_service  # noqa: E402
from manto.services.rules.tree import And, facts_in  # noqa: E402

ON = date(2026, 6, 9)
SERVICES = 50
PEER = "OpenFisca-Core"
PLAIN = (
    "age(person.birth) < {n} and household.isee_cents <= euro({k}000)",
    "age(person.birth) >= 6{n} and household.size == 1",
    "count(c for c in children if age(c.birth) < {n}) >= 1 and household.isee_cents <= euro({k}000)",
    "work.status == 'unemployed' and income.yearly_cents < euro({k}000)",
    "vehicle.count == 0 and months(home.since) < 1{n}",
    "any(age(m.birth) >= 7{n} for m in household) and not waste_tax.registered",
    "age(person.birth) in [1{n}, 2{n}] and voter_roll.registered",
)
console = Console(width=130)


def the_rules() -> list[Rule]:
    """Give fifty rules as they read on the day."""
    services = list(rulebook.services_of_files())
    while len(services) < SERVICES:
        i = len(services)
        text = PLAIN[i % len(PLAIN)].format(n=i % 7 + 1, k=10 + i)
        condition = f'one: {{if: "{text}", why: {{it: a, en: a}}}}'
        version = f"  - from: 2020-01-01\n    conditions:\n      {condition}\n"
        file = f"id: plain-{i}\ntitle: {{it: a, en: a}}\nversions:\n{version}"
        services.append(read_service(file, f"plain-{i}.yaml", rulebook.language()))
    rules = [rule_on(service, ON) for service in services[:SERVICES]]
    return [rule for rule in rules if rule is not None]


def timed(run: Callable[[], Any], runs: int, clock: Callable[[], float] = time.process_time) -> tuple[float, Any]:
    """Give the median of the seconds of several runs, and what the last gave."""
    seconds = []
    for _ in range(runs):
        start = clock()
        result = run()
        seconds.append(clock() - start)
    return median(seconds), result


def on_sqlite(
    frame: SyntheticFrame, columns: list[FrameColumn], nodes: list[Any], runs: int
) -> tuple[float, list[str]]:
    """Decide everything on SQLite."""
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in create_tables(columns, SQLITE, frame="frame", kin="kin"):
            database.execute(statement)
        marks = ", ".join("?" * (2 + len(columns) + sum(column.absent for column in columns)))
        database.executemany(f"INSERT INTO frame VALUES ({marks})", sqlite_rows(frame, columns))  # noqa: S608
        pairs = zip(frame.subjects.tolist(), frame.members.tolist(), frame.relations.tolist(), strict=True)
        database.executemany("INSERT INTO kin VALUES (?, ?, ?)", pairs)

        def run() -> list[str]:
            database.execute("DROP TABLE IF EXISTS said")
            program = write_program(nodes, SQLITE, code=True)
            for statement in program.households:
                database.execute(statement)
            return [code for _, code in database.execute(program.select)]

        return timed(run, runs)


def on_postgresql(
    url: str, frame: SyntheticFrame, columns: list[FrameColumn], nodes: list[Any], runs: int
) -> tuple[float, list[str]]:
    """Decide everything on PostgreSQL."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as database, database.cursor() as cursor:
        for statement in create_tables(columns, POSTGRESQL, frame="frame", kin="kin"):
            cursor.execute(statement)
        with cursor.copy("COPY frame FROM STDIN") as copy:
            for row in sqlite_rows(frame, columns):
                copy.write_row(row)
        with cursor.copy("COPY kin FROM STDIN") as copy:
            for row in zip(frame.subjects.tolist(), frame.members.tolist(), frame.relations.tolist(), strict=True):
                copy.write_row(row)
        cursor.execute("ANALYZE frame")
        cursor.execute("ANALYZE kin")

        def run() -> list[str]:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.said")
            program = write_program(nodes, POSTGRESQL, code=True)
            for statement in program.households:
                cursor.execute(statement)
            return [code for _, code in cursor.execute(program.select).fetchall()]

        return timed(run, runs, time.perf_counter)


def in_polars(frame: SyntheticFrame, columns: list[FrameColumn], nodes: list[Any], runs: int) -> tuple[float, Any]:
    """Decide everything in Polars; gives one column for whom each service is about and one for what holds."""
    import polars as pl

    from manto.services.rules.in_polars import TYPES, evaluate

    series = [pl.Series("household_known", np.ones(frame.size, dtype=bool))]
    for column in columns:
        values, known, none = frame.columns[column.fact]
        made = pl.Series(column.name, values).cast(TYPES[column.kind])
        series.append(pl.select(pl.when(pl.Series(known)).then(made).alias(column.name)).to_series())
        if column.absent:
            series.append(pl.Series(f"{column.name}__none", none))
    kin = pl.DataFrame(
        {
            "subject": frame.subjects.astype(np.int32),
            "member": frame.members.astype(np.uint32),
            "relation": frame.relations,
        }
    )
    residents = pl.DataFrame(series)
    return timed(lambda: evaluate(nodes, residents, kin), runs)


def explained(frame: SyntheticFrame, rules: list[Rule], sample: int) -> float:
    """Give the seconds in which one resident's fifty decisions are explained."""
    starts = frame.starts()
    cases = [
        completed(frame.case(row, starts), rulebook.language()) for row in range(0, frame.size, frame.size // sample)
    ]
    start = time.process_time()
    for case in cases:
        for rule in rules:
            explain(rule, case, "it")
    return (time.process_time() - start) / len(cases)


def for_openfisca(frame: SyntheticFrame, rules: list[Rule], population: Any, folder: Path) -> dict[str, Any]:
    """Write the facts and the rules down for OpenFisca; says which rules it can express."""
    writer, sources = Writer(), {}
    for i, rule in enumerate(rules):
        try:
            sources[f"service_{i}"] = writer.write(And(rule.nodes()))
        except NotExpressible:
            continue
    living = np.isnat(population.columns["person.death"].values)
    household = np.unique(population.household[living], return_inverse=True)[1]
    data: dict[str, Any] = {"household": household, "role": population.role[living]}
    inputs = {}
    for fact, (values, known, none) in frame.columns.items():
        name, there = fact.replace(".", "__"), known & ~none
        if values.dtype.kind == "U":
            words, positions = np.unique(values, return_inverse=True)
            values = np.array([writer.number(str(word)) for word in words])[positions]
        blank = np.datetime64("1970-01-01") if values.dtype.kind == "M" else np.zeros(1, dtype=values.dtype)[0]
        data[name] = np.where(there, values, blank)
        inputs[name] = {"M": "d", "b": "b"}.get(values.dtype.kind, "i")
    np.savez(folder / "data.npz", **data)
    (folder / "rules.json").write_text(json.dumps({"inputs": inputs, "services": sources}))
    return sources


def run_openfisca(folder: Path) -> dict[str, float] | str:
    """Install the peer and let it decide; gives its seconds, or why there are none."""
    python = folder / "venv" / "bin" / "python"
    peer = Path(__file__).parent / "peers" / "openfisca_rules.py"
    steps = [
        [sys.executable, "-m", "uv", "venv", "-q", "--python", sys.executable, str(folder / "venv")],
        [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python), PEER],
        [str(python), str(peer), *(str(folder / name) for name in ("data.npz", "rules.json", "said.npz"))],
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for step in steps if not python.exists() else steps[2:]:
        done = subprocess.run(step, capture_output=True, text=True, check=False, timeout=1800, env=environment)
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
            return f"{PEER} is not measured: {reason[0][:100]}"
    seconds: dict[str, float] = json.loads(done.stdout)
    return seconds


def compared(frame: SyntheticFrame, rules: list[Rule], codes: list[str], folder: Path) -> str:
    """Hold OpenFisca's decisions against ours: equal where nothing is missing, else count its mistakes."""
    said = np.load(folder / "said.npz")
    letters = np.array([list(code) for code in codes])
    equal = wrong = unknown = 0
    for i, rule in enumerate(rules):
        if f"service_{i}" not in said:
            continue
        theirs, ours = said[f"service_{i}"].astype(bool), letters[:, i]
        complete = _complete(frame, rule)
        differ = np.flatnonzero(complete & (theirs != (ours == "y")))
        if len(differ):
            raise SystemExit(f"{rule.service.id}: {len(differ)} differ, first resident {differ[0]}: {ours[differ[0]]}")
        equal += int(complete.sum())
        unknown += int((ours == "u").sum())
        wrong += int(((ours == "u") & theirs).sum())
    return (
        f"Equal with {PEER} on {equal:,} decisions in which nothing is missing. Of {unknown:,} that are unknown it "
        f"calls {wrong:,} due ({100 * wrong / max(unknown, 1):.0f} %) and {unknown - wrong:,} not due: it has no third answer."
    )


def _complete(frame: SyntheticFrame, rule: Rule) -> Any:
    """Say of whom all facts are known that a rule reads, those of her household among them."""
    complete = np.ones(frame.size, dtype=bool)
    for node in rule.nodes():
        for name, of_member in facts_in(node):
            values, known, none = frame.columns[name]
            there = known | (none & (values.dtype.kind != "b"))
            if of_member:
                there = np.logical_and.reduceat(there[frame.members], frame.starts()[:-1])
            complete &= there
    return complete


def main() -> None:  # noqa: C901 - one table, row by row
    """Measure, compare, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=50_000)
    options.add_argument("--millions", type=int, default=1)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--without-packages", action="store_true", help="measure no peer from the package index")
    chosen = options.parse_args()
    rules = the_rules()
    nodes = pairs_of(rules)
    columns = list(columns_of(nodes))
    parameters = programs.parameters_of_city()
    table = Table(title=f"{len(rules)} services, median of {chosen.runs} runs")
    for name in ("decided by", "residents", "seconds", "decisions/s", f"beside {PEER}"):
        table.add_column(name, justify="left" if name == "decided by" else "right")

    def row(name: str, people: int, seconds: float, peer: float | None) -> None:
        ratio = "" if peer is None else f"{peer / seconds:,.2f} x its speed"
        table.add_row(name, f"{people:,}", f"{seconds:,.4f}", f"{people * len(rules) / seconds:,.0f}", ratio)

    notes = []
    with tempfile.TemporaryDirectory() as place:
        for people in (chosen.people, chosen.millions * 1_000_000):
            if not people:
                continue
            population = generate(parameters, size=people, seed=1, on=ON)
            frame = synthetic_frame(population, columns, rulebook.language())
            peer: dict[str, float] | str = "not asked for"
            folder = Path(place)
            if not chosen.without_packages:
                sources = for_openfisca(frame, rules, population, folder)
                peer = run_openfisca(folder)
            told = peer if isinstance(peer, dict) else None
            whole = None if told is None else (told["build"] + told["formulas"]) * len(rules) / len(sources)
            if people == chosen.people:
                seconds, codes = on_sqlite(frame, columns, nodes, chosen.runs)
                row("Manto on SQLite, CPU", frame.size, seconds, whole)
                if url := os.environ.get("MANTO_TEST_POSTGRESQL"):
                    seconds, again = on_postgresql(url, frame, columns, nodes, chosen.runs)
                    if codes != again:
                        raise SystemExit("SQLite and PostgreSQL do not agree.")
                    row("Manto on PostgreSQL, on the clock", frame.size, seconds, whole)
                seconds = explained(frame, rules, 200)
                one = None if told is None else told["one"] * len(rules) / len(sources)
                row("Manto, one resident with reasons, CPU", 1, seconds, one)
                if told is not None:
                    notes.append(compared(frame, rules, codes, folder))
                    notes.append(
                        f"{PEER} can express {len(sources)} of the {len(rules)} rules; its times are scaled to all."
                    )
                else:
                    notes.append(str(peer))
            seconds, _ = in_polars(frame, columns, nodes, chosen.runs)
            row("Manto in Polars, CPU", frame.size, seconds, whole)
            if told is not None:
                scale = len(rules) / len(sources)
                row(f"{PEER}, formulas alone", frame.size, told["formulas"] * scale, None)
                row(f"{PEER}, with its simulation built", frame.size, (told["build"] + told["formulas"]) * scale, None)
    console.print(table)
    for note in notes:
        console.print(note)


if __name__ == "__main__":
    main()
