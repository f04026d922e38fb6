"""The conversation over HTTP: a question and its answer, whole or as it comes; the person; what everybody may know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router, Status

from manto.assistant.adapters.language_model import converse_with, model_for
from manto.assistant.conversation import commands, queries, schemas
from manto.assistant.conversation.answers import Answer, told
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.desk_api import topic_names
from manto.assistant.conversation.memory import KEPT, Memory
from manto.kernel.errors import BadInput
from manto.residents.access import a_resident, anyone

router = Router(tags=["conversation"])
SESSION = "conversation"


@router.post("/assistant/ask", response=schemas.AnswerOut, auth=anyone, operation_id="ask_assistant")
def ask(request: HttpRequest, response: HttpResponse, body: schemas.AskIn) -> Any:
    """Ask the assistant; it answers with quotes of what was reviewed, or says that it does not know."""
    response["Cache-Control"] = "private, no-store"
    return _told(request, body)


@router.post("/assistant/stream", auth=anyone, operation_id="stream_assistant")
def stream(request: HttpRequest, body: schemas.AskIn) -> StreamingHttpResponse:
    """Ask the assistant, and get the answer as it comes: events `say`, `quote`, `line`, then `answer` with all of it."""
    answer = _told(request, body)
    if request.session.modified:
        request.session.save()  # before the first byte: what comes after it is no part of the request's own time
    response = StreamingHttpResponse(_events(answer), content_type="text/event-stream; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"
    return response


@router.get("/assistant/dialogue", response=schemas.DialogueOut, auth=anyone, operation_id="dialogue")
def dialogue(request: HttpRequest, response: HttpResponse) -> Any:
    """Say what the dialogue remembers."""
    response["Cache-Control"] = "private, no-store"
    return {
        "turns": [{"who": who, "words": words} for who, words in _memory(request).turns],
        "kept_minutes": KEPT.seconds // 60,
        "model_available": bool(settings.MANTO_MODEL_URL),
    }


@router.delete("/assistant/dialogue", response={204: None}, auth=anyone, operation_id="forget_dialogue")
def forget_dialogue(request: HttpRequest) -> Any:
    """Forget the dialogue, at once."""
    known = request.session.pop(SESSION, None)
    if known:
        commands.forget_dialogue(UUID(known))
    return Status(204, None)


@router.get("/assistant/log", response=schemas.AssistantLogOut, auth=anyone, operation_id="assistant_log")
def log(request: HttpRequest) -> Any:
    """Tell everybody what was answered wrongly, and which topics are switched off."""
    language = request.visitor.language
    return {
        "errors": queries.errors_told(language),
        "switched_off": [one for one in queries.topics(topic_names(), language) if one["off"]],
    }


@router.get("/me/questions", response=list[schemas.OwnQuestionOut], auth=a_resident, operation_id="my_questions")
def my_questions(request: HttpRequest) -> Any:
    """List what I handed over to a person, with the answers."""
    return queries.own_questions(request.visitor.resident_id)


@router.post("/me/questions", response=list[schemas.OwnQuestionOut], auth=a_resident, operation_id="hand_over_question")
def hand_over(request: HttpRequest, body: schemas.HandOverIn) -> Any:
    """Hand a question over to a person, with the dialogue only if I agree."""
    visitor = request.visitor
    commands.hand_over(
        body.id,
        visitor.resident_id,
        body.question,
        topic=body.topic,
        memory=_memory(request) if body.with_dialogue else None,
        language=visitor.language,
        now=settings.CLOCK.now(),
    )
    return queries.own_questions(visitor.resident_id)


def _told(request: HttpRequest, body: schemas.AskIn) -> dict[str, Any]:
    answer = _answered(request, body)
    return {**told(answer), "language": answer.language or request.visitor.language}


def _answered(request: HttpRequest, body: schemas.AskIn) -> Answer:
    visitor, now = request.visitor, settings.CLOCK.now()
    asked = Asked(body.question, visitor.resident_id, visitor.language, now, body.page, _position(body.near), {})
    answer, memory = converse_with(model_for(visitor.resident_id), asked, _memory(request))
    if SESSION not in request.session:
        request.session[SESSION] = str(uuid4())
    commands.keep_dialogue(UUID(request.session[SESSION]), memory, resident_id=visitor.resident_id, now=now)
    return answer


def _memory(request: HttpRequest) -> Memory:
    return queries.dialogue_of(request.session.get(SESSION), request.visitor.resident_id, settings.CLOCK.now())


def _events(answer: dict[str, Any]) -> Iterator[str]:
    """Give an answer piece by piece (text/event-stream; WHATWG HTML, section 9.2)."""
    for name, pieces in (("say", [answer["say"]]), ("quote", answer["quotes"]), ("line", answer["lines"])):
        for piece in pieces:
            yield _event(name, piece)
    yield _event("answer", answer)


def _event(name: str, content: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False, cls=DjangoJSONEncoder)}\n\n"


def _position(near: str | None) -> tuple[float, float] | None:
    if not near:
        return None
    try:
        lat, lon = (float(part) for part in near.split(","))
    except ValueError:
        raise BadInput(f"near={near} is not a position.", "Write latitude,longitude in degrees.") from None
    return lat, lon
