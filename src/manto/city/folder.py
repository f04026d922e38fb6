"""Reading a city's folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from manto.city.address import FORMS, TU
from manto.kernel.errors import BadInput, NotFound

LANGUAGES_KNOWN = ("it", "en")


@dataclass(frozen=True)
class Attribution:
    """Who is to be named for something that the city shows; ``text`` by language."""

    text: dict[str, str]
    url: str = ""
    licence: str = ""


@dataclass(frozen=True)
class City:
    """A city as its folder describes it.

    Attributes:
        name: By language.
        centre: Latitude and longitude, WGS84 degrees.
        bounds: South, west, north, east, WGS84 degrees.
        tokens: Design tokens that differ from Manto's own, by name.
        address_form: How Italian sentences address the reader, ``tu`` or ``lei``.
        folder: Where the rest of its content lies.

    """

    id: str
    name: dict[str, str]
    tagline: dict[str, str]
    languages: tuple[str, ...]
    time_zone: ZoneInfo
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    emergency: str
    contact: dict[str, str]
    address_form: str
    folder: Path
    web: str = ""
    attributions: tuple[Attribution, ...] = ()
    tokens: dict[str, Any] = field(default_factory=dict)

    @property
    def default_language(self) -> str:
        """The language for those who have not chosen one."""
        return self.languages[0]


def find_city_folder(name_or_path: str, *, demo: Path) -> Path:
    """Find a city's folder by its path, or by its name among the demo cities.

    Raises:
        NotFound: There is no such folder; names the cities there are.

    """
    for folder in (Path(name_or_path), demo / name_or_path):
        if (folder / "city.yaml").is_file():
            return folder.resolve()
    known = sorted(path.parent.name for path in demo.glob("*/city.yaml"))
    raise NotFound(
        f"There is no city '{name_or_path}': neither a folder with a city.yaml nor one of {', '.join(known) or 'none'}.",
        "Give the name of a demo city or the path of a city's folder.",
    )


def load_city(folder: Path) -> City:
    """Read ``city.yaml`` and ``tokens.json`` of a city's folder.

    Raises:
        BadInput: A key is missing or wrong; names the file and the key.

    """
    file = folder / "city.yaml"
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise BadInput(f"{file} is not a list of keys and values.", "See demo/mantova/city.yaml for its form.")
    try:
        languages = tuple(content["languages"])
        city = City(
            id=content["id"],
            name=_in_every_language(content["name"], languages, "name"),
            tagline=_in_every_language(content["tagline"], languages, "tagline"),
            languages=languages,
            time_zone=ZoneInfo(content["time_zone"]),
            centre=_numbers(content["centre"], 2, "centre"),  # type: ignore[arg-type]
            bounds=_numbers(content["bounds"], 4, "bounds"),  # type: ignore[arg-type]
            emergency=str(content["emergency"]),
            contact=content["contact"],
            address_form=_form(content.get("address_form", TU)),
            web=content.get("web", ""),
            attributions=tuple(
                Attribution(**{**entry, "text": _in_every_language(entry["text"], languages, "attributions.text")})
                for entry in content.get("attributions", ())
            ),
            tokens=_read_tokens(folder / "tokens.json"),
            folder=folder,
        )
    except KeyError as error:
        raise BadInput(f"{file} lacks the key {error.args[0]!r}.", "See demo/mantova/city.yaml for its form.") from None
    except (TypeError, ValueError, LookupError) as error:
        raise BadInput(f"{file} cannot be used: {error}.", "See demo/mantova/city.yaml for its form.") from None
    if unknown := set(city.languages) - set(LANGUAGES_KNOWN):
        raise BadInput(
            f"{file} names languages that have no catalogue: {', '.join(sorted(unknown))}.",
            f"Known are {', '.join(LANGUAGES_KNOWN)}; docs/guide/languages.md says how to add one.",
        )
    return city


def read_yaml(file: Path) -> Any:
    """Read a YAML file of the city's folder.

    Raises:
        NotFound: It is not there.
        BadInput: It is not YAML; names the line and column.

    """
    try:
        return yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise NotFound(
            f"{file} is missing.", "A city's folder needs it; docs/guide/city.md lists what belongs there."
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise BadInput(f"{file}{where} is not YAML: {getattr(error, 'problem', error)}.", "Mend it there.") from None


def _in_every_language(texts: Any, languages: tuple[str, ...], key: str) -> dict[str, str]:
    missing = [language for language in languages if not isinstance(texts, dict) or not texts.get(language)]
    if missing:
        raise ValueError(f"'{key}' has no text in {', '.join(missing)}")
    return dict(texts)


def _form(value: Any) -> str:
    if value not in FORMS:
        raise ValueError(f"'address_form' is {value!r}, and can be {' or '.join(FORMS)}")
    return str(value)


def _numbers(value: Any, count: int, key: str) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != count:
        raise ValueError(f"'{key}' must be {count} numbers")
    return tuple(float(number) for number in value)


def _read_tokens(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        tokens = json.loads(file.read_bytes())
    except ValueError as error:
        raise BadInput(f"{file} is not JSON: {error}.", "Mend it there, or leave the file out.") from None
    if not isinstance(tokens, dict):
        raise BadInput(f"{file} is not a JSON object.", "Write token names and values, or leave the file out.")
    return tokens
