"""What the tables say after a statement is final: the record, its holders, its history, and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from manto.ledger.node import RecordedStatement
from manto.ledger.state.constitution import Constitution
from manto.ledger.statements import parse_statement
from manto.records import node
from manto.records.commands import telling
from manto.records.commands.consequences import draw_consequences, note_done
from manto.records.commands.facts_told import tell_facts
from manto.records.drawing_up import Entry, HolderGiven
from manto.records.events import RecordChanged
from manto.records.models import Draft, Holder, Record, SearchWord, StatementLine
from manto.records.reference import types
from manto.records.subjects import search_words
from manto.store.command import command
from manto.store.outbox import publish


def settle_statement(recorded: RecordedStatement, entry: Entry, follows: Mapping[str, str], now: datetime) -> UUID:
    """Bring the tables up to one statement; give its record's identifier. Runs inside the settling command."""
    statement = recorded.statement
    known = StatementLine.objects.filter(hash=recorded.hash).first()
    if known is not None:
        return UUID(str(known.record_id))
    head = node.ledger().head(entry.record)
    record = Record.objects.filter(name=entry.record).first() or Record(
        name=entry.record, register=entry.register, subject=statement.subject, first_at=_at(recorded.recorded_s)
    )
    record.status = statement.status.name.lower()
    record.since = _at(head.since_s if head is not None and head.statement == recorded.hash else statement.effective_s)
    record.until = _at(statement.until_s) if statement.until_s is not None else None
    record.head, record.ran_out, record.changed_at = recorded.hash, False, _at(recorded.recorded_s)
    record.body, record.commitment = statement.body, statement.fields
    record.cause = _cause(entry, record)
    record.grade = entry.grade if entry.kind in ("issue", "amend") else record.grade
    record.save()
    line = _line(recorded, entry, record)
    told = {one.resident_id for one in record.holders.filter(until=None) if one.resident_id}
    _holders(record, entry, _at(statement.effective_s))
    told |= {one.resident_id for one in record.holders.filter(until=None) if one.resident_id}
    if entry.fields is not None:
        _index(record, entry.fields)
    publish(RecordChanged(str(record.id), record.register, entry.kind, record.status), at=now)
    _close_draft(follows, now)
    note_done(follows, recorded.hash, now)
    telling.tell_of_statement(record, entry, told, now)
    tell_facts(record, _at(statement.effective_s), now)
    draw_consequences(record, line, now)
    return UUID(str(record.id))


@command
def note_bodies() -> int:
    """Note on each record that an older version entered what its head names and commits to; say how many there were."""
    noted = 0
    for record in Record.objects.filter(body=None).iterator():
        of = node.ledger().statement(bytes(record.head))
        statement = None if of is None else parse_statement(of.payload)
        if statement is not None and statement.body is not None:
            record.body, record.commitment = statement.body, statement.fields
            record.save(update_fields=["body", "commitment"])
            noted += 1
    return noted


def _cause(entry: Entry, record: Any) -> str:
    """Say why the record stands as it does: what a restored statement said, or this one."""
    if entry.restores is None:
        return entry.cause if entry.kind not in ("reinstate", "issue", "amend", "transfer") else ""
    restored = StatementLine.objects.filter(hash=entry.restores).first()
    return restored.cause if restored is not None else ""


def _line(recorded: RecordedStatement, entry: Entry, record: Any) -> Any:
    statement = recorded.statement
    return StatementLine.objects.create(
        hash=recorded.hash,
        record=record,
        index=recorded.index,
        kind=entry.kind,
        status=record.status,
        cause=entry.cause,
        reason=entry.reason,
        law=entry.law,
        effective_at=_at(statement.effective_s),
        recorded_at=_at(recorded.recorded_s),
        signers=list(signers_of(recorded, node.ledger().state.constitution)),
        evidence=[one.hex() for one in statement.evidence],
        restores=statement.restores.hex() if statement.restores else "",
        derived=entry.derived,
    )


def signers_of(recorded: RecordedStatement, constitution: Constitution) -> Iterable[dict[str, Any]]:
    """Say who signed a statement: agency and roles; of a holder only that it was one."""
    for key in sorted(recorded.envelope.signers):
        officer, member = constitution.officers.get(key), constitution.member_with_key(key)
        if officer is not None:
            yield {"agency": officer.agency, "roles": sorted(officer.roles)}
        elif member is not None:
            yield {"agency": member.name, "roles": []}
        else:
            yield {"agency": "", "roles": ["holder"]}


def _holders(record: Any, entry: Entry, since: datetime) -> None:
    if entry.holders is None:
        return
    current = {(one.resident_id, _octets(one.key)): one for one in record.holders.filter(until=None)}
    stay = {(one.resident, one.key) for one in entry.holders}
    for who, row in current.items():
        if who not in stay or entry.kind == "issue":
            row.until, row.seed = since, None
            row.save(update_fields=["until", "seed"])
    for place, one in enumerate(entry.holders):
        if (one.resident, one.key) in current and entry.kind != "issue":
            record.holders.filter(id=current[one.resident, one.key].id).update(place=place)
        else:
            _add_holder(record, one, place, since)


def _add_holder(record: Any, one: HolderGiven, place: int, since: datetime) -> None:
    Holder.objects.create(record=record, resident_id=one.resident, key=one.key, seed=one.seed, place=place, since=since)


def _index(record: Any, fields: Mapping[str, Any]) -> None:
    record.words.all().delete()
    found = search_words(types()[record.register], fields)
    SearchWord.objects.bulk_create(SearchWord(record=record, word=word) for word in sorted(found))


def _close_draft(follows: Mapping[str, str], now: datetime) -> None:
    if "draft" in follows:
        Draft.objects.filter(id=follows["draft"]).update(state="final", closed_at=now)


def _octets(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
