"""Telling holders: at once, of whatever is filed against or happens to a record of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.records.drawing_up import Entry
from manto.records.events import HolderAlerted
from manto.records.models import Alert
from manto.records.reference import types
from manto.store.outbox import publish

STOPPING = frozenset({"suspend", "revoke", "annul", "expire", "dispute"})


def tell(
    residents: Iterable[UUID],
    what: str,
    *,
    register: str,
    kind: str,
    now: datetime,
    record: Any = None,
    draft: Any = None,
    cause: str = "",
    window_until: datetime | None = None,
) -> None:
    """Put a message into each resident's inbox, and say so to the rooms that send it on."""
    for resident in residents:
        alert = Alert.objects.create(
            resident_id=resident,
            record=record,
            draft=draft,
            what=what,
            kind=kind,
            register=register,
            cause=cause,
            at=now,
            window_until=window_until,
        )
        publish(HolderAlerted(str(resident), alert.id, what, register, kind), at=now)


def tell_of_statement(record: Any, entry: Entry, residents: Iterable[UUID], now: datetime) -> None:
    """Tell those who hold or held a record what was entered, unless the law keeps it from them."""
    of = types()[record.register]
    if entry.grade == "legacy" or of.life[entry.kind].secret:
        return
    what = "restored" if entry.restores else "stopped" if entry.kind in STOPPING else "entered"
    tell(residents, what, register=of.id, kind=entry.kind, now=now, record=record, cause=entry.cause)
