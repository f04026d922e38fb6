"""The population's edge to the disk: one `.npz` file, written whole or not at all, and CSV for other programs."""

from __future__ import annotations

import csv
import os
import zipfile
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TextIO

import numpy as np

from manto.kernel.errors import BadInput, NotFound
from manto.residents.synthetic.generation import Progress, silent
from manto.residents.synthetic.population import Column, Population, Since, Source

FORM = "manto synthetic population 1"
CSV_ROWS = 20_000
HOUSEHOLD_ARRAYS = ("household", "role", "home_points", "household_changed", "guardians")


def save(population: Population, path: Path) -> None:
    """Write a population to a file; whoever reads the path meanwhile finds the old file or the new one, whole.

    The same population gives the same bytes.
    """
    arrays: dict[str, Any] = {
        "form": np.array(FORM),
        "seed": np.array(str(population.seed)),
        "on": np.array(population.on.isoformat()),
        "facts": np.array(list(population.columns)),
    }
    arrays |= {name: getattr(population, name) for name in HOUSEHOLD_ARRAYS}
    for fact, column in population.columns.items():
        arrays[f"{fact}/values"] = column.values
        arrays[f"{fact}/about"] = np.array([*column.source, column.since.value, column.pattern])
        if column.known is not None:
            arrays[f"{fact}/known"] = column.known
        if column.words:
            arrays[f"{fact}/words"] = np.array(column.words)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def load(path: Path) -> Population:
    """Read a population from a file that `save` wrote.

    Raises:
        NotFound: There is no such file.
        BadInput: The file is something else, damaged, or of another version.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            if "form" not in arrays or str(arrays["form"]) != FORM:
                raise BadInput(f"{path.name} is not a synthetic population of this version.", "Generate it anew.")
            return Population(
                seed=int(str(arrays["seed"])),
                on=date.fromisoformat(str(arrays["on"])),
                **{name: arrays[name] for name in HOUSEHOLD_ARRAYS},
                columns={fact: _column(arrays, fact) for fact in arrays["facts"].tolist()},
            )
    except FileNotFoundError:
        raise NotFound(f"There is no file {path.name} in {path.parent}.", "Generate the population first.") from None
    except (OSError, ValueError, KeyError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path.name} cannot be read as a population: {error}.", "Generate it anew.") from error


def _column(arrays: Any, fact: str) -> Column:
    kind, ref, since, pattern = arrays[f"{fact}/about"].tolist()
    return Column(
        values=arrays[f"{fact}/values"],
        source=Source(kind, ref),
        since=Since(since),
        known=arrays.get(f"{fact}/known"),
        words=tuple(arrays.get(f"{fact}/words", np.array([])).tolist()),
        pattern=pattern,
    )


def write_csv(population: Population, file: TextIO, progress: Progress = silent) -> None:
    """Write one line per resident: identifier, household, guardians, then one column per fact; empty means unknown.

    Args:
        population: What to write.
        file: Open for writing, with `newline=""`.
        progress: Told how many residents are written, of how many.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "household", "guardians", *population.columns])
    of_child: dict[int, list[str]] = {}
    for child, adult in population.guardians.tolist():
        of_child.setdefault(child, []).append(population.id_of(adult))
    for start in range(0, population.size, CSV_ROWS):
        stop = min(start + CSV_ROWS, population.size)
        rows = range(start, stop)
        facts = [_as_text(column.read(start, stop)) for column in population.columns.values()]
        households = population.household[start:stop].tolist()
        guardians = [" ".join(of_child.get(row, ())) for row in rows]
        writer.writerows(zip(map(population.id_of, rows), households, guardians, *facts, strict=True))
        progress("Lines", stop, population.size)


def _as_text(values: list[Any]) -> list[Any]:
    """Write truth values as other programs read them; the rest the CSV writer writes well by itself."""
    return [("true" if value else "false") if isinstance(value, bool) else value for value in values]
