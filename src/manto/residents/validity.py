"""Runs of days, and what a new run does to those it overlaps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from manto.kernel.errors import BadInput


@dataclass(frozen=True)
class Days:
    """From a day up to but not including another; without the other, for good.

    >>> date(2026, 3, 1) in Days(date(2026, 1, 1), date(2026, 3, 1))
    False
    """

    first: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.first:
            raise BadInput(
                f"A validity from {self.first} to {self.end} holds no day.", "Give an end later than the beginning."
            )

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Days) -> bool:
        """Say whether both hold on some day."""
        return (other.end is None or self.first < other.end) and (self.end is None or other.first < self.end)

    def within(self, other: Days) -> Days | None:
        """Give the days that both hold; none when there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Days(max(self.first, other.first), min(ends, default=None))

    def without(self, other: Days) -> list[Days]:
        """Give what is left of this run when another takes its days: none, one or two runs.

        >>> [str(rest.first) for rest in Days(date(2026, 1, 1)).without(Days(date(2026, 3, 1), date(2026, 4, 1)))]
        ['2026-01-01', '2026-04-01']
        """
        if not self.overlaps(other):
            return [self]
        rest = []
        if self.first < other.first:
            rest.append(Days(self.first, other.first))
        if other.end is not None and (self.end is None or other.end < self.end):
            rest.append(Days(other.end, self.end))
        return rest
