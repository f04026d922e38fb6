"""What each kind of notice says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from manto.city.address import in_the_form
from manto.kernel.errors import UnknownName

Words = Mapping[str, str]


@dataclass(frozen=True)
class Template:
    """A kind of notice: its topic, and its sentences by language."""

    kind: str
    topic: str
    urgent: bool
    title: Words
    text: Words
    why: Words


@dataclass(frozen=True)
class Said:
    """A notice in one language."""

    title: str
    text: str
    why: str


@cache
def templates() -> dict[str, Template]:
    """Give all kinds of notices."""
    file = files("manto.services.notices").joinpath("templates.yaml")
    read = in_the_form(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader))
    return {
        kind: Template(kind, one["topic"], bool(one.get("urgent")), one["title"], one["text"], one["why"])
        for kind, one in read.items()
    }


def template(kind: str) -> Template:
    """Find a kind of notice.

    Raises:
        UnknownName: There is none; offers the nearest.

    """
    if kind not in templates():
        raise UnknownName("kind of notice", kind, templates())
    return templates()[kind]


def say(kind: str, values: Mapping[str, Any], language: str) -> Said:
    """Say a notice in a language.

    Args:
        values: What fills it; a value may itself be words by language.

    """
    found = template(kind)
    spoken = {name: value.get(language, "") if isinstance(value, dict) else value for name, value in values.items()}
    title, text, why = (str(words[language]).format(**spoken) for words in (found.title, found.text, found.why))
    return Said(title[:1].upper() + title[1:], text[:1].upper() + text[1:], why)
