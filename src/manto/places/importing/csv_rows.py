"""Places as a table, the form that every office can write.

The first line names the columns, in any order; ``,`` or ``;`` separates them; UTF-8 or Latin-1; numbers with a point
or, as spreadsheets in Italy write them, a comma. Needed are ``category``, ``lat`` and ``lon``; the rest may be left out:

    id, name or name_it and name_en, about_it, about_en, text_alternative_it, text_alternative_en, address,
    opening_hours, wheelchair (yes, limited, no), phone, website, kerb_cm, incline_pct, door_cm, width_cm, surface,
    step_free (yes or no), accessible_toilet (yes or no)

A row with an ``id`` keeps it from one reading to the next; one without is known by category, name and position.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from manto.city.folder import LANGUAGES_KNOWN
from manto.kernel.errors import BadInput
from manto.places.drafts import Leaving, PlaceDraft, Reading, check_place
from manto.places.search_words import fold

COLUMNS_ALSO_CALLED = {
    "latitude": "lat",
    "latitudine": "lat",
    "y": "lat",
    "longitude": "lon",
    "longitudine": "lon",
    "lng": "lon",
    "x": "lon",
    "categoria": "category",
    "nome": "name",
    "indirizzo": "address",
    "orari": "opening_hours",
    "telefono": "phone",
    "sito": "website",
    "codice": "id",
}
_NEEDED = ("category", "lat", "lon")
_NEEDED_SET = frozenset(_NEEDED)
_NUMBERS = ("kerb_cm", "incline_pct", "door_cm", "width_cm")
_SWITCHES = ("step_free", "accessible_toilet")
_WORDS = {
    key: tuple((code, f"{key}_{code}") for code in LANGUAGES_KNOWN) for key in ("name", "about", "text_alternative")
}
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
_YES_OR_NO = {
    **dict.fromkeys(("yes", "si", "1", "true", "vero"), True),
    **dict.fromkeys(("no", "0", "false", "falso"), False),
}


class _WrongNumber(ValueError):
    """A cell that should be a number is none."""


def read_csv(content: bytes, source: str, language: str) -> Reading:
    """Read the rows of a table.

    Args:
        content: The whole file.
        source: Id of the source, which begins the id of each place.
        language: In which ``name`` is written.

    Raises:
        BadInput: A needed column is missing.

    """
    text = decode(content)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    columns = column_names(next(rows, []))
    if missing := [name for name in _NEEDED if name not in columns]:
        raise BadInput(
            f"The table has no column {', '.join(missing)}; it has {', '.join(columns) or 'none'}.",
            "Name the columns in the first line: category, lat, lon, and what else is known, such as name_it.",
        )
    alike: Counter[str] = Counter()
    for cells in rows:
        if any(cells):
            yield from _read_row(f"line {rows.line_num}", columns, cells, source, language, alike)


def decode(content: bytes) -> str:
    """Read text as UTF-8, else as Latin-1, which spreadsheets of old write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def delimiter_of(text: str) -> str:
    """Say what separates the cells of a table: what the first line has more of."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def column_names(heading: list[str]) -> list[str]:
    """Give the columns their usual names."""
    names = [fold(cell).strip().replace(" ", "_") for cell in heading]
    return [COLUMNS_ALSO_CALLED.get(name, name) for name in names]


def _read_row(
    where: str, columns: list[str], cells: list[str], source: str, language: str, alike: Counter[str]
) -> Iterator[PlaceDraft | Leaving]:
    if len(cells) > len(columns):
        yield Leaving(where, "too_many_cells")
        return
    row = {name: text for name, cell in zip(columns, cells, strict=False) if (text := cell.strip())}
    if not row.keys() >= _NEEDED_SET:
        yield Leaving(where, "missing", ", ".join(name for name in _NEEDED if name not in row))
        return
    try:
        draft = _place(row, source, language, alike)
        check_place(draft)
    except _WrongNumber as error:
        yield Leaving(where, "bad_number", str(error))
    except BadInput as error:
        yield Leaving(where, "not_understood", str(error))
    else:
        if "," in row["lat"] + row["lon"]:
            yield Leaving(where, "decimal_comma", taken=True)
        yield draft


def _place(row: dict[str, str], source: str, language: str, alike: Counter[str]) -> PlaceDraft:
    lat, lon = _number(row["lat"]), _number(row["lon"])
    name = _words(row, "name", language)
    ref = row.get("id", "")
    if not ref:
        known_by = repr((row["category"], name, round(lat, 6), round(lon, 6)))
        ref = blake2b(known_by.encode(), digest_size=8).hexdigest()
        alike[ref] += 1
        ref += f"-{alike[ref]}" if alike[ref] > 1 else ""
    access: dict[str, Any] = {key: _number(row[key]) for key in _NUMBERS if key in row}
    access |= {key: _yes_or_no(row[key]) for key in _SWITCHES if key in row}
    if "surface" in row:
        access["surface"] = row["surface"]
    return PlaceDraft(
        id=f"{source}:{ref}",
        ref=ref,
        category=row["category"],
        lat=lat,
        lon=lon,
        name=name,
        about=_words(row, "about", language),
        text_alternative=_words(row, "text_alternative", language),
        address=row.get("address", ""),
        opening_hours=row.get("opening_hours", ""),
        wheelchair=row.get("wheelchair", "unknown"),  # type: ignore[arg-type]  # check_place looks at it
        access=access,
        phone=row.get("phone", ""),
        website=row.get("website", ""),
    )


def _words(row: dict[str, str], key: str, language: str) -> dict[str, str]:
    words = {code: row[column] for code, column in _WORDS[key] if column in row}
    if key in row:
        words.setdefault(language, row[key])
    return words


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise _WrongNumber(text)
    return float(text.replace(",", "."))


def _yes_or_no(text: str) -> bool:
    if fold(text) not in _YES_OR_NO:
        raise BadInput(f"'{text}' is neither yes nor no.", "Write yes or no, or leave the cell empty.")
    return _YES_OR_NO[fold(text)]
