"""What follows from a statement and waits: for its hour, or for an officer. And registers taken over in bulk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.records.models.records import Record
from manto.residents.models.accounts import Account
from manto.store.row_ids import new_id


class Task(models.Model):
    """What one statement asks of another record, by a derived rule.

    ``state``: timed (happens by itself at ``due_at``), waiting (for an officer), done, dropped.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="tasks")
    agency: Any = models.CharField(max_length=40)
    do: Any = models.CharField(max_length=10)
    cause: Any = models.CharField(max_length=40, blank=True)
    ends_cause: Any = models.CharField(max_length=40, blank=True)
    law: Any = models.JSONField(help_text="In every language")
    evidence: Any = models.BinaryField(max_length=32, help_text="The statement that set it off")
    restores: Any = models.BinaryField(max_length=32, null=True)
    result: Any = models.BinaryField(max_length=32, null=True, help_text="The statement that came of it")
    automatic: Any = models.BooleanField()
    state: Any = models.CharField(max_length=8)
    due_at: Any = models.DateTimeField()
    made_at: Any = models.DateTimeField()
    done_at: Any = models.DateTimeField(null=True)
    done_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    said: Any = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at"], name="tasks_that_wait")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record", "evidence", "do", "cause"], name="one_task_per_evidence")
        ]


class ImportRun(models.Model):
    """An old register taken over from a file: how far it is and what was left, by line."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register: Any = models.CharField(max_length=40)
    file_hash: Any = models.CharField(max_length=64)
    source: Any = models.CharField(max_length=200)
    lines: Any = models.PositiveIntegerField(default=0, help_text="How many the file has")
    lines_done: Any = models.PositiveIntegerField(default=0)
    taken: Any = models.PositiveIntegerField(default=0)
    left: Any = models.JSONField(default=list, help_text="Line numbers and why, without what they say")
    began_at: Any = models.DateTimeField()
    ended_at: Any = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["register", "file_hash"], name="one_run_per_file")
        ]
