"""What is refused, said in the reader's language.

An error is raised with its English sentence, where a programmer reads it. Beside a room's ``texts.yaml`` stands its
``refusals.it.yaml``: each sentence that a page can show, as it stands in the code with {1}, {2} for what is filled in,
and the same in Italian.

    "This desk is for the {1}.": "Questo sportello è per: {1}."

What is filled in is said in that language too where it stands there by itself:

    "kind of barrier": "tipo di ostacolo"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

import yaml

BLANK = re.compile(r"\{\d+\}")


class Refusals:
    """Sentences of refusals in one language, found by their English.

    >>> refusals = Refusals({"Only {1} of {2} are free.": "Di {2} ne restano {1}."})
    >>> refusals.say("Only 3 of 8 are free.")
    'Di 8 ne restano 3.'
    >>> Refusals({"No {1} is free.": "Non è libero: {1}.", "seat": "posto"}).say("No seat is free.")
    'Non è libero: posto.'
    >>> refusals.say("Nobody translated this.")
    'Nobody translated this.'
    """

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._words = sentences
        # Where two shapes fit, the one with more words of its own is meant.
        longest_first = sorted(sentences, key=lambda shape: -len(BLANK.sub("", shape)))
        self._shapes = [(_pattern(shape), sentences[shape]) for shape in longest_first]

    @classmethod
    def of_rooms(cls, packages: Iterable[str], language: str) -> Refusals:
        """Read the ``refusals.<language>.yaml`` of some rooms; a room without one has none."""
        sentences: dict[str, str] = {}
        for package in packages:
            file = files(package).joinpath(f"refusals.{language}.yaml")
            if file.is_file():
                sentences |= yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        return cls(sentences)

    def say(self, english: str) -> str:
        """Say a sentence; what nobody translated stays as it is."""
        for pattern, text in self._shapes:
            if found := pattern.fullmatch(english):
                return _fill(text, [self._words.get(word, word) for word in found.groups()])
        return english


def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in BLANK.split(shape)), re.DOTALL)


def _fill(text: str, words: Sequence[str]) -> str:
    return BLANK.sub(lambda blank: words[int(blank[0][1:-1]) - 1], text)
