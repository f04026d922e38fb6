"""Which moments a sentence names: a day, a time, a part of the day. Pure.

The names of days and months are the language's own (CLDR); the few words beside them stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from babel import Locale

from manto.assistant.conversation.features import plain

AHEAD = {
    **dict.fromkeys(
        ("oggi", "today", "stamattina", "stasera", "tonight", "stanotte", "questa sera", "this evening"), 0
    ),
    **dict.fromkeys(("dopodomani", "day after tomorrow", "the day after"), 2),
    **dict.fromkeys(("domani", "tomorrow"), 1),
}
MORNING, AFTERNOON = ("mattina", "mattino", "stamattina", "morning"), ("pomeriggio", "afternoon")
EVENING = ("sera", "stasera", "serata", "stanotte", "evening", "tonight", "night")
WEEKEND = ("fine settimana", "weekend", "week end")
NOON, DUSK = time(13), time(18)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[.:]([0-5]\d)\b(?:\s*([ap])\.?m\b)?|\b(\d{1,2})\s*([ap])\.?m\b", re.IGNORECASE)
_HOUR = re.compile(r"\b(?:alle|le|ore|dalle|at|from)\s+([01]?\d|2[0-3])\b(?![.:/]\d)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True)
class Wish:
    """What a sentence asks of a moment; what it does not name is None.

    Attributes:
        at: A time of day.
        hour: An hour, any minute of it.
        afternoon: True for the afternoon, False for the morning.
        evening: Whether it is for the evening.
        weekend: Whether it is for a Saturday or a Sunday.

    """

    day: date | None = None
    weekday: int | None = None
    at: time | None = None
    hour: int | None = None
    afternoon: bool | None = None
    evening: bool = False
    weekend: bool = False

    @property
    def names_something(self) -> bool:
        """Whether the sentence names any moment at all."""
        return self != Wish()

    def fits(self, moment: datetime) -> bool:
        """Say whether a moment, in the city's time, is one of those that are named."""
        return (
            self.day in (None, moment.date())
            and self.weekday in (None, moment.weekday())
            and self.at in (None, moment.time())
            and self.hour in (None, moment.hour)
            and self.afternoon in (None, moment.time() >= NOON)
            and (not self.evening or moment.time() >= DUSK)
            and (not self.weekend or moment.weekday() > 4)
        )


def wish_of(sentence: str, languages: tuple[str, ...], today: date) -> Wish:
    """Read which moments a sentence names, in whichever of the languages.

    >>> wish_of("Friday 12 June, 9.15", ("it", "en"), date(2026, 6, 9)) == Wish(date(2026, 6, 12), at=time(9, 15))
    True
    >>> wish_of("lunedì pomeriggio", ("it", "en"), date(2026, 6, 9)) == Wish(weekday=0, afternoon=True)
    True
    """
    text = plain(sentence)
    words = set(text.split())
    day, at = _day(sentence, text, languages, today), _time(sentence)
    weekday = next((number for name, number in _weekdays(languages) if name in words), None)
    hour = None if at else _HOUR.search(sentence.casefold())
    return Wish(
        day=day,
        weekday=None if day else weekday,
        at=at,
        hour=int(hour[1]) if hour else None,
        afternoon=True if words & set(AFTERNOON) else False if words & set(MORNING) else None,
        evening=bool(words & set(EVENING)),
        weekend=any(re.search(rf"\b{name}\b", text) for name in WEEKEND),
    )


def _day(sentence: str, text: str, languages: tuple[str, ...], today: date) -> date | None:
    if iso := _ISO.search(sentence):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    for name, month in _months(languages):
        if found := re.search(rf"\b(?:(\d{{1,2}})º? (?:di |of )?{name}|{name} (\d{{1,2}}))\b", text):
            number = int(found[1] or found[2])
            this_year = _date(today.year, month, number)
            return this_year if this_year is None or this_year >= today else _date(today.year + 1, month, number)
    for phrase, days in AHEAD.items():
        if re.search(rf"\b{phrase}\b", text):
            return today + timedelta(days=days)
    return None


def _time(sentence: str) -> time | None:
    found = _CLOCK.search(sentence)
    if found is None:
        return None
    hour, minute, half = int(found[1] or found[4]), int(found[2] or 0), (found[3] or found[5] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _weekdays(languages: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(plain(name), at) for one in languages for at, name in Locale.parse(one).days["format"]["wide"].items()]


@cache
def _months(languages: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(plain(name), at) for one in languages for at, name in Locale.parse(one).months["format"]["wide"].items()]


def moment_words(languages: tuple[str, ...]) -> str:
    """Give a pattern of the words that name a moment, in the languages."""
    names = [name for name, _ in (*_weekdays(languages), *_months(languages))]
    said = (*AHEAD, *MORNING, *AFTERNOON, *EVENING, *WEEKEND, *names)
    return "|".join([*sorted(said, key=len, reverse=True), r"\d{1,4}", "[ap]m", "alle|dalle|ore|at"])
