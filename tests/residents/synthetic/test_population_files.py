"""A population kept in a file is the population, and a file is whole or not there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from manto.kernel.errors import BadInput, NotFound
from manto.residents.synthetic import Population
from manto.residents.synthetic.files import load, save, write_csv


def test_what_is_saved_is_what_is_loaded(town: Population, tmp_path: Path) -> None:
    """Every fact, pair and point comes back; saving it again gives the same bytes."""
    save(town, tmp_path / "one.npz")

    loaded = load(tmp_path / "one.npz")
    save(loaded, tmp_path / "two.npz")

    assert (loaded.seed, loaded.on) == (town.seed, town.on)
    assert list(loaded.as_facts()) == list(town.as_facts())
    assert list(loaded.members()) == list(town.members())
    assert (loaded.guardians == town.guardians).all()
    assert (loaded.home_points == town.home_points).all()
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_save_that_fails_leaves_the_old_state_and_nothing_else(town: Population, tmp_path: Path) -> None:
    """When the last step is refused, here by a folder of that name, no half file is left lying about."""
    taken = tmp_path / "city.npz"
    (taken / "something").mkdir(parents=True)

    with pytest.raises(OSError, match=r"city\.npz"):
        save(town, taken)

    assert list(tmp_path.iterdir()) == [taken]
    assert list(taken.iterdir()) == [taken / "something"]


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "another"])
def test_a_file_that_is_no_population_is_refused(town: Population, tmp_path: Path, damage: str) -> None:
    """Damage is said plainly; nothing half read is handed on."""
    path = tmp_path / "city.npz"
    save(town, path)
    whole = path.read_bytes()
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("no population", encoding="utf-8")
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case "another":
            np.savez(path, some=np.arange(3))

    with pytest.raises(BadInput, match=r"city\.npz"):
        load(path)


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(NotFound, match="Generate the population first"):
        load(tmp_path / "none.npz")


def test_csv_holds_a_line_per_resident_and_empties_for_the_unknown(town: Population) -> None:
    """Other programs read the same facts, guardians by identifier."""
    file, told = io.StringIO(), []

    write_csv(town, file, progress=lambda *step: told.append(step))

    lines = list(csv.DictReader(io.StringIO(file.getvalue())))
    guardians = {(town.id_of(child), town.id_of(adult)) for child, adult in town.guardians.tolist()}
    assert len(lines) == town.size
    assert told[-1] == ("Lines", town.size, town.size)
    assert {(line["id"], adult) for line in lines for adult in line["guardians"].split()} == guardians
    for name, column in town.columns.items():
        assert [line[name] != "" for line in lines] == column.is_known().tolist(), name
    assert {line["family.doctor"] for line in lines} == {"true", "false", ""}
