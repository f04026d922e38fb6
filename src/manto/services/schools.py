"""The school of a home, and the days without school, as pages say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.city.wording import day_text
from manto.residents import wording
from manto.residents.commands.lookups import city_day
from manto.residents.queries import KnownFact, read_facts, wards_of
from manto.residents.readers import Guardian, Herself, Reader
from manto.residents.reference import catalogue, place_names
from manto.services.models import SchoolClosure
from manto.services.notices.calendar import Entry
from manto.services.reference import school_of, shows_school_days, windows
from manto.services.wording import texts

HOME = ("home.street", "home.number")
CLOSURES_SHOWN = 4
AT_SCHOOL = range(3, 19)  # years of age: from the kindergarten to the last year


@dataclass(frozen=True)
class School:
    """The school to which a home belongs, by language, and from which address that was worked out."""

    place: str
    name: dict[str, str]
    why: dict[str, str]


def school_of_home(facts: Mapping[str, KnownFact]) -> School | None:
    """Work out the school of a home from its address; None where the address or its area is not known."""
    if not all(name in facts for name in HOME):
        return None
    street, number = (facts[name] for name in HOME)
    school = school_of(str(street.value), str(number.value))
    if school is None:
        return None
    why = {
        language: texts.say(
            "school.why",
            language,
            address=f"{street.value} {number.value}",
            source=wording.source_text(catalogue(), street.source_kind, street.source_ref, street.valid_from, language),
        )
        for language in settings.CITY.languages
    }
    names = {language: place_names(language)[school] for language in settings.CITY.languages}
    return School(f"{settings.CITY.id}:{school}", names, why)


def window_text(service_id: str, language: str, today: date) -> str | None:
    """Say when one asks for a service, and what becomes of whoever asks at another time; None where it is always."""
    window = windows().get(service_id)
    if window is None:
        return None
    opens, closes, _ = window.next_days(today)
    key = "window.open" if opens <= today else "window.opens"
    said = {name: day_text(day, language, today=today) for name, day in (("opens", opens), ("closes", closes))}
    return f"{texts.say(key, language, **said)} {window.late[language]}"


def answered_after_list(service_id: str, asked_on: date | None = None) -> bool:
    """Say whether an answer waits until the list has closed; of what was asked for on a day, whether it was in time."""
    window = windows().get(service_id)
    return window is not None and bool(window.groups) and (asked_on is None or not window.round_of(asked_on).late)


def days_without_school(service_id: str, language: str, today: date) -> list[dict[str, Any]]:
    """List the next days without school, on the pages for which they matter."""
    if not shows_school_days(service_id):
        return []
    coming = SchoolClosure.objects.filter(last__gte=today).order_by("first", "last")[:CLOSURES_SHOWN]
    return [
        {
            "text": one.text.get(language) or one.text["it"],
            "days_text": _days_text(one.first, one.last, language, today),
        }
        for one in coming
    ]


def school_entries_of(resident_id: UUID, language: str, now: datetime) -> list[Entry]:
    """Give the days without school for the calendar of a pupil, or of whoever acts for one; of nobody else's concern."""
    today = city_day(now)
    readers: dict[UUID, Reader] = {one: Guardian(resident_id) for one in wards_of(resident_id, on=today)}
    readers[resident_id] = Herself()
    if not any(_goes_to_school(one, reader, now, today) for one, reader in readers.items()):
        return []
    return [
        Entry(
            id=f"no-school-{one.first}",
            day=one.first,
            title=texts.say("school.none", language, what=one.text.get(language) or one.text["it"]),
            text=texts.say("school.none_why", language),
            url=f"{settings.PUBLIC_URL}/services/inbox/choices",
            last=one.last,
        )
        for one in SchoolClosure.objects.filter(last__gte=today).order_by("first", "last")
    ]


def _goes_to_school(resident_id: UUID, reader: Reader, now: datetime, today: date) -> bool:
    """Say whether somebody is of an age to go to school; asked for her own calendar or her guardian's."""
    birth = read_facts(resident_id, ["person.birth"], reader, "calendar", now).get("person.birth")
    return birth is not None and isinstance(birth.value, date) and (today - birth.value).days // 365 in AT_SCHOOL


def _days_text(first: date, last: date, language: str, today: date) -> str:
    if first == last:
        return day_text(first, language, today=today)
    said = {name: day_text(day, language, today=today) for name, day in (("first", first), ("last", last))}
    return texts.say("school.days", language, **said)
