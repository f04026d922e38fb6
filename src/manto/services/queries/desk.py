"""A case as the officer sees it: what is due first, each condition with its value and its source, and the law."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.desks import TASKS_OF_A_SOURCE_MAX, Clerk, Task
from manto.residents.models import Resident
from manto.residents.queries import Officer, read_facts
from manto.residents.queries.own_pages import NAMES, full_name
from manto.services.cases.procedure import procedure, states
from manto.services.explaining import in_language
from manto.services.models import Case, CaseTask, Document
from manto.services.queries.cases import tell_document, tell_moves
from manto.services.queries.fields import told_lines
from manto.services.queries.replaying import say_replayed
from manto.services.reference import services, the_service
from manto.services.schools import answered_after_list
from manto.services.wording import texts


def open_tasks(clerk: Clerk, now: datetime) -> list[Task]:
    """List what the office has to do, what is due first, without anybody's name."""
    waiting = (
        CaseTask.objects.filter(done_at__isnull=True, case__service__in=services())
        .select_related("case")
        .order_by("due", "made_at")[:TASKS_OF_A_SOURCE_MAX]
    )
    return [_task(task, clerk.language) for task in waiting]


def _task(task: CaseTask, language: str) -> Task:
    case = task.case
    return Task(
        kind="case",
        subject=str(case.id),
        title=texts.say(f"case.task.{task.kind}", language, title=the_service(case.service).title[language]),
        text=f"{case.number} · {states()[case.state].text[language]}",
        due=task.due,
        href=f"/desk/cases/{case.id}",
    )


def case_for_desk(case_id: UUID, account_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show a case to the officer, who leaves a line with the applicant and with the one whom it is for.

    Raises:
        NotFound: There is no such case, or it was never sent.

    """
    case = Case.objects.select_related("journey", "officer").filter(id=case_id, service__in=services()).first()
    if case is None or case.state == "draft":
        raise NotFound("There is no such case.", "Go back to the queue.")
    service = the_service(case.service)
    table = procedure(service.procedure)
    state = states()[case.state]
    task = case.tasks.filter(done_at__isnull=True).first()
    subject = _person(case.subject_id, case, account_id, language, now)
    return {
        "id": case.id,
        "number": case.number,
        "service": case.service,
        "title": service.title[language],
        "state": case.state,
        "state_text": state.text[language],
        "turn": state.turn,
        "task": task.kind if task else None,
        "sent_at": case.sent_at,
        "due": task.due if task else None,
        "resident": subject,
        "applicant": _person(case.applicant_id, case, account_id, language, now)
        if case.applicant_id != case.subject_id
        else None,
        "proof": case.proof or None,
        "officer": str(case.officer) if case.officer else None,
        "law": service.law[language],
        "told": told_lines(case.journey.document, case.told, language),
        "explanation": in_language(case.explanation, language),
        "replayed_text": say_replayed(case, language),
        "documents": [tell_document(one) for one in case.documents.defer("content").order_by("added_at")],
        "moves": tell_moves(case, language, now),
        "choices": table.choices(case.state, "officer"),
        "answer_within_days": table.answer_within_days,
        "answered_after_list": answered_after_list(case.service, city_day(case.sent_at or now)),
    }


def document_for_desk(case_id: UUID, document_id: UUID) -> Document:
    """Give a file of a case to the office.

    Raises:
        NotFound: There is no such file.

    """
    document: Document | None = (
        Document.objects.filter(id=document_id, case=case_id, case__service__in=services())
        .exclude(case__state="draft")
        .first()
    )
    if document is None:
        raise NotFound("There is no such file.", "Go back to the case.")
    return document


def _person(resident_id: UUID, case: Case, account_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Name somebody for the desk; the look leaves its line, worded as she reads it."""
    spoken = Resident.objects.get(id=resident_id).language
    reason = texts.say("case.read_to_decide", spoken, number=case.number)
    facts = read_facts(resident_id, NAMES, Officer(account_id), reason, now)
    return {"id": resident_id, "name": full_name(facts, language)}
