"""How records stand, as the ledger's newest block says. Follows from the ledger; nothing here is believed by a verifier."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.kernel.ids import unguessable_id
from manto.residents.models.people import Resident
from manto.store.row_ids import new_id


class Record(models.Model):
    """A record: its name in the ledger and how it stands. What it says is encrypted in `Body`."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name: Any = models.CharField(max_length=201, unique=True, help_text="register/subject, as the ledger names it")
    register: Any = models.CharField(max_length=40)
    subject: Any = models.CharField(max_length=160, db_index=True)
    status: Any = models.CharField(max_length=10)
    since: Any = models.DateTimeField()
    until: Any = models.DateTimeField(null=True)
    head: Any = models.BinaryField(max_length=32)
    body: Any = models.BinaryField(max_length=32, null=True, help_text="Of the body that it says, as its head names it")
    commitment: Any = models.BinaryField(max_length=32, null=True, help_text="What its head commits to in that body")
    cause: Any = models.CharField(max_length=40, blank=True)
    grade: Any = models.CharField(max_length=12, default="registered", help_text="registered, or legacy: not verified")
    ran_out: Any = models.BooleanField(default=False, help_text="Whether others were told that its end has come")
    first_at: Any = models.DateTimeField()
    changed_at: Any = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "status", "changed_at"], name="records_by_register"),
            models.Index(fields=["until"], condition=models.Q(until__isnull=False), name="records_that_end"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Holder(models.Model):
    """Somebody who holds or held a record, since a statement, until another.

    ``pairwise_id`` is her name for this record alone. ``seed`` is the wrapped half of the key with which she agrees;
    empty when her own device keeps it.
    """

    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="holders")
    resident: Any = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, related_name="held_records")
    pairwise_id: Any = models.CharField(max_length=24, default=unguessable_id)
    key: Any = models.BinaryField(max_length=32, null=True)
    seed: Any = models.BinaryField(max_length=100, null=True)
    place: Any = models.PositiveSmallIntegerField(
        default=0, help_text="Its place among the parties that the record names"
    )
    since: Any = models.DateTimeField()
    until: Any = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resident"], condition=models.Q(until__isnull=True), name="records_held_now")
        ]


class StatementLine(models.Model):
    """One statement of a record, as its history is told; its bytes are kept by the ledger's node."""

    hash: Any = models.BinaryField(max_length=32, unique=True)
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="lines")
    index: Any = models.PositiveBigIntegerField(help_text="Its place in the log")
    kind: Any = models.CharField(max_length=10)
    status: Any = models.CharField(max_length=10)
    cause: Any = models.CharField(max_length=40, blank=True)
    reason: Any = models.TextField(blank=True)
    law: Any = models.TextField(blank=True)
    effective_at: Any = models.DateTimeField()
    recorded_at: Any = models.DateTimeField()
    signers: Any = models.JSONField(help_text="Who signed: agency, roles; never a resident's name")
    evidence: Any = models.JSONField(help_text="Hashes of the statements that it follows from, in hexadecimal")
    restores: Any = models.CharField(max_length=64, blank=True)
    derived: Any = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["record", "index"], name="history_of_record")]


class SearchWord(models.Model):
    """A word by which an officer finds a record, as a keyed hash: the table says nothing without the city's key."""

    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="words")
    word: Any = models.CharField(max_length=32, db_index=True)
