"""The snapshot in use: made again when the content's version has moved on."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from math import inf
from typing import Any

from django.conf import settings

from manto.places.around import Around, Row
from manto.places.footprints import Footprints
from manto.places.hours import HoursReader
from manto.places.layer import laid_over
from manto.places.models import ContentVersion, Event, Footprint, Place, PlaceEdit, Source
from manto.places.occurrences import Recurrence, occurrences
from manto.store.asked_often import AskedOften

ROWS_KEPT = 20_000
"""How many places are kept ready to be shown, a few kilobytes each; a city's own all fit."""


_VERSION = AskedOften(lambda: ContentVersion.objects.filter(id=1).values_list("version", "stamp"))


@cache
def hours_reader() -> HoursReader:
    """Give the reader of opening hours for this city."""
    return HoursReader(settings.CITY.time_zone, settings.CITY.centre)


def content_version() -> str:
    """Name the content as it is now: another name, other content."""
    version, stamp = next(iter(_VERSION()), (0, "empty"))
    return f"{version}-{stamp}"


@dataclass
class Snapshot:
    """All content as it was at one version."""

    version: str
    around: Around
    sources: dict[str, Source]
    events: list[Event]
    edits: dict[str, PlaceEdit] = field(default_factory=dict)
    _rows: dict[str, Place] = field(default_factory=dict)
    _days: dict[Any, list[tuple[datetime, datetime, Event]]] = field(default_factory=dict)

    def places(self, ids: Iterable[str]) -> dict[str, Place]:
        """Give places by id; those that are asked for often are kept at hand."""
        wanted = list(ids)
        missing = [id_ for id_ in wanted if id_ not in self._rows]
        found = {id_: self._rows[id_] for id_ in wanted if id_ in self._rows}
        for first in range(0, len(missing), 500):
            found |= Place.objects.filter(withdrawn_at=None).in_bulk(missing[first : first + 500])
        for id_ in missing:
            if id_ not in self.edits:
                continue
            shown = self._edited(id_, found.pop(id_, None))
            if shown is not None:
                found[id_] = shown
        if missing:
            if len(self._rows) > ROWS_KEPT:
                self._rows.clear()
            self._rows.update(found)
        return found

    def _edited(self, id_: str, place: Place | None) -> Place | None:
        edit = self.edits[id_]
        return laid_over(place, id_, edit.changes, edited_at=edit.published_at)

    def occurrences(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime, Event]]:
        """List what is under way between two moments, in order; worked out once for each day of the city."""
        zone = settings.CITY.time_zone
        first, last = start.astimezone(zone), end.astimezone(zone)
        day = first.replace(hour=0, minute=0, second=0, microsecond=0)
        found: dict[tuple[str, datetime], tuple[datetime, datetime, Event]] = {}
        while day < last:
            for begins, ends, event in self._on(day):
                if begins < end and ends > start:
                    found[event.id, begins] = begins, ends, event
            day += timedelta(days=1)
        return sorted(found.values(), key=lambda item: (item[0], item[2].id))

    def dates(self, event: Event, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """List when one event is under way between two moments, in order."""
        return sorted(occurrences(recurrence_of(event), start, end, settings.CITY.time_zone))

    def _on(self, day: datetime) -> list[tuple[datetime, datetime, Event]]:
        if day not in self._days:
            if len(self._days) > 800:
                self._days.clear()
            zone = settings.CITY.time_zone
            self._days[day] = [
                (begins, ends, event)
                for event in self.events
                for begins, ends in occurrences(recurrence_of(event), day, day + timedelta(days=1), zone)
            ]
        return self._days[day]


_in_use: Snapshot | None = None
_making = threading.Lock()


def snapshot() -> Snapshot:
    """Give the snapshot of the content as it is now.

    While one thread makes a new one the others go on with the old: a list a second old beats a list that waits.
    """
    global _in_use
    held, version = _in_use, content_version()
    if held is not None and held.version == version:
        return held
    if not _making.acquire(blocking=held is None):
        return held  # type: ignore[return-value]
    try:
        held, version = _in_use, content_version()
        if held is None or held.version != version:
            held = _in_use = _make(version)
        return held
    finally:
        _making.release()


def _make(version: str) -> Snapshot:
    edits = {edit.place: edit for edit in PlaceEdit.objects.exclude(published_at=None)}
    footprints = Footprints(Footprint.objects.order_by("id").values_list("ring", flat=True))
    around = Around(_rows(edits), hours_reader(), footprints)
    events = list(Event.objects.filter(withdrawn_at=None).order_by("id"))
    return Snapshot(version, around, Source.objects.in_bulk(), events, edits)


def _rows(edits: dict[str, PlaceEdit]) -> Iterator[Row]:
    """Give every place as the city shows it: those of the sources first, then those that only the desk has."""
    columns = (
        *("id", "category", "lat", "lon", "name", "opening_hours", "access", "wheelchair", "story"),
        *("valid_from", "valid_to", "audience"),
    )
    rows = Place.objects.filter(withdrawn_at=None).order_by("id").values_list(*columns)
    waiting = dict(edits)
    for (
        id_,
        category,
        lat,
        lon,
        name,
        hours,
        access,
        wheelchair,
        story,
        valid_from,
        valid_to,
        audience,
    ) in rows.iterator(chunk_size=5000):
        if waiting.pop(id_, None):
            continue
        names = "\n".join(dict.fromkeys(name.values()))
        since, until = _validity(valid_from, valid_to)
        told, step_free = bool(story), _step_free(access, wheelchair)
        yield Row(
            id_,
            category,
            lat,
            lon,
            names,
            hours,
            step_free,
            told,
            since,
            until,
            audience=tuple(audience),
            access=access,
        )
    places = Place.objects.filter(withdrawn_at=None).in_bulk(list(edits))
    for id_, edit in edits.items():
        shown = laid_over(places.get(id_), id_, edit.changes, edited_at=edit.published_at)
        if shown is not None:
            yield row_of(shown)


def row_of(place: Place) -> Row:
    """Give as much of a place as it is looked for by."""
    since, until = _validity(place.valid_from, place.valid_to)
    return Row(
        id=place.id,
        category=place.category,
        lat=place.lat,
        lon=place.lon,
        names="\n".join(dict.fromkeys(place.name.values())),
        opening_hours=place.opening_hours,
        step_free=_step_free(place.access, place.wheelchair),
        told=bool(place.story),
        valid_from=since,
        valid_to=until,
        audience=tuple(place.audience),
        access=place.access,
    )


def _validity(valid_from: datetime | None, valid_to: datetime | None) -> tuple[float, float]:
    return valid_from.timestamp() if valid_from else -inf, valid_to.timestamp() if valid_to else inf


def _step_free(access: dict[str, Any], wheelchair: str) -> bool:
    return bool(access.get("step_free", wheelchair == "yes"))


@cache
def _recurrence_of(starts: str, minutes: int, rrule: str) -> Recurrence:
    return Recurrence(datetime.fromisoformat(starts), minutes, rrule)


def recurrence_of(event: Event) -> Recurrence:
    """Give when an event happens."""
    return _recurrence_of(event.starts, event.minutes, event.rrule)
