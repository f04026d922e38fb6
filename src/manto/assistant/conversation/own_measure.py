"""Measuring understanding on a city's own questions: a YAML file of questions that nothing was learned from.

The file has, for each language, what is meant and how it is asked; ``none`` is what must not be answered by a tool.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from manto.assistant.conversation.intents import CERTAIN_FROM, NOT_OURS, understand
from manto.assistant.conversation.safety import warned_of
from manto.kernel.errors import BadInput

OUT_OF_SCOPE = "none"


def measured_on(file: Path, part: str | None = None) -> dict[str, Any]:
    """Count, over the questions of a file, what is answered rightly, answered wrongly, asked back or refused.

    Args:
        file: YAML: language, then intent or ``none``, then questions; or such a table for each part.
        part: Which part; the whole file when left out.

    Raises:
        BadInput: The file cannot be read, or has no such part.

    """
    counts = {"in_scope": 0, "right": 0, "wrong": 0, "not_certain": 0, "out_of_scope": 0, "refused": 0}
    for by_intent in _table(file, part).values():
        for meant, questions in by_intent.items():
            for question in questions:
                _count(counts, meant, _answered(question))
    inside, outside = max(counts["in_scope"], 1), max(counts["out_of_scope"], 1)
    return {
        **counts,
        "share_right": round(counts["right"] / inside, 4),
        "share_wrong": round(counts["wrong"] / inside, 4),
        "share_of_out_of_scope_refused": round(counts["refused"] / outside, 4),
    }


def _count(counts: dict[str, int], meant: str, answered: str | None) -> None:
    if meant == OUT_OF_SCOPE:
        counts["out_of_scope"] += 1
        counts["refused"] += answered is None
        return
    counts["in_scope"] += 1
    counts["right" if answered == meant else "not_certain" if answered is None else "wrong"] += 1


def _answered(question: str) -> str | None:
    """Name the topic that a tool would answer; None where it is declined, or nothing is certain."""
    warned = warned_of(question)
    best = understand(question)[0]
    if (warned and warned.group != "upset") or best.likely < CERTAIN_FROM or best.intent in NOT_OURS:
        return None
    return best.intent


def _table(file: Path, part: str | None) -> Mapping[str, Mapping[str, list[str]]]:
    try:
        content = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise BadInput(f"{file} cannot be read: {error}.", "Give a YAML file of questions.") from None
    if part is not None:
        content = content.get(part) if isinstance(content, dict) else None
    if not isinstance(content, dict) or not all(isinstance(one, dict) for one in content.values()):
        raise BadInput(f"{file} has no questions by language and intent.", "See docs/guide/conversation.md.")
    return content
