"""Ranking lists at the officer's desk, over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema

from manto.residents.access import staff
from manto.residents.roles import Role
from manto.services import commands
from manto.services.queries import lists
from manto.services.schemas import CaseStateName, ListLineOut

router = Router(tags=["desk"])
officer = staff(Role.CASE_OFFICER)


class RankingListOut(Schema):
    """A ranking list in short: who competes for how many places, and how many are given and proposed."""

    service: str
    year: int
    group: str
    title: str
    group_title: str
    on_list: int
    places: int
    given: int
    proposed: int


class RankedRowOut(Schema):
    """One application on a list: its points, what they are for, and whether the machine proposes a place."""

    case: UUID
    number: str
    position: int
    points: int
    late: bool
    state: CaseStateName
    proposed: bool
    lines: list[ListLineOut]


class RankingListFullOut(RankingListOut):
    """A ranking list in its order, without names."""

    when_text: str
    open: bool
    ties: str
    law: str
    rows: list[RankedRowOut]


class PlacesGivenIn(Schema):
    """The applications that the officer saw proposed, and what she adds for their readers."""

    cases: list[UUID] = Field(max_length=2000)
    reason: str = Field("", max_length=2000)
    law: str = Field(max_length=500)


@router.get("/desk/lists", response=list[RankingListOut], auth=officer, operation_id="desk_lists")
def all_lists(request: HttpRequest) -> Any:
    """List the ranking lists, the latest year first."""
    return lists.lists_for_desk(request.visitor.language)


@router.get(
    "/desk/lists/{slug:service}/{int:year}/{slug:group}",
    response=RankingListFullOut,
    auth=officer,
    operation_id="desk_list",
)
def one_list(request: HttpRequest, service: str, year: int, group: str) -> Any:
    """Show a ranking list in its order, each with its points and what they are for."""
    return lists.list_for_desk(service, year, group, request.visitor.language, settings.CLOCK.now())


@router.post(
    "/desk/lists/{slug:service}/{int:year}/{slug:group}/places",
    response=RankingListFullOut,
    auth=officer,
    operation_id="give_places",
)
def give_places(request: HttpRequest, service: str, year: int, group: str, body: PlacesGivenIn) -> Any:
    """Give the proposed places; where the list has changed since it was seen, none."""
    visitor, now = request.visitor, settings.CLOCK.now()
    commands.give_places(
        service, year, group, body.cases, account_id=visitor.account_id, reason=body.reason, law=body.law, now=now
    )
    return lists.list_for_desk(service, year, group, visitor.language, now)
