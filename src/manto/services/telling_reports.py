"""Telling whoever reported a problem, or met the same one, that the office said or did something."""

from __future__ import annotations

from manto.kernel.events import Delivery
from manto.services.commands.notices import notify
from manto.services.commands.reports import code_of
from manto.services.events import ReportMoved
from manto.services.models import Report
from manto.services.notices.templates import templates
from manto.services.reference import report_book
from manto.store.outbox import subscribe


@subscribe(ReportMoved, "services.tell_who_reported")
def tell_who_reported(told: Delivery) -> None:
    """Tell the reporter and those who joined her, where they are known; the others look with their code."""
    kind = f"report.{told.payload['to']}"
    report = Report.objects.filter(id=told.subject, kind__in=report_book().kinds).first()
    if report is None or kind not in templates():
        return
    said = report.moves.filter(kind=told.payload["to"]).order_by("-at", "-id").first()
    addresses = {report.reporter_id: code_of(report.id)} if report.reporter_id else {}
    joined = report.joins.filter(resident__isnull=False).exclude(resident=report.reporter_id)
    addresses |= dict.fromkeys(joined.values_list("resident_id", flat=True), report.number)
    for resident_id, key in addresses.items():
        notify(
            resident_id,
            kind,
            f"report:{report.id}",
            values={
                "title": dict(report_book().kind(report.kind).title),
                "number": report.number,
                "reason": said.text if said else "",
            },
            href=f"/services/reports/{key}",
            now=told.written_at,
        )
