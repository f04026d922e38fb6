"""Opening hours in words."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import get_day_names

from manto.city.texts import Texts
from manto.city.wording import day_text, time_text
from manto.places.hours import OpenDay, Opening

_texts = Texts.of_room("manto.places")


def opening_text(opening: Opening, now: datetime, language: str) -> str:
    """Say whether something is open, and the next time that matters.

    Args:
        opening: What the hours say.
        now: The moment that was asked about, in the city's time.
        language: In which to say it.

    >>> from datetime import timedelta
    >>> from zoneinfo import ZoneInfo
    >>> now = datetime(2026, 6, 9, 19, 0, tzinfo=ZoneInfo("Europe/Rome"))
    >>> opening_text(Opening("closed", opens=now + timedelta(hours=14)), now, "en")
    'Closed, opens tomorrow at 9.00'
    """
    if opening.state == "unknown":
        if opening.comment:
            return _texts.say("unknown.comment", language, comment=opening.comment)
        return _texts.say("unknown.hours", language)
    key, moment = ("open.until", opening.until) if opening.state == "open" else ("closed.opens", opening.opens)
    if moment is None:
        return _texts.say(f"{opening.state}.always", language)
    days_ahead = (moment.date() - now.date()).days
    if days_ahead == 0 or (opening.state == "open" and days_ahead == 1 and moment.time() <= time(5)):
        # A bar is open until 2.00, not until tomorrow.
        return _texts.say(key, language, time=_end(moment.time()) if days_ahead else time_text(moment))
    if days_ahead == 1:
        return _texts.say(f"{key}_tomorrow", language, time=time_text(moment))
    day = weekday(moment, language) if days_ahead < 7 else day_text(moment.date(), language, today=now.date())
    return _texts.say(f"{key}_day", language, day=day, time=time_text(moment))


def week_text(days: list[OpenDay], language: str) -> list[tuple[str, str]]:
    """Say the hours of each day: its weekday, then its times."""
    return [(weekday(day.day, language).capitalize(), _day(day, language)) for day in days]


def weekday(day: date, language: str) -> str:
    """Say the weekday of a date."""
    name: str = get_day_names("wide", locale=language)[day.weekday()]
    return name


def _day(day: OpenDay, language: str) -> str:
    if not day.known:
        return _texts.say("week.unknown", language)
    if day.hours == ((time(), time()),):
        return _texts.say("week.always", language)
    spans = [_texts.say("week.span", language, start=time_text(start), end=_end(end)) for start, end in day.hours]
    return ", ".join(spans) or _texts.say("week.closed", language)


def _end(end: time) -> str:
    return "24.00" if end == time() else time_text(end)
