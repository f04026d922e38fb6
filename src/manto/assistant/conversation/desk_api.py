"""The conversation at the desk: questions that were handed over, topics switched off, the public log of errors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router

from manto.assistant.conversation import commands, queries, schemas
from manto.assistant.conversation.dialogue import HER_OWN, PUBLIC
from manto.residents.access import staff
from manto.residents.roles import Role
from manto.services.reference import services

router = Router(tags=["conversation"])
officer = staff(Role.CASE_OFFICER)
keepers = staff(Role.SERVICE_DESIGNER, Role.CASE_OFFICER, Role.EDITOR)
QuestionId = Path(alias="id")


def topic_names() -> list[str]:
    """Name every topic that can be switched off: all but a person, the greeting and thanks."""
    return sorted((*(set(PUBLIC) - {"person", "hello", "thanks"}), *HER_OWN, *services()))


@router.get("/desk/questions/{uuid:id}", response=schemas.DeskQuestionOut, auth=officer, operation_id="desk_question")
def desk_question(request: HttpRequest, question_id: UUID = QuestionId) -> Any:
    """Show a question that was handed over."""
    return queries.question_for_desk(question_id, request.visitor.language)


@router.post(
    "/desk/questions/{uuid:id}/answer", response=schemas.DeskQuestionOut, auth=officer, operation_id="answer_question"
)
def answer(request: HttpRequest, body: schemas.QuestionAnswerIn, question_id: UUID = QuestionId) -> Any:
    """Answer it; the resident reads the answer in her inbox."""
    commands.answer_question(question_id, body.answer, now=settings.CLOCK.now())
    return queries.question_for_desk(question_id, request.visitor.language)


@router.get("/desk/topics", response=list[schemas.AssistantTopicOut], auth=keepers, operation_id="desk_topics")
def topics(request: HttpRequest) -> Any:
    """List the topics of the assistant, with whether each is answered."""
    return queries.topics(topic_names(), request.visitor.language)


@router.put("/desk/topics/{topic}", response=list[schemas.AssistantTopicOut], auth=keepers, operation_id="switch_topic")
def switch(request: HttpRequest, topic: str, body: schemas.AssistantTopicIn) -> Any:
    """Switch a topic off or on, from the next question on."""
    visitor = request.visitor
    commands.switch_topic(
        topic,
        off=body.off,
        reason=body.reason,
        account_id=visitor.account_id,
        topics=topic_names(),
        now=settings.CLOCK.now(),
    )
    return queries.topics(topic_names(), visitor.language)


@router.post(
    "/desk/answer-errors", response=list[schemas.AnswerErrorOut], auth=keepers, operation_id="log_answer_error"
)
def log_error(request: HttpRequest, body: schemas.AnswerErrorIn) -> Any:
    """Tell everybody that something was answered wrongly."""
    commands.log_error(topic=body.topic, what=body.what, since=body.since)
    return queries.errors_told(request.visitor.language)


@router.post(
    "/desk/answer-errors/{int:id}/mended",
    response=list[schemas.AnswerErrorOut],
    auth=keepers,
    operation_id="mend_answer_error",
)
def mend(request: HttpRequest, body: schemas.MendedIn, error_id: int = Path(alias="id")) -> Any:
    """Tell everybody that an error is mended."""
    commands.mend_error(error_id, how=body.how, on=body.on)
    return queries.errors_told(request.visitor.language)
