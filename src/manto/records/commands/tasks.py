"""Tasks on an agency's desk: what another record asks, and an officer decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.records import keys
from manto.records.commands.drafts import file_draft, sign_as_officer
from manto.records.drawing_up import Entry
from manto.records.models import Task
from manto.records.wording import words_in
from manto.store.command import command


def settle_task(task_id: UUID, *, account_id: UUID, do: bool, said: str, now: datetime) -> UUID | None:
    """Do what a task asks, or decide against it, with a reason.

    Returns:
        The draft that does it, signed by this officer; None when nothing is entered.

    Raises:
        NotAllowed: The officer is of another agency.
        BadInput: No reason.
        Conflict: It does not wait any more.
    """
    entry = _decide(task_id, account_id=account_id, do=do, said=said, now=now)
    if entry is None:
        return None
    draft = file_draft([entry], account_id=account_id, now=now, task=task_id)
    sign_as_officer(draft, account_id=account_id, now=now)
    return draft


@command
def _decide(task_id: UUID, *, account_id: UUID, do: bool, said: str, now: datetime) -> Entry | None:
    task = Task.objects.select_for_update(of=("self",)).select_related("record").filter(id=task_id).first()
    if task is None:
        raise NotFound("There is no such task.", "Look at the queue again.")
    if task.state != "waiting":
        raise Conflict("This task does not wait any more.", "Look at the record as it stands now.")
    if not any(row.agency == task.agency for row in keys.keys_of(account_id, now)):
        raise NotAllowed("Only officers of the agency whose record it is decide this.", "Ask one of them.")
    if not said.strip():
        raise BadInput("Say why, for whoever looks at it later.", "A sentence will do.")
    if do and task.do != "review":
        return _entry(task, said.strip())
    task.state, task.said, task.done_at, task.done_by_id = ("done" if do else "dropped"), said.strip(), now, account_id
    task.save(update_fields=["state", "said", "done_at", "done_by"])
    return None


def _entry(task: Any, said: str) -> Entry:
    return Entry(
        task.record.name,
        task.do,
        cause=task.cause,
        reason=said,
        law=words_in(task.law, settings.CITY.default_language),
        evidence=(bytes(task.evidence),),
        restores=bytes(task.restores) if task.restores is not None else None,
        derived=True,
    )
