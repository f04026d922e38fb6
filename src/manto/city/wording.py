"""Days, times and distances as people say them."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date


def day_text(day: date, language: str, *, today: date | None = None) -> str:
    """Say a day with its weekday, and with its year only when that is not this year's.

    >>> day_text(date(2026, 6, 12), "en", today=date(2026, 6, 9)), day_text(date(2026, 6, 12), "it")
    ('Friday 12 June', 'venerdì 12 giugno 2026')
    """
    pattern = "EEEE d MMMM" if today and today.year == day.year else "EEEE d MMMM y"
    return format_date(day, pattern, locale=language)


def time_text(at: time | datetime) -> str:
    """Say a time of day as the signs in town write it.

    >>> time_text(time(8, 5))
    '8.05'
    """
    return f"{at.hour}.{at.minute:02}"


def distance_text(metres: float, language: str) -> str:
    """Say a distance no more exactly than one can walk it.

    >>> distance_text(64, "en"), distance_text(1240, "it")
    ('60 m', '1,2 km')
    """
    if metres < 1000:
        return f"{max(10, round(metres / 10) * 10)} m"
    kilometres = f"{metres / 1000:.1f}"
    return f"{kilometres.replace('.', ',') if language == 'it' else kilometres} km"
