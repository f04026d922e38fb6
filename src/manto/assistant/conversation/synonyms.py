"""Words that mean the same to who asks: a question is read as if the first of each group stood there too. Reads a file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from manto.assistant.conversation.features import plain


def with_synonyms(text: str) -> str:
    """Add to a text the first word of each group of which it has one.

    >>> with_synonyms("Where do I leave the van?")
    'Where do I leave the van? auto'
    """
    said = plain(text)
    return " ".join([text, *(head for pattern, head in _groups() if pattern.search(said))])


def words_that_mean_the_same() -> list[str]:
    """List all words of all groups."""
    return [word for group in _read() for word in group]


@cache
def _groups() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\b(?:{'|'.join(plain(word) for word in group)})\b"), plain(group[0])) for group in _read()]


@cache
def _read() -> list[list[str]]:
    groups: list[list[str]] = yaml.load(
        files(__package__).joinpath("synonyms.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return groups
