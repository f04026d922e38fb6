"""Reading a check-in file of whatever make into packed arrays."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import math
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np

from manto.assistant.evaluation.columns import by_content, by_header, is_header
from manto.assistant.evaluation.moments import (
    day_comes_first,
    has_own_zone,
    is_slashed,
    offset_seconds,
    seconds_of,
    wall_seconds_of,
)
from manto.assistant.preferences.things import Things
from manto.kernel.errors import BadInput

SAMPLE_LINES = 400
LINES_OF_A_CELL = 50
UNREADABLE_MOST = 0.5
PACKED: tuple[tuple[bytes, Callable[..., Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
READERS: dict[str, Callable[[str, bool | None], float]] = {"utc": seconds_of, "local": wall_seconds_of}
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Checkins:
    """Check-ins in the order of time.

    Attributes:
        user: int32, a number for each resident.
        place: int32, rows of ``things``.
        utc: Unix seconds, float64; sorted.
        local: The clock on the wall, in seconds as if it stood in Greenwich.
        trajectory: As the file says; None when it does not.
        split: "train", "val" or "test" as the file says; None when it does not.
        role: As the file says; None when it does not.
        notes: What was assumed or left out, in sentences.

    """

    user: np.ndarray
    place: np.ndarray
    utc: np.ndarray
    local: np.ndarray
    things: Things
    trajectory: np.ndarray | None = None
    split: np.ndarray | None = None
    role: np.ndarray | None = None
    has_categories: bool = True
    has_positions: bool = True
    columns: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.user)

    @property
    def users(self) -> int:
        """How many residents."""
        return len(np.unique(self.user))

    def taken(self, keep: np.ndarray, note: str = "") -> Checkins:
        """Give some of the check-ins, places as they were."""
        some = {
            name: None if (column := getattr(self, name)) is None else column[keep]
            for name in ("user", "place", "utc", "local", "trajectory", "split", "role")
        }
        kept = {**vars(self), **some, "notes": (*self.notes, note) if note else self.notes}
        return Checkins(**kept)

    def with_places_renumbered(self) -> Checkins:
        """Leave out the places that nobody visits any more, and residents likewise."""
        there, place = np.unique(self.place, return_inverse=True)
        things = Things(self.things.category[there], self.things.lat[there], self.things.lon[there])
        user = np.unique(self.user, return_inverse=True)[1]
        return Checkins(
            **{**vars(self), "place": place.astype(np.int32), "user": user.astype(np.int32), "things": things}
        )


def read_checkins(path: Path, told: Mapping[str, str], progress: Progress) -> Checkins:
    """Read a file of check-ins.

    Args:
        path: CSV or TSV, plain or packed as gz, bz2, xz or zip; with a header line or without.
        told: Which column means what, where the names do not tell.
        progress: Told how far it is.

    Raises:
        BadInput: It cannot be read, or no column is known for user, place or time, or most lines make no sense, or its
            dates have slashes and it is not certain what they mean.
        UnknownName: ``told`` names what is not there.

    """
    if not path.is_file():
        raise BadInput(f"There is no file {path}.", "Give the path of a CSV or TSV file of check-ins.")
    try:
        with _opened(path) as text:
            rows = _rows(text)
            sample = list(islice(rows, SAMPLE_LINES))
            if len(sample) < 2:
                raise BadInput(f"{path.name} has fewer than two lines.", "It needs one line for each check-in.")
            if "".join(sample[0]).count("\ufffd") > UNREADABLE_MOST * len("".join(sample[0])):
                raise BadInput(f"{path.name} is not text.", "Give a CSV or TSV file, plain or packed.")
            header = is_header(sample[0])
            known = by_header(sample[0], told) if header else by_content(sample, told)
            if not {"local", "offset"} & set(known) and any(has_own_zone(_cell(row, known)) for row in sample):
                known = {**known, "offset": known["utc"]}  # as 2026-06-09T08:41:00+02:00 does
            names = sample[0] if header else [f"column {at + 1}" for at in range(len(sample[0]))]
            day_first = _day_comes_first(path, sample, known)
            cells, skipped = _gather(_chained(sample[1:] if header else sample, rows), known, day_first, progress)
    except (OSError, EOFError, UnicodeError, zipfile.BadZipFile, csv.Error, lzma.LZMAError) as error:
        raise BadInput(f"{path.name} cannot be read: {error}.", "Give a CSV or TSV file, plain or packed.") from error
    if not cells["user"]:
        raise BadInput(f"No line of {path.name} could be read as a check-in.", "Say which column is which: --column.")
    return _packed(cells, {meaning: names[at] for meaning, at in known.items()}, skipped)


def _day_comes_first(path: Path, sample: Sequence[Sequence[str]], known: Mapping[str, int]) -> bool | None:
    """Go through the whole file once more where its dates have slashes; None where they have none."""
    times = [known[meaning] for meaning in ("utc", "local") if meaning in known]
    if not any(is_slashed(row[at]) for row in sample for at in times if at < len(row)):
        return None
    with _opened(path) as text:
        lines = enumerate(_rows(text), start=1)
        return day_comes_first((line, row[at]) for line, row in lines for at in times if at < len(row))


def _cell(row: Sequence[str], known: Mapping[str, int]) -> str:
    return row[known["utc"]].strip() if len(row) > known["utc"] else ""


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as raw:
        magic = raw.read(6)
    if magic[:4] == b"PK\x03\x04":
        packed = zipfile.ZipFile(path)
        binary: Any = packed.open(max(packed.infolist(), key=lambda entry: entry.file_size))
    else:
        binary = next((opens for mark, opens in PACKED if magic.startswith(mark)), Path.open)(path, "rb")
    # Some of these files are Latin-1: a byte that is not UTF-8 is kept as a mark, and never stops the reading.
    return io.TextIOWrapper(binary, encoding="utf-8-sig", errors="replace", newline="")


def _rows(text: IO[str]) -> Iterator[list[str]]:
    first = text.readline()
    separator = max("\t,;|", key=first.count)
    if first.count(separator) == 0 and len(first.split()) > 2:
        yield first.split()
        yield from (line.split() for line in text)
        return
    clean = (line.replace("\0", "") for line in _chained([first], text))
    yield from (row for row in _parsed(clean, separator) if row)


def _parsed(lines: Iterator[str], separator: str) -> Iterator[list[str]]:
    """Read cells; one in quotes may go over a few lines, and a quote that nothing closes spoils its own line only."""
    width = 0
    for line in lines:
        told = [line]
        while sum(one.count('"') for one in told) % 2 and len(told) < LINES_OF_A_CELL and (more := next(lines, "")):
            told.append(more)
        rows = list(csv.reader(told, delimiter=separator))
        width = width or len(rows[0])
        if len(rows) == len(told) or all(len(row) == width for row in rows):
            yield from rows
        else:
            yield from (row for one in told for row in csv.reader([one], delimiter=separator))


def _chained(first: Sequence[Any], rest: Iterator[Any]) -> Iterator[Any]:
    yield from first
    yield from rest


def _gather(
    rows: Iterator[list[str]], known: Mapping[str, int], day_first: bool | None, progress: Progress
) -> tuple[dict[str, list[Any]], Counter[str]]:
    """Read the cells that are needed; a line that makes no sense is counted with its reason and left out."""
    cells: dict[str, list[Any]] = {meaning: [] for meaning in known}
    skipped: Counter[str] = Counter()
    longest = max(known.values())
    times = [meaning for meaning in ("utc", "local") if meaning in known]
    for number, row in enumerate(rows, start=1):
        if number % 200_000 == 0:
            progress(f"read {number:,} lines")
        if len(row) <= longest:
            skipped["too few columns"] += 1
            continue
        if not row[known["user"]].strip() or not row[known["place"]].strip():
            skipped["no user or no place"] += 1
            continue
        try:
            read = {meaning: READERS[meaning](row[known[meaning]], day_first) for meaning in times}
        except (ValueError, OverflowError):
            skipped["a time that cannot be read"] += 1
            continue
        for meaning, at in known.items():
            cells[meaning].append(read[meaning] if meaning in read else row[at].strip())
    left_out, taken = sum(skipped.values()), len(cells["user"])
    if left_out > UNREADABLE_MOST * (left_out + taken):
        reasons = ", ".join(f"{count:,} with {reason}" for reason, count in skipped.most_common())
        raise BadInput(f"Most lines make no sense as check-ins: {reasons}.", "Say which column is which: --column.")
    return cells, skipped


def _packed(cells: dict[str, list[Any]], columns: dict[str, str], skipped: Counter[str]) -> Checkins:
    notes = [f"{count:,} lines left out: {reason}." for reason, count in skipped.most_common()]
    user, place = _numbered(cells["user"])[0], _numbered(cells["place"])[0]
    lat, lon = _degrees(cells, place, notes)
    category = _categories(cells, place, notes)
    things = Things(category, lat, lon)
    utc, local = _clocks(cells, things, place, notes)
    order = np.argsort(utc, kind="stable")
    if "split" not in cells:  # where the file says what is scored, it is scored as it stands
        order = _each_once(order, user, place, utc, notes)
    extra: dict[str, Any] = {name: np.array(cells[name])[order] for name in ("split", "role") if name in cells}
    if "trajectory" in cells:
        extra["trajectory"] = _numbered(cells["trajectory"])[0][order]
    return Checkins(
        user=user[order],
        place=place[order],
        utc=utc[order],
        local=local[order],
        things=things,
        has_categories="category" in cells,
        has_positions=bool(np.isfinite(lat).any()),
        columns=columns,
        notes=tuple(notes),
        **extra,
    )


def _each_once(order: np.ndarray, user: np.ndarray, place: np.ndarray, utc: np.ndarray, notes: list[str]) -> np.ndarray:
    """Leave out what says again what a line said: the same resident at the same place at the same moment."""
    first = np.unique(np.stack([user, place, utc]), axis=1, return_index=True)[1]
    if len(first) == len(user):
        return order
    notes.append(f"{len(user) - len(first):,} lines left out: they say again what another says.")
    there = np.zeros(len(user), bool)
    there[first] = True
    return np.asarray(order[there[order]])


def _numbered(cells: list[str]) -> tuple[np.ndarray, dict[str, int]]:
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(cell, len(numbers)) for cell in cells), np.int32, len(cells)), numbers


def _degrees(cells: dict[str, list[Any]], place: np.ndarray, notes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Give each place the middle of where its check-ins say it is; NaN where none says."""
    count = int(place.max()) + 1
    if "lat" not in cells or "lon" not in cells:
        notes.append("The file has no positions: nothing is said about distance.")
        return np.full(count, np.nan), np.full(count, np.nan)
    lat, lon = (np.array([_number(cell) for cell in cells[name]]) for name in ("lat", "lon"))
    good = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180) & ((lat != 0) | (lon != 0))
    if not good.all():
        notes.append(f"{int((~good).sum()):,} positions that cannot be are left out.")
    told = np.bincount(place[good], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return tuple(np.bincount(place[good], axis[good], minlength=count) / told for axis in (lat, lon))  # type: ignore[return-value]


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _categories(cells: dict[str, list[Any]], place: np.ndarray, notes: list[str]) -> np.ndarray:
    """Give each place its first category; one for all where the file has none or as many as places."""
    count = int(place.max()) + 1
    if "category" not in cells:
        notes.append("The file has no categories: all places are of one kind.")
        return np.zeros(count, np.int32)
    numbers, known = _numbered(cells["category"])
    if len(known) > 2000:
        frequent = np.argsort(-np.bincount(numbers), kind="stable")[:1999]
        renamed = np.full(len(known), 1999, np.int32)
        renamed[frequent] = np.arange(len(frequent), dtype=np.int32)
        numbers = renamed[numbers]
        notes.append(f"Of {len(known):,} categories the 1,999 most frequent are told apart.")
    category = np.zeros(count, np.int32)
    category[place[::-1]] = numbers[::-1]
    return category


def _clocks(
    cells: dict[str, list[Any]], things: Things, place: np.ndarray, notes: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Give Unix seconds and the clock on the wall, each from what the file has."""
    if "utc" in cells and "local" in cells:
        return np.array(cells["utc"]), np.array(cells["local"])
    given = np.array(cells["utc" if "utc" in cells else "local"])
    if "local" in cells:
        notes.append("Only local times are given: they order the check-ins too.")
        return given, given
    if "offset" in cells:
        offsets = np.array(offset_seconds(cells["offset"], given.tolist()))
        strange = np.isnan(offsets)
        if strange.mean() <= UNREADABLE_MOST:
            if strange.any():
                notes.append(f"{int(strange.sum()):,} offsets from UTC cannot be read: the middle one stands for them.")
                offsets[strange] = np.median(offsets[~strange])
            return given, given + offsets
        notes.append("Most offsets from UTC cannot be read: they are left out.")
    if np.isfinite(things.lon).any():
        notes.append("No offset from UTC is known: the hour follows the sun, 15 degrees of longitude an hour.")
        sun = np.round(np.nan_to_num(things.lon) / 15) * 3600
        return given, given + sun[place]
    notes.append("Neither offset nor longitude is known: hours are those of UTC.")
    return given, given
