"""Points and moments as they are written in addresses."""

from __future__ import annotations

from datetime import date, datetime, time
from math import inf

from django.conf import settings

from manto.kernel.errors import BadInput
from manto.places.geometry import Point


def read_point(text: str) -> Point | None:
    """Read ``lat,lon``; None when nothing is given.

    Raises:
        BadInput: It is not a point on Earth.

    """
    if not text:
        return None
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat = lon = inf
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadInput(f"'{text[:40]}' is not a latitude and a longitude.", "Write near=45.16,10.795.")
    return lat, lon


def read_moment(text: str, otherwise: datetime) -> datetime:
    """Read a moment, or a day as its beginning, in the city's time where no zone is named.

    Raises:
        BadInput: It is neither.

    """
    if not text:
        return otherwise
    try:
        # A plus sign that nobody escaped arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+")) if "T" in text else _midnight(date.fromisoformat(text))
    except ValueError:
        raise BadInput(f"'{text[:40]}' is not a time.", "Write 2026-06-09 or 2026-06-09T08:00+02:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=settings.CITY.time_zone)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), settings.CITY.time_zone)
