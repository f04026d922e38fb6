"""How fast Manto learns and recommends, and what a resident takes in memory, beside LightGBM and `implicit`.

    OPENBLAS_NUM_THREADS=1 python bench/preferences.py [CHECKINS] [--events 3000] [--residents 1000000] [--without-packages]

Without a file, residents with habits are made up. All methods see the same check-ins in the same run, on one thread;
times are CPU time for one event: `learn` counts it and moves the weights, `recommend` gathers candidates, builds all
columns and orders them. Each method has a pass of its own. The LightGBM ranker scores frames that a closer look has
built, so its own time and that of the look come on top of ours. `implicit` (ALS, 64 factors) is installed into a
throw-away environment, where the package index can be reached; it learns from everything at once and cannot learn one
event, so its training is divided by the events. Then a million residents are held at once, whose rows are copies of
those that learned, and at one moment some anywhere among them ask and learn.
How soon Today answers over HTTP is in bench/server.py.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import process_time, process_time_ns

import numpy as np
from rich.console import Console
from rich.table import Table

from manto.assistant.evaluation.checkins import Checkins, read_checkins
from manto.assistant.preferences import trees
from manto.assistant.preferences.discovery import Discovery
from manto.assistant.preferences.frame import COLUMNS
from manto.assistant.preferences.memory import Memory
from manto.assistant.preferences.model import Model
from manto.assistant.preferences.things import Things
from manto.assistant.preferences.votes import Votes
from manto.assistant.taste import forest

Question = tuple[np.ndarray, int]
RESIDENTS, DAYS, PLACES = 600, 120, 3000
PEER = "implicit==0.7.3"
PEER_PROGRAM = """
import os, sys, time
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np, scipy.sparse as sparse
from implicit.cpu.als import AlternatingLeastSquares
table = np.load(sys.argv[1])
user, place, recommended = table["user"], table["place"], int(sys.argv[2])
counts = sparse.coo_matrix((np.ones(len(user), np.float32), (user, place))).tocsr()
model = AlternatingLeastSquares(factors=64, random_state=0, num_threads=1)
start = time.process_time()
model.fit(counts, show_progress=False)
learn = (time.process_time() - start) / len(user)
start = time.process_time()
for one in user[-recommended:]:
    model.recommend(int(one), counts[int(one)], N=10, filter_already_liked_items=False)
