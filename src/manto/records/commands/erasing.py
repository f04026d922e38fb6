"""Erasing what a record says: key, salts and body destroyed, and a receipt in the ledger that anyone can check.

1. Only when the law lets it go: its type is erasable on request, or it ended so many years ago.
2. The key first, then the salts, then the sealed bytes, everywhere that this city keeps them; then the words by which it
   was found, what officers wrote about it, and who held it.
3. The custodian signs a receipt that names the statements; it is recorded in the register `erasure`. The log goes on
   proving everything else, and that this was there and was destroyed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from manto.kernel.errors import Conflict, NotAllowed
from manto.kernel.ids import unguessable_id
from manto.ledger.state import acts
from manto.ledger.statements import envelope, sign_payload
from manto.records import keys, node
from manto.records.events import RecordErased
from manto.records.held_here import forget_bodies
from manto.records.models import Body, Draft, Record, StatementLine
from manto.records.queries.views import the_record
from manto.records.record_type import RecordType
from manto.records.reference import types
from manto.store.command import command
from manto.store.outbox import publish

FINAL_WITHIN_S = 30
RECEIPTS_AT_ONCE_MAX = 100


def erase_record(record_id: UUID, *, account_id: UUID, now: datetime) -> str:
    """Destroy what a record says, and record the receipt; give the receipt's name in the ledger.

    Raises:
        NotAllowed: The officer is of another agency, or the law still keeps it.
        Conflict: It was erased already.
    """
    record = _destroy(record_id, account_id=account_id, now=now)
    return _record_receipt(record, now)


@command
def _destroy(record_id: UUID, *, account_id: UUID, now: datetime) -> Any:
    record = the_record(record_id)
    of = types()[record.register]
    if not any(row.agency == of.agency for row in keys.keys_of(account_id, now)):
        raise NotAllowed("Only the agency whose record it is erases it.", "Ask one of its officers.")
    _check_law(of, record, now)
    if not forget_bodies(record.name, now):
        raise Conflict("What this record said was erased already.", "Its receipt is in the ledger.")
    forget_around(record, now)
    return record


def forget_around(record: Any, now: datetime) -> None:
    """Remove what stands around a record's body: words, reasons, holders, drafts."""
    record.words.all().delete()
    record.holders.update(resident=None, seed=None)
    StatementLine.objects.filter(record=record).update(reason="")
    Draft.objects.filter(record=record).delete()
    publish(RecordErased(str(record.id), record.register), at=now)


def _check_law(of: RecordType, record: Any, now: datetime) -> None:
    years = of.retention.years
    ended = record.status in ("revoked", "annulled", "expired")
    past = ended and years is not None and record.changed_at + timedelta(days=366 * years) <= now
    if not (of.retention.erasable or past):
        raise NotAllowed(f"The law keeps this record: {of.retention.law['en']}.", "It goes when its time is over.")


def record_receipts(now: datetime) -> int:
    """Record the receipts of what was destroyed with its holder and has none yet; say how many."""
    names = Body.objects.exclude(erased_at=None).values_list("record", flat=True).distinct()
    waiting = list(names[:RECEIPTS_AT_ONCE_MAX])
    for record in Record.objects.filter(name__in=waiting):
        _record_receipt(record, now)
    return len(waiting)


def _record_receipt(record: Any, now: datetime) -> str:
    agency, ledger = types()[record.register].agency, node.ledger()
    hashes = [bytes(one) for one in StatementLine.objects.filter(record=record).values_list("hash", flat=True)]
    subject = unguessable_id()
    payload = acts.erasure_receipt(ledger.origin, subject, hashes, [agency], int(now.timestamp())).to_bytes()
    raw = envelope(payload, [sign_payload(payload, keys.agency_key(agency))]).raw
    ledger.wait_until_final(ledger.file([raw]), FINAL_WITHIN_S)
    _forget_marks(record.name)
    return f"erasure/{subject}"


@command
def _forget_marks(name: str) -> None:
    Body.objects.filter(record=name).exclude(erased_at=None).delete()
