"""The forms in which this room answers and is asked over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field


class RecordFieldOut(Schema):
    """A field of a record, as data and in words."""

    name: str
    label: str
    value: Any
    text: str


class RecordLineOut(Schema):
    """A record in a list."""

    id: UUID
    name: str
    type: str = Field(validation_alias="register")
    type_name: str
    title: str
    status: str
    status_text: str
    valid: bool
    since_text: str
    until_text: str
    why: str
    grade: str
    grade_text: str


class RecordOut(RecordLineOut):
    """A record whole."""

    about: str
    agency: str
    holder_label: str
    holders: int
    fields: list[RecordFieldOut]
    publicity: str
    publicity_law: str
    retention_law: str
    erased: bool


class RecordHistoryOut(Schema):
    """One statement of a record's history."""

    hash: str
    index: int
    kind: str
    what: str
    status: str
    recorded_at: datetime
    recorded_text: str
    by: list[str]
    cause: str
    law: str
    reason: str
    because_of: list[str]
    restores: bool
    derived: bool


class RecordLookOut(Schema):
    """Who looked at a record."""

    who: str
    role: str
    reason: str
    at_text: str


class RecordCauseOut(Schema):
    """Why a record may come to stand otherwise."""

    code: str
    text: str


class RecordStepOut(Schema):
    """A step that an officer may draw up."""

    type: str = Field(validation_alias="register")
    type_name: str
    kind: str
    label: str
    requires: list[str]
    eyes: int
    changes: bool
    new_holders: bool
    causes: list[RecordCauseOut]


class DeskRecordOut(Schema):
    """A record as the desk shows it."""

    record: RecordOut
    history: list[RecordHistoryOut]
    looks: list[RecordLookOut]
    beside: list[RecordLineOut]
    under_way: list[UUID]
    steps: list[RecordStepOut]
    attachable: list[RecordStepOut]


class RecordOptionOut(Schema):
    """One value that a field may have."""

    value: str
    label: str


class RecordFormFieldOut(Schema):
    """A field of a type's form."""

    name: str
    label: str
    kind: str
    unit: str
    required: bool
    options: list[RecordOptionOut]


class RecordDividesOut(Schema):
    """How records of a type are divided and joined: by which quantity, and the fields that follow from what there was."""

    field: str
    unit: str
    follows: list[str]


class RecordTypeOut(Schema):
    """A record type with its form."""

    id: str
    name: str
    plural: str
    about: str
    agency: str
    attached: bool
    holder_label: str
    holders_at_least: int
    may_enter: bool
    issue: RecordStepOut
    divides: RecordDividesOut | None
    shows: list[str]
    fields: list[RecordFormFieldOut]


class DeskTypesOut(Schema):
    """The record types, and for whom the officer signs."""

    offices: list[str]
    types: list[RecordTypeOut]


class RecordWaitingOut(Schema):
    """Something that waits for an officer."""

    kind: str
    subject: str
    title: str
    text: str
    at: datetime
    href: str


class RecordHolderIn(Schema):
    """Somebody who is to hold a record: a resident, or nobody whom the city knows."""

    resident: UUID | None = None


class RecordEntryIn(Schema):
    """What is to be entered about one record."""

    type: str
    kind: str
    record: UUID | None = None
    attached_to: UUID | None = None
    fields: dict[str, Any] | None = None
    holders: list[RecordHolderIn] | None = None
    effective_on: date | None = None


class RecordDraftIn(Schema):
    """A draft: one or more entries that enter together, why, and by which law."""

    entries: list[RecordEntryIn]
    cause: str = ""
    reason: str
    law: str


class RecordNeedOut(Schema):
    """A signature that is asked for."""

    who: str
    label: str
    count: int
    have: int


class RecordEntryOut(Schema):
    """What is to be entered about one record."""

    record: str
    type: str = Field(validation_alias="register")
    type_name: str
    what: str
    title: str
    fields: list[RecordFieldOut]
    was: list[RecordFieldOut]


class RecordObjectionOut(Schema):
    """A holder's objection."""

    id: int
    reason: str
    at: datetime
    outcome: str
    answer: str


class RecordDraftOut(Schema):
    """A draft whole."""

    id: UUID
    type: str = Field(validation_alias="register")
    type_name: str
    kind: str
    what: str
    title: str
    state: str
    state_text: str
    agency: str
    made_by: str
    made_at: datetime
    checked_by: str
    record: UUID | None
    cause: str
    reason: str
    law: str
    entries: list[RecordEntryOut]
    needs: list[RecordNeedOut]
    objections: list[RecordObjectionOut]
    window_until: datetime | None
    not_before: datetime | None
    waits_until_text: str
    said: str
    you: list[str]
    sign_with: str


class RecordApprovalOut(Schema):
    """What a browser asks an officer's passkey with, as WebAuthn writes it in JSON."""

    public_key: dict[str, Any]


class RecordSignIn(Schema):
    """An officer's yes to what she signs, as her browser gave it; left out in a demo without passkeys."""

    assertion: dict[str, Any] | None = None


class RecordCheckIn(Schema):
    """What a second pair of eyes says."""

    approve: bool
    said: str = ""


class RecordSaidIn(Schema):
    """A reason in words."""

    said: str


class RecordOutsideSignatureIn(Schema):
    """Signatures made where the key is kept, in hexadecimal, one for each statement."""

    key: str
    signatures: list[str]


class RecordToSignOut(Schema):
    """The bytes that a key kept elsewhere signs, in hexadecimal: one COSE Sig_structure for each statement."""

    key: str
    structures: list[str]


class RecordObjectionAnswerIn(Schema):
    """An officer's decision on an objection."""

    uphold: bool
    answer: str


class RecordTaskOut(Schema):
    """What another record asks of one."""

    id: UUID
    record: RecordLineOut
    do: str
    do_text: str
    cause: str
    law: str
    agency: str
    state: str
    restores: bool
    because: str
    because_what: str
    because_text: str
    due_at: datetime
    said: str


class RecordTaskAnswerIn(Schema):
    """An officer's decision on a task."""

    do: bool
    said: str


class RecordTaskAnswerOut(Schema):
    """What came of a task."""

    draft: UUID | None


class RecordAlertOut(Schema):
    """A message to a holder."""

    id: int
    what: str
    title: str
    text: str
    type: str = Field(validation_alias="register")
    record: UUID | None
    draft: UUID | None
    at: datetime
    at_text: str
    window_until: datetime | None
    window_text: str
    read: bool
    can_object: bool
    urgent: bool


class RecordOneBitOut(Schema):
    """Yes or no, and as of when."""

    answer: bool
    as_of: datetime


class OpenRegisterOut(Schema):
    """A register that is public by law."""

    name: str
    law: str
    licence: str
    columns: dict[str, str]
    as_of: datetime
    rows: list[dict[str, Any]]


class OpenEntryOut(Schema):
    """What anybody may know of one thing in a register whose index is open; no entry where there is none."""

    as_of: datetime
    entry: dict[str, Any] | None
