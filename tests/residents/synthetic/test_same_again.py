"""The same seed makes the same city, on any day of the week and in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from manto.kernel.errors import BadInput
from manto.residents.synthetic import Population, PopulationParameters, generate
from manto.residents.synthetic.files import save
from manto.residents.synthetic.generation import STAGES

MAKE = """
import sys, yaml
from datetime import date
from pathlib import Path
from manto.residents.synthetic import generate, parse_parameters
from manto.residents.synthetic.files import save
parameters = parse_parameters(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")))
save(generate(parameters, size=3000, seed=11, on=date(2026, 6, 9)), Path(sys.argv[2]))
"""


def test_same_seed_gives_the_same_bytes_whatever_python_hashes_by(tmp_path: Path) -> None:
    """Two processes with different hash seeds write files that are equal to the byte."""
    source = Path(__file__).parents[3] / "demo" / "mantova" / "population.yaml"
    files = [tmp_path / "one.npz", tmp_path / "two.npz"]

    for file, hash_seed in zip(files, ("1", "4242"), strict=True):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", MAKE, str(source), str(file)], check=True, env=environment)

    assert files[0].read_bytes() == files[1].read_bytes()


def test_making_a_city_leaves_the_global_randomness_alone(mantova: PopulationParameters, tmp_path: Path) -> None:
    """Neither does NumPy's global seed change the city, nor the city what others draw from it."""
    made = []
    for seed in (1, 2):
        np.random.seed(seed)
        expected = np.random.RandomState(seed).random_sample()
        made.append(generate(mantova, size=1_000, seed=5, on=date(2026, 6, 9)))
        assert np.random.random_sample() == expected

    assert list(made[0].as_facts()) == list(made[1].as_facts())


def test_another_seed_gives_other_people_in_the_same_numbers(mantova: PopulationParameters) -> None:
    """The pyramid stays, the people do not."""
    one, two = (generate(mantova, size=2_000, seed=seed, on=date(2026, 6, 9)) for seed in (1, 2))

    sizes = [one.columns["household.size"].read(), two.columns["household.size"].read()]
    assert Counter(sizes[0]) == Counter(sizes[1])
    assert list(one.as_facts(0, 50)) != list(two.as_facts(0, 50))


@pytest.mark.parametrize("cut", [1, 777, 4096, 9_999])
def test_facts_in_pieces_are_the_facts(mantova: PopulationParameters, town: Population, cut: int) -> None:
    """Reading a range in two pieces gives what reading it at once gives."""
    whole = list(town.as_facts(0, 10_000))

    pieces = [*town.as_facts(0, cut), *town.as_facts(cut, 10_000)]

    assert pieces == whole


def test_progress_names_each_stage_once_and_ends_full(mantova: PopulationParameters) -> None:
    """Whoever draws a bar sees every stage begin and end, in order."""
    told: list[tuple[str, int, int]] = []

    generate(mantova, size=1_000, seed=1, on=date(2026, 6, 9), progress=lambda *step: told.append(step))

    assert told == [(stage, done, 1_000) for stage in STAGES for done in (0, 1_000)]


@pytest.mark.parametrize(
    ("size", "seed", "on"),
    [
        (999, 1, date(2026, 6, 9)),
        (10**8, 1, date(2026, 6, 9)),
        (1_000, -1, date(2026, 6, 9)),
        (1_000, 1, date(1, 1, 1)),
    ],
)
def test_what_cannot_be_made_is_refused(mantova: PopulationParameters, size: int, seed: int, on: date) -> None:
    """A size, seed or day out of bounds is refused with what to give instead."""
    with pytest.raises(BadInput):
        generate(mantova, size=size, seed=seed, on=on)


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 9, 1), date(2026, 12, 31)])
def test_any_day_of_the_year_will_do(mantova: PopulationParameters, tmp_path: Path, on: date) -> None:
    """On new year's day, on a leap day and when school begins, no fact is of the future but a due date."""
    population = generate(mantova, size=1_500, seed=3, on=on)

    late = [fact for fact in population.as_facts() if fact.valid_from > on]

    assert late == []
    save(population, tmp_path / "city.npz")


def test_a_large_city_takes_little_memory(mantova: PopulationParameters) -> None:
    """A resident takes under 150 bytes, so that a million stay far below one gigabyte."""
    population = generate(mantova, size=100_000, seed=1, on=date(2026, 6, 9))

    assert population.bytes_in_memory / population.size < 150
