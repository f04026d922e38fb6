"""What the tables say after a whole filing of newly issued records is final: the same as one by one, in few questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from manto.ledger.node import RecordedStatement
from manto.records.commands.settling import signers_of
from manto.records.drawing_up import Entry
from manto.records.models import Record, SearchWord, StatementLine
from manto.records.reference import types
from manto.records.subjects import search_words


def is_plain_issue(entry: Entry) -> bool:
    """Say whether nobody is told of an entry and nothing follows from it: what is taken over from an old register."""
    return entry.kind == "issue" and entry.grade == "legacy" and not entry.holders


def settle_issues(recorded: Sequence[RecordedStatement], entries: Sequence[Entry]) -> list[UUID]:
    """Bring the tables up to many first statements of new records. Runs inside the settling command."""
    records = [_record(one, entry) for one, entry in zip(recorded, entries, strict=True)]
    Record.objects.bulk_create(records)
    StatementLine.objects.bulk_create(
        _line(one, entry, record) for one, entry, record in zip(recorded, entries, records, strict=True)
    )
    SearchWord.objects.bulk_create(
        SearchWord(record=record, word=word)
        for entry, record in zip(entries, records, strict=True)
        for word in sorted(_words(entry))
    )
    return [record.id for record in records]


def _words(entry: Entry) -> set[str]:
    fields: Mapping[str, Any] = entry.fields or {}
    return search_words(types()[entry.register], fields)


def _record(one: RecordedStatement, entry: Entry) -> Any:
    statement = one.statement
    return Record(
        name=entry.record,
        register=entry.register,
        subject=statement.subject,
        status=statement.status.name.lower(),
        since=_at(statement.effective_s),
        until=_at(statement.until_s) if statement.until_s is not None else None,
        head=one.hash,
        grade=entry.grade,
        first_at=_at(one.recorded_s),
        changed_at=_at(one.recorded_s),
    )


def _line(one: RecordedStatement, entry: Entry, record: Any) -> Any:
    return StatementLine(
        hash=one.hash,
        record=record,
        index=one.index,
        kind=entry.kind,
        status=record.status,
        law=entry.law,
        effective_at=_at(one.statement.effective_s),
        recorded_at=_at(one.recorded_s),
        signers=list(signers_of(one)),
        evidence=[],
    )


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
