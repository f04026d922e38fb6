"""Sentences that ask for nothing but another language: "in English, please". Pure.

The names of languages are the languages' own (CLDR).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from babel import Locale

from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import rest_of

_BESIDE = r"please|per|favore|piacere|parl\w+|speak\w*|answer\w*|rispond\w+|scriv\w+|write|lingua|language|sai|know"


def language_asked_for(question: str, languages: Sequence[str]) -> str | None:
    """Say which of some languages a sentence asks for; None where it asks for anything else.

    >>> language_asked_for("In English please", ("it", "en")), language_asked_for("Mi serve un corso di inglese", ("it", "en"))
    ('en', None)
    """
    return _names(tuple(languages)).get(" ".join(rest_of(question, _BESIDE)))


@cache
def _names(languages: tuple[str, ...]) -> dict[str, str]:
    return {plain(Locale.parse(said_in).languages[one]): one for said_in in languages for one in languages}
