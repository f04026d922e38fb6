"""A resident says that a fact is wrong, and a registrar decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.residents.catalogue import SourceKind
from manto.residents.commands.facts import Source, correct_fact, current_fact
from manto.residents.events import ContestDecided, FactContested
from manto.residents.models import Contest, ContestState
from manto.store.command import command
from manto.store.outbox import publish

REASON_LENGTH_MIN = 10


@command
def contest_fact(fact_id: int, *, resident_id: UUID, reason: str, now: datetime) -> Contest:
    """Say that a fact is wrong; a registrar will decide.

    Raises:
        NotFound: No such fact of this resident.
        BadInput: No reason that one could act on.
        Conflict: It is contested already, or was replaced.

    """
    if len(reason.strip()) < REASON_LENGTH_MIN:
        raise BadInput("A contest needs a reason.", f"Say in {REASON_LENGTH_MIN} letters or more what is wrong.")
    fact = current_fact(fact_id, resident_id)
    if fact.contests.filter(state=ContestState.OPEN).exists():
        raise Conflict("You have contested this already.", "Wait for the registrar's decision.")
    contest: Contest = Contest.objects.create(
        fact=fact, resident_id=resident_id, reason=reason.strip(), contested_at=now
    )
    publish(FactContested(str(resident_id), fact.name), at=now)
    return contest


@command
def decide_contest(
    contest_id: int,
    decision: str,
    *,
    reason: str,
    legal_basis: str,
    decided_by: UUID,
    now: datetime,
    value: Any = None,
) -> Contest:
    """Amend a contested fact or keep it, with the reason and the law.

    Args:
        decision: ``ContestState.AMENDED`` with the right value, or ``ContestState.KEPT``.

    Raises:
        NotFound: No such contest.
        Conflict: It is decided already, or the fact was replaced meanwhile.
        BadInput: No reason, no law, or a value that cannot be.

    """
    contest: Contest | None = Contest.objects.select_related("fact").filter(id=contest_id).first()
    if contest is None:
        raise NotFound("There is no such contest.", "Go back to the queue.")
    if contest.state != ContestState.OPEN:
        raise Conflict("This contest is decided already.", "Read the decision in its history.")
    if len(reason.strip()) < REASON_LENGTH_MIN or len(legal_basis.strip()) < 3:
        raise BadInput(
            "A decision needs its reason and its legal basis.", "Write both, as the resident will read them."
        )
    if decision == ContestState.AMENDED:
        source = Source(SourceKind(contest.fact.source_kind), contest.fact.source_ref)
        correct_fact(contest.fact_id, value, source=source, now=now)
    elif decision != ContestState.KEPT:
        raise BadInput("A contest is decided by amending the fact or keeping it.", "Choose one of the two.")
    contest.state, contest.decided_at, contest.decided_by_id = decision, now, decided_by
    contest.decision, contest.legal_basis = reason.strip(), legal_basis.strip()
    contest.save()
    publish(ContestDecided(str(contest.resident_id), contest.fact.name), at=now)
    return contest
