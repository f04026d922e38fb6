"""What the office does with a case, and what the applicant answers to that."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from manto.kernel.errors import NotAllowed
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.services.commands.applications import own_case
from manto.services.commands.moving import move_case, the_case
from manto.services.commands.ranking import put_on_list
from manto.services.models import Case
from manto.store.command import command

Decision = Literal["granted", "refused"]


@command
def take_case(case_id: UUID, *, account_id: UUID, now: datetime) -> Case:
    """Take up a case that was sent; who does so is named on it.

    Raises:
        NotFound: No such case.
        Conflict: It does not wait to be taken up.

    """
    case = the_case(case_id)
    case.officer_id = account_id
    return move_case(case, "in_progress", "officer", now=now, account_id=account_id)


@command
def ask_to_complete(case_id: UUID, *, account_id: UUID, reason: str, now: datetime) -> Case:
    """Ask the applicant for what is missing, in words that she will read; her clock runs, not the city's.

    Raises:
        NotFound: No such case.
        Conflict: It cannot be asked about where it stands.
        BadInput: It does not say what is missing.

    """
    case = the_case(case_id)
    case.officer_id = account_id
    return move_case(case, "to_complete", "officer", now=now, reason=reason, account_id=account_id)


@command
def complete_case(case_id: UUID, *, applicant_id: UUID, now: datetime) -> Case:
    """Send a case back to the office with what was missing; on a ranking list it is added up again.

    Raises:
        NotFound: No such application of hers.
        Conflict: Nothing was missing.

    """
    case = move_case(own_case(case_id, applicant_id), "in_progress", "resident", now=now)
    put_on_list(case, now=now)
    return case


@command
def decide_case(case_id: UUID, decision: Decision, *, account_id: UUID, reason: str, law: str, now: datetime) -> Case:
    """Grant or refuse, with the reason and the law; only a person calls this, and another one than has refused it before.

    Raises:
        NotFound: No such case.
        NotAllowed: Whoever refused it would look at it again, though the office has others who can.
        Conflict: It does not wait for a decision.
        BadInput: No reason, or no law.

    """
    case = the_case(case_id)
    if case.moves.filter(to="refused", account_id=account_id).exists() and _has_others_than(account_id):
        raise NotAllowed(
            "Whoever refused an application does not look at it again.", "Leave it to somebody else of the office."
        )
    case.officer_id = account_id
    return move_case(case, decision, "officer", now=now, reason=reason, law=law, account_id=account_id)


@command
def appeal_case(case_id: UUID, *, applicant_id: UUID, reason: str, now: datetime) -> Case:
    """Ask that a refusal be looked at again, by somebody else than the one who refused where there is one.

    Raises:
        NotFound: No such application of hers.
        Conflict: It was not refused.
        BadInput: No reason.

    """
    return move_case(own_case(case_id, applicant_id), "under_review", "resident", now=now, reason=reason)


def _has_others_than(account_id: UUID) -> bool:
    others = Account.objects.filter(role=Role.CASE_OFFICER, is_active=True).exclude(id=account_id)
    return bool(others.exists())
