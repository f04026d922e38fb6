"""Kinds of places that a question names by the city's words for them: "somewhere to eat", "where do I charge my bike". Pure."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from manto.assistant.conversation.features import plain
from manto.places.categories import catalogue

_ASKS_WHERE = re.compile(
    r"\b(?:dov|dove|where|cerco|trov\w+|find|looking for|is there|are there|c e|ci sono|nearest|closest|somewhere"
    r"|anywhere|anything to|qualcosa da|un posto|a place|piu vicin\w)\b"
)
LETTERS_MIN, ENDING_MAX = 4, 2


def asks_where(question: str) -> bool:
    """Say whether a question looks for a place.

    >>> asks_where("Dove posso ricaricare la bici?"), asks_where("How much is lunch?")
    (True, False)
    """
    return _ASKS_WHERE.search(plain(question)) is not None


def kinds_named(question: str) -> tuple[str, ...]:
    """Name the kinds of places that the words of a question fit best; a word that fits few kinds tells more.

    >>> kinds_named("Where can I charge my bike?"), kinds_named("anything to eat around here?"), kinds_named("and now?")
    (('charging_station',), ('restaurant',), ())
    """
    scores: dict[str, float] = {}
    for word in dict.fromkeys(plain(question).split()):
        fitting = _kinds_of(word)
        for kind in fitting:
            scores[kind] = scores.get(kind, 0) + 1 / len(fitting)
    best = max(scores.values(), default=0)
    return tuple(kind for kind, score in scores.items() if score == best)


def names_kinds_alone(words: str) -> bool:
    """Say whether some words are nothing but what the city calls a kind of place.

    >>> names_kinds_alone("libraries"), names_kinds_alone("my library card")
    (True, False)
    """
    return bool(words) and all(_kinds_of(word) for word in words.split())


def telling_words(question: str) -> list[str]:
    """List the words of a question that mean one kind of place and no other.

    >>> telling_words("Where can I charge my bike?")
    ['charge']
    """
    return [word for word in plain(question).split() if len(_kinds_of(word)) == 1]


@cache
def _kinds_of(word: str) -> tuple[str, ...]:
    if len(word) < LETTERS_MIN - 1:
        return ()
    return tuple(one.id for one in catalogue().values() if any(_is_form_of(word, known) for known in one.words))


def _is_form_of(word: str, known: str) -> bool:
    """Say whether two words are the same but for an ending.

    >>> _is_form_of("ricaricare", "ricarica"), _is_form_of("parco", "parcheggio")
    (True, False)
    """
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, known, strict=False)))
    return word == known or (shared >= LETTERS_MIN and max(len(word), len(known)) - shared <= ENDING_MAX)
