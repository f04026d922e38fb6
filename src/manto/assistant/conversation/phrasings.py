"""How people ask, as data: what every city has beside this file, a city's services in its folder. Reads files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from manto.city.folder import City, read_yaml
from manto.kernel.errors import BadInput

PHRASINGS_MIN = 10


@dataclass(frozen=True)
class Phrasing:
    """One way to ask for something."""

    intent: str
    language: str
    text: str


def phrasings_of(city: City, services: Iterable[str], titles: Mapping[str, Mapping[str, str]]) -> list[Phrasing]:
    """Gather how people ask in this city; the title of a service is a phrasing too.

    Args:
        city: Whose folder has ``phrasings/*.yaml``.
        services: Which services there are.
        titles: Their titles, by language.

    Raises:
        BadInput: A service has fewer phrasings than it needs, or phrasings are for none that there is.

    """
    own = yaml.load(files(__package__).joinpath("phrasings.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    found = list(_read(own, city.languages, "phrasings.yaml"))
    known = set(services)
    for file in sorted((city.folder / "phrasings").glob("*.yaml")):
        content = read_yaml(file)
        strange = set(content) - known
        if strange:
            raise BadInput(f"{file.name} has phrasings for '{min(strange)}'.", "Name a service of the city.")
        found += _read(content, city.languages, file.name)
    asked_for = {one.intent for one in found}
    silent = known - asked_for
    if silent:
        raise BadInput(
            f"Nothing says how people ask for '{min(silent)}'.", f"Write {PHRASINGS_MIN} ways in phrasings/."
        )
    found += [Phrasing(name, language, titles[name][language]) for name in sorted(known) for language in city.languages]
    return found


def _read(content: Mapping[str, Any], languages: Iterable[str], file: str) -> Iterable[Phrasing]:
    for intent, ways in content.items():
        for language in languages:
            texts = list(dict.fromkeys(ways.get(language, ())))
            if len(texts) < PHRASINGS_MIN:
                raise BadInput(
                    f"{file}: '{intent}' has {len(texts)} phrasings in '{language}'.",
                    f"Write at least {PHRASINGS_MIN}.",
                )
            yield from (Phrasing(intent, language, text) for text in texts)


def mark_of(phrasings: Iterable[Phrasing]) -> str:
    """Give a mark that changes when a phrasing does."""
    return hashlib.sha256(json.dumps([vars(one) for one in phrasings]).encode()).hexdigest()[:16]
