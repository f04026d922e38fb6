"""The staff's desks: each role its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router

from manto.residents import commands, schemas
from manto.residents.access import staff
from manto.residents.desks import Clerk
from manto.residents.models import ContestState
from manto.residents.queries import desk, outbox
from manto.residents.queries.lookups import audit
from manto.residents.roles import Role

router = Router(tags=["desk"])

DECISIONS = {"amend": ContestState.AMENDED, "keep": ContestState.KEPT}


@router.get("/desk", response=schemas.DeskOut, auth=staff(), operation_id="desk")
def my_desk(request: HttpRequest) -> Any:
    """Show my desk: what is due first."""
    return desk.desk_of(_clerk(request), settings.CLOCK.now())


@router.get(
    "/desk/residents",
    response=list[schemas.FoundOut],
    auth=staff(Role.REGISTRAR, Role.CASE_OFFICER),
    operation_id="desk_residents",
)
def find_residents(request: HttpRequest, q: str, reason: str) -> Any:
    """Find residents by name, for a reason; both are recorded."""
    visitor = request.visitor
    return desk.find_residents(q, visitor.account_id, reason, visitor.language, settings.CLOCK.now())


@router.get(
    "/desk/residents/{uuid:id}",
    response=schemas.DeskResidentOut,
    auth=staff(Role.REGISTRAR, Role.CASE_OFFICER),
    operation_id="desk_resident",
)
def show_resident(request: HttpRequest, reason: str, resident_id: UUID = Path(alias="id")) -> Any:  # noqa: B008
    """Show what the city knows of a resident, for a reason that she will read."""
    visitor = request.visitor
    return desk.resident_for_desk(resident_id, visitor.account_id, reason, visitor.language, settings.CLOCK.now())


@router.get("/desk/contests", response=list[schemas.TaskOut], auth=staff(Role.REGISTRAR), operation_id="desk_contests")
def contests(request: HttpRequest) -> Any:
    """List the contests that wait for a decision, the oldest first."""
    return desk.open_contests(_clerk(request), settings.CLOCK.now())


@router.get(
    "/desk/contests/{int:id}",
    response=schemas.DeskContestOut,
    auth=staff(Role.REGISTRAR),
    operation_id="desk_contest",
)
def show_contest(request: HttpRequest, contest_id: int = Path(alias="id")) -> Any:
    """Show a contest with its fact and the fact's history."""
    visitor = request.visitor
    return desk.contest_for_desk(contest_id, visitor.account_id, visitor.language, settings.CLOCK.now())


@router.post(
    "/desk/contests/{int:id}/decide",
    response=schemas.DeskContestOut,
    auth=staff(Role.REGISTRAR),
    operation_id="decide_contest",
)
def decide(request: HttpRequest, body: schemas.DecisionIn, contest_id: int = Path(alias="id")) -> Any:
    """Amend the fact or keep it, with the reason and the law."""
    visitor, now = request.visitor, settings.CLOCK.now()
    commands.decide_contest(
        contest_id,
        DECISIONS[body.decision],
        value=body.value,
        reason=body.reason,
        legal_basis=body.legal_basis,
        decided_by=visitor.account_id,
        now=now,
    )
    return desk.contest_for_desk(contest_id, visitor.account_id, visitor.language, now)


@router.get("/desk/lookups", response=list[schemas.AuditOut], auth=staff(Role.AUDITOR), operation_id="desk_lookups")
def lookups(request: HttpRequest, since: datetime | None = None, who: str = "") -> Any:
    """Count who looked at how many residents for what reason."""
    return audit(since=since, who=who)


@router.get("/desk/events", response=schemas.HappeningsOut, auth=staff(Role.AUDITOR), operation_id="desk_events")
def what_happened(request: HttpRequest, cursor: int | None = None) -> Any:
    """List what happened and who waits to be told, never about whom."""
    return outbox.events(cursor=cursor)


@router.get(
    "/desk/coverage",
    response=list[schemas.CoverageOut],
    auth=staff(Role.SERVICE_DESIGNER),
    operation_id="desk_coverage",
)
def show_coverage(request: HttpRequest) -> Any:
    """Say of how many residents each fact is known."""
    return desk.coverage(request.visitor.language, settings.CLOCK.now())


@router.get("/desk/staff", response=list[schemas.StaffOut], auth=staff(Role.ADMINISTRATOR), operation_id="desk_staff")
def show_staff(request: HttpRequest) -> Any:
    """List the accounts of the staff."""
    return desk.staff_list()


def _clerk(request: HttpRequest) -> Clerk:
    visitor = request.visitor
    return Clerk(visitor.account_id, visitor.role, visitor.language)
