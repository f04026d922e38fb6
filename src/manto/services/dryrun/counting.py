"""From counts of who changes to what may be shown: small groups hidden, and nothing left to work them out from.

1. A count below five is hidden; nobody is nobody, and may be shown.
2. Where exactly one group of a row of counts is hidden, or all hidden ones together are fewer than five, what they are
   could be had by subtracting the others from the total: the next smallest group is hidden too, until it cannot.
3. A total below five is hidden itself, and with it every group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
KINDS_OF_CHANGE = ("gains", "loses", "becomes_unknown", "becomes_known")
DIMENSIONS = ("district", "age", "household")
HIDDEN = None


@dataclass(frozen=True)
class Cell:
    """How many residents of one sort go from one state to another.

    Attributes:
        groups: Her district, run of ages and kind of household, in the order of ``DIMENSIONS``.

    """

    before: str
    after: str
    groups: tuple[str, str, str]
    count: int


@dataclass(frozen=True)
class Breakdown:
    """One kind of change by one dimension; None is a hidden count."""

    change: str
    dimension: str
    counts: Mapping[str, int | None]


@dataclass(frozen=True)
class DryRun:
    """What a change of a rule does to a city.

    Attributes:
        states: How many are in each state before and after: yes, no, unknown, not applicable.
        totals: How many change in each way; None is a hidden count.

    """

    residents: int
    states: Mapping[str, tuple[int | None, int | None]]
    totals: Mapping[str, int | None]
    breakdowns: tuple[Breakdown, ...]


def change_of(before: str, after: str) -> str | None:
    """Name what a change of state is to somebody; none when nothing changes for her.

    >>> change_of("n", "y"), change_of("y", "u"), change_of("u", "n"), change_of("n", "x")
    ('gains', 'becomes_unknown', 'becomes_known', None)
    """
    if before == after:
        return None
    if after == "y":
        return "gains"
    if after == "u":
        return "becomes_unknown"
    return "loses" if before == "y" else "becomes_known" if before == "u" else None


def dry_run_of(cells: Iterable[Cell], groups: Mapping[str, Sequence[str]]) -> DryRun:
    """Sum up cells into what may be shown.

    Args:
        cells: How many of each sort go from which state to which.
        groups: The groups of each dimension, in the order in which they are shown.

    """
    cells = list(cells)
    states = {}
    for letter in "ynux":
        before = sum(cell.count for cell in cells if cell.before == letter)
        after = sum(cell.count for cell in cells if cell.after == letter)
        states[letter] = (before, after)
    totals: Counter[str] = Counter()
    by: dict[tuple[str, str], Counter[str]] = {
        (change, dimension): Counter() for change in KINDS_OF_CHANGE for dimension in DIMENSIONS
    }
    for cell in cells:
        change = change_of(cell.before, cell.after)
        if change is not None:
            totals[change] += cell.count
            for dimension, group in zip(DIMENSIONS, cell.groups, strict=True):
                by[change, dimension][group] += cell.count
    breakdowns = tuple(
        Breakdown(change, dimension, hidden({group: counts[group] for group in groups[dimension]}))
        for (change, dimension), counts in by.items()
        if totals[change]
    )
    return DryRun(
        residents=sum(cell.count for cell in cells),
        states={letter: _shown_pair(*pair) for letter, pair in states.items()},
        totals={change: _shown(totals[change]) for change in KINDS_OF_CHANGE},
        breakdowns=breakdowns,
    )


def hidden(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Hide small counts, and as many others as it takes that they cannot be worked out from the total.

    >>> hidden({"a": 3, "b": 40, "c": 12, "d": 0})
    {'a': None, 'b': 40, 'c': None, 'd': 0}
    """
    total = sum(counts.values())
    if 0 < total < SMALLEST_SHOWN:  # (3)
        return dict.fromkeys(counts, HIDDEN)
    hide = {group for group, count in counts.items() if 0 < count < SMALLEST_SHOWN}  # (1)
    others = sorted((count, group) for group, count in counts.items() if count >= SMALLEST_SHOWN)
    empty = [group for group, count in counts.items() if count == 0]
    while hide and (len(hide) < 2 or sum(counts[group] for group in hide) < SMALLEST_SHOWN):  # (2)
        if others:
            hide.add(others.pop(0)[1])
        elif empty:
            hide.add(empty.pop())
        else:
            break
    return {group: HIDDEN if group in hide else count for group, count in counts.items()}


def _shown(count: int) -> int | None:
    return HIDDEN if 0 < count < SMALLEST_SHOWN else count


def _shown_pair(before: int, after: int) -> tuple[int | None, int | None]:
    """Show a state's two counts; where they differ by a few, the difference is somebody."""
    if 0 < abs(before - after) < SMALLEST_SHOWN:
        return before if before >= SMALLEST_SHOWN else HIDDEN, HIDDEN
    return _shown(before), _shown(after)
