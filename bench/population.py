"""How fast a synthetic population is made, beside plain Python and beside a kept library for made-up people.

    python bench/population.py [--size 1000000] [--runs 3] [--without-packages]

The peers make less: eleven columns of people who do not know each other, where ours makes all facts of households that
hold together. `plain Python` draws them with `random.choices`, a whole column at a time; `mimesis` is installed into a
throw-away environment, if the package index can be reached, and gives a name, birth, address, mail and phone each.
Peers make a sample, and their rate is taken as it is: both work at the same speed however many they make.
All run in this order, on one core, in one run of this program; times are CPU time.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import yaml
from rich.console import Console
from rich.table import Table

from manto.residents.synthetic import PopulationParameters, generate, parse_parameters
from manto.residents.synthetic.files import load, save

DEMO = Path(__file__).parents[1] / "demo" / "mantova" / "population.yaml"
ON = date(2026, 6, 9)
PEER = "mimesis"
PEER_PROGRAM = """
import sys, time
from mimesis import Address, Locale, Person
people, runs = int(sys.argv[1]), int(sys.argv[2])
person, address = Person(Locale.IT, seed=1), Address(Locale.IT, seed=1)
for _ in range(runs):
    start = time.process_time()
    made = [
        (person.first_name(), person.last_name(), person.birthdate(min_year=1930, max_year=2026), person.nationality(),
         address.street_name(), address.street_number(), address.city(), person.email(), person.phone_number())
        for _ in range(people)
    ]
    print(people / (time.process_time() - start))
"""


def plain_python(parameters: PopulationParameters, people: int, seed: int) -> list[list[object]]:
    """Make the core columns with the standard library alone; nobody is kin to anybody."""
    draw = random.Random(seed)  # noqa: S311  a benchmark repeats its draws

    bands = draw.choices(parameters.age_bands, [band.share for band in parameters.age_bands], k=people)
    ages = [draw.randint(band.first, band.last) for band in bands]
    births = [ON - timedelta(days=365 * age + draw.randrange(365)) for age in ages]
    districts = draw.choices(parameters.districts, [d.share for d in parameters.districts], k=people)
    statuses = {age: band for band in parameters.work_status_by_age for age in range(band.first, band.last + 1)}
    income, isee = parameters.income_yearly_eur, parameters.isee_eur
    return [
        draw.choices(parameters.names.f + parameters.names.m, k=people),
        draw.choices(parameters.names.family, k=people),
        births,
        draw.choices(list(parameters.citizenships), list(parameters.citizenships.values()), k=people),
        [d.id for d in districts],
        [draw.choice(d.streets) for d in districts],
        [str(draw.randint(1, 120)) for _ in range(people)],
        [draw.choices(range(6), statuses[age].shares)[0] for age in ages],
        [round(100 * income.median * 2.718281828 ** draw.gauss(0, income.sigma_log)) for _ in range(people)],
        [
            round(100 * isee.median * 2.718281828 ** draw.gauss(0, isee.sigma_log)) if draw.random() < 0.65 else None
            for _ in range(people)
        ],
        draw.choices(
            list(parameters.vehicles_per_household), list(parameters.vehicles_per_household.values()), k=people
        ),
    ]


def rates(make: Callable[[int], object], people: int, runs: int) -> list[float]:
    """Give residents per second of CPU time of each run."""
    measured = []
    for run in range(runs):
        gc.collect()
        start = process_time()
        made = make(run)
        measured.append(people / (process_time() - start))
        del made
    return measured


def package_rates(people: int, runs: int) -> list[float] | str:
    """Give residents per second of the peer from the package index, or say why there are none."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "bin", "python")
        steps = [
            [sys.executable, "-m", "uv", "venv", "-q", "--python", sys.executable, folder],
            [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python), PEER],
            [str(python), "-c", PEER_PROGRAM, str(people), str(runs)],
        ]
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False, timeout=300)
            if done.returncode:
                reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
                return f"{PEER} is skipped: {reason[0][:80]}"
        return [float(line) for line in done.stdout.split()]


def file_times(parameters: PopulationParameters, size: int) -> str:
    """Say how long a population takes to and from the disk, and how much memory it takes."""
    population = generate(parameters, size=size, seed=1, on=ON)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.npz")
        start = perf_counter()
        save(population, path)
        saved = perf_counter()
        load(path)
        loaded = perf_counter()
        megabytes = path.stat().st_size / 1e6
    return (
        f"saved in {saved - start:.2f} s, loaded in {loaded - saved:.2f} s, {megabytes:.0f} MB on disk; "
        f"{population.bytes_in_memory / 1e6:.0f} MB in memory"
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--without-packages", action="store_true", help="measure no peer from the package index")
    chosen = options.parse_args()
    parameters = parse_parameters(yaml.safe_load(DEMO.read_text(encoding="utf-8")))
    sample = min(chosen.size, 50_000)

    ours = rates(lambda run: generate(parameters, size=chosen.size, seed=run, on=ON), chosen.size, chosen.runs)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    results: list[tuple[str, int, list[float]]] = [
        ("Manto: all facts, households that hold together", chosen.size, ours),
        ("plain Python: 11 columns, no households", sample,
         rates(lambda run: plain_python(parameters, sample, run), sample, chosen.runs)),
    ]  # fmt: skip
    note = f"{PEER} is skipped: not asked for"
    if not chosen.without_packages:
        peer = package_rates(sample // 5, chosen.runs)
        if isinstance(peer, str):
            note = peer
        else:
            note = ""
            results.append((f"{PEER}: 9 columns, no households", sample // 5, peer))

    table = Table(title=f"Synthetic residents, median and spread of {chosen.runs} runs")
    for column in ("made by", "residents", "residents/s of CPU", "spread", "Manto is faster"):
        table.add_column(column, justify="left" if column == "made by" else "right")
    for name, people, measured in results:
        ratio = "" if measured is ours else f"{median(ours) / median(measured):,.1f} x"
        spread = f"{min(measured):,.0f}-{max(measured):,.0f}"
        table.add_row(name, f"{people:,}", f"{median(measured):,.0f}", spread, ratio)
    console = Console(width=120)
    console.print(table)
    console.print(f"{chosen.size:,} residents in {chosen.size / median(ours):.1f} s of CPU; peak memory {peak_mb:,.0f} MB; "
                  f"{file_times(parameters, chosen.size)}")  # fmt: skip
    if note:
        console.print(note)


if __name__ == "__main__":
    main()
