"""The shapes of this room's answers and questions over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

CaseStateName = Literal[
    "draft", "to_pay", "sent", "in_progress", "to_complete", "granted", "refused", "withdrawn", "under_review"
]


class CaseLineOut(Schema):
    """An application in a list."""

    id: UUID
    number: str | None
    service: str
    title: str
    for_name: str | None
    subject: UUID
    state: CaseStateName
    state_text: str
    turn: Literal["resident", "office", "nobody"]
    opened_at: datetime
    sent_at: datetime | None
    due: date | None
    due_text: str | None


class KnownOut(Schema):
    """What the city knows for a field, and from where."""

    field: str
    value: Any
    text: str
    source: str


class ToldOut(Schema):
    """One line of what was sent."""

    field: str
    step: str
    label: str
    text: str
    from_text: str
    fact: str | None


class DocumentOut(Schema):
    """A file that was handed in."""

    id: UUID
    field: str
    name: str
    media_type: str
    size: int
    added_at: datetime


class MoveOut(Schema):
    """One step of a case's story."""

    to: CaseStateName
    text: str
    by: Literal["resident", "officer", "machine"]
    by_text: str
    at: datetime
    day_text: str
    reason: str
    law: str


class MayOut(Schema):
    """What the applicant may do now."""

    send: bool
    complete: bool
    pay: bool
    withdraw: bool
    appeal: bool


class ListLineOut(Schema):
    """A line of a score: what for, how many points it gave (null where it is not known), how many it can give."""

    text: str
    points: int | None
    worth: int | None
    counts_text: str


class ListStandingOut(Schema):
    """Where an application stands on its ranking list, and why."""

    title: str
    text: str
    within: bool
    points: int
    when_text: str
    late_text: str | None
    ties: str
    lines: list[ListLineOut]


class CaseOut(CaseLineOut):
    """An application with its journey."""

    journey: dict[str, Any]
    journey_hash: str
    answers: dict[str, Any]
    known: list[KnownOut]
    next_step: str | None
    revision: int
    proof: str | None
    told: list[ToldOut]
    documents: list[DocumentOut]
    moves: list[MoveOut]
    fee_text: str | None
    act: str
    office: str
    place: str | None
    may: MayOut
    on_list: ListStandingOut | None


class OpenCaseIn(Schema):
    """Beginning an application; the phone makes the identifier, so that beginning twice is once."""

    id: UUID
    service: str = Field(max_length=60)
    subject: UUID | None = None


class AnswersIn(Schema):
    """Some answers by field; null takes one back."""

    answers: dict[str, Any] = Field(max_length=200)


class ReasonIn(Schema):
    """Why, in words that the other side will read."""

    reason: str = Field(max_length=4000)


class PayOut(Schema):
    """Where to go to pay."""

    url: str


class PaymentOut(Schema):
    """A payment, for the page on which it is made."""

    reference: str
    amount_text: str
    what: str
    state: Literal["open", "paid", "failed"]
    sandbox: bool


class SandboxIn(Schema):
    """What the one who tries out wants to happen."""

    outcome: Literal["paid", "failed"]


class DeskPersonOut(Schema):
    """Somebody on a case."""

    id: UUID
    name: str


class ConditionOut(Schema):
    """One condition, as it stands with her."""

    text: str
    value: Literal["yes", "no", "unknown", "not applicable"]
    known_text: str | None
    from_text: str | None
    law: str | None
    attested: bool


class ExplanationOut(Schema):
    """Whether a service is for her, and why."""

    value: Literal["yes", "no", "unknown", "not applicable"]
    version_text: str
    conditions: list[ConditionOut]
    settles: str | None
    change: str | None = None
    had: bool


class DeskCaseOut(Schema):
    """A case for the officer."""

    id: UUID
    number: str | None
    service: str
    title: str
    state: CaseStateName
    state_text: str
    turn: Literal["resident", "office", "nobody"]
    task: str | None
    sent_at: datetime | None
    due: date | None
    resident: DeskPersonOut
    applicant: DeskPersonOut | None
    proof: str | None
    officer: str | None
    law: str
    told: list[ToldOut]
    explanation: ExplanationOut | None
    replayed_text: str | None
    documents: list[DocumentOut]
    moves: list[MoveOut]
    choices: list[CaseStateName]
    answer_within_days: int
    answered_after_list: bool


class CaseDecisionIn(Schema):
    """Granted or refused, why, and by which law."""

    decision: Literal["granted", "refused"]
    reason: str = Field(max_length=4000)
    law: str = Field(max_length=500)
