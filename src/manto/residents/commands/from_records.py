"""What the city knows of people from a record of the public registers: as long as it says so, and never longer.

What a record said and does not say any more has ended on the day from which that is so. What it should never have said
is taken back: the city then believes again of those days whatever it believed before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotAllowed
from manto.residents.catalogue import SourceKind
from manto.residents.commands.facts import Source, end_fact, record_fact, retract_fact
from manto.residents.models import Fact
from manto.residents.reference import catalogue
from manto.store.command import command


@dataclass(frozen=True)
class Said:
    """A fact as a record says it.

    Attributes:
        since: The first day on which it is true.

    """

    resident: UUID
    name: str
    value: Any
    since: date


@command
def believe_record(record: str, says: Iterable[Said], *, on: date, now: datetime, void: bool = False) -> None:
    """Let what is known from a record be what it says, and nothing else. Twice is once.

    What may be kept only with a consent that is not there is left out.

    Args:
        record: Its name in the ledger, by which its facts are found again.
        says: All that it says now; nothing when it does not stand.
        on: Since when it no longer says what it said before.
        now: The moment.
        void: Whether what it said before never was true.

    """
    source = Source(SourceKind.RECORD, record)
    wanted = {(one.resident, one.name): one for one in says}
    believed = Fact.objects.filter(
        source_kind=SourceKind.RECORD, source_ref=record, superseded_at__isnull=True, valid_to__isnull=True
    )
    for fact in believed:
        said = wanted.get((fact.resident_id, fact.name))
        if said is not None and _stored(fact.name, said.value) == fact.value:
            continue
        if void:
            retract_fact(fact.id, now=now)
        elif said is None:
            end_fact(fact.id, on=max(on, fact.valid_from), now=now)
    for one in wanted.values():
        try:
            record_fact(one.resident, one.name, one.value, source=source, valid_from=one.since, now=now)
        except NotAllowed:
            continue


def _stored(name: str, value: Any) -> str:
    kind = catalogue()[name]
    return str(kind.to_stored(kind.read(value)))
