"""A record as people read it: what it is, how it stands, since when, why, what it says, what was stated about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.ledger.bodies.drawing_up import Body
from manto.records import wording
from manto.records.drawing_up import opened_bodies, opened_body
from manto.records.models import Holder, Record
from manto.records.proposal import Standing
from manto.records.record_type import RecordType
from manto.records.reference import types


@dataclass(frozen=True)
class FieldView:
    """One field: its name, what it is called, its value as data and in words."""

    name: str
    label: str
    value: Any
    text: str


@dataclass(frozen=True)
class RecordSummary:
    """A record in a list.

    Attributes:
        name: As the ledger names it, register/subject.
        title: What it is about in a few words, as "Panda, EV 317 KM"; the type's name when nothing may be said.
        valid: Whether it is in force at this moment.
        status_text: How it stands, in words.
        why: Why it stands so; empty when nothing is to be explained.
    """

    id: UUID
    name: str
    register: str
    type_name: str
    title: str
    status: str
    status_text: str
    valid: bool
    since: datetime
    since_text: str
    until: datetime | None
    until_text: str
    why: str
    grade: str
    grade_text: str


@dataclass(frozen=True)
class RecordView(RecordSummary):
    """A record whole.

    Attributes:
        about: What such a record is, in one sentence.
        agency: Who keeps it.
        holder_label: What a holder of it is called.
        holders: How many hold it at present.
        face: The names of the fields that stand on paper and on the phone, in order.
        erased: Whether what it said was destroyed.
    """

    about: str = ""
    agency: str = ""
    holder_label: str = ""
    holders: int = 0
    fields: list[FieldView] = field(default_factory=list)
    face: tuple[str, ...] = ()
    face_title: str = ""
    publicity: str = ""
    publicity_law: str = ""
    retention_law: str = ""
    erased: bool = False


@dataclass(frozen=True)
class HistoryLine:
    """One statement, as the history tells it.

    Attributes:
        hash: The statement's name, in hexadecimal.
        index: Its place in the log.
        what: What it did, in words.
        by: Who signed, in words.
        because_of: Hashes of the statements that it follows from.
        restores: Whether it brought an earlier state back.
    """

    hash: str
    index: int
    kind: str
    what: str
    status: str
    effective_at: datetime
    recorded_at: datetime
    recorded_text: str
    by: list[str]
    cause: str
    law: str
    reason: str
    because_of: list[str]
    restores: bool
    derived: bool


def the_record(record_id: UUID) -> Any:
    """Give a record's row.

    Raises:
        NotFound: There is none.
    """
    record = Record.objects.filter(id=record_id).first()
    if record is None:
        raise NotFound("There is no such record.", "Search for it again.")
    return record


def records_held_by(resident_id: UUID, language: str, now: datetime) -> list[RecordSummary]:
    """List what a resident holds at present, what is in force first, attached records after those they belong to."""
    held = Holder.objects.filter(resident=resident_id, until=None).select_related("record")
    records = list({one.record_id: one.record for one in held}.values())
    bodies = opened_bodies(records)
    listed = [summary_of(one, language, now, _said_in(bodies[one.id])) for one in records]
    return sorted(listed, key=lambda one: (not one.valid, types()[one.register].is_attached, one.type_name, one.title))


def holds(resident_id: UUID, record_id: UUID) -> bool:
    """Say whether a resident holds a record at present."""
    return bool(Holder.objects.filter(resident=resident_id, record=record_id, until=None).exists())


def summary_of(record: Any, language: str, now: datetime, says: dict[str, Any] | None = None) -> RecordSummary:
    """Sum a record up for a list."""
    of = types()[record.register]
    if says is None:
        says = fields_said(record)
    return RecordSummary(**_summary(record, of, says, language, now))


def fields_in_words(register: str, says: Mapping[str, Any], language: str) -> list[FieldView]:
    """Say the fields of a type that are there, in the order in which they are asked for."""
    of = types()[register]
    return [
        FieldView(
            name,
            wording.field_label(of, name, language),
            says[name],
            wording.value_text(of.fields[name], says[name], language),
        )
        for name in of.fields
        if name in says
    ]


def record_view(record_id: UUID, language: str, now: datetime) -> RecordView:
    """Give a record whole. Whoever calls this has made sure that the reader may see it, and has left a line.

    Raises:
        NotFound: There is no such record.
    """
    record = the_record(record_id)
    of, says = types()[record.register], fields_said(record)
    return RecordView(
        **_summary(record, of, says, language, now),
        about=wording.words_in(of.about, language),
        agency=wording.agency_text(of.agency, language),
        holder_label=wording.words_in(of.holders.label, language),
        holders=record.holders.filter(until=None).count(),
        fields=fields_in_words(of.id, says, language),
        face=of.face.fields,
        face_title=wording.words_in(of.face.title, language),
        publicity=of.publicity.level,
        publicity_law=wording.words_in(of.publicity.law, language),
        retention_law=wording.words_in(of.retention.law, language),
        erased=not says,
    )


def history(record_id: UUID, language: str) -> list[HistoryLine]:
    """Give everything that was stated about a record, the latest first."""
    record = the_record(record_id)
    of = types()[record.register]
    return [
        HistoryLine(
            hash=bytes(line.hash).hex(),
            index=line.index,
            kind=line.kind,
            what=wording.texts.say(f"done.{line.kind}", language),
            status=line.status,
            effective_at=line.effective_at,
            recorded_at=line.recorded_at,
            recorded_text=wording.moment_day(line.recorded_at, language),
            by=[_signer_text(signer, language) for signer in line.signers],
            cause=wording.cause_text(of, line.cause, language),
            law=line.law,
            reason=line.reason,
            because_of=line.evidence,
            restores=bool(line.restores),
            derived=line.derived,
        )
        for line in record.lines.order_by("-index")
    ]


def fields_said(record: Any) -> dict[str, Any]:
    """Give what a record says; nothing when it was erased."""
    return _said_in(opened_body(record))


def _said_in(body: Body | None) -> dict[str, Any]:
    return dict(body.commitments.fields) if body is not None else {}


def _summary(record: Any, of: RecordType, says: dict[str, Any], language: str, now: datetime) -> dict[str, Any]:
    in_force = Standing(record.status, record.until).is_in_force(now)
    ran_out = record.status == "active" and not in_force
    status = "expired" if ran_out else record.status
    return {
        "id": record.id,
        "name": record.name,
        "register": of.id,
        "type_name": wording.words_in(of.name, language),
        "title": title_of(of, says, language),
        "status": status,
        "status_text": wording.status_text(of, status, language),
        "valid": in_force,
        "since": record.until if ran_out else record.since,
        "since_text": wording.moment_day(record.until if ran_out else record.since, language),
        "until": record.until,
        "until_text": wording.last_day(record.until, language) if record.until else "",
        "why": wording.cause_text(of, record.cause, language),
        "grade": record.grade,
        "grade_text": wording.texts.say(f"grade.{record.grade}", language),
    }


def title_of(of: RecordType, says: dict[str, Any], language: str) -> str:
    """Say what a record is about by the first two fields of its face."""
    shown = [name for name in of.face.fields if name in says][:2]
    words = [wording.value_text(of.fields[name], says[name], language) for name in shown]
    return ", ".join(words) or wording.words_in(of.name, language)


def _signer_text(signer: dict[str, Any], language: str) -> str:
    agency = wording.agency_text(signer["agency"], language)
    roles = ", ".join(wording.role_text(role, language) for role in signer["roles"][:2])
    return f"{roles} ({agency})" if agency and roles else agency or roles
