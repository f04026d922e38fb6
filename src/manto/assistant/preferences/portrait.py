"""What was learned about a resident, as a few statements that anyone can check by counting. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from manto.assistant.preferences.times import hour_of_week

KINDS_SAID = 3
PARTS = ((5, "morning"), (12, "afternoon"), (18, "evening"), (23, "night"))


@dataclass(frozen=True)
class Statement:
    """One thing that was learned.

    Attributes:
        code: Which sentence says it.
        share: How strong it is, from 0 to 1, for the bar.
        values: What the sentence is filled with.

    """

    code: str
    share: float
    values: dict[str, Any] = field(default_factory=dict)


def portrait(
    chosen: Sequence[tuple[str, str, int]], refused: Sequence[tuple[str, int]], *, new_offered: int, new_tried: int
) -> list[Statement]:
    """Say what was learned, strongest first within each subject.

    Args:
        chosen: Subject, category and quarter, in the order of time.
        refused: Category and quarter.
        new_offered: How many things were offered as new to her.
        new_tried: How many of those she chose.

    """
    said = []
    if chosen:
        said += [*_kinds(chosen), _hours(chosen), _returns(chosen)]
    if new_offered:
        code = "new" if new_tried else "new_none"
        said.append(Statement(code, new_tried / new_offered, {"count": new_tried, "offered": new_offered}))
    for category, count in Counter(category for category, _ in refused).most_common(KINDS_SAID):
        said.append(Statement("refused", min(1.0, count / 5), {"category": category, "count": count}))
    return said


def part_of_day(quarter: int) -> str:
    """Name the part of the day.

    >>> part_of_day(4 * 8), part_of_day(4 * 2)
    ('morning', 'night')
    """
    hour = hour_of_week(quarter) % 24
    return next((part for begins, part in reversed(PARTS) if hour >= begins), "night")


def _kinds(chosen: Sequence[tuple[str, str, int]]) -> list[Statement]:
    counts = Counter(category for _, category, _ in chosen)
    since = {category: quarter for _, category, quarter in reversed(chosen)}
    return [
        Statement("kind", count / len(chosen), {"category": category, "count": count, "since": since[category]})
        for category, count in counts.most_common(KINDS_SAID)
    ]


def _hours(chosen: Sequence[tuple[str, str, int]]) -> Statement:
    part, count = Counter(part_of_day(quarter) for _, _, quarter in chosen).most_common(1)[0]
    days = Counter(hour_of_week(quarter) // 24 for _, _, quarter in chosen if part_of_day(quarter) == part)
    often = sorted(day for day, _ in days.most_common(2))
    return Statement("hours", count / len(chosen), {"part": part, "count": count, "of": len(chosen), "days": often})


def _returns(chosen: Sequence[tuple[str, str, int]]) -> Statement:
    again = len(chosen) - len({subject for subject, _, _ in chosen})
    code = "returns" if 2 * again >= len(chosen) else "varied"
    return Statement(code, again / len(chosen), {"count": again, "of": len(chosen)})
