"""Objections: a holder stops what was filed against a record of hers, and an officer decides.

1. Whoever holds a record may object to any draft about it until it is entered; the window says how long that is at least.
2. From that moment the draft is frozen: no signature completes it, and its hour does not come.
3. An officer of the agency who did not draw it up decides, with a reason that the holder reads: upheld, it is withdrawn
   and kept as evidence; dismissed, it goes on where it stopped.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.records import keys, vault
from manto.records.commands import telling
from manto.records.commands.drafts import OPEN, close_unentered, entries_of, the_draft
from manto.records.events import DraftObjected
from manto.records.models import Alert, Holder, Look, Objection
from manto.residents.models import Account
from manto.store.command import command
from manto.store.outbox import publish

REASON_LENGTH_MAX = 1000
LOOK_REASON_LENGTH_MIN, LOOK_REASON_LENGTH_MAX = 10, 300


@command
def object_to_draft(draft_id: UUID, *, resident_id: UUID, reason: str, now: datetime) -> int:
    """Object to what was filed against a record of hers; it is frozen at once (1, 2).

    Raises:
        NotAllowed: She holds none of the records that it is about.
        BadInput: No reason, or one too long.
        Conflict: It was entered or closed meanwhile, or she has objected already.
    """
    draft = the_draft(draft_id, *OPEN)
    names = [entry.record for entry in entries_of(draft)]
    if not Holder.objects.filter(record__name__in=names, resident=resident_id, until=None).exists():
        raise NotAllowed("You do not hold what this is about.", "Ask the office if you should.")
    if not 1 <= len(reason.strip()) <= REASON_LENGTH_MAX:
        raise BadInput("Say in a sentence why you object.", f"At most {REASON_LENGTH_MAX} characters.")
    if Objection.objects.filter(draft=draft, resident=resident_id, outcome="").exists():
        raise Conflict("You have objected to this already.", "An officer will decide and tell you.")
    made = Objection.objects.create(
        draft=draft, resident_id=resident_id, reason=vault.wrapped(reason.strip().encode()), at=now
    )
    draft.state = "frozen"
    draft.save(update_fields=["state"])
    publish(DraftObjected(str(draft.id), draft.register), at=now)
    identifier: int = made.id
    return identifier


@command
def decide_objection(objection_id: int, *, account_id: UUID, uphold: bool, answer: str, now: datetime) -> None:
    """Decide on an objection (3).

    Raises:
        NotAllowed: The officer drew up what it is about, or is of another agency.
        BadInput: No answer for the holder.
        Conflict: It was decided already.
    """
    objection = Objection.objects.select_for_update(of=("self",)).filter(id=objection_id).first()
    if objection is None:
        raise NotFound("There is no such objection.", "Look at the queue again.")
    if objection.outcome:
        raise Conflict("This objection was decided already.", "Look at the draft again.")
    draft = the_draft(objection.draft_id)
    if draft.made_by_id == account_id or not any(row.agency == draft.agency for row in keys.keys_of(account_id, now)):
        raise NotAllowed("Another officer of the agency decides, not who drew it up.", "Ask a colleague.")
    if not answer.strip():
        raise BadInput("Say why, for the one who objected.", "A sentence will do.")
    objection.outcome = "upheld" if uphold else "dismissed"
    objection.decided_at, objection.decided_by_id, objection.answer = now, account_id, answer.strip()
    objection.save()
    if uphold:
        close_unentered(draft, "withdrawn", answer.strip(), now, keep=True)
    elif not draft.objections.filter(outcome="").exists():
        draft.state = "signing" if draft.payloads is not None else "review"
        draft.save(update_fields=["state"])
    telling.tell(
        [objection.resident_id], "upheld" if uphold else "dismissed", register=draft.register, kind=draft.kind, now=now,
        record=draft.record, draft=draft,
    )  # fmt: skip


@command
def mark_read(alert_id: int, *, resident_id: UUID, now: datetime) -> None:
    """Note that a resident has read a message.

    Raises:
        NotFound: There is no such message of hers.
    """
    if not Alert.objects.filter(id=alert_id, resident=resident_id).update(read_at=now):
        raise NotFound("There is no such message.", "Look at your messages again.")


@command
def leave_look(
    record_id: UUID, *, reason: str, now: datetime, account_id: UUID | None = None, role: str = "", who: str = ""
) -> None:
    """Write that somebody looked at a record, before it is shown; its holder reads it.

    Args:
        account_id: The member of staff; None for somebody whom a holder showed it to.
        role: As what, when it is no member of staff: `checker`.

    Raises:
        BadInput: No reason, or one too long.
    """
    reason = reason.strip()
    if not LOOK_REASON_LENGTH_MIN <= len(reason) <= LOOK_REASON_LENGTH_MAX:
        raise BadInput(
            "A look at a record needs a reason.",
            f"Say in {LOOK_REASON_LENGTH_MIN} to {LOOK_REASON_LENGTH_MAX} letters what for; its holder will read it.",
        )
    account = Account.objects.get(id=account_id) if account_id else None
    Look.objects.create(
        record_id=record_id,
        account=account,
        who=str(account) if account else who,
        role=account.role if account else role,
        reason=reason,
        at=now,
    )
