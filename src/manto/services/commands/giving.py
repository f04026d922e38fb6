"""Giving the places of a ranking list.

The machine proposes in the list's order; a person looks and gives. Nobody is refused by it: who is not within the places
stays on the list, and moves up when a place becomes free.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict
from manto.residents.models import Resident
from manto.services.commands.office import decide_case
from manto.services.commands.ranking import group_of, list_of
from manto.services.models import RankedCase
from manto.services.reference import the_service
from manto.services.wording import texts
from manto.store.command import command

OPEN_TO_OFFICER = ("sent", "in_progress", "under_review")


@command
def give_places(
    service: str,
    year: int,
    group_id: str,
    cases: Iterable[UUID],
    *,
    account_id: UUID,
    reason: str,
    law: str,
    now: datetime,
) -> int:
    """Give the proposed places of a list, each with its points and the officer's reason; says how many.

    Args:
        cases: Those whom the officer saw proposed; where the list has changed since, nothing is given.
        reason: What she adds to points and position, in words that every applicant reads; may be empty.

    Raises:
        NotFound: There is no such list.
        Conflict: The list has changed since she looked.
        BadInput: Nobody is proposed.

    """
    group = group_of(service, group_id)
    of_list = RankedCase.objects.select_for_update().filter(service=service, year=year, group=group_id)
    list(of_list.values_list("case_id", flat=True))  # nobody else gives its places meanwhile
    listed = list_of(service, year, group)
    proposed = {row.case_id: (one, row) for one, row in listed if one.within and row.case.state in OPEN_TO_OFFICER}
    if set(cases) != set(proposed):
        raise Conflict("The list has changed since you looked.", "Look at it again, then give the places.")
    if not proposed:
        raise BadInput("There is nobody to give a place to.", "Places that become free are proposed by themselves.")
    spoken = dict(
        Resident.objects.filter(id__in=[row.case.applicant_id for _, row in proposed.values()]).values_list(
            "id", "language"
        )
    )
    for case_id, (one, row) in proposed.items():
        language = spoken[row.case.applicant_id]
        stands = texts.say("list.given", language, position=one.position, of=len(listed), points=row.points)
        decide_case(
            case_id,
            "granted",
            account_id=account_id,
            reason=f"{stands} {reason.strip()}".strip(),
            law=law or the_service(service).law[language],
            now=now,
        )
    return len(proposed)
