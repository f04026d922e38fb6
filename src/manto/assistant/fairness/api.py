"""Whom Today is of use to, over HTTP, for the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from manto.assistant.fairness.table import fairness_page, make_fairness_table
from manto.residents.access import staff
from manto.residents.roles import Role

router = Router(tags=["assistant"])
desks = staff(Role.SERVICE_DESIGNER, Role.INNOVATION_OFFICER, Role.AUDITOR)


class ShareOut(Schema):
    """A share of residents with its 95 % interval."""

    share: float
    low: float
    high: float


class FairnessRowOut(Schema):
    """One group; null where too few residents are in it to tell, or too little is sure of it."""

    dimension: Literal["age", "district"]
    group: str
    title: str
    residents: int | None
    reached: ShareOut | None
    useful: ShareOut | None


class LastCardOut(Schema):
    """What Today's last card would earn if nothing were drawn for it; null where the log cannot tell."""

    useful: float | None
    value: float | None
    low: float | None
    high: float | None
    effective: int
    why_not: Literal["", "too_few", "no_difference"]


class FairnessOut(Schema):
    """The latest table, and what is left of the year's budget."""

    at: datetime | None
    days: int
    epsilon: float
    epsilon_left: float
    rows: list[FairnessRowOut]
    last_card: LastCardOut | None


@router.get("/desk/fairness", response=FairnessOut, auth=desks, operation_id="desk_fairness")
def fairness(request: HttpRequest) -> Any:
    """Give the latest table of whom Today is of use to."""
    return fairness_page(now=settings.CLOCK.now(), language=request.visitor.language)


@router.post("/desk/fairness", response=FairnessOut, auth=desks, operation_id="make_fairness_table")
def make(request: HttpRequest) -> Any:
    """Make a new table of the last four weeks, while the year's budget lasts."""
    make_fairness_table(now=settings.CLOCK.now())
    return fairness_page(now=settings.CLOCK.now(), language=request.visitor.language)