print(1e6 * learn, 1e6 * (time.process_time() - start) / recommended)
"""


def made_up() -> Checkins:
    """Make residents who go to a dozen places of their own, by the hour, and now and then elsewhere."""
    random = np.random.default_rng(5)
    user = np.repeat(np.arange(RESIDENTS), DAYS)
    own = random.integers(0, PLACES, (RESIDENTS, 12))
    hour = random.choice([8, 9, 12, 13, 18, 19, 21], len(user))
    place = np.where(random.random(len(user)) < 0.2, random.integers(0, PLACES, len(user)), own[user, (hour * 5) % 12])
    at = 1.7e9 + np.tile(np.arange(DAYS), RESIDENTS) * 86_400.0 + hour * 3600
    order = np.argsort(at, kind="stable")
    things = Things(
        random.integers(0, 60, PLACES).astype(np.int32),
        45.1 + random.random(PLACES) * 0.1,
        10.7 + random.random(PLACES) * 0.15,
    )
    columns = (user.astype(np.int32)[order], place.astype(np.int32)[order], at[order], at[order])
    return Checkins(*columns, things=things)


def ours(checkins: Checkins, events: int, console: Console) -> tuple[list[float], list[float], Memory]:
    """Time learning and recommending over the latest events, as often again being counted before to warm up."""
    memory = Memory(checkins.things)
    model = Model(memory, time_known=True)
    learn, recommend = [], []
    for left, user, place, quarter in each_event(checkins):
        rows = memory.rows(user)
        if left >= 2 * events or not rows.count:
            memory.learn(user, place, quarter)
            continue
        began = process_time_ns()
        ranked = model.rank(user, rows, quarter)
        ranked.best(10)
        ordered = process_time_ns()
        model.learn(user, ranked, place)
        memory.learn(user, place, quarter)
        if left < events:
            recommend.append((ordered - began) / 1000)
            learn.append((process_time_ns() - ordered) / 1000)
    console.print(
        f"{len(checkins.user):,} events counted, {len(memory.residents):,} residents, {len(checkins.things):,} places."
    )
    return learn, recommend, memory


def a_closer_look(checkins: Checkins, events: int) -> tuple[list[float], list[Question]]:
    """Time the closer look that the trees need, over the same events; give the questions that it makes."""
    memory = Memory(checkins.things)
    model = Model(memory, time_known=True)
    votes = Votes(checkins.things, time_known=True)
    discovery = Discovery(model.framer, model.pools, votes)
    closer, questions = [], []
    for left, user, place, quarter in each_event(checkins):
        rows = memory.rows(user)
        if left < events and rows.count:
            ranked = model.rank(user, rows, quarter)
            began = process_time_ns()
            fresh = discovery.candidates(rows, int(rows.places[-1]), quarter)
            ballot = votes.ballot(rows, ranked.moment)
            new = discovery.rank(rows, ranked.moment, fresh, ballot)
            things, asked = trees.closer_question(ranked, rows, new, ballot, votes, model.logit)
            closer.append((process_time_ns() - began) / 1000)
            if len(found := np.flatnonzero(things == place)):
                questions.append((asked, int(found[0])))
        memory.learn(user, place, quarter)
    return closer, questions


def each_event(checkins: Checkins) -> Iterator[tuple[int, int, int, int]]:
    """Give each event: how many come after it, whose, which place, in which quarter of an hour."""
    quarters = (checkins.local // 900).astype(int).tolist()
    stream = zip(checkins.user.tolist(), checkins.place.tolist(), quarters, strict=True)
    for at, event in enumerate(stream, start=1):
        yield len(quarters) - at, *event


def lightgbm(questions: list[Question]) -> tuple[float, float] | None:
    """Time the trees on the same frames: fitting for each question, scoring one."""
    if not trees.available():
        return None
    forest = trees.Reranker(len(questions))
    for question, chosen in questions:
        forest.remember(question, chosen)
    began = process_time()
    if not forest.fit(least=1):
        return None
    fitted = process_time()
    for question, _ in questions[:500]:
        forest.scores(question)
    return 1e6 * (fitted - began) / len(questions), 1e6 * (process_time() - fitted) / min(500, len(questions))


def nightly_forest(questions: list[Question]) -> tuple[float, float] | None:
    """Time growing Today's nightly forest and asking it about as many candidates as the closer look has."""
    if not trees.available():
        return None
    sittings = [
        forest.Sitting(0, forest.seen(asked[:, : len(COLUMNS)], 0), asked[:, trees.WIDE].astype(float), chosen)
        for asked, chosen in questions
    ]
    began = process_time()
    grown = forest.Forest(forest.grown(sittings))
    learn = (process_time() - began) / len(sittings)
    began = process_time()
    for one in sittings:
        grown.parts(one.seen)
    return 1e6 * learn, 1e6 * (process_time() - began) / len(sittings)


