"""The life of a record: which kind of statement leads from which status to which."""

from __future__ import annotations

from manto.ledger.state.errors import WrongChange
from manto.ledger.statements.errors import WrongStatus
from manto.ledger.statements.statement import Kind, Statement, Status

STANDING = frozenset({Status.ACTIVE, Status.SUSPENDED, Status.DISPUTED})
ENDED = frozenset({Status.REVOKED, Status.ANNULLED, Status.EXPIRED})

STEPS: dict[Kind, tuple[frozenset[Status], Status]] = {
    Kind.AMEND: (frozenset({Status.ACTIVE}), Status.ACTIVE),
    Kind.TRANSFER: (frozenset({Status.ACTIVE}), Status.ACTIVE),
    Kind.SUSPEND: (frozenset({Status.ACTIVE, Status.DISPUTED}), Status.SUSPENDED),
    Kind.DISPUTE: (frozenset({Status.ACTIVE, Status.SUSPENDED}), Status.DISPUTED),
    Kind.REINSTATE: (frozenset({Status.SUSPENDED, Status.DISPUTED}), Status.ACTIVE),
    Kind.REVOKE: (STANDING, Status.REVOKED),
    Kind.EXPIRE: (frozenset({Status.ACTIVE, Status.SUSPENDED}), Status.EXPIRED),
    Kind.ANNUL: (STANDING | {Status.REVOKED, Status.EXPIRED}, Status.ANNULLED),
}
"""From which statuses a kind may start, and where it leads. An issue starts from nothing; see also `restores`."""

_MAY_CHANGE_CONTENT = frozenset({Kind.AMEND, Kind.TRANSFER})


def check_step(statement: Statement, before: Statement | None, *, again: bool = False) -> None:
    """Check that a statement is a step that its record's life has.

    Args:
        before: The record's latest statement; None when there is no such record.
        again: Whether its register lets a record that has ended be issued again.

    Raises:
        WrongStatus: The kind does not lead from that status to this one.
        WrongChange: The statement changes holders, fields, body or end where its kind may not.
    """
    issued_again = again and before is not None and before.status in ENDED and statement.kind is Kind.ISSUE
    if before is None or issued_again:
        if statement.kind is not Kind.ISSUE or statement.status is not Status.ACTIVE:
            raise WrongStatus(f"There is no record {statement.record} yet.", "Issue it first, as active.")
        return
    name = statement.kind.name.lower()
    if statement.kind is Kind.ISSUE:
        raise WrongStatus(f"The record {statement.record} exists already.", "Amend it, or choose another subject.")
    if statement.restores is not None:
        return  # compared with the statement that it restores, which the caller looks up
    starts, leads_to = STEPS[statement.kind]
    if before.status not in starts or statement.status is not leads_to:
        raise WrongStatus(
            f"The record {statement.record} is {before.status.name.lower()}; '{name}' cannot make it"
            f" {statement.status.name.lower()}.",
            "Look the record up as it stands now; what has ended comes back only by a statement that says what it restores.",
        )
    if statement.kind is not Kind.TRANSFER and statement.holders != before.holders:
        raise WrongChange(f"'{name}' changes who holds {statement.record}.", "Only a transfer may do that.")
    kept = (statement.fields, statement.body, statement.until_s) == (before.fields, before.body, before.until_s)
    if statement.kind not in _MAY_CHANGE_CONTENT and not kept:
        raise WrongChange(
            f"'{name}' changes what {statement.record} says.", "Only an amendment or a transfer may do that."
        )
    if statement.kind is Kind.EXPIRE and (before.until_s is None or statement.effective_s < before.until_s):
        raise WrongStatus(f"The record {statement.record} has not come to its end.", "Revoke it if it must end now.")


def check_restoring(statement: Statement, before: Statement, restored: Statement | None) -> None:
    """Check that a statement brings back exactly what an earlier statement of the record said.

    Raises:
        WrongStatus: It is not a reinstatement, gives no evidence, or names no earlier statement of this record.
        WrongChange: What it brings back is not what that statement said.
    """
    if statement.kind is not Kind.REINSTATE or before.status is Status.ACTIVE or not statement.evidence:
        raise WrongStatus(
            f"Only a reinstatement with evidence brings back an earlier state of {statement.record}.",
            "Name the statement, usually an annulment, because of which the record comes back.",
        )
    if restored is None or restored.record != statement.record or restored.status in ENDED:
        raise WrongStatus(
            f"'restores' names no standing state of {statement.record}.", "Name one of its own statements."
        )
    same = ("status", "holders", "fields", "body", "until_s")
    if any(getattr(statement, name) != getattr(restored, name) for name in same):
        raise WrongChange(
            f"The statement does not bring {statement.record} back exactly as it was.",
            "Copy status, holders, fields, body and end from the statement that it restores.",
        )
