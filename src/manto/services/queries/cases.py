"""An application as its applicant sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from manto.city.wording import day_text
from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.queries import is_guardian
from manto.residents.queries.own_pages import name_for
from manto.services.cases.procedure import procedure, states
from manto.services.filling import known_for
from manto.services.journeys.walking import next_step
from manto.services.models import Case, Document
from manto.services.queries.fields import told_lines
from manto.services.queries.lists import standing_of
from manto.services.reference import place_of, services, the_service
from manto.services.wording import money_text, texts

SHOWN_MAX = 100


def cases_of(applicant_id: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """List somebody's applications, those that wait for her first."""
    mine = Case.objects.filter(applicant=applicant_id, service__in=services()).order_by("-opened_at")
    lines = [_line(case, language, now) for case in mine[:SHOWN_MAX]]
    turns = {"resident": 0, "office": 1, "nobody": 2}
    lines.sort(key=lambda line: turns[line["turn"]])
    return lines


def own_case(case_id: UUID, applicant_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show an application to its applicant, with its journey, what she said and what the city knows.

    Raises:
        NotFound: There is none of hers.

    """
    case = _own(case_id, applicant_id)
    service = the_service(case.service)
    document = case.journey.document
    filling = case.state in ("draft", "to_complete")
    known = known_for(case, now=now) if filling else {}
    missing = next_step(document, case.answers, {field: one.value for field, one in known.items()}) if filling else None
    table = procedure(service.procedure)
    may = set(table.choices(case.state, "resident"))
    line = _line(case, language, now)
    return {
        **line,
        "on_list": standing_of(case, (line["for_name"] or case.number or "").split(" ")[0], language, now),
        "journey": document,
        "journey_hash": case.journey_id,
        "answers": case.answers,
        "known": [
            {"field": field, "value": one.value, "text": one.text[language], "source": one.source[language]}
            for field, one in known.items()
        ],
        "next_step": missing,
        "revision": case.revision,
        "proof": case.proof or None,
        "told": told_lines(document, case.told, language),
        "documents": [tell_document(one) for one in case.documents.defer("content").order_by("added_at")],
        "moves": tell_moves(case, language, now),
        "fee_text": money_text(service.fee_cents, language) if service.fee_cents else None,
        "act": service.act[language],
        "office": service.office[language],
        "place": place_of(service.id) or None,
        "may": {
            "send": case.state == "draft",
            "complete": case.state == "to_complete",
            "pay": case.state == "to_pay",
            "withdraw": "withdrawn" in may,
            "appeal": "under_review" in may,
        },
    }


def own_document(case_id: UUID, document_id: UUID, applicant_id: UUID) -> Document:
    """Give a file that an applicant handed in.

    Raises:
        NotFound: There is none of hers.

    """
    document: Document | None = Document.objects.filter(id=document_id, case=_own(case_id, applicant_id)).first()
    if document is None:
        raise NotFound("There is no such file.", "Look at the application.")
    return document


def tell_document(document: Document) -> dict[str, Any]:
    """Say what a file is."""
    return {name: getattr(document, name) for name in ("id", "field", "name", "media_type", "size", "added_at")}


def tell_moves(case: Case, language: str, now: datetime) -> list[dict[str, Any]]:
    """Tell a case's story, the latest first."""
    today = city_day(now)
    return [
        {
            "to": move.to,
            "text": states()[move.to].text[language],
            "by": move.who,
            "by_text": texts.say(f"case.by.{move.who}", language),
            "at": move.at,
            "day_text": day_text(city_day(move.at), language, today=today),
            "reason": move.reason,
            "law": move.law,
        }
        for move in case.moves.order_by("-at", "-id")
    ]


def _own(case_id: UUID, applicant_id: UUID) -> Case:
    mine = Case.objects.select_related("journey").filter(applicant=applicant_id, service__in=services())
    case: Case | None = mine.filter(id=case_id).first()
    if case is None:
        raise NotFound("There is no such application.", "Look at your list: it may have been erased.")
    return case


def _line(case: Case, language: str, now: datetime) -> dict[str, Any]:
    service = the_service(case.service)
    state = states()[case.state]
    running = case.due is not None and state.turn == "office"
    return {
        "id": case.id,
        "number": case.number,
        "service": case.service,
        "title": service.title[language],
        "for_name": _child_name(case, language, now),
        "subject": case.subject_id,
        "state": case.state,
        "state_text": state.text[language],
        "turn": state.turn,
        "opened_at": case.opened_at,
        "sent_at": case.sent_at,
        "due": case.due,
        "due_text": day_text(case.due, language, today=city_day(now)) if running else None,
    }


def _child_name(case: Case, language: str, now: datetime) -> str | None:
    """Name the child that an application is for, to the one who acts for it."""
    if case.subject_id == case.applicant_id or not is_guardian(case.applicant_id, case.subject_id, on=city_day(now)):
        return None
    return name_for(case.subject_id, "acting_for", language, now)
