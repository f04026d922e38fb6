"""A connector of kind education: days without school from an iCalendar file, as school offices publish it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar

from manto.kernel.errors import Unavailable
from manto.services.connectors.protocol import Closed

BYTES_MAX = 2 * 2**20
TIMEOUT_S = 20


class CalendarFile:
    """Reads a calendar from a file or an address: ``settings: {file: closed.ics}`` or ``{url: "https://..."}``.

    Its whole-day events are days without school. ``SUMMARY`` is their name; with ``LANGUAGE=en`` beside one in Italian,
    each language has its own.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._file, self._url = settings.get("file", ""), str(settings.get("url", ""))
        if bool(self._file) == bool(self._url):
            raise Unavailable("Its settings name neither a file nor an address, or both.")
        if self._url and not self._url.startswith(("https://", "http://")):
            raise Unavailable("The calendar's address is none of the web.")

    def closed(self, today: date) -> Iterator[Closed]:
        """List the days without school that are not over."""
        try:
            calendar = Calendar.from_ical(self._content())
        except ValueError as error:
            raise Unavailable(f"What came is no calendar ({type(error).__name__}).") from None
        for event in calendar.walk("VEVENT"):
            first, end = _day(event.get("dtstart")), _day(event.get("dtend"))
            if first is None:
                continue
            last = max(first, end - timedelta(days=1)) if end else first
            if last >= today:
                yield Closed(first, last, _names(event.get("summary")))

    def _content(self) -> bytes:
        try:
            if self._file:
                with Path(self._file).open("rb") as file:
                    content: bytes = file.read(BYTES_MAX + 1)
            else:
                with urllib.request.urlopen(self._url, timeout=TIMEOUT_S) as answer:  # noqa: S310
                    content = answer.read(BYTES_MAX + 1)
        except OSError as error:
            raise Unavailable(f"The calendar cannot be had ({type(error).__name__}).") from None
        if len(content) > BYTES_MAX:
            raise Unavailable("The calendar is larger than a calendar should be.")
        return content


def _day(value: Any) -> date | None:
    day = getattr(value, "dt", None)
    return day if isinstance(day, date) and not isinstance(day, datetime) else None


def _names(summary: Any) -> dict[str, str]:
    """Give the name in each language; one without a language is taken for Italian and stands for all."""
    several = summary if isinstance(summary, list) else [summary] if summary is not None else []
    named = {str(one.params.get("LANGUAGE", "it")).lower()[:2]: str(one) for one in several}
    first = next(iter(named.values()), "")
    return {"it": first, "en": first, **named}
