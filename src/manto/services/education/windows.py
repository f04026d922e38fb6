"""When one asks for a place each year, and how many places there are: the city's ``education.yaml``. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from manto.kernel.errors import BadInput

DayOfYear = tuple[int, int]
Words = Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """Children who compete for the same places: those under so many months on the day the places begin."""

    id: str
    title: Words
    months_under: int
    places: int


@dataclass(frozen=True)
class Round:
    """The year in which one asked, and whether the window had closed by then."""

    year: int
    late: bool


@dataclass(frozen=True)
class Window:
    """The days of every year between which one asks for a service.

    Attributes:
        opens: First day, as (month, day).
        closes: Last day.
        begins: When it begins for those who asked; in the next year where it lies before ``opens``.
        late: What becomes of whoever asks after the last day, in words.
        ties: Who comes first where the points are the same, in words.
        groups: The places, by age; none where everybody gets one.

    """

    service: str
    opens: DayOfYear
    closes: DayOfYear
    begins: DayOfYear
    late: Words
    ties: Words
    groups: tuple[Group, ...] = ()

    def round_of(self, day: date) -> Round:
        """Say to which year's list belongs what is asked for on a day: the last one that had opened.

        >>> window = Window("nursery-place", (3, 1), (4, 15), (9, 1), {}, {})
        >>> window.round_of(date(2026, 4, 15)), window.round_of(date(2027, 2, 28))
        (Round(year=2026, late=False), Round(year=2026, late=True))
        """
        year = day.year if (day.month, day.day) >= self.opens else day.year - 1
        return Round(year, day > date(year, *self.closes))

    def days(self, year: int) -> tuple[date, date, date]:
        """Give the first and the last day on which one asks in a year, and the day on which it begins."""
        later = year if self.begins > self.opens else year + 1
        return date(year, *self.opens), date(year, *self.closes), date(later, *self.begins)

    def next_days(self, today: date) -> tuple[date, date, date]:
        """Give the days of the window that is open, or else of the next one."""
        here = self.days(today.year)
        return here if today <= here[1] else self.days(today.year + 1)

    def answered_from(self, day: date) -> date:
        """Say from when the time for an answer counts: who asks for a place in time is answered once all have asked."""
        asked = self.round_of(day)
        return day if asked.late or not self.groups else self.days(asked.year)[1]

    def group_of(self, birth: date, year: int) -> Group | None:
        """Say in which group a child is; none where it is too old on the day the places begin."""
        begins = self.days(year)[2]
        months = (begins.year - birth.year) * 12 + begins.month - birth.month - (begins.day < birth.day)
        return next((group for group in self.groups if months < group.months_under), None)


def read_windows(content: Any, *, file: str, languages: Sequence[str]) -> dict[str, Window]:
    """Read when one asks for what, by service.

    Raises:
        BadInput: Something is missing or wrong; names the file and the key.

    """
    found: dict[str, Window] = {}
    try:
        for one in content:
            groups = tuple(Group(**group) for group in one.get("groups", ()))
            days = {name: _day(one[name]) for name in ("opens", "closes", "begins")}
            window = Window(one["service"], **days, late=one["late"], ties=one.get("ties", {}), groups=groups)
            if window.opens > window.closes or window.service in found:
                raise ValueError(f"'{window.service}' closes before it opens, or is there twice")
            if [group.months_under for group in groups] != sorted({group.months_under for group in groups}):
                raise ValueError(f"the groups of '{window.service}' do not go from young to old")
            if any(group.places < 1 for group in groups):
                raise ValueError(f"a group of '{window.service}' has no places")
            texts = [window.late, *([window.ties] if groups else []), *(group.title for group in groups)]
            if missing := [language for language in languages if not all(text.get(language) for text in texts)]:
                raise ValueError(f"'{window.service}' has a text that is not there in {', '.join(missing)}")
            found[window.service] = window
    except KeyError as error:
        raise BadInput(f"{file} lacks the key {error.args[0]!r}.", "See demo/mantova/education.yaml.") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"{file} cannot be used: {error}.", "See demo/mantova/education.yaml.") from None
    return found


def _day(text: str) -> DayOfYear:
    month, day = (int(part) for part in str(text).split("-"))
    date(2027, month, day)  # refuses what no common year has
    return month, day
