"""Leaving the line that says who looked.

1. A person leaves one line for each look, written before the values are handed over.
2. A room leaves one line for each resident, reason and day, with all names it read that day; what this process has
   already written it keeps in mind, so that a hot read costs no write.
3. What is kept in mind is kept only once the line is committed.

Each first makes sure that the resident is still there: a line about somebody erased would otherwise fail only with the
commit, and on SQLite take the commands beside it along.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from manto.residents.commands.people import the_resident
from manto.residents.models import Account, Lookup, Search
from manto.store.command import command

Line = tuple[UUID, str, str]
KEPT = timedelta(days=1827)  # five years: Italian civil code, article 2947, limitation of claims for damages

_lock = threading.Lock()
_seen: dict[Line, set[str]] = {}
_seen_day: date | None = None


@command
def write_persons_line(
    resident_id: UUID,
    names: Iterable[str],
    *,
    reason: str,
    now: datetime,
    account_id: UUID | None = None,
    guardian_id: UUID | None = None,
) -> None:
    """Write that a member of staff or a guardian looked (1)."""
    the_resident(resident_id)
    account = Account.objects.get(id=account_id) if account_id else None
    Lookup.objects.create(
        resident_id=resident_id,
        account=account,
        guardian_id=guardian_id,
        who=str(account) if account else "",
        role=account.role if account else "guardian",
        reason=reason,
        names=sorted(names),
        at=now,
        day=city_day(now),
    )


def note_rooms_look(resident_id: UUID, names: Iterable[str], *, room: str, reason: str, now: datetime) -> None:
    """Write that a room looked, unless today's line says so already (2)."""
    global _seen_day
    day, names, line = city_day(now), frozenset(names), (resident_id, room, reason)
    with _lock:
        if _seen_day != day:
            _seen.clear()
            _seen_day = day
        if names <= _seen.get(line, set()):
            return
    _write_rooms_line(resident_id, names, room=room, reason=reason, now=now, day=day)


@command
def _write_rooms_line(
    resident_id: UUID, names: frozenset[str], *, room: str, reason: str, now: datetime, day: date
) -> None:
    the_resident(resident_id)
    line, made = Lookup.objects.get_or_create(
        resident_id=resident_id,
        room=room,
        reason=reason,
        day=day,
        defaults={"names": sorted(names), "at": now},
    )
    if not made and not names <= set(line.names):
        line.names = sorted(names | set(line.names))
        line.save()
    transaction.on_commit(lambda: _keep_in_mind((resident_id, room, reason), set(line.names), day))  # (3)


def _keep_in_mind(line: Line, names: set[str], day: date) -> None:
    with _lock:
        if _seen_day == day:
            _seen.setdefault(line, set()).update(names)


def forget_seen(resident_id: UUID | None = None) -> None:
    """Put a resident's lines out of mind, for erasure; everybody's when none is named."""
    with _lock:
        for line in [line for line in _seen if resident_id is None or line[0] == resident_id]:
            del _seen[line]


@command
def write_search_line(account_id: UUID, *, reason: str, found: int, now: datetime) -> None:
    """Write that a member of staff searched residents by name, and how many were found."""
    account = Account.objects.get(id=account_id)
    Search.objects.create(account=account, who=str(account), role=account.role, reason=reason, found=found, at=now)


@command
def forget_old_lines(*, now: datetime) -> int:
    """Remove lines of looks and searches that are older than they are kept; say how many."""
    return int(sum(table.objects.filter(at__lt=now - KEPT).delete()[0] for table in (Lookup, Search)))


def city_day(now: datetime) -> date:
    """Give the city's day of a moment."""
    return now.astimezone(settings.CITY.time_zone).date()
