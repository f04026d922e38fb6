"""What happens in this room that others act on. Events name records and residents, and never say what a record says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from manto.kernel.events import Event


@dataclass(frozen=True)
class RecordChanged(Event):
    """A statement about a record is final: the subject is the record's id."""

    name: ClassVar[str] = "records.record_changed"
    register: str
    kind: str
    status: str


@dataclass(frozen=True)
class HolderAlerted(Event):
    """Something was filed against, or happened to, a record of hers: the subject is the resident's id."""

    name: ClassVar[str] = "records.holder_alerted"
    alert: int
    what: str
    register: str
    kind: str


@dataclass(frozen=True)
class DraftObjected(Event):
    """A holder objected to what was filed, and it is frozen: the subject is the draft's id."""

    name: ClassVar[str] = "records.draft_objected"
    register: str


@dataclass(frozen=True)
class TaskOpened(Event):
    """A record of one agency asks another's officer to decide: the subject is the task's id."""

    name: ClassVar[str] = "records.task_opened"
    agency: str
    register: str


@dataclass(frozen=True)
class RecordErased(Event):
    """What a record said was destroyed: the subject is the record's id."""

    name: ClassVar[str] = "records.record_erased"
    register: str
