"""Asking connectors when it is their time, and keeping what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from manto.kernel.errors import NotAllowed
from manto.residents.catalogue import SourceKind
from manto.residents.commands import Source, record_fact
from manto.residents.queries import Room, has_consent, read_facts
from manto.services.connectors.protocol import Closed, Configured, Due
from manto.services.models import ConnectorState, SchoolClosure
from manto.store.command import command

PURPOSE = "health_plan"
FACTS = {"vaccination": "health.vaccination_due", "screening": "health.screening_due"}
FIRST_RETRY = timedelta(minutes=1)


@command
def claim_connectors(configured: Sequence[Configured], *, now: datetime) -> list[str]:
    """Take the connectors whose time has come, so that nobody else asks them meanwhile; gives their ids."""
    known = {one.id: one for one in ConnectorState.objects.select_for_update()}
    claimed = []
    for one in configured:
        state = known.get(one.id) or ConnectorState(id=one.id, next_at=now)
        if state.next_at > now:
            continue
        state.next_at = now + timedelta(minutes=one.every_minutes, seconds=one.answer_within_s)
        state.asked_at = now
        state.save()
        claimed.append(one.id)
    ConnectorState.objects.exclude(id__in=[one.id for one in configured]).delete()
    return claimed


@command
def note_answer(connector: Configured, taken: int, *, now: datetime) -> None:
    """Write down that a connector answered well."""
    ConnectorState.objects.filter(id=connector.id).update(
        answered_at=now,
        taken=taken,
        failures=0,
        last_error="",
        next_at=now + timedelta(minutes=connector.every_minutes),
    )


@command
def note_failure(connector: Configured, error: str, *, now: datetime) -> None:
    """Write down that a connector did not answer, or nonsense; it is asked sooner at first, then at its usual pace."""
    state = ConnectorState.objects.select_for_update().get(id=connector.id)
    state.failures = min(state.failures + 1, 10_000)
    state.last_error = error[:300]
    state.next_at = now + min(
        FIRST_RETRY * 2 ** min(state.failures - 1, 12), timedelta(minutes=connector.every_minutes)
    )
    state.save()


@command
def keep_due(found: Iterable[Due], *, source: str, today: date, now: datetime) -> int:
    """Keep when something is due, and nothing else, of those who agree at this very moment; says how many changed."""
    changed = 0
    for one in found:
        person, fact = UUID(one.person), FACTS[one.kind]
        if not has_consent(person, PURPOSE):
            continue
        known = read_facts(person, [fact], Room("services"), "health_dates", now, purpose=PURPOSE)
        if fact in known and known[fact].value == one.day:
            continue
        try:
            record_fact(person, fact, one.day, source=Source(SourceKind.CONNECTOR, source), valid_from=today, now=now)
        except NotAllowed:  # she took her consent back between the two questions
            continue
        changed += 1
    return changed


@command
def keep_closures(found: Sequence[Closed], *, connector: str) -> int:
    """Keep the days without school as a connector tells them now; what it told before goes."""
    SchoolClosure.objects.filter(connector=connector).delete()
    SchoolClosure.objects.bulk_create(
        SchoolClosure(connector=connector, first=one.first, last=one.last, text=dict(one.text)) for one in found
    )
    return len(found)
