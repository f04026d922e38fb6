"""The shortest list of questions that settles the most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from manto.city.address import in_the_form


def shortest_questions(missing: Mapping[str, set[str]]) -> list[tuple[str, list[str]]]:
    """Order the facts to ask for so that each settles as many services as it can together with those before it.

    Args:
        missing: For each service that is not settled, the facts that stand between it and its decision.

    Returns:
        Facts in order, each with the services that are settled once it is known; a service is named once.

    >>> shortest_questions({"parking": {"car"}, "zone": {"car"}, "rent": {"isee"}, "pass": {"isee", "age"}})
    [('car', ['parking', 'zone']), ('isee', ['rent']), ('age', ['pass'])]
    """
    left = {name: set(facts) for name, facts in missing.items() if facts}
    asked: list[tuple[str, list[str]]] = []
    known: set[str] = set()
    while left:
        candidates = sorted({fact for facts in left.values() for fact in facts - known})
        best = max(
            candidates,
            key=lambda fact: (
                sum(1 for facts in left.values() if facts <= known | {fact}),
                sum(1 for facts in left.values() if fact in facts),
            ),
        )
        known.add(best)
        settled = sorted(name for name, facts in left.items() if facts <= known)
        asked.append((best, settled))
        for name in settled:
            del left[name]
    return asked


@cache
def wordings() -> dict[str, dict[str, Any]]:
    """Give how facts are asked for, where the catalogue's label is not a question."""
    file = files("manto.services.anticipation").joinpath("questions.yaml")
    read: dict[str, dict[str, Any]] = in_the_form(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader))
    return read
