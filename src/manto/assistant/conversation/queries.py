"""What can be asked about the conversation: switched-off topics, errors told to everybody, questions that wait, access."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from manto.assistant.conversation.memory import Memory, remembered
from manto.assistant.conversation.models import Access, AnswerError, Dialogue, Question, TopicSwitch
from manto.assistant.conversation.wording import texts, topic_text
from manto.kernel.errors import NotFound
from manto.residents import desks

SHOWN_MAX = 200


def dialogue_of(dialogue_id: str | None, resident_id: UUID | None, now: datetime) -> Memory:
    """Read what a dialogue remembers; nothing of one that somebody else began in this browser."""
    if dialogue_id is None:
        return Memory()
    kept = Dialogue.objects.filter(id=dialogue_id, resident=resident_id).values_list("memory", flat=True).first()
    return remembered(kept, now)


def switched_off(topic: str) -> str | None:
    """Give the reason for which a topic is switched off; None when it is answered."""
    found: str | None = TopicSwitch.objects.filter(topic=topic).values_list("reason", flat=True).first()
    return found


def topics(names: list[str], language: str) -> list[dict[str, Any]]:
    """List topics with whether each is answered."""
    off = {one.topic: one for one in TopicSwitch.objects.all()}
    return [
        {
            "topic": name,
            "title": topic_text(name, language),
            "off": name in off,
            "reason": off[name].reason if name in off else "",
            "since": off[name].since if name in off else None,
        }
        for name in names
    ]


def errors_told(language: str) -> list[dict[str, Any]]:
    """List what was answered wrongly: what, since when, how and when it was mended; the latest first."""
    return [
        {
            "id": one.id,
            "topic": topic_text(one.topic, language) if one.topic else "",
            "what": one.what.get(language) or next(iter(one.what.values()), ""),
            "since": one.since,
            "mended": one.mended,
            "how": one.how.get(language) or next(iter(one.how.values()), ""),
        }
        for one in AnswerError.objects.order_by("-since", "-id")[:SHOWN_MAX]
    ]


def questions_that_wait(clerk: desks.Clerk, now: datetime) -> list[desks.Task]:
    """List the questions that were handed over, what is due first; without names and without words of anybody's."""
    waiting = Question.objects.filter(answered_at=None).order_by("due", "asked_at")[: desks.TASKS_OF_A_SOURCE_MAX]
    return [
        desks.Task(
            kind="question",
            subject=str(one.id),
            title=texts.say("desk.task", clerk.language),
            text=texts.say(
                "desk.task_text",
                clerk.language,
                topic=topic_text(one.topic, clerk.language)
                if one.topic
                else texts.say("desk.no_topic", clerk.language),
            ),
            due=one.due,
            href=f"/desk/due/question-{one.id}",
        )
        for one in waiting
    ]


def question_for_desk(question_id: UUID, language: str) -> dict[str, Any]:
    """Show a question to who answers it, with the dialogue where the resident agreed to hand it over.

    Raises:
        NotFound: There is none, or its resident was erased.

    """
    one = Question.objects.filter(id=question_id).first()
    if one is None:
        raise NotFound("There is no such question.", "It may have been answered or erased; look at the queue.")
    return {
        "id": one.id,
        "topic": topic_text(one.topic, language) if one.topic else "",
        "language": one.language,
        "text": one.text,
        "dialogue": [{"who": who, "words": words} for who, words in one.dialogue or ()],
        "asked_at": one.asked_at,
        "due": one.due,
        "answer": one.answer,
        "answered_at": one.answered_at,
    }


def own_questions(resident_id: UUID) -> list[dict[str, Any]]:
    """List what a resident handed over, with the answers."""
    rows = Question.objects.filter(resident=resident_id).order_by("-asked_at")[:SHOWN_MAX]
    names = ("id", "text", "asked_at", "due", "answer", "answered_at")
    return [{name: getattr(one, name) for name in names} for one in rows]


def accesses_of(resident_id: UUID, language: str) -> list[dict[str, Any]]:
    """List the accesses that a resident gave, each with its tools, its end and its latest uses."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "tools": [{"tool": tool, "title": texts.say(f"access.tool.{tool}", language)} for tool in one.tools],
            "given_at": one.given_at,
            "expires_at": one.expires_at,
            "revoked_at": one.revoked_at,
            "uses": [
                {"title": texts.say(f"access.tool.{use.tool}", language), "at": use.at}
                for use in one.uses.order_by("-at", "-id")[:20]
            ],
        }
        for one in Access.objects.filter(resident=resident_id).order_by("-given_at")[:SHOWN_MAX]
    ]
