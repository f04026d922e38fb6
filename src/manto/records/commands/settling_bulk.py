"""What the tables say after a whole filing of newly issued records is final: the same as one by one, in few questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from manto.ledger.node import RecordedStatement
from manto.records import node
from manto.records.commands.settling import signers_of
from manto.records.drawing_up import Entry
from manto.records.models import Record, SearchWord, StatementLine
from manto.records.reference import types
from manto.records.subjects import search_words
from manto.store.many_rows import insert_rows
from manto.store.row_ids import new_id


def is_plain_issue(entry: Entry) -> bool:
    """Say whether nobody is told of an entry and nothing follows from it: what is taken over from an old register."""
    return entry.kind == "issue" and entry.grade == "legacy" and not entry.holders


def settle_issues(recorded: Sequence[RecordedStatement], entries: Sequence[Entry]) -> list[UUID]:
    """Bring the tables up to many first statements of new records. Runs inside the settling command."""
    records = [_record(one, entry) for one, entry in zip(recorded, entries, strict=True)]
    together = list(zip(recorded, entries, records, strict=True))
    insert_rows(Record, records)
    constitution = node.ledger().state.constitution
    insert_rows(
        StatementLine,
        [_line(one, entry, record, list(signers_of(one, constitution))) for one, entry, record in together],
    )
    insert_rows(
        SearchWord, [{"record": record["id"], "word": word} for _, entry, record in together for word in _words(entry)]
    )
    return [record["id"] for record in records]


def _words(entry: Entry) -> list[str]:
    return sorted(search_words(types()[entry.register], entry.fields or {}))


def _record(one: RecordedStatement, entry: Entry) -> dict[str, Any]:
    statement, recorded_at = one.statement, _at(one.recorded_s)
    return {
        "id": new_id(),
        "name": entry.record,
        "register": entry.register,
        "subject": statement.subject,
        "status": statement.status.name.lower(),
        "since": _at(statement.effective_s),
        "until": _at(statement.until_s) if statement.until_s is not None else None,
        "head": one.hash,
        "body": statement.body,
        "commitment": statement.fields,
        "cause": "",
        "grade": entry.grade,
        "ran_out": False,
        "first_at": recorded_at,
        "changed_at": recorded_at,
    }


def _line(
    one: RecordedStatement, entry: Entry, record: Mapping[str, Any], signers: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "hash": one.hash,
        "record": record["id"],
        "index": one.index,
        "kind": entry.kind,
        "status": record["status"],
        "cause": "",
        "reason": "",
        "law": entry.law,
        "effective_at": record["since"],
        "recorded_at": record["first_at"],
        "signers": signers,
        "evidence": [],
        "restores": "",
        "derived": False,
    }


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
