"""What the conversation is told: a question to hand over, its answer, a topic switched, an error logged, access given."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from manto.assistant.conversation.memory import KEPT, Memory
from manto.assistant.conversation.models import Access, AccessUse, AnswerError, Dialogue, Question, TopicSwitch
from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, UnknownName
from manto.residents.commands.lookups import city_day, note_rooms_look
from manto.residents.commands.people import the_resident
from manto.services.commands import notify
from manto.store.command import command

ANSWERED_WITHIN = timedelta(days=3)
KEPT_AFTER_ANSWER = timedelta(days=365)
ACCESS_DAYS_MAX = 180
TOKEN_BEGINS = "manto_"  # noqa: S105 - how a token is recognised, not one


@command
def keep_dialogue(dialogue_id: UUID, memory: Memory, *, resident_id: UUID | None, now: datetime) -> None:
    """Remember a dialogue as it stands now."""
    Dialogue.objects.update_or_create(
        id=dialogue_id, defaults={"memory": memory.kept(now), "resident_id": resident_id, "at": now}
    )


@command
def forget_dialogue(dialogue_id: UUID) -> None:
    """Forget a dialogue, at once."""
    Dialogue.objects.filter(id=dialogue_id).delete()


@command
def forget_old_dialogues(*, now: datetime) -> int:
    """Forget the dialogues whose last word is longer ago than they are kept; say how many."""
    return int(Dialogue.objects.filter(at__lt=now - KEPT).delete()[0])


@command
def hand_over(
    question_id: UUID,
    resident_id: UUID,
    text: str,
    *,
    topic: str,
    memory: Memory | None,
    language: str,
    now: datetime,
) -> Question:
    """Put a question on the desk, under the identifier that the phone made; told twice it is one.

    Args:
        memory: The dialogue, only where she agreed to hand it over.

    Raises:
        BadInput: There is no question.
        Conflict: The identifier is somebody else's.

    """
    if not text.strip():
        raise BadInput("There is no question to hand over.", "Write it, then hand it over.")
    known: Question | None = Question.objects.filter(id=question_id).first()
    if known is not None:
        if known.resident_id != resident_id:
            raise Conflict("This question is somebody else's.", "Ask again.")
        return known
    the_resident(resident_id)
    made: Question = Question.objects.create(
        id=question_id,
        resident_id=resident_id,
        language=language,
        topic=topic[:60],
        text=text.strip()[:1000],
        dialogue=[list(turn) for turn in memory.turns] if memory else None,
        asked_at=now,
        due=city_day(now) + ANSWERED_WITHIN,
    )
    return made


@command
def answer_question(question_id: UUID, answer: str, *, now: datetime) -> Question:
    """Answer a question; its resident is told in her inbox, and by the ways she chose.

    Raises:
        NotFound: There is none.
        Conflict: It was answered already.
        BadInput: The answer is empty.

    """
    question: Question | None = Question.objects.filter(id=question_id).first()
    if question is None:
        raise NotFound("There is no such question.", "Its resident may have been erased.")
    if question.answered_at is not None:
        raise Conflict("This question was answered already.", "Look at the answer.")
    if not answer.strip():
        raise BadInput("The answer is empty.", "Write what the resident should read.")
    question.answer, question.answered_at = answer.strip()[:2000], now
    question.save()
    notify(
        question.resident_id,
        "question.answered",
        f"question:{question.id}",
        values={"reason": question.answer},
        href="/services/inbox",
        now=now,
    )
    return question


@command
def switch_topic(topic: str, *, off: bool, reason: str, account_id: UUID, topics: Sequence[str], now: datetime) -> None:
    """Switch a topic off, from the next question on, or on again.

    Raises:
        UnknownName: There is no such topic.
        BadInput: No reason is given for switching it off.

    """
    if topic not in topics:
        raise UnknownName("topic", topic, topics)
    if not off:
        TopicSwitch.objects.filter(topic=topic).delete()
        return
    if not reason.strip():
        raise BadInput("There is no reason.", "Say in a sentence why; everybody who asks reads it.")
    TopicSwitch.objects.update_or_create(
        topic=topic, defaults={"reason": reason.strip()[:300], "since": now, "account_id": account_id}
    )


@command
def log_error(*, topic: str, what: Mapping[str, str], since: date) -> AnswerError:
    """Tell everybody that something was answered wrongly.

    Raises:
        BadInput: It does not say what.

    """
    words = {language: text.strip()[:500] for language, text in what.items() if text.strip()}
    if not words:
        raise BadInput("It does not say what was wrong.", "Write it in a sentence, without anybody's name.")
    made: AnswerError = AnswerError.objects.create(topic=topic[:60], what=words, since=since)
    return made


@command
def mend_error(error_id: int, *, how: Mapping[str, str], on: date) -> AnswerError:
    """Tell everybody that an error is mended, and how.

    Raises:
        NotFound: There is no such error.

    """
    error: AnswerError | None = AnswerError.objects.filter(id=error_id).first()
    if error is None:
        raise NotFound("There is no such error in the log.", "Look at the list.")
    error.mended, error.how = on, {language: text.strip()[:500] for language, text in how.items() if text.strip()}
    error.save()
    return error


@command
def give_access(
    access_id: UUID,
    resident_id: UUID,
    name: str,
    tools: Sequence[str],
    *,
    known_tools: Sequence[str],
    days: int,
    now: datetime,
) -> tuple[Access, str]:
    """Let an assistant of her own use some tools until a day; the token is shown once and kept by nobody.

    Raises:
        BadInput: No name, no tool, or too long.
        UnknownName: A tool that there is not.

    """
    if not name.strip() or not tools:
        raise BadInput("An access needs a name and at least one tool.", "Say for whom it is and what it may do.")
    if not 1 <= days <= ACCESS_DAYS_MAX:
        raise BadInput(f"An access lasts from 1 to {ACCESS_DAYS_MAX} days.", "Choose a shorter time.")
    for tool in tools:
        if tool not in known_tools:
            raise UnknownName("tool", tool, known_tools)
    the_resident(resident_id)
    token = TOKEN_BEGINS + secrets.token_urlsafe(32)
    made: Access = Access.objects.create(
        id=access_id,
        resident_id=resident_id,
        name=name.strip()[:60],
        token_hash=hash_of(token),
        tools=sorted(set(tools)),
        given_at=now,
        expires_at=now + timedelta(days=days),
    )
    return made, token


@command
def revoke_access(access_id: UUID, resident_id: UUID, *, now: datetime) -> None:
    """Take an access back, at once; taking it back twice changes nothing.

    Raises:
        NotFound: There is none of hers.

    """
    access = Access.objects.filter(id=access_id, resident=resident_id).first()
    if access is None:
        raise NotFound("There is no such access.", "Look at the list.")
    if access.revoked_at is None:
        access.revoked_at = now
        access.save()


@command
def use_access(token: str, tool: str, *, now: datetime) -> tuple[UUID, str]:
    """Let a token use a tool, and leave the lines of it before anything is given; say whose it is and in what language.

    Raises:
        NotAllowed: No such token, or it is over, taken back or not for this tool.

    """
    access = live_access(token, now=now)
    if tool not in access.tools:
        raise NotAllowed(f"This access does not cover '{tool}'.", "The resident can give another one, under Me.")
    AccessUse.objects.create(access=access, tool=tool, at=now)
    note_rooms_look(access.resident_id, [tool], room="assistant", reason="own_assistant", now=now)
    return access.resident_id, access.resident.language


def live_access(token: str, *, now: datetime) -> Access:
    """Find the access of a token.

    Raises:
        NotAllowed: No such token, or it is over or taken back.

    """
    found: Access | None = Access.objects.select_related("resident").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise NotAllowed("There is no access with this token.", "The resident can give a new one, under Me.")
    if found.revoked_at is not None:
        raise NotAllowed(
            "This access was taken back, and covers nothing any more.", "The resident can give a new one, under Me."
        )
    if found.expires_at <= now:
        raise NotAllowed(
            f"This access ended on {found.expires_at.date()}.", "The resident can give a new one, under Me."
        )
    return found


def language_of_access(token: str) -> str | None:
    """Say in which language whoever gave a token reads, be it over or taken back; None for a token of nobody."""
    language: str | None = (
        Access.objects.filter(token_hash=hash_of(token)).values_list("resident__language", flat=True).first()
    )
    return language


@command
def forget_old_questions(*, now: datetime) -> int:
    """Remove questions a year after their answer, and accesses a year after their end; say how many."""
    questions = Question.objects.filter(answered_at__lt=now - KEPT_AFTER_ANSWER)
    accesses = Access.objects.filter(expires_at__lt=now - KEPT_AFTER_ANSWER)
    return int(questions.delete()[0] + accesses.delete()[0])


def hash_of(token: str) -> str:
    """Give the hash under which a token is known."""
    return hashlib.sha256(token.encode()).hexdigest()
