"""How the connectors are doing, over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from manto.residents.access import staff
from manto.residents.roles import Role
from manto.services.queries.connectors import connectors_for_desk

router = Router(tags=["desk"])


class ConnectorOut(Schema):
    """A connector: whether it answers, how old its last good answer is, and what is wrong."""

    id: str
    title: str
    kind_text: str
    state: Literal["waits", "well", "fails"]
    state_text: str
    answered_text: str
    taken: int
    failures: int
    error: str | None


@router.get(
    "/desk/connectors",
    response=list[ConnectorOut],
    auth=staff(Role.CASE_OFFICER, Role.ADMINISTRATOR),
    operation_id="desk_connectors",
)
def connectors(request: HttpRequest) -> Any:
    """Say how the connectors are doing."""
    return connectors_for_desk(request.visitor.language, settings.CLOCK.now())
