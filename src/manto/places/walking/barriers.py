"""What residents report on their way: how long it is believed, and what it means for who walks there.

Each word counts for less as it grows old, by half every three days. What is believed stops a walker by her own limits;
what is doubtful makes the way dearer and is said; after that it is over. A single word is believed for three days and
doubted for six more; each other resident who says the same makes that longer, each who says "it is gone" shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2
from typing import Any, Literal

from manto.places.geometry import Point
from manto.places.walking.streets import Streets

HALF_LIFE = timedelta(days=3)
BELIEVED = 0.5
DOUBTED = 0.125
GONE_WEIGHS = 0.75
NEAR_M = 35.0

FACTS: dict[str, tuple[str, Any]] = {
    "blocked": ("blocked", True),
    "kerb": ("kerb_cm", 15),
    "steps": ("steps", 1),
    "steep": ("incline_pct", 15),
    "narrow": ("width_cm", 60),
    "surface": ("smoothness", "very_bad"),
}
"""Each kind of barrier: the fact it says, and the value where nobody measured it."""
MEASURED = frozenset(("kerb", "steps", "steep", "narrow"))

State = Literal["believed", "doubtful", "over"]


@dataclass(frozen=True)
class Standing:
    """How a report stands.

    Attributes:
        believed_until: Until when it is believed if nobody says more; in the past when it is not.
        over_at: When it is over.

    """

    state: State
    believed_until: datetime
    over_at: datetime


@dataclass(frozen=True)
class Word:
    """What one resident said, and when."""

    there: bool
    at: datetime


def standing(
    words: Iterable[Word], now: datetime, *, holds_until: datetime | None = None, closed_at: datetime | None = None
) -> Standing:
    """Say how a report stands: an officer's word outweighs those of residents.

    >>> at = datetime(2026, 6, 9)
    >>> [standing([Word(True, at)], at + timedelta(days=days)).state for days in (0, 3, 4, 10)]
    ['believed', 'believed', 'doubtful', 'over']
    >>> standing([Word(True, at), Word(True, at)], at + timedelta(days=5)).state
    'believed'
    >>> standing([Word(True, at), Word(False, at)], at).state
    'doubtful'
    """
    if closed_at is not None and closed_at <= now:
        return Standing("over", closed_at, closed_at)
    weight = sum(
        (1.0 if word.there else -GONE_WEIGHS) * 0.5 ** (max(timedelta(), now - word.at) / HALF_LIFE) for word in words
    )
    believed = now + HALF_LIFE * log2(weight / BELIEVED) if weight > 0 else now - HALF_LIFE
    over = now + HALF_LIFE * log2(weight / DOUBTED) if weight > 0 else now - HALF_LIFE
    if holds_until is not None:
        believed, over = max(believed, holds_until), max(over, holds_until)
    state: State = "believed" if believed >= now else "doubtful" if over >= now else "over"
    return Standing(state, believed, over)


@dataclass(frozen=True)
class Report:
    """A report as it bears on ways."""

    id: str
    kind: str
    value: float | None
    at: Point
    believed: bool


def laid_over(streets: Streets, reports: Iterable[Report]) -> dict[int, Mapping[str, Any]]:
    """Lay reports over the stretches that they stand on, at most 35 metres away."""
    laid: dict[int, dict[str, Any]] = {}
    for report in reports:
        snap = streets.nearest(report.at)
        if snap is None or snap.off_m > NEAR_M:
            continue
        fact, usual = FACTS[report.kind]
        facts = laid.setdefault(snap.stretch, {})
        if report.believed:
            facts[fact] = usual if report.value is None else report.value
            facts["barrier"] = report.id
        else:
            facts["doubtful"] = True
    return {**laid}
