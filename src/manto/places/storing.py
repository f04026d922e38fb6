"""Writing many rows at once, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

from manto.places.cells import cell_of
from manto.places.drafts import EventDraft, PlaceDraft
from manto.places.models import Event, Place

Values = tuple[Any, ...]
Item = TypeVar("Item")

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # one encoder: making it costs more than using it

PLACE_COLUMNS = (
    *("id", "source_ref", "category", "name", "about", "text_alternative", "lat", "lon", "cell", "address"),
    *("opening_hours", "wheelchair", "access", "phone", "website"),
    *("story", "audience", "pose", "media", "actions", "valid_from", "valid_to"),
)
EVENT_COLUMNS = (
    *("id", "source_ref", "title", "about", "place", "starts", "minutes", "rrule", "kind", "free", "step_free"),
    "ages",
)


def place_values(draft: PlaceDraft) -> Values:
    """Give a place as the values of its columns, its position rounded to a centimetre."""
    lat, lon = round(draft.lat, 7), round(draft.lon, 7)
    return (
        *(draft.id, draft.ref, draft.category, _json(draft.name), _json(draft.about), _json(draft.text_alternative)),
        *(lat, lon, cell_of(lat, lon), draft.address[:300], draft.opening_hours, draft.wheelchair),
        *(_json(draft.access), draft.phone[:200], draft.website[:500]),
        *(_json(draft.story), _json(list(draft.audience)), _json(draft.pose), _json(list(draft.media))),
        *(_json(list(draft.actions)), _moment(draft.valid_from), _moment(draft.valid_to)),
    )


def event_values(draft: EventDraft) -> Values:
    """Give an event as the values of its columns."""
    return (
        *(draft.id, draft.ref, _json(draft.title), _json(draft.about), draft.place, draft.starts, draft.minutes),
        *(draft.rrule, draft.kind, draft.free, draft.step_free),
        _json(list(draft.ages)),
    )


def digest_of(values: Values) -> str:
    """Name the content of a row: equal for equal content."""
    return blake2b(repr(values).encode(), digest_size=16).hexdigest()


def upsert(
    model: type[Place | Event],
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, Values]],
    *,
    source: str,
    now: datetime,
    told: Callable[[int], None],
) -> None:
    """Write rows, each with the digest of its content, over those of the same id; a withdrawn one stands again."""
    moment = connection.ops.adapt_datetimefield_value(now)
    names = [*columns, "digest", "source_id", "imported_at", "withdrawn_at"]
    tail = (source, moment, None)
    quoted = [connection.ops.quote_name(name) for name in names]
    table = connection.ops.quote_name(model._meta.db_table)
    kept = ", ".join(f"{name} = excluded.{name}" for name in quoted[1:])
    # Every name comes from the models above, never from input.
    into = f"INSERT INTO {table} ({', '.join(quoted)}) VALUES "  # noqa: S608
    over = f" ON CONFLICT ({quoted[0]}) DO UPDATE SET {kept}"
    one = f"({', '.join(['%s'] * len(names))})"
    done = 0
    with connection.cursor() as cursor:
        for batch in batches(rows, 500):
            values = [(*row, digest, *tail) for digest, row in batch]
            if connection.vendor == "sqlite":
                cursor.executemany(into + one + over, values)
            else:  # one statement for many rows: each statement is a journey to the server
                cursor.execute(into + ", ".join([one] * len(values)) + over, [value for row in values for value in row])
            done += len(batch)
            told(done)


def withdraw(model: type[Place | Event], ids: Sequence[str], *, now: datetime) -> None:
    """Mark rows as withdrawn."""
    for batch in batches(ids, 500):
        model.objects.filter(id__in=batch).update(withdrawn_at=now)


def owned_by_others(model: type[models.Model], ids: Sequence[str], source: str) -> dict[str, str]:
    """Find which of these ids another source already holds, and which source."""
    found: dict[str, str] = {}
    for batch in batches(ids, 900):
        held = model.objects.filter(id__in=batch).exclude(source_id=source)
        found.update(held.values_list("id", "source_id"))
    return found


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut a sequence into lists of at most this size."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _json(value: dict[str, Any] | list[Any]) -> str:
    return _encode(value)


def _moment(text: str) -> Any:
    return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(text)) if text else None
