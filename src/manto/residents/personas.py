"""The people of the demo whom one may step into: who they are, from the city's ``personas.yaml``."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from dateutil.relativedelta import relativedelta
from django.conf import settings

from manto.city import read_yaml
from manto.kernel.errors import BadInput
from manto.residents.commands.lookups import city_day
from manto.residents.models import Account
from manto.residents.roles import Role

RELATIVE = re.compile(r"today((?:[+-]\d+[dwmy])*)")
UNITS = {
    "d": relativedelta(days=1),
    "w": relativedelta(weeks=1),
    "m": relativedelta(months=1),
    "y": relativedelta(years=1),
}


def account_id(persona: str) -> UUID:
    """Give the identifier of a persona's account, the same on every machine."""
    return uuid5(NAMESPACE_URL, f"manto:{settings.CITY.id}:account:{persona}")


def resident_id(persona: str) -> UUID:
    """Give the identifier of a persona as a resident, the same on every machine."""
    return uuid5(NAMESPACE_URL, f"manto:{settings.CITY.id}:resident:{persona}")


def content_of_city() -> dict[str, Any]:
    """Read the city's personas; none when it has no such file."""
    file = settings.CITY.folder / "personas.yaml"
    return _read(file, file.stat().st_mtime_ns) if file.is_file() else {}


@lru_cache(maxsize=1)
def _read(file: Path, _changed_at: int) -> dict[str, Any]:
    return read_yaml(file) or {}


def on_the_page(language: str, now: datetime) -> list[dict[str, Any]]:
    """List those whom one may step into and who are still there: residents first, then staff."""
    content, today = content_of_city(), city_day(now)
    there = set(Account.objects.filter(is_active=True).values_list("id", flat=True)) if content else set()
    listed = []
    for kind in ("residents", "staff"):
        for entry in content.get(kind, ()):
            if entry.get("enter", True) is False or account_id(entry["id"]) not in there:
                continue
            births = [fact["value"] for fact in entry.get("facts", ()) if fact["name"] == "person.birth"]
            listed.append(
                {
                    "id": entry["id"],
                    "name": name_of(entry),
                    "age": relativedelta(today, day_of(births[0], today)).years if births else None,
                    "situation": words(entry.get("situation", ""), language),
                    "kind": "resident" if kind == "residents" else "staff",
                    "role": Role(entry["role"]).value if kind == "staff" else None,
                }
            )
    return listed


def name_of(entry: dict[str, Any]) -> str:
    """Say a persona's name."""
    return str(entry.get("name") or f"{entry['given_name']} {entry['family_name']}")


def words(text: Any, language: str) -> str:
    """Give a text in a language, whether it is written once or by language."""
    return str(text.get(language) or text.get("en") or "") if isinstance(text, dict) else str(text)


def day_of(value: Any, today: date) -> date:
    """Read a day that may be told from today, so that the demo never grows old.

    Args:
        value: A day, a day as YYYY-MM-DD, or ``today`` with any number of steps like ``-12d``, ``+2w``, ``-31y``.
        today: The city's day.

    Raises:
        BadInput: It is none of these.

    >>> day_of("today-31y-12d", date(2026, 6, 9))
    datetime.date(1995, 5, 28)
    """
    if isinstance(value, date):
        return value
    match = RELATIVE.fullmatch(str(value).replace(" ", ""))
    if match is None:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise BadInput(f"'{value}' is not a day.", "Write YYYY-MM-DD, or today-12d.") from None
    day = today
    for step in re.findall(r"[+-]\d+[dwmy]", match[1]):
        day += int(step[:-1]) * UNITS[step[-1]]
    return day
