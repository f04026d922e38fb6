"""Putting together what the rules look at: the record, what stands beside it, who holds what it is attached to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput
from manto.records.drawing_up import Entry, opened_body
from manto.records.judging import SAYS_SOMETHING, faults_of
from manto.records.models import Holder, Record, StatementLine
from manto.records.proposal import Fault, Proposal, Standing
from manto.records.record_type import RecordType
from manto.records.reference import agencies, content_of_city, types
from manto.records.wording import fault_text
from manto.residents.queries import Room, read_facts

REGISTERED = {"surname": "person.family_name", "given_names": "person.given_name", "birth": "person.birth"}
HERE = Room("records")


class CannotBeEntered(BadInput):
    """What was drawn up breaks a rule; says which, and for which field."""

    def __init__(self, of: RecordType, faults: Sequence[Fault], language: str) -> None:
        sentences = [fault_text(of, fault, language) for fault in faults]
        super().__init__(" ".join(sentences), "")
        self.faults = list(faults)


def check_entries(
    entries: Sequence[Entry], now: datetime, language: str, *, signers: frozenset[str] | None = None
) -> list[Fault]:
    """Refuse entries that break a rule.

    Args:
        signers: Roles of those who signed; None while nobody has been asked.

    Returns:
        What only has to wait: a freeze before an election.

    Raises:
        CannotBeEntered: Something is wrong with one of them.
    """
    division = _division(entries)
    waits: list[Fault] = []
    for entry in entries:
        faults = faults_of(proposal_of(entry, now, signers=signers, division=division))
        wrong = [fault for fault in faults if fault.code != "frozen"]
        if wrong:
            raise CannotBeEntered(types()[entry.register], wrong, language)
        waits += faults
    return waits


@dataclass(frozen=True)
class Division:
    """What ends and what begins when entries divide or join records, and whether the same people hold both."""

    sources: tuple[Mapping[str, Any], ...] = ()
    results: tuple[Mapping[str, Any], ...] = ()
    keeps_holders: bool = True


def division_rule(of: RecordType) -> Mapping[str, Any] | None:
    """Give the rule by which records of a type are divided and joined; None when they cannot be."""
    return next((rule for rule in of.rules if rule["rule"] == "conserves" and "shares" in rule), None)


def kind_of(entries: Sequence[Entry]) -> str:
    """Say what entries do together: split, merge, or what the first of them does."""
    first = entries[0]
    if not _is_division(entries) or division_rule(types()[first.register]) is None:
        return first.kind
    return "split" if sum(entry.kind == "revoke" for entry in entries) == 1 else "merge"


def _is_division(entries: Sequence[Entry]) -> bool:
    kinds = {(entry.register, entry.kind) for entry in entries}
    return len({register for register, _ in kinds}) == 1 and {kind for _, kind in kinds} == {"revoke", "issue"}


def _division(entries: Sequence[Entry]) -> Division:
    if not _is_division(entries):
        return Division()
    ended = [entry.record for entry in entries if entry.kind == "revoke"]
    begun = [entry for entry in entries if entry.kind == "issue"]
    held = Holder.objects.filter(record__name__in=ended, until=None)
    before = set(held.exclude(resident=None).values_list("resident", flat=True))
    after = {one.resident for entry in begun for one in entry.holders or () if one.resident}
    sources = tuple(fields_of(name) for name in ended)
    return Division(sources, tuple(entry.fields or {} for entry in begun), before == after)


UNDIVIDED = Division()


def proposal_of(
    entry: Entry,
    now: datetime,
    *,
    signers: frozenset[str] | None = None,
    division: Division = UNDIVIDED,
) -> Proposal:
    """Put together what the rules look at for one entry."""
    of, subject = types()[entry.register], entry.record.partition("/")[2]
    record = Record.objects.filter(name=entry.record).first()
    before = None if record is None or entry.kind == "issue" else fields_of(entry.record)
    beside = {
        one.register: Standing(one.status, one.until)
        for one in Record.objects.filter(subject=subject).exclude(register=of.id)
    }
    parents = [beside[name] for name in of.attached_to if name in beside]
    fields = entry.fields if entry.fields is not None else before or {}
    today = now.astimezone(settings.CITY.time_zone).date()
    holders = entry.holders if entry.holders is not None else _held(record)
    return Proposal(
        type=of,
        kind=entry.kind,
        at=now,
        today=today,
        fields=fields,
        before=before,
        status=record.status if record is not None else None,
        cause=entry.cause,
        latest_cause=_latest_cause(record),
        effective_on=entry.effective_on,
        holder_keys=frozenset(one.key for one in holders if one.key is not None),
        holders=len(holders),
        parent_keys=_keys_of_parent(of, subject),
        parent=parents[0] if parents else None,
        beside=beside,
        signers=_every_role() if signers is None else signers,
        sources=division.sources,
        results=division.results,
        keeps_holders=division.keeps_holders,
        calendar=_calendar(),
        registered=_registered(of, holders, now) if entry.kind in SAYS_SOMETHING else {},
    )


def fields_of(name: str) -> Mapping[str, Any]:
    """Give what a record says now; nothing when it was erased."""
    record = Record.objects.filter(name=name).first()
    body = None if record is None else opened_body(record)
    return {} if body is None else body.commitments.fields


def _held(record: Any) -> Sequence[Any]:
    return [] if record is None else list(record.holders.filter(until=None))


def _latest_cause(record: Any) -> str:
    if record is None:
        return ""
    line = StatementLine.objects.filter(hash=bytes(record.head)).first()
    return line.cause if line is not None else ""


def _keys_of_parent(of: RecordType, subject: str) -> frozenset[bytes]:
    parents = Record.objects.filter(register__in=of.attached_to, subject=subject)
    return frozenset(bytes(one.key) for parent in parents for one in _held(parent) if one.key is not None)


def _every_role() -> frozenset[str]:
    return frozenset(role for agency in agencies().values() for role in agency.roles)


def _calendar() -> Mapping[str, tuple[date, ...]]:
    named = content_of_city().get("calendar") or {}
    return {name: tuple(days) for name, days in named.items()}


def _registered(of: RecordType, holders: Sequence[Any], now: datetime) -> Mapping[str, str]:
    """Ask the civil register who the one holder is, where a rule compares names; leaves a line that she can read."""
    if len(holders) != 1 or not any(rule["rule"] == "names_as_registered" for rule in of.rules):
        return {}
    resident: UUID | None = getattr(holders[0], "resident_id", None) or getattr(holders[0], "resident", None)
    if resident is None:
        return {}
    known = read_facts(resident, REGISTERED.values(), HERE, "names_match", now)
    return {name: str(known[fact].value) for name, fact in REGISTERED.items() if fact in known}
