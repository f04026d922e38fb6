"""Admission: what a statement must fulfil to enter the ledger.

What `admit` promises, by number. A statement enters only if

1.  it is an envelope and a statement in their one form, and not too large;
2.  it was made for this ledger;
3.  the ledger does not hold it already;
4.  its `prev` is the record's latest statement, or it is the record's first: so nothing is sold twice;
5.  the record's life has such a step, and it changes or restores only what that step may;
6.  its times can be: signed within 30 days before the block, effective not after it, nor further back than the register allows;
7.  every key that signed is a holder's, a member's, or an officer's whose time it is and who is not revoked at this place;
8.  everybody signed who must, by the rules in force at this block;
9.  the records that its register depends on stand as they must, and its evidence stands in the log;
10. every signature holds;
11. for the ledger's own registers, the constitution after it is one.

Otherwise it is refused by name and nothing has changed. All of it is decided from the state, the block's height and
time and the bytes, in whole numbers: every node decides alike.
"""

from __future__ import annotations

from manto.ledger.state.authority import check_endorsed, check_keys
from manto.ledger.state.draft import Admitted, Draft
from manto.ledger.state.heads import Head
from manto.ledger.state.lifecycle import STANDING, check_restoring, check_step
from manto.ledger.state.rules import BACKDATE_S_MAX, RESERVED, Register
from manto.ledger.statements.cbor import NUMBER_MAX
from manto.ledger.statements.cose import Envelope, check_signatures, parse_envelope
from manto.ledger.statements.errors import (
    DatesOutOfRange,
    NoSuchRegister,
    RecordBlocked,
    Replayed,
    WrongLedger,
    WrongPrevious,
)
from manto.ledger.statements.statement import Kind, Statement, Status, parse_statement

SIGNED_BEFORE_S_MAX = 30 * 86_400
CLOCK_SKEW_S_MAX = 300
_OWN_REGISTER = Register({}, BACKDATE_S_MAX)


def admit(draft: Draft, raw: bytes) -> Envelope:
    """Take a statement into a block, or refuse it and leave the block as it was.

    Args:
        draft: The block so far; changed only when the statement is admitted.
        raw: The envelope's bytes, as they came.

    Raises:
        MantoError: One of those drawn in `statements/errors.py` and `state/errors.py`.
    """
    of = parse_envelope(raw)  # (1)
    admit_read(draft, of, parse_statement(of.payload))
    return of


def admit_read(draft: Draft, of: Envelope, statement: Statement) -> None:
    """Do the same with a statement that was read already, from these very bytes."""
    if statement.ledger != draft.state.origin:  # (2)
        raise WrongLedger(
            f"The statement was made for {statement.ledger[:80]}, not for {draft.state.origin}.",
            "Send it to the ledger that it was made for.",
        )
    head = draft.head(statement.record)
    before = _before(draft, of, statement, head)  # (3), (4)
    register = _register(draft, statement)
    check_step(statement, before, again=register.again)  # (5)
    if before is not None and statement.restores is not None:
        earlier = draft.statement(statement.restores) if draft.index(statement.restores) is not None else None
        check_restoring(statement, before, earlier)
    _check_times(draft, statement, register)  # (6)
    roles = check_keys(draft, of, statement, before)  # (7)
    held = None if statement.kind is Kind.ISSUE else before  # issued again, it is nobody's yet
    check_endorsed(draft, of, statement, held, register, roles)  # (8)
    others_until_s = _check_other_records(draft, statement, register)  # (9)
    check_signatures(of, draft.known_good)  # (10)
    constitution = draft.constitution
    if statement.register in RESERVED:  # (11)
        constitution = constitution.after(statement, draft.height)
    after = Head(of.hash, statement.status, _since_s(draft, statement, head))
    good_until_s = min(statement.signed_s + SIGNED_BEFORE_S_MAX, others_until_s)
    draft.take(Admitted(of.hash, statement, after, constitution, good_until_s))


def _since_s(draft: Draft, statement: Statement, head: Head | None) -> int:
    """Say since when the record has the status that a statement gives it: a restored state counts as never left."""
    if statement.restores is None:
        return head.since_s if head is not None and head.status is statement.status else statement.effective_s
    step = draft.statement(statement.restores)
    while (earlier := step.restores or step.prev) is not None:
        before = draft.statement(earlier)
        if before.status is not step.status:
            break
        step = before
    return step.effective_s


