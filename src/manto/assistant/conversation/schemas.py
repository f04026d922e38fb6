"""What the conversation says and hears over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class AskIn(Schema):
    """A question, and from where in the app it is asked; the position only if she lets it be used."""

    question: str = Field(min_length=1, max_length=400)
    page: str = Field("/", max_length=200)
    near: str | None = Field(None, max_length=60)


class AnswerQuoteOut(Schema):
    """Reviewed words, letter for letter, with where they stand and since when."""

    text: str
    source: str
    since: date | None
    href: str | None


class AnswerLineOut(Schema):
    """One of several things found."""

    title: str
    text: str
    href: str


class AnswerLinkOut(Schema):
    """Where one goes on."""

    label: str
    href: str


class AnswerChoiceOut(Schema):
    """What a button says, what pressing it says to the assistant, and by what it differs from the others."""

    label: str
    send: str
    text: str


class CityAnswerOut(Schema):
    """What the city answers, wherever it is asked."""

    kind: Literal["answer", "ask", "confirm", "done", "unsure", "declined", "urgent", "off"]
    topic: str
    likely: float
    say: str
    quotes: list[AnswerQuoteOut]
    lines: list[AnswerLineOut]
    links: list[AnswerLinkOut]
    choices: list[AnswerChoiceOut]
    person: bool


class AnswerOut(CityAnswerOut):
    """One turn of the city's, and in which language it is."""

    language: str


class TurnOut(Schema):
    """Something that was said."""

    who: Literal["resident", "city"]
    words: str


class DialogueOut(Schema):
    """What the dialogue remembers, and for how many minutes."""

    turns: list[TurnOut]
    kept_minutes: int
    model_available: bool


class HandOverIn(Schema):
    """A question for a person; the dialogue goes along only if she says so."""

    id: UUID
    question: str = Field(min_length=1, max_length=1000)
    topic: str = Field("", max_length=60)
    with_dialogue: bool = False


class OwnQuestionOut(Schema):
    """A question that was handed over, with its answer."""

    id: UUID
    text: str
    asked_at: datetime
    due: date
    answer: str
    answered_at: datetime | None


class DeskQuestionOut(OwnQuestionOut):
    """A question as who answers it sees it."""

    topic: str
    language: str
    dialogue: list[TurnOut]


class QuestionAnswerIn(Schema):
    """What the resident will read."""

    answer: str = Field(min_length=1, max_length=2000)


class AssistantTopicOut(Schema):
    """A topic, and whether it is answered."""

    topic: str
    title: str
    off: bool
    reason: str
    since: datetime | None


class AssistantTopicIn(Schema):
    """Whether a topic is switched off, and why."""

    off: bool
    reason: str = Field("", max_length=300)


class AnswerErrorOut(Schema):
    """Something that was answered wrongly."""

    id: int
    topic: str
    what: str
    since: date
    mended: date | None
    how: str


class AssistantLogOut(Schema):
    """What everybody may know: errors, and topics that are switched off."""

    errors: list[AnswerErrorOut]
    switched_off: list[AssistantTopicOut]


class AnswerErrorIn(Schema):
    """What was wrong, in each language, and since when."""

    topic: str = Field("", max_length=60)
    what: dict[str, str]
    since: date


class MendedIn(Schema):
    """How an error was mended, in each language, and on which day."""

    how: dict[str, str]
    on: date


class AccessToolOut(Schema):
    """A tool that an access may cover."""

    tool: str
    title: str


class AccessUseOut(Schema):
    """One use of an access."""

    title: str
    at: datetime


class AccessOut(Schema):
    """An access that a resident gave to an assistant of her own."""

    id: UUID
    name: str
    tools: list[AccessToolOut]
    given_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    uses: list[AccessUseOut]


class AccessesOut(Schema):
    """The accesses that a resident gave, and what one may cover."""

    address: str
    tools: list[AccessToolOut]
    given: list[AccessOut]


class AccessIn(Schema):
    """For whom an access is, what it may do, for how many days."""

    id: UUID
    name: str = Field(min_length=1, max_length=60)
    tools: list[str] = Field(min_length=1, max_length=40)
    days: int = Field(30, ge=1, le=180)


class AccessGivenOut(Schema):
    """The token, which is shown this once."""

    token: str
    accesses: AccessesOut
