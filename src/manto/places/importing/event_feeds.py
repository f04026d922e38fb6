"""Events as other people publish them: iCalendar files (RFC 5545), and schema.org's Event in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from manto.kernel.errors import BadInput
from manto.places.drafts import EventDraft, Leaving, Reading
from manto.places.importing.city_folder import EVENT_KINDS
from manto.places.occurrences import rule_of

MINUTES_MAX = 60 * 24 * 60
KINDS = {"concert": "music", "musica": "music", "mostra": "exhibition", "mercato": "market", "sports": "sport"}
SCHEMA_KINDS = {
    "MusicEvent": "music",
    "ExhibitionEvent": "exhibition",
    "SportsEvent": "sport",
    "FoodEvent": "food",
    "ChildrensEvent": "family",
    "EducationEvent": "talk",
    "LiteraryEvent": "talk",
    "Festival": "music",
}

_UNTIL = re.compile(r"UNTIL=([0-9]{8})(T[0-9]{6}Z?)?")

PlaceOf = Callable[[str], str]
"""Gives the id of the place of a name; empty when there is none, or more than one."""


def read_ical(content: bytes, source: str, language: str, zone: ZoneInfo, place_of: PlaceOf) -> Reading:
    """Read the events of a calendar.

    Args:
        content: The file.
        source: Id of the source, which begins the id of each event.
        language: In which its words are.
        zone: The city's; times of other zones are turned into it.
        place_of: Finds the place of a location's name.

    Raises:
        BadInput: It is no calendar.

    """
    try:
        calendar = Calendar.from_ical(content)
    except ValueError as error:
        raise BadInput(f"This is no whole iCalendar file: {error}.", "Fetch it again.") from None
    events: list[Any] = list(calendar.walk("VEVENT"))
    moved = _moved(events)
    for number, event in enumerate(events, 1):
        where = f"event {number}"
        uid = str(event.get("UID", "")).strip()
        if not uid or not event.get("SUMMARY") or event.get("DTSTART") is None:
            yield Leaving(where, "missing", "UID, SUMMARY or DTSTART")
            continue
        if event.get("STATUS") == "CANCELLED":
            continue
        try:
            if event.get("RECURRENCE-ID") is not None:  # one occurrence that was moved: it stands alone
                at = _local(event["RECURRENCE-ID"].dt, zone)
                yield _of_ical(event, f"{uid}@{at:%Y%m%dT%H%M}", source, language, zone, place_of)
            else:
                yield _of_ical(event, uid, source, language, zone, place_of, moved.get(uid, ()))
        except (ValueError, TypeError, AttributeError) as error:
            yield Leaving(where, "bad_time", str(error)[:100])


def _moved(events: list[Any]) -> dict[str, list[datetime | date]]:
    """Give, by event, the occurrences that were moved or called off: they are no longer when the rule has them."""
    found: dict[str, list[datetime | date]] = {}
    for event in events:
        if event.get("RECURRENCE-ID") is not None:
            found.setdefault(str(event.get("UID", "")).strip(), []).append(event["RECURRENCE-ID"].dt)
    return found


def _of_ical(
    event: Any,
    uid: str,
    source: str,
    language: str,
    zone: ZoneInfo,
    place_of: PlaceOf,
    moved: Iterable[datetime | date] = (),
) -> EventDraft:
    starts = _local(event["DTSTART"].dt, zone)
    if event.get("DTEND") is not None:
        length = _local(event["DTEND"].dt, zone) - starts
    elif event.get("DURATION") is not None:
        length = event["DURATION"].dt
    else:
        length = timedelta(hours=1) if isinstance(event["DTSTART"].dt, datetime) else timedelta(days=1)
    rrule = _rule(event, starts, zone, moved)
    if rrule:
        rule_of(rrule, starts)
    names = event.get("CATEGORIES")
    listed = [str(name) for name in names.cats] if names is not None and hasattr(names, "cats") else []
    return EventDraft(
        id=f"{source}:{uid}",
        ref=uid,
        title={language: str(event["SUMMARY"]).strip()},
        about={language: str(event["DESCRIPTION"]).strip()} if event.get("DESCRIPTION") else {},
        place=place_of(str(event.get("LOCATION", ""))),
        starts=starts.isoformat(timespec="minutes"),
        minutes=_minutes(length),
        rrule=rrule,
        kind=next((kind for name in listed if (kind := _kind(name))), "civic"),
        free=False,
    )


def _rule(event: Any, starts: datetime, zone: ZoneInfo, moved: Iterable[datetime | date]) -> str:
    """Write the rule in the city's time, with a line of days left out and one of days added.

    An end in UTC becomes local; an end that is a day means that whole day, as calendars mean it.
    """
    rule = event["RRULE"].to_ical().decode() if event.get("RRULE") is not None else ""
    if until := _UNTIL.search(rule):
        day, clock = until[1], until[2]
        end = datetime.strptime(f"{day}T{(clock or 'T235959')[1:7]}", "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if clock and clock.endswith("Z"):
            end = end.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        rule = rule[: until.start()] + f"UNTIL={end:%Y%m%dT%H%M%S}" + rule[until.end() :]
    lines = [rule]
    for name, days in (("EXDATE", [*_days(event, "EXDATE"), *moved]), ("RDATE", _days(event, "RDATE"))):
        moments = [
            _local(day, zone) if isinstance(day, datetime) else datetime.combine(day, starts.time()) for day in days
        ]
        if moments:
            lines.append(f"{name}:" + ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in sorted(set(moments))))
    return "\n".join(lines) if len(lines) > 1 or rule else ""


def _days(event: Any, name: str) -> list[datetime | date]:
    held = event.get(name)
    if held is None:
        return []
    found = []
    for line in held if isinstance(held, list) else [held]:
        # A period that is added counts from its beginning; that it is longer than the others is not kept.
        found += [one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in line.dts]
    return found


def read_schema_org(content: Any, source: str, language: str, zone: ZoneInfo, place_of: PlaceOf) -> Reading:
    """Read the Events of a JSON-LD document, however deep they lie; the rest of it is not looked at."""
    for number, event in enumerate(_events_in(content), 1):
        where = f"event {number}"
        name, starts = event.get("name"), event.get("startDate")
        if not isinstance(name, str) or not isinstance(starts, str):
            yield Leaving(where, "missing", "name or startDate")
            continue
        if str(event.get("eventStatus", "")).endswith("EventCancelled"):
            continue
        try:
            yield _of_schema_org(event, name, starts, source, language, zone, place_of)
        except (ValueError, TypeError) as error:
            yield Leaving(where, "bad_time", str(error)[:100])


def _of_schema_org(
    event: dict[str, Any], name: str, starts: str, source: str, language: str, zone: ZoneInfo, place_of: PlaceOf
) -> EventDraft:
    begins = _local(_moment(starts), zone)
    ends = _local(_moment(event["endDate"]), zone) if event.get("endDate") else begins + timedelta(hours=1)
    if ends == begins and "T" not in starts:
        ends += timedelta(days=1)
    ref = str(event.get("@id") or event.get("url") or f"{name}@{starts}")[-130:]
    where = event.get("location")
    kinds = event.get("@type")
    types = kinds if isinstance(kinds, list) else [kinds]
    words = str(event.get("inLanguage") or language)[:2]
    about = event.get("description")
    return EventDraft(
        id=f"{source}:{ref}"[:160],
        ref=ref,
        title={words: name.strip()},
        about={words: about.strip()} if isinstance(about, str) and about.strip() else {},
        place=place_of(str(where.get("name", "")) if isinstance(where, dict) else str(where or "")),
        starts=begins.isoformat(timespec="minutes"),
        minutes=_minutes(ends - begins),
        rrule="",
        kind=next((SCHEMA_KINDS[kind] for kind in types if kind in SCHEMA_KINDS), "civic"),
        free=event.get("isAccessibleForFree") in (True, "true", "True"),
    )


def looks_like_schema_org(text: str) -> bool:
    """Say whether JSON is about schema.org's Events."""
    return "schema.org" in text and re.search(r'"@type"\s*:\s*\[?\s*"\w*(Event|Festival)"', text) is not None


def json_of(content: bytes) -> Any:
    """Read JSON-LD.

    Raises:
        BadInput: It is not whole.

    """
    try:
        return json.loads(content)
    except ValueError as error:
        raise BadInput(f"This JSON is not whole: {error}.", "Fetch it again.") from None


def _events_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _events_in(item)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        types = [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
        if any(kind.endswith(("Event", "Festival")) for kind in types):
            yield value
        else:
            for item in value.values():
                yield from _events_in(item)


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _local(value: datetime | date, zone: ZoneInfo) -> datetime:
    """Give the city's wall clock, without a zone: a market at eight stays at eight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


def _minutes(length: timedelta) -> int:
    minutes = int(length.total_seconds() // 60)
    if not 0 < minutes <= MINUTES_MAX:
        raise ValueError(f"it lasts {minutes} minutes")
    return minutes


def _kind(name: str) -> str:
    lower = name.strip().lower()
    return lower if lower in EVENT_KINDS else KINDS.get(lower, "")
