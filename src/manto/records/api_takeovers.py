"""Old registers that were taken over, or are just being: how far it is, and which lines were left and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from manto.records import wording
from manto.records.bulk import reasons_of
from manto.records.models import ImportRun
from manto.records.reference import types
from manto.residents.access import staff
from manto.residents.roles import Role

router = Router(tags=["registers"])
RUNS_MAX = 50
NUMBERS_MAX = 20


class TakeoverLeftOut(Schema):
    """Why lines were left, how many, and the numbers of the first of them; never what they say."""

    why: str
    count: int
    lines: list[int]


class TakeoverOut(Schema):
    """An old register that was taken over from a file."""

    id: UUID
    type_name: str
    source: str
    lines: int
    lines_done: int
    taken: int
    began_text: str
    ended_text: str
    left: list[TakeoverLeftOut]


@router.get(
    "/desk/registers/takeovers",
    response=list[TakeoverOut],
    auth=staff(Role.REGISTRAR),
    operation_id="desk_takeovers",
)
def takeovers(request: HttpRequest) -> Any:
    """List the old registers that were taken over, the newest first, with what was left and why."""
    language = request.visitor.language
    return [_told(run, language) for run in ImportRun.objects.order_by("-began_at")[:RUNS_MAX]]


def _told(run: Any, language: str) -> dict[str, Any]:
    return {
        "id": run.id,
        "type_name": wording.words_in(types()[run.register].plural, language),
        "source": run.source,
        "lines": max(run.lines, run.lines_done),
        "lines_done": run.lines_done,
        "taken": run.taken,
        "began_text": wording.moment_text(run.began_at, language),
        "ended_text": wording.moment_text(run.ended_at, language) if run.ended_at else "",
        "left": [
            {"why": why, "count": len(numbers), "lines": sorted(numbers)[:NUMBERS_MAX]}
            for why, numbers in reasons_of(run, language).items()
        ],
    }
