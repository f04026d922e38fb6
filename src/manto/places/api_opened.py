"""How often things are opened, over HTTP: a phone says so without a name, an editor reads what is told of a week."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from manto.places.opened import count_opened
from manto.places.opened_page import opened_page
from manto.residents.access import nameless, staff
from manto.residents.out import Out
from manto.residents.roles import Role

router = Router(tags=["places"])
OpenedKind = Literal["overlay", "trail", "totem"]


class OpenedIn(BaseModel):
    """What was opened, and nothing else: what says more is refused."""

    model_config = ConfigDict(extra="forbid")

    kind: OpenedKind
    thing: str = Field(min_length=1, max_length=160)


class OpenedRowOut(Out):
    """How often one thing was opened, about."""

    kind: OpenedKind
    thing: str
    name: str
    times: int


class OpenedWeekOut(Out):
    """One week; things below ``least`` are not told."""

    week: date
    until: date
    things: int
    least: int
    rows: list[OpenedRowOut]


class OpenedOut(Out):
    """The weeks that were told, the latest first, what a count is worth, and what is left of the year's budget."""

    weeks: list[OpenedWeekOut]
    next_on: date
    off_by_at_most: int
    epsilon: float
    epsilon_of_a_year: float
    epsilon_left: float


@router.post("/opened", response={204: None}, auth=nameless, operation_id="count_opened")
def opened(request: HttpRequest, body: OpenedIn) -> Any:
    """Count that something was opened; who opened it is neither asked nor looked at."""
    count_opened(body.kind, body.thing, now=settings.CLOCK.now())
    return Status(204, None)


@router.get("/desk/opened", response=OpenedOut, auth=staff(Role.EDITOR), operation_id="desk_opened")
def desk_opened(request: HttpRequest) -> dict[str, Any]:
    """Say how often things were opened, week by week, with noise."""
    return opened_page(now=settings.CLOCK.now(), language=request.LANGUAGE_CODE)
