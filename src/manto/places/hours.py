"""Opening hours in OpenStreetMap's notation: open or not, until when, and the days ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

from manto.kernel.errors import BadInput
from manto.places.geometry import Point

State = Literal["open", "closed", "unknown"]

AHEAD = timedelta(days=370)
"""How far a change is looked for: the hours of every kind of year day come round within it."""


@dataclass(frozen=True)
class Opening:
    """Whether something is open.

    Attributes:
        until: When this state ends, in the city's time; None when it does not within a year.
        opens: When it opens next; None when it is open, or does not within a year.
        comment: What the hours say beside the state, such as "by appointment".

    """

    state: State
    until: datetime | None = None
    opens: datetime | None = None
    comment: str = ""


NOT_KNOWN = Opening("unknown")


@dataclass(frozen=True)
class OpenDay:
    """The hours of one day: from and to, local time; the last may end on the next day."""

    day: date
    hours: tuple[tuple[time, time], ...]
    known: bool = True


class HoursReader:
    """Reads opening hours as they hold in one city, with its clock, its holidays and its sunsets.

    Args:
        zone: The city's time zone.
        centre: For sunrise and sunset.
        country: Whose public holidays count, ISO 3166.

    >>> from datetime import UTC
    >>> reader = HoursReader(ZoneInfo("Europe/Rome"), (45.158, 10.794))
    >>> reader.opening("Tu-Su 09:00-18:30", datetime(2026, 6, 9, 8, 0, tzinfo=UTC)).until.isoformat()
    '2026-06-09T18:30:00+02:00'
    """

    def __init__(self, zone: ZoneInfo, centre: Point, country: str = "IT") -> None:
        self.zone = zone
        self._settings: dict[str, Any] = {"timezone": zone, "coords": centre, "country": country}
        # The hot path: a city has few different texts, and all who ask within a minute get the same answer.
        self._opening = lru_cache(maxsize=65_536)(self._work_out)
        self._parsed = lru_cache(maxsize=16_384)(self._parse)

    def check(self, text: str) -> None:
        """Refuse hours that cannot be read.

        Raises:
            BadInput: The text is not in the notation.

        """
        try:
            OpeningHours(text, **self._settings)
        except ParserError:
            raise BadInput(
                f"The opening hours '{text}' cannot be read.", "Write them like 'Mo-Fr 08:30-12:30; Sa off'."
            ) from None

    def opening(self, text: str | None, now: datetime) -> Opening:
        """Say whether something is open at a moment, and until when that holds; unknown when the hours are."""
        if not text:
            return NOT_KNOWN
        return self._opening(text, now.astimezone(self.zone).replace(second=0, microsecond=0))

    def days(self, text: str | None, first: date, count: int = 7) -> list[OpenDay]:
        """List the hours of the days ahead, holidays counted; none when the hours are unknown."""
        hours = self._parsed(text) if text else None
        if hours is None:
            return []
        return [self._day(hours, first + timedelta(days=ahead)) for ahead in range(count)]

    def _parse(self, text: str) -> OpeningHours | None:
        try:
            return OpeningHours(text, **self._settings)
        except ParserError:
            return None

    def _work_out(self, text: str, minute: datetime) -> Opening:
        hours = self._parsed(text)
        if hours is None:
            return NOT_KNOWN
        spans = self._spans(hours, minute, minute + AHEAD)
        _, end, state, comment = next(spans)
        until = end if end < minute + AHEAD else None
        opens = None if state == "open" else next((span[0] for span in spans if span[2] == "open"), None)
        return Opening(state, until, opens, comment)

    def _day(self, hours: OpeningHours, day: date) -> OpenDay:
        start = datetime.combine(day, time(), self.zone)
        end = datetime.combine(day + timedelta(days=1), time(), self.zone)
        spans = [span for span in self._spans(hours, start, end + timedelta(days=1)) if span[0] < end]
        open_spans = []
        for opened, closed, state, _ in spans:
            if state != "open":
                continue
            if opened == start and closed < end and _name(hours.state(start - timedelta(minutes=1))[0]) == "open":
                continue  # what runs over midnight belongs to the day on which it began
            open_spans.append((opened.time(), (min(closed, end) if opened == start else closed).time()))
        return OpenDay(day, tuple(open_spans), known=all(span[2] != "unknown" for span in spans))

    @staticmethod
    def _spans(hours: OpeningHours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, State, str]]:
        """Give the times of one state, joined where only the comment changes."""
        held: tuple[datetime, datetime, State, str] | None = None
        for opened, closed, state, comment in hours.intervals(start, end):
            name = _name(state)
            if held and held[2] == name:
                held = held[0], closed, name, held[3]
                continue
            if held:
                yield held
            held = opened, closed, name, comment
        if held:
            yield held


def _name(state: Any) -> State:
    name: State = str(state)  # type: ignore[assignment]
    return name
