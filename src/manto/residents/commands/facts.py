"""What the city is told about a resident.

What a new statement does to what was known is one rule: for the days it speaks of it replaces what was believed, for
all other days nothing changes, and what was believed before stays readable as of then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.residents.catalogue import FactKind, SourceKind
from manto.residents.commands.people import the_resident
from manto.residents.events import FactChanged
from manto.residents.models import Consent, ContestState, Fact, Resident
from manto.residents.reference import catalogue, purposes
from manto.residents.validity import Days
from manto.store.command import command
from manto.store.outbox import publish


@dataclass(frozen=True)
class Source:
    """From where the city knows something.

    Attributes:
        kind: A register, a record on the ledger, a connector to another agency, or the resident's own word.
        ref: Which register or connector, or the record's number; empty for the resident's own word.

    """

    kind: SourceKind
    ref: str = ""


OWN_WORD = Source(SourceKind.OWN_WORD)


@command
def record_fact(
    resident_id: UUID,
    name: str,
    value: Any,
    *,
    source: Source,
    valid_from: date,
    now: datetime,
    valid_to: date | None = None,
) -> Fact:
    """Record what is true of a resident for a run of days; recording the same twice changes nothing.

    Raises:
        UnknownName: No such fact in the catalogue.
        BadInput: The value, its source or its validity cannot be.
        NotAllowed: It needs a consent that the resident has not given.
        NotFound: No such resident.

    """
    kind = catalogue()[name]
    if source.kind not in kind.sources:
        allowed = ", ".join(sorted(kind.sources))
        raise BadInput(f"{name} cannot come from {source.kind.value}.", f"It may come from: {allowed}.")
    resident = the_resident(resident_id)
    _need_consent(resident, kind)
    fact = Fact(
        resident=resident,
        name=name,
        value=kind.to_stored(kind.read(value)),
        source_kind=source.kind,
        source_ref=source.ref,
        consent_purpose=kind.purpose or "",
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=now,
    )
    return _put(fact, now=now)


@command
def correct_fact(
    fact_id: int,
    value: Any,
    *,
    source: Source,
    now: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Fact:
    """Replace a value that was wrong; the wrong one stays in the history.

    Args:
        valid_from: A new first day; the old one when none is given.
        valid_to: A new end; the old one when none is given.

    Raises:
        NotFound: No such fact.
        Conflict: It was replaced already.
        BadInput: The value cannot be.

    """
    wrong = current_fact(fact_id)
    the_resident(wrong.resident_id)
    _supersede(wrong, now=now)
    return record_fact(
        wrong.resident_id,
        wrong.name,
        value,
        source=source,
        valid_from=valid_from or wrong.valid_from,
        valid_to=valid_to or wrong.valid_to,
        now=now,
    )


@command
def end_fact(fact_id: int, *, on: date, now: datetime) -> Fact | None:
    """Say that a fact stopped being true; ``on`` is the first day on which it is not.

    Returns:
        The fact with its end; none when it ends before it began, so that it never was.

    Raises:
        NotFound: No such fact.
        Conflict: It was replaced already, or ended earlier.

    """
    fact = current_fact(fact_id)
    the_resident(fact.resident_id)
    if fact.valid_to is not None and fact.valid_to <= on:
        raise Conflict(f"This ended on {fact.valid_to} already.", "Correct the fact if that day is wrong.")
    _supersede(fact, now=now)
    publish(FactChanged(str(fact.resident_id), fact.name), at=now)
    return _again(fact, Days(fact.valid_from, on), now=now) if fact.valid_from < on else None


@command
def retract_fact(fact_id: int, *, now: datetime) -> None:
    """Say that a fact never was true: of its days is believed again what was believed when it came.

    Raises:
        NotFound: No such fact.
        Conflict: It was replaced already.

    """
    fact = current_fact(fact_id)
    the_resident(fact.resident_id)
    _supersede(fact, now=now)
    days = Days(fact.valid_from, fact.valid_to)
    before = Fact.objects.filter(resident=fact.resident_id, name=fact.name, superseded_at=fact.recorded_at)
    for other in before.exclude(id=fact.id):
        shared = Days(other.valid_from, other.valid_to).within(days)
        if shared is not None:
            _again(other, shared, now=now)
    publish(FactChanged(str(fact.resident_id), fact.name), at=now)


@command
def forget_expired_facts(*, now: datetime) -> int:
    """Remove what has been kept for as long as its retention says; say how many rows.

    Facts of a withdrawn consent go thirty days after the withdrawal, so that a mistaken tap can be undone until then.
    """
    removed = 0
    today = now.date()
    for kind in catalogue():
        if kind.retention_days is None:
            continue
        kept_since = today - timedelta(days=kind.retention_days)
        rows = Fact.objects.filter(name=kind.name)
        expired = [
            rows.filter(superseded_at__date__lt=kept_since),
            rows.filter(valid_to__lt=kept_since),
        ]
        if kind.purpose:
            agreed = Consent.objects.filter(purpose=kind.purpose)
            still = agreed.filter(withdrawn_at__isnull=True) | agreed.filter(withdrawn_at__date__gte=kept_since)
            expired.append(rows.exclude(resident__in=still.values("resident")))
        for query in expired:
            removed += query.delete()[1].get("residents.Fact", 0)
    return removed


def _put(fact: Fact, *, now: datetime) -> Fact:
    """Let a fact have its days: what was believed of them is superseded, what is left of it recorded again."""
    days = Days(fact.valid_from, fact.valid_to)
    believed = Fact.objects.filter(resident=fact.resident, name=fact.name, superseded_at__isnull=True)
    for other in believed:
        if _says_the_same(other, fact):
            same: Fact = other
            return same
    for other in believed:
        its_days = Days(other.valid_from, other.valid_to)
        if its_days.overlaps(days):
            _supersede(other, now=now)
            for rest in its_days.without(days):
                _again(other, rest, now=now)
    fact.save()
    publish(FactChanged(str(fact.resident_id), fact.name), at=now)
    return fact


def _says_the_same(one: Fact, other: Fact) -> bool:
    fields = ("value", "source_kind", "source_ref", "valid_from", "valid_to", "consent_purpose")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _supersede(fact: Fact, *, now: datetime) -> None:
    Fact.objects.filter(id=fact.id).update(superseded_at=now)


def _again(fact: Fact, days: Days, *, now: datetime) -> Fact:
    """Record a fact once more for fewer days."""
    kept = ("name", "value", "source_kind", "source_ref", "consent_purpose")
    copy: Fact = Fact.objects.create(
        resident_id=fact.resident_id,
        **{field: getattr(fact, field) for field in kept},
        valid_from=days.first,
        valid_to=days.end,
        recorded_at=now,
    )
    fact.contests.filter(state=ContestState.OPEN).update(fact=copy)
    return copy


def current_fact(fact_id: int, resident_id: UUID | None = None) -> Fact:
    """Find a fact that still holds, of anybody or of one resident.

    Raises:
        NotFound: No such fact.
        Conflict: It was replaced.

    """
    found = Fact.objects.filter(id=fact_id)
    fact: Fact | None = (found if resident_id is None else found.filter(resident_id=resident_id)).first()
    if fact is None:
        raise NotFound("There is no such fact.", "Reload the page: it may have been erased.")
    if fact.superseded_at is not None:
        raise Conflict("This fact was replaced meanwhile.", "Reload the page to see what holds now.")
    return fact


def _need_consent(resident: Resident, kind: FactKind) -> None:
    if kind.purpose is None:
        return
    purpose = purposes()[kind.purpose]
    live = Consent.objects.filter(
        resident=resident, purpose=purpose.id, version=purpose.version, withdrawn_at__isnull=True
    )
    if not live.exists():
        raise NotAllowed(
            f"The city may keep {kind.name} only with consent to '{purpose.title['en']}'.",
            "Ask the resident for that consent first.",
        )
