"""What is looked for in a question before anything else, by words: danger, law that is not the city's, steering. Pure.

Words and not likelihoods: a person in danger must not depend on a classifier. A rule holds when one of its entries
does; an entry of several words joined by ``+`` holds when all of them stand there, in any order. A rule with ``when``
holds only where one of those entries does too, one with ``unless`` only where none of those does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from manto.assistant.conversation.features import plain

Entries = list[list[re.Pattern[str]]]
"""Of one of them all patterns must be found."""


@dataclass(frozen=True)
class Warned:
    """What was found: which group and which of its rules."""

    group: Literal["urgent", "elsewhere", "steering", "upset"]
    rule: str


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.load(files(__package__).joinpath("safety.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return rules


@cache
def _patterns() -> list[tuple[Warned, Entries, Entries, Entries]]:
    """Give each rule with its entries, those of its ``when`` and those of its ``unless``."""
    rules = _rules()
    named = [
        *((Warned("urgent", name), rule) for name, rule in rules["urgent"].items()),
        (Warned("steering", "steering"), rules["steering"]),
        *((Warned("elsewhere", name), rule) for name, rule in rules["elsewhere"].items()),
        (Warned("upset", "upset"), rules["upset"]),
    ]
    return [(warned, _entries(rule, "any"), _entries(rule, "when"), _entries(rule, "unless")) for warned, rule in named]


def _entries(rule: Mapping[str, Any], name: str) -> Entries:
    return [_entry(entry) for entry in rule.get(name, ())]


def _entry(entry: str) -> list[re.Pattern[str]]:
    return [_words(part) for part in entry.split("+")]


def _words(part: str) -> re.Pattern[str]:
    words = [re.escape(plain(word)) + (r"\w*" if word.endswith("*") else "") for word in part.split()]
    return re.compile(r"\b" + r" ".join(words) + r"\b")


def warned_of(question: str) -> Warned | None:
    """Say what a question must be met with before anything else; None when it is an ordinary one.

    >>> warned_of("Can my landlord keep my deposit?").rule, warned_of("Voglio morire").rule
    ('tenancy', 'self_harm')
    """
    text = plain(question)
    for warned, entries, when, unless in _patterns():
        if _holds(entries, text) and (not when or _holds(when, text)) and not _holds(unless, text):
            return warned
    return None


def _holds(entries: Entries, text: str) -> bool:
    return any(all(part.search(text) for part in entry) for entry in entries)


def calmed(question: str) -> str:
    """Give a question without its words of anger, which say nothing of what it is about.

    >>> calmed("Che schifo, il lampione è spento!")
    'il lampione e spento'
    """
    text = plain(question)
    for part in (
        part for warned, entries, *_ in _patterns() if warned.group == "upset" for entry in entries for part in entry
    ):
        text = part.sub(" ", text) if part.pattern in _single_words() else text
    return " ".join(text.split())


@cache
def _single_words() -> frozenset[str]:
    """Give the patterns that are anger by themselves: "weeks" is so only beside "waiting"."""
    entries = [entries for warned, entries, *_ in _patterns() if warned.group == "upset"]
    return frozenset(entry[0].pattern for one in entries for entry in one if len(entry) == 1)


def danger_rules() -> Mapping[str, Any]:
    """Give the rules by which danger is recognised, for the guide and its test."""
    urgent: Mapping[str, Any] = _rules()["urgent"]
    return urgent
