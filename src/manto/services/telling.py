"""Telling an applicant that her case moved: one word per case, whichever state it is in."""

from __future__ import annotations

from datetime import datetime

from manto.city.wording import day_text
from manto.kernel.events import Delivery
from manto.services.commands.notices import notify
from manto.services.events import CaseMoved
from manto.services.models import Case
from manto.services.notices.templates import templates
from manto.services.reference import services, the_service
from manto.store.outbox import subscribe


@subscribe(CaseMoved, "services.tell_the_applicant")
def tell_the_applicant(told: Delivery) -> None:
    """Tell the applicant where her case stands now, unless it has gone on meanwhile."""
    kind = f"case.{told.payload['to']}"
    case = Case.objects.filter(id=told.payload["case"], state=told.payload["to"], service__in=services()).first()
    if case is None or kind not in templates():
        return
    tell_case(case, kind, told.written_at)


def tell_case(case: Case, kind: str, now: datetime) -> None:
    """Tell the applicant of a case in the words of a template."""
    service = the_service(case.service)
    last = case.moves.order_by("-at", "-id").first()
    spoken = service.title.keys()
    notify(
        case.applicant_id,
        kind,
        f"case:{case.id}",
        values={
            "title": dict(service.title),
            "number": case.number or "",
            "reason": last.reason if last else "",
            "due": {language: day_text(case.due, language) if case.due else "" for language in spoken},
        },
        href=f"/services/cases/{case.id}",
        now=now,
    )
