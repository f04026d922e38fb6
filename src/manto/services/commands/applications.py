"""What an applicant does: begin, answer, send, withdraw."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.queries import guardianship_proof, is_guardian
from manto.services.commands.granting import grant_what_is_certain
from manto.services.commands.moving import move_case, the_case
from manto.services.filling import known_for, told_of
from manto.services.journeys.answers import faults_of
from manto.services.journeys.walking import next_step
from manto.services.models import Case
from manto.services.reference import the_service
from manto.services.which_journey import version_for
from manto.store.command import command

LETTERS = "23456789ACDEFGHJKLMNPQRTUVWXYZ"


@command
def open_case(case_id: UUID, service_id: str, *, subject_id: UUID, applicant_id: UUID, now: datetime) -> Case:
    """Begin an application under the identifier that the phone made; begun twice it is one, so is a second draft.

    Raises:
        NotFound: The service is none, or has no journey.
        NotAllowed: The applicant acts for somebody whose guardian she is not.
        Conflict: The identifier is somebody else's.

    """
    service = the_service(service_id)
    known: Case | None = Case.objects.filter(id=case_id).first()
    if known is not None:
        if known.applicant_id != applicant_id:
            raise Conflict("This application is somebody else's.", "Begin again.")
        return known
    proof = _proof(subject_id, applicant_id, now)
    draft: Case | None = Case.objects.filter(
        service=service.id, subject=subject_id, applicant=applicant_id, state="draft"
    ).first()
    if draft is not None:
        return draft
    journey = version_for(service.id, applicant_id=applicant_id, today=city_day(now))
    if journey is None:
        raise NotFound("This service cannot be applied for here.", "Its page says how it can be had.")
    case: Case = Case.objects.create(
        id=case_id,
        service=service.id,
        subject_id=subject_id,
        applicant_id=applicant_id,
        proof=proof,
        journey=journey,
        opened_at=now,
    )
    return case


def _proof(subject_id: UUID, applicant_id: UUID, now: datetime) -> str:
    """Name the document by which somebody acts for another; empty when she acts for herself."""
    if subject_id == applicant_id:
        return ""
    if not is_guardian(applicant_id, subject_id, on=city_day(now)):
        raise NotAllowed("You are not this child's guardian.", "Ask the registrar if you should be.")
    return guardianship_proof(applicant_id, subject_id, on=city_day(now))


@command
def save_answers(case_id: UUID, answers: Mapping[str, Any], *, applicant_id: UUID) -> Case:
    """Keep some answers; what was answered before and is not named stays. An answer of None takes it back.

    Raises:
        NotFound: No such application of hers.
        Conflict: It is sent already.
        BadInput: An answer that cannot be.

    """
    case = own_case(case_id, applicant_id)
    if case.state not in ("draft", "to_complete"):
        raise Conflict("This application was sent already.", "Its page says where it stands.")
    files = {field for field in answers if field != "@seen" and _is_file(case, field)}
    if files:
        raise BadInput("A file is handed in by itself.", "Add it on its step.")
    faults = faults_of(case.journey.document, answers)
    if faults:
        field, code = next(iter(faults.items()))
        raise BadInput(f"The answer to '{field}' cannot be used ({code}).", "Go back to its step and mend it.")
    merged = {**case.answers, **answers}
    case.answers = {field: value for field, value in merged.items() if value is not None}
    case.revision += 1
    case.save()
    return case


@command
def send_case(case_id: UUID, *, applicant_id: UUID, now: datetime) -> Case:
    """Send an application: all is there, what was known is written down with its source, and the clock starts.

    What costs money is sent once it is paid.

    Raises:
        NotFound: No such application of hers.
        BadInput: Something is missing; names the step.
        Conflict: It was sent already.

    """
    case = own_case(case_id, applicant_id)
    _proof(case.subject_id, applicant_id, now)  # a guardianship may have ended since
    document = case.journey.document
    known = known_for(case, now=now)
    missing = next_step(document, case.answers, {field: one.value for field, one in known.items()})
    if missing is not None:
        raise BadInput(f"Something is still missing on the step '{missing}'.", "Answer it, then send.")
    case.told = told_of(document, case.answers, known)
    case.number = case.number or new_number(now)
    fee = the_service(case.service).fee_cents
    if fee:
        return move_case(case, "to_pay", "resident", now=now)
    return grant_what_is_certain(move_case(case, "sent", "resident", now=now), now=now)


@command
def withdraw_case(case_id: UUID, *, applicant_id: UUID, now: datetime) -> None:
    """Take an application back; one that was never sent is removed.

    Raises:
        NotFound: No such application of hers.
        Conflict: It is decided already.

    """
    case = own_case(case_id, applicant_id)
    if case.state == "draft":
        case.delete()
    else:
        move_case(case, "withdrawn", "resident", now=now)


def own_case(case_id: UUID, applicant_id: UUID) -> Case:
    """Find an application of somebody's; call it inside a command.

    Raises:
        NotFound: There is none of hers.

    """
    case = the_case(case_id)
    if case.applicant_id != applicant_id:
        raise NotFound("There is no such application.", "Look at your list: it may have been erased.")
    return case


def new_number(now: datetime) -> str:
    """Make a case's number: the year, and letters that cannot be taken for one another or guessed from the last."""
    return f"{city_day(now).year}-{''.join(secrets.choice(LETTERS) for _ in range(7))}"


def _is_file(case: Case, field: str) -> bool:
    return any(
        one["id"] == field and one["type"] == "file"
        for step in case.journey.document["steps"]
        for one in step["fields"]
    )
