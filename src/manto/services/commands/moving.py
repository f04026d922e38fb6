"""Moving a case by its service's table, and whom that makes busy until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.services.cases.procedure import ENDED, Mover, Procedure, procedure
from manto.services.events import CaseMoved
from manto.services.models import Case, CaseMove, CaseTask
from manto.services.reference import the_service, windows
from manto.store.outbox import publish

# What each state asks of the office, and in how many days where the service's own term does not say.
TASKS = {"sent": "check", "in_progress": "decide", "under_review": "review"}
REVIEW_WITHIN_DAYS = 90  # D.P.R. 1199/1971, article 6: silence after ninety days opens the way to the court


def the_case(case_id: UUID) -> Case:
    """Find a case and let no other command change it meanwhile; call it inside a command.

    Raises:
        NotFound: There is none.

    """
    case: Case | None = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound("There is no such application.", "Look at your list: it may have been erased.")
    return case


def procedure_of(case: Case) -> Procedure:
    """Give the state table of a case's service."""
    return procedure(the_service(case.service).procedure)


def move_case(
    case: Case,
    to: str,
    who: Mover,
    *,
    now: datetime,
    reason: str = "",
    law: str = "",
    account_id: UUID | None = None,
) -> Case:
    """Move a case as its table allows, end the tasks of where it stood, and make that of where it stands.

    Raises:
        Conflict: The table does not allow it.
        BadInput: A reason or a law is missing.

    """
    table = procedure_of(case)
    move = table.move(case.state, to, who, reason=reason, law=law)
    today = city_day(now)
    CaseMove.objects.create(
        case=case,
        origin=case.state,
        to=to,
        who=who,
        account_id=account_id,
        at=now,
        reason=reason.strip(),
        law=law.strip() if move.law else "",
    )
    if to == "sent":
        window = windows().get(case.service)
        case.sent_at, case.due = now, table.due(window.answered_from(today) if window else today)
    if to == "under_review":
        case.due = today + timedelta(days=REVIEW_WITHIN_DAYS)
    case.revision += 1
    case.state, case.ended_at = to, now if to in ENDED else None
    case.save()
    CaseTask.objects.filter(case=case, done_at__isnull=True).update(done_at=now, done_by=account_id)
    if to in TASKS:
        CaseTask.objects.create(case=case, kind=TASKS[to], due=case.due or table.due(today), made_at=now)
    publish(CaseMoved(str(case.subject_id), str(case.id), case.service, to), at=now)
    return case
