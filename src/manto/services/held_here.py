"""What this room holds about residents, and why it reads of them."""

from __future__ import annotations

import base64
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from manto.residents import personal_data, reasons
from manto.services.models import (
    Appointment,
    CalendarFeed,
    Case,
    CaseMove,
    Document,
    Notice,
    NoticeChoices,
    NoticeDelivery,
    Payment,
    PushSubscription,
    RankedCase,
    Report,
    ReportJoin,
    ReportMove,
    ReportPhoto,
    ServiceOffer,
    Standing,
)
from manto.services.wording import texts


def export(resident_id: UUID) -> dict[str, Any]:
    """Give every application, paper, payment and notice of a resident as JSON values."""
    hers = Q(subject=resident_id) | Q(applicant=resident_id)
    cases = Case.objects.filter(hers)
    of_case = {"case__in": cases.values("id")}
    return {
        "cases": [_without_others(row) for row in _rows(cases, without=("officer",))],
        "moves": _rows(CaseMove.objects.filter(**of_case), without=("account",)),
        "documents": _rows(Document.objects.filter(**of_case)),
        "ranked": _rows(RankedCase.objects.filter(**of_case)),
        "payments": _rows(Payment.objects.filter(**of_case)),
        "standing": _rows(Standing.objects.filter(resident=resident_id)),
        "offers": _rows(ServiceOffer.objects.filter(Q(subject=resident_id) | Q(receiver=resident_id))),
        "notices": _rows(Notice.objects.filter(resident=resident_id)),
        "deliveries": _rows(NoticeDelivery.objects.filter(notice__resident=resident_id)),
        "choices": _rows(NoticeChoices.objects.filter(resident=resident_id)),
        "push": _rows(PushSubscription.objects.filter(resident=resident_id), without=("auth", "p256dh")),
        "calendar": _rows(CalendarFeed.objects.filter(resident=resident_id)),
        "appointments": _rows(Appointment.objects.filter(Q(booker=resident_id) | Q(subject=resident_id))),
        "reports": _rows(Report.objects.filter(reporter=resident_id), without=("code_hash", "officer")),
        "report_moves": _rows(ReportMove.objects.filter(report__reporter=resident_id), without=("account",)),
        "report_photos": _rows(ReportPhoto.objects.filter(report__reporter=resident_id)),
        "report_joins": _rows(ReportJoin.objects.filter(resident=resident_id)),
    }


def erase(resident_id: UUID) -> int:
    """Remove every application by or for a resident, every notice to her and every report of hers; say how many rows."""
    hers = Q(subject=resident_id) | Q(applicant=resident_id)
    for case in Case.objects.exclude(hers).filter(
        explanation__icontains=str(resident_id)
    ):  # she lived with the applicant
        case.explanation = {**case.explanation, "record": None}
        case.save(update_fields=["explanation"])
    queries = (
        ServiceOffer.objects.filter(Q(subject=resident_id) | Q(receiver=resident_id)),
        Standing.objects.filter(resident=resident_id),
        Case.objects.filter(hers),
        Notice.objects.filter(resident=resident_id),
        NoticeChoices.objects.filter(resident=resident_id),
        PushSubscription.objects.filter(resident=resident_id),
        CalendarFeed.objects.filter(resident=resident_id),
        Appointment.objects.filter(Q(booker=resident_id) | Q(subject=resident_id)),
        Report.objects.filter(reporter=resident_id),
        ReportJoin.objects.filter(resident=resident_id),
    )
    return int(sum(query.delete()[0] for query in queries))


def _rows(query: Any, *, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [
        {
            field.name: _plain(getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if field.name not in without
        }
        for row in query.order_by("pk")
    ]


def _without_others(case: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a decision's record what was read of those who live with her: it is theirs."""
    record = (case["explanation"] or {}).get("record")
    if not record or not record["household"]:
        return case
    return {**case, "explanation": {**case["explanation"], "record": {**record, "household": None}}}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, UUID) else value


def _say_reason(reason: str, language: str) -> str:
    """Word a reason; a service's own is given as its file says it."""
    return texts.say(f"reason.{reason}", language) if f"reason.{reason}" in texts else reason


personal_data.register("services", export=export, erase=erase)
reasons.register("services", _say_reason)
