"""Places and events as a city writes them by hand, in the YAML of its folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from manto.kernel.errors import BadInput
from manto.places.drafts import EventDraft, Leaving, PlaceDraft, Reading, check_place
from manto.places.importing.city_overlays import OVERLAY_KEYS, overlay_facts
from manto.places.occurrences import rule_of

EVENT_KINDS = frozenset(("market", "music", "exhibition", "talk", "family", "sport", "civic", "food"))
_PLACE_KEYS = (
    frozenset(
        (
            "id",
            "category",
            "name",
            "at",
            "address",
            "opening_hours",
            "wheelchair",
            "access",
            "about",
            "text_alternative",
        )
    )
    | {"phone", "website"}
    | OVERLAY_KEYS
)
_UTC = ZoneInfo("UTC")
_EVENT_KEYS = frozenset(
    ("id", "title", "about", "place", "starts", "minutes", "rrule", "kind", "free", "step_free", "ages")
)


def read_places(city: str, files: Iterable[tuple[str, Any]], zone: ZoneInfo = _UTC) -> Reading:
    """Read the lists of places.

    Args:
        city: Its id, which begins the id of each place.
        files: The name and the YAML content of each file.
        zone: The city's time zone, in which days begin.

    """
    for where, entry in _entries(files):
        try:
            yield _place(city, entry, zone)
        except BadInput as error:
            yield Leaving(where, "not_understood", str(error))


def read_events(city: str, files: Iterable[tuple[str, Any]]) -> Reading:
    """Read the lists of events, as ``read_places`` does."""
    for where, entry in _entries(files):
        try:
            yield _event(city, entry)
        except BadInput as error:
            yield Leaving(where, "not_understood", str(error))


def _entries(files: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, content in files:
        if not isinstance(content, list):
            raise BadInput(f"{name} is not a list.", "Begin each place or event with '- id: …'.")
        for number, entry in enumerate(content, 1):
            id_ = entry.get("id") if isinstance(entry, dict) else None
            yield f"{name}, {id_ or f'entry {number}'}", entry if isinstance(entry, dict) else {}


def _place(city: str, entry: dict[str, Any], zone: ZoneInfo) -> PlaceDraft:
    _refuse_unknown(entry, _PLACE_KEYS, ("id", "category", "name", "at"))
    access = entry.get("access") or {}
    if not isinstance(access, dict):
        raise BadInput("'access' is not a list of measurements.", "Write access: {kerb_cm: 3, step_free: true}.")
    at = entry["at"]
    if not isinstance(at, list) or len(at) != 2 or not all(isinstance(number, int | float) for number in at):
        raise BadInput("'at' is not a latitude and a longitude.", "Write at: [45.14770, 10.78640].")
    draft = PlaceDraft(
        id=f"{city}:{entry['id']}",
        ref=entry["id"],
        category=entry["category"],
        lat=float(at[0]),
        lon=float(at[1]),
        name=_words(entry, "name"),
        about=_words(entry, "about"),
        text_alternative=_words(entry, "text_alternative"),
        address=str(entry.get("address") or ""),
        opening_hours=str(entry.get("opening_hours") or ""),
        wheelchair=_wheelchair(entry.get("wheelchair", "unknown")),
        access=access,
        phone=str(entry.get("phone") or ""),
        website=str(entry.get("website") or ""),
        **overlay_facts({**entry, "story": _words(entry, "story")}, zone),
    )
    check_place(draft)
    return draft


def _event(city: str, entry: dict[str, Any]) -> EventDraft:
    _refuse_unknown(entry, _EVENT_KEYS, ("id", "title", "starts", "minutes", "kind"))
    if entry["kind"] not in EVENT_KINDS:
        raise BadInput(f"There is no kind of event '{entry['kind']}'.", f"Known are {', '.join(sorted(EVENT_KINDS))}.")
    if not isinstance(entry["minutes"], int) or entry["minutes"] < 1:
        raise BadInput("'minutes' is not a whole number of minutes.", "Write how long one occurrence lasts.")
    rrule = str(entry.get("rrule") or "")
    try:
        starts = datetime.fromisoformat(str(entry["starts"]))
        if rrule:
            rule_of(rrule, starts)
    except ValueError as error:
        raise BadInput(
            f"Its time cannot be read: {error}.", "Write starts: '2026-01-08T08:00', rrule by RFC 5545."
        ) from None
    if starts.tzinfo is not None:
        raise BadInput("'starts' names a time zone.", "Write the local time of the city.")
    return EventDraft(
        id=f"{city}:{entry['id']}",
        ref=entry["id"],
        title=_words(entry, "title"),
        about=_words(entry, "about"),
        place=f"{city}:{entry['place']}" if entry.get("place") else "",
        starts=starts.isoformat(timespec="minutes"),
        minutes=entry["minutes"],
        rrule=rrule,
        kind=entry["kind"],
        free=bool(entry.get("free", False)),
        step_free=entry.get("step_free"),
        ages=_ages(entry.get("ages")),
    )


def _ages(given: Any) -> tuple[int, ...]:
    if given is None:
        return ()
    whole = isinstance(given, list) and all(type(age) is int and age >= 0 for age in given)
    if not whole or len(given) not in (1, 2) or given != sorted(given):
        raise BadInput(
            "'ages' is not the youngest and the oldest age.", "Write ages: [6, 13], or [8] from eight upwards."
        )
    return tuple(given)


def _refuse_unknown(entry: Any, known: frozenset[str], needed: tuple[str, ...]) -> None:
    if not isinstance(entry, dict):
        raise BadInput(f"{entry!r} is not a list of keys and values.", "See demo/mantova for the form.")
    if missing := [key for key in needed if entry.get(key) in (None, "")]:
        raise BadInput(f"It lacks {', '.join(missing)}.", "Add it.")
    if unknown := sorted(set(entry) - known):
        raise BadInput(f"It has keys nobody reads: {', '.join(unknown)}.", f"Known are {', '.join(sorted(known))}.")


def _words(entry: dict[str, Any], key: str) -> dict[str, str]:
    value = entry.get(key) or {}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise BadInput(f"'{key}' is not a text for each language.", "Write {it: …, en: …}.")
    return value


def _wheelchair(value: Any) -> Any:
    # YAML reads a bare yes and no as truth values.
    return {True: "yes", False: "no"}.get(value, value)
