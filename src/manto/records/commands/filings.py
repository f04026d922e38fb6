"""Entering signed statements into the ledger, and making the city's tables say what the ledger says.

What is promised, by number:

1. Envelopes and the plan of what the tables must say are written down, durably, before the ledger is asked.
2. The ledger takes all of them in, or refuses all; a refusal is kept with its reason, and nothing else has changed.
3. When they are final, the tables follow in one transaction with what happened, and the plan is removed.
4. A crash between the two leaves the plan: carrying it again finds the statements in the ledger and does the rest. So
   does whoever carries it at the same time: both wait until it is final, and neither judges by a history behind that.
5. Only a ledger that refuses, or that says of what is final that it has no effect, makes a filing a refused one; its
   draft is closed with the reason. A ledger that cannot be asked leaves it as it is.

On a city of several processes, one of them has the ledger; the others write plans down and wait until it carried them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import Conflict, MantoError, Unavailable
from manto.ledger.node import RecordedStatement, RecordsLedger
from manto.ledger.statements import decode_cbor, encode_cbor, parse_envelope, parse_statement
from manto.ledger.statements.errors import Replayed
from manto.records import node
from manto.records.commands.settling import settle_statement
from manto.records.commands.settling_bulk import is_plain_issue, settle_issues
from manto.records.drawing_up import Entry, entry_of
from manto.records.models import Draft, Filing
from manto.store.command import command

FINAL_WITHIN_S = 30
OTHERS_CARRY_WITHIN_S = 20


@dataclass(frozen=True)
class SignedEntry:
    """An entry with all its signatures.

    Attributes:
        envelope: The statement's bytes.
        follows: What the tables must know besides: the draft, the task, or the import it came from, by name.
    """

    entry: Entry
    envelope: bytes
    follows: dict[str, str]


def enter(signed: Sequence[SignedEntry], now: datetime) -> list[UUID]:
    """Enter statements side by side; give the records' identifiers once they are final.

    Raises:
        MantoError: The ledger refuses one of them; none was entered.
        Unavailable: It is written down and will be entered, but not yet.
    """
    return carry(lodge(signed, now))


@command
def lodge(signed: Sequence[SignedEntry], now: datetime) -> UUID:
    """Write signed statements down, to be carried into the ledger (1)."""
    plan = [{"entry": encode_cbor(one.entry.to_values()).hex(), "follows": one.follows} for one in signed]
    envelopes = encode_cbor([one.envelope for one in signed])
    filing: UUID = Filing.objects.create(envelopes=envelopes, plan=plan, made_at=now).id
    return filing


def carry(filing_id: UUID) -> list[UUID]:
    """Bring a filing into the ledger and the tables after it; twice is once."""
    if not node.has_ledger():
        return _carried_by_another(filing_id)
    filing = Filing.objects.filter(id=filing_id).first()
    if filing is None:
        return []
    envelopes = decode_cbor(bytes(filing.envelopes))
    try:
        _file(envelopes)
        return _settle(filing_id, settings.CLOCK.now())
    except Unavailable:
        raise
    except MantoError as refused:  # (5)
        if _refuse(filing_id, refused, settings.CLOCK.now()):
            raise
        return []  # another has carried it meanwhile


def _file(envelopes: Sequence[bytes]) -> None:
    """Have the ledger take envelopes in, and wait until they are final, whoever filed them."""
    try:
        promise = node.ledger().file(envelopes)  # (2)
    except Replayed:  # (4)
        node.ledger().wait_until_all_final(FINAL_WITHIN_S)
    else:
        node.ledger().wait_until_final(promise, FINAL_WITHIN_S)


def carry_all() -> int:
    """Carry what waits, the oldest first; say how many filings there were."""
    waiting = list(Filing.objects.filter(state="ready").order_by("made_at").values_list("id", flat=True)[:200])
    for filing_id in waiting:
        try:
            carry(filing_id)
        except Unavailable:
            break
        except MantoError:
            continue  # kept with its reason
    return len(waiting)


@command
def _settle(filing_id: UUID, now: datetime) -> list[UUID]:
    """Make the tables say what the ledger says (3)."""
    filing = Filing.objects.select_for_update().filter(id=filing_id).first()
    if filing is None:
        return []
    ledger = node.ledger()
    recorded = [_recorded(ledger, raw) for raw in decode_cbor(bytes(filing.envelopes))]
    entries = [entry_of(decode_cbor(bytes.fromhex(plan["entry"]))) for plan in filing.plan]
    if len(entries) > 1 and all(is_plain_issue(entry) for entry in entries):
        changed = settle_issues(recorded, entries)
    else:
        follows = [plan["follows"] for plan in filing.plan]
        changed = [settle_statement(*one, now) for one in zip(recorded, entries, follows, strict=True)]
    filing.delete()
    return changed


def _recorded(ledger: RecordsLedger, envelope: bytes) -> RecordedStatement:
    """Find a statement that is final in its record's history: what is void is not there."""
    of = parse_envelope(envelope)
    found = ledger.recorded(of)
    if found is None:
        record = parse_statement(of.payload).record
        raise Conflict(
            f"The rules changed while the statement about {record} waited, and it has no effect.", "Make it anew."
        )
    return found


@command
def _refuse(filing_id: UUID, refused: MantoError, now: datetime) -> bool:
    """Keep why a filing was refused, with it and with its draft; say whether it was still waiting."""
    filing = Filing.objects.select_for_update().filter(id=filing_id, state="ready").first()
    if filing is None:
        return False
    filing.state, filing.refusal = "refused", str(refused)
    filing.save(update_fields=["state", "refusal"])
    drafts = {plan["follows"]["draft"] for plan in filing.plan if "draft" in plan["follows"]}
    Draft.objects.filter(id__in=drafts, state="entering").update(state="refused", said=str(refused), closed_at=now)
    return True


def _carried_by_another(filing_id: UUID) -> list[UUID]:
    until = time.monotonic() + OTHERS_CARRY_WITHIN_S
    while time.monotonic() < until:
        filing = Filing.objects.filter(id=filing_id).first()
        if filing is None:
            return []
        if filing.state == "refused":
            raise Conflict(filing.refusal, "Look the record up as it stands now.")
        time.sleep(0.05)
    raise Unavailable("It is signed and written down, and not yet in the ledger.", "Look again in a minute.")