def _before(draft: Draft, of: Envelope, statement: Statement, head: Head | None) -> Statement | None:
    latest = None if head is None else head.statement
    if statement.prev == latest:  # then it is new: what stands in the log has been the latest itself since
        return None if latest is None else draft.statement(latest)
    if (index := draft.index(of.hash)) is not None:
        raise Replayed(f"The ledger holds this statement already, as entry {index}.", "Nothing is left to do.")
    if latest is None:
        raise WrongPrevious(f"There is no record {statement.record} that could have a previous statement.", _LOOK_UP)
    raise WrongPrevious(
        f"'prev' is not the latest statement of {statement.record}: something was recorded since, or this is a second"
        " disposal of what was disposed of before.",
        _LOOK_UP,
    )


def _register(draft: Draft, statement: Statement) -> Register:
    if statement.register in RESERVED:
        return _OWN_REGISTER
    pack = draft.constitution.pack_at(draft.height)
    register = pack.registers.get(statement.register) if pack is not None else None
    if pack is None or register is None:
        raise NoSuchRegister(
            f"No rules are in force at block {draft.height} for the register '{statement.register}'.",
            f"Known are: {', '.join(sorted(pack.registers)) if pack else 'none yet'}.",
        )
    return register


def _check_times(draft: Draft, statement: Statement, register: Register) -> None:
    age_s = draft.time_s - statement.signed_s
    if not -CLOCK_SKEW_S_MAX <= age_s <= SIGNED_BEFORE_S_MAX:
        raise DatesOutOfRange(
            "The statement was signed more than 30 days before its recording, or after it.",
            "Set the clock right if it is wrong, and have the statement signed anew.",
        )
    ahead_s = statement.effective_s - draft.time_s
    back_s = statement.signed_s - statement.effective_s
    if ahead_s > CLOCK_SKEW_S_MAX or back_s > register.backdate_s_max:
        raise DatesOutOfRange(
            f"The statement is to be true from a time that '{statement.register}' does not allow: after its recording,"
            f" or more than {register.backdate_s_max // 86_400} days before it was signed.",
            "File what begins later when it begins; for what began long ago, see the register's rules.",
        )
    end_s = statement.until_s if statement.kind in (Kind.ISSUE, Kind.AMEND, Kind.TRANSFER) else None
    if end_s is not None and end_s <= statement.effective_s:
        raise DatesOutOfRange("The record would end before it begins.", "Give an end after the beginning.")


def _check_other_records(draft: Draft, statement: Statement, register: Register) -> int:
    """Check evidence and the records of the same subject; say until which block time those stand as they must."""
    good_until_s = NUMBER_MAX
    for evidence in statement.evidence:
        if draft.index(evidence) is None:
            raise RecordBlocked(
                f"The evidence {evidence.hex()[:16]}… does not stand in this ledger.", "Have it recorded first."
            )
    for other in register.blocked_by.get(statement.kind, ()):
        head = draft.head(f"{other}/{statement.subject}")
        if head is not None and head.status in STANDING and not _has_run_out(draft, head):
            raise RecordBlocked(
                f"'{statement.kind.name.lower()}' of {statement.record} is blocked: {other}/{statement.subject} is"
                f" {head.status.name.lower()}.",
                f"Have {other}/{statement.subject} ended first, or have its authority sign.",
            )
    for other in register.needs.get(statement.kind, ()):
        head = draft.head(f"{other}/{statement.subject}")
        if head is None or head.status is not Status.ACTIVE or _has_run_out(draft, head):
            raise RecordBlocked(
                f"{statement.record} needs {other}/{statement.subject} to be active, and it is not.",
                f"Have {other}/{statement.subject} recorded first.",
            )
        until_s = draft.statement(head.statement).until_s
        good_until_s = good_until_s if until_s is None else min(good_until_s, until_s - 1)
    return good_until_s


def _has_run_out(draft: Draft, head: Head) -> bool:
    """Say whether a record's end has come, though nobody has filed it yet."""
    until_s = draft.statement(head.statement).until_s
    return until_s is not None and until_s <= draft.time_s


_LOOK_UP = "Look the record up as it stands now and make the statement anew."
