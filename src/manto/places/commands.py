"""What can be done to places: taking in what a source says, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from django.db.models import F

from manto.kernel.errors import BadInput
from manto.kernel.ids import unguessable_id
from manto.places import storing
from manto.places.drafts import Leaving, Progress, no_progress
from manto.places.events import ContentChanged
from manto.places.gathering import Content, SourceFacts, check_source
from manto.places.models import ContentVersion, Event, ImportRun, LeftRow, Place, Source
from manto.places.storing_footprints import replace_footprints
from manto.places.storing_streets import replace_streets
from manto.places.storing_timetables import replace_timetable
from manto.store.command import command
from manto.store.outbox import publish


@dataclass(frozen=True)
class LeftGroup:
    """Rows that were left for the same reason.

    Attributes:
        line: Where the first few of them are.
        taken: Whether the rows were taken all the same, without what is told here.

    """

    line: str
    reason: str
    detail: str
    taken: bool
    count: int


@dataclass(frozen=True)
class Report:
    """What an import did."""

    run: int
    source: str
    file: str
    taken: int
    unchanged: int
    changed: int
    withdrawn: int
    left: int
    groups: list[LeftGroup]
    seconds: float

    @property
    def changed_nothing(self) -> bool:
        """Whether the city is as it was before."""
        return not (self.taken or self.changed or self.withdrawn)


@dataclass
class _Counts:
    taken: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    left: list[Leaving] = field(default_factory=list)

    @property
    def anything_changed(self) -> bool:
        return bool(self.taken or self.changed or self.withdrawn)


@command
def import_content(
    source: SourceFacts,
    content: Content,
    *,
    file: str,
    kind: str,
    now: datetime,
    began: float | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Make a source's places, events and timetable what its file says they are.

    1. What the source had and the file has not is withdrawn, never deleted: papers and links may name it.
    2. Equal content is recognised by its digest and not written, so the same file twice changes nothing.
    3. All of it is one transaction with the report and the count of the content's version.

    Args:
        file: Its name, for the report.
        kind: Its format, for the report.
        began: The ``perf_counter`` at which reading began.

    Raises:
        BadInput: The source has no licence, or nothing of the file can be taken and all that was there would go.

    """
    check_source(source)
    began = perf_counter() if began is None else began
    renamed = _store_source(source)
    _refuse_nothing(source, content, file)
    counts = _Counts(left=list(content.left))
    places = [storing.place_values(draft) for draft in content.places]
    events = [storing.event_values(draft) for draft in content.events]
    _store_rows(Place, storing.PLACE_COLUMNS, places, source.id, now, counts, progress)
    _store_rows(Event, storing.EVENT_COLUMNS, events, source.id, now, counts, progress)
    new_timetable = replace_timetable(source.id, content.timetable, progress)
    new_houses = replace_footprints(source.id, content.footprints)
    new_streets = replace_streets(source.id, content.streets)
    if counts.anything_changed or renamed or new_timetable or new_houses or new_streets:
        count_version(source.id, now)
    return _store_report(source, counts, file=file, kind=kind, now=now, began=began)


def _refuse_nothing(source: SourceFacts, content: Content, file: str) -> None:
    if content.places or content.events:
        return
    standing = sum(model.objects.filter(source_id=source.id, withdrawn_at=None).count() for model in (Place, Event))
    if standing:
        raise BadInput(
            f"{file} holds nothing that can be taken, and the {standing} of '{source.name}' would all be withdrawn.",
            "Check that it is the right file and whole.",
        )


def _store_source(source: SourceFacts) -> bool:
    wanted = {
        "name": source.name,
        "licence": source.licence,
        "attribution": source.attribution or source.name,
        "url": source.url,
    }
    before = Source.objects.filter(id=source.id).values(*wanted).first()
    if before != wanted:
        Source.objects.update_or_create(id=source.id, defaults=wanted)
    return bool(before is not None and before != wanted)


def _store_rows(
    model: type[Place | Event],
    columns: tuple[str, ...],
    rows: list[storing.Values],
    source: str,
    now: datetime,
    counts: _Counts,
    progress: Progress,
) -> None:
    held = _held(model, source)
    fresh = [row[0] for row in rows if row[0] not in held]
    others = storing.owned_by_others(model, fresh, source)
    to_write: list[tuple[str, storing.Values]] = []
    for row in rows:
        digest = storing.digest_of(row)
        before = held.pop(row[0], None)
        if row[0] in others:
            counts.left.append(Leaving(row[1], "other_source", others[row[0]]))
        elif before == (digest, None):
            counts.unchanged += 1
        else:
            to_write.append((digest, row))
            counts.changed += before is not None
            counts.taken += before is None
    gone = [id_ for id_, (_, withdrawn_at) in held.items() if withdrawn_at is None]
    counts.withdrawn += len(gone)
    storing.withdraw(model, gone, now=now)  # (1)
    storing.upsert(  # (2)
        *(model, columns, to_write),
        source=source,
        now=now,
        told=lambda done: progress("Storing what is new", done, len(to_write)),
    )


def _held(model: Any, source: str) -> dict[str, tuple[str, datetime | None]]:
    rows = model.objects.filter(source_id=source).values_list("id", "digest", "withdrawn_at")
    return {id_: (digest, withdrawn_at) for id_, digest, withdrawn_at in rows.iterator(chunk_size=5000)}


def count_version(source: str, now: datetime) -> None:
    """Say that the content is another from now on: snapshots and kept answers are made anew."""
    stamp = unguessable_id()
    if not ContentVersion.objects.filter(id=1).update(version=F("version") + 1, stamp=stamp):
        ContentVersion.objects.create(id=1, version=1, stamp=stamp)
    version = ContentVersion.objects.values_list("version", flat=True).get(id=1)
    publish(ContentChanged(source, version), at=now)


def _store_report(source: SourceFacts, counts: _Counts, *, file: str, kind: str, now: datetime, began: float) -> Report:
    groups = group_left(counts.left)
    left = sum(group.count for group in groups if not group.taken)
    seconds = perf_counter() - began
    run = ImportRun.objects.create(
        source_id=source.id,
        file=file[:200],
        kind=kind,
        taken=counts.taken,
        unchanged=counts.unchanged,
        changed=counts.changed,
        withdrawn=counts.withdrawn,
        left=left,
        started_at=now,
        seconds=seconds,
    )
    LeftRow.objects.bulk_create(
        LeftRow(
            run=run, line=group.line, reason=group.reason, detail=group.detail, taken=group.taken, count=group.count
        )
        for group in groups
    )
    return Report(
        *(run.id, source.id, file, counts.taken, counts.unchanged, counts.changed, counts.withdrawn),
        *(left, groups, seconds),
    )


def group_left(left: Iterable[Leaving]) -> list[LeftGroup]:
    """Count together what was left for the same reason, the most frequent first."""
    counted: Counter[tuple[str, str, bool]] = Counter()
    lines: dict[tuple[str, str, bool], list[str]] = {}
    for item in left:
        alike = item.reason, item.detail[:200], item.taken
        counted[alike] += 1
        first = lines.setdefault(alike, [])
        if len(first) < 3:
            first.append(item.where)
    return [
        LeftGroup("; ".join(lines[group])[:200] + ("; …" if count > 3 else ""), *group, count)
        for group, count in counted.most_common()
    ]