def implicit(checkins: Checkins, events: int) -> tuple[float, float] | None:
    """Time the peer in an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.npz"
        np.savez(table, user=checkins.user, place=checkins.place)
        uv = [sys.executable, "-m", "uv"]
        made = subprocess.run([*uv, "venv", "-q", f"{folder}/peer"], capture_output=True)
        python = f"{folder}/peer/bin/python"
        added = subprocess.run([*uv, "pip", "install", "-q", "--python", python, PEER], capture_output=True)
        if made.returncode or added.returncode:
            return None
        ran = subprocess.run(
            [python, "-c", PEER_PROGRAM, str(table), str(min(events, 1000))], capture_output=True, text=True
        )
        return tuple(map(float, ran.stdout.split()[-2:])) if ran.returncode == 0 else None  # type: ignore[return-value]


def a_million(memory: Memory, residents: int, console: Console) -> None:
    """Hold so many residents at once, each with rows of her own, and ask and learn of some that lie anywhere."""
    sample = list(memory.residents.values())
    if residents * np.mean([rows.bytes_held() for rows in sample]) > 0.8 * free_bytes():
        console.print(f"Not measured: {residents:,} residents do not fit into the memory that is free here.")
        return
    before, began = resident_bytes(), process_time()
    for at in range(len(sample), residents):
        memory.residents[at] = sample[at % len(sample)].copy()
    held = resident_bytes() - before
    console.print(
        f"{len(memory.residents):,} residents with {np.mean([one.count for one in sample]):.0f} rows each take "
        f"{held / 2**30:.1f} GiB of memory, {held / len(memory.residents):,.0f} bytes each, laid out in "
        f"{process_time() - began:.0f} s; stored they take {8 * sum(r.count for r in sample) / len(sample):,.0f} bytes each."
    )
    model, random = Model(memory, time_known=True), np.random.default_rng(2)
    now = max(int(rows.quarters[-1]) for rows in sample) + 4
    learn, recommend = [], []
    for resident in random.integers(0, residents, 3000).tolist():
        rows = memory.rows(resident)
        thing = int(rows.places[-2])
        start = process_time_ns()
        ranked = model.rank(resident, rows, now)
        ranked.best(10)
        between = process_time_ns()
        model.learn(resident, ranked, thing)
        memory.learn(resident, thing, now)
        learn.append((process_time_ns() - between) / 1000)
        recommend.append((between - start) / 1000)
    for name, times in (("learn", learn[1000:]), ("recommend", recommend[1000:])):
        console.print(f"Among them, {name}: {median(times):.0f} µs (p99 {quantiles(times, n=100)[-1]:.0f}).")


def resident_bytes() -> int:
    """Say how much memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def free_bytes() -> int:
    """Say how much memory the machine still has."""
    line = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    return int(line.split()[1]) * 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkins", nargs="?", type=Path)
    parser.add_argument("--events", type=int, default=3000)
    parser.add_argument("--residents", type=int, default=1_000_000, help="how many are held at once; 0 for none")
    parser.add_argument("--without-packages", action="store_true")
    given = parser.parse_args()
    console = Console(highlight=False)
    checkins = read_checkins(given.checkins, {}, console.print) if given.checkins else made_up()
    learn, recommend, memory = ours(checkins, given.events, console)
    closer, questions = a_closer_look(checkins, given.events)
    table = Table("", "learn, µs an event", "recommend, µs", "times ours")
    own = median(learn), median(recommend)
    late = [f"{median(times):.0f} (p95 {quantiles(times, n=20)[-1]:.0f})" for times in (learn, recommend)]
    table.add_row("Manto", *late, "1.0 / 1.0")
    table.add_row("a closer look, for the trees, besides", "", f"{median(closer):.0f}", "")
    peers = [
        ("LightGBM, frames given", lightgbm(questions)),
        ("Today's nightly forest, frames given", nightly_forest(questions)),
    ]
    if not given.without_packages:
        peers.append((f"{PEER}, ALS 64", implicit(checkins, given.events)))
    for name, times in peers:
        if times is None:
            console.print(f"Not measured: {name} cannot be had here.")
            continue
        table.add_row(name, f"{times[0]:.0f}", f"{times[1]:.0f}", f"{times[0] / own[0]:.1f} / {times[1] / own[1]:.1f}")
    console.print(table)
    if given.residents:
        a_million(memory, given.residents, console)


if __name__ == "__main__":
    main()
