"""What is on its way into the ledger, with what it says, and the keys of those who sign."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.records.models.records import Record
from manto.residents.models.accounts import Account
from manto.residents.models.people import Resident
from manto.store.row_ids import new_id


class Body(models.Model):
    """What statements of a record say, encrypted with a key of its own; key and salts are wrapped by the city's key.

    Erasure empties ``wrapped_key``, ``wrapped_salts`` and ``sealed``, in that order, and leaves the row as a mark.
    """

    hash: Any = models.BinaryField(max_length=32, unique=True, help_text="Of the sealed bytes, as statements name it")
    record: Any = models.CharField(max_length=201, db_index=True, help_text="The record's name")
    sealed: Any = models.BinaryField(null=True)
    wrapped_key: Any = models.BinaryField(max_length=100, null=True)
    wrapped_salts: Any = models.BinaryField(null=True)
    made_at: Any = models.DateTimeField()
    erased_at: Any = models.DateTimeField(null=True)


class Filing(models.Model):
    """Signed statements that enter the ledger together, written down before they are sent; removed when they stand there.

    What the database must look like afterwards is in ``plan``: a crash between the two is made good from here.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    envelopes: Any = models.BinaryField()
    plan: Any = models.JSONField()
    state: Any = models.CharField(max_length=10, default="ready", help_text="ready or refused")
    refusal: Any = models.TextField(blank=True)
    made_at: Any = models.DateTimeField(db_index=True)


class Draft(models.Model):
    """What an officer prepares: drawn up, seen by a second pair of eyes, signed by all who must, entered.

    ``state``: draft → review → signing → window → entering → final; or frozen by an objection, refused, withdrawn.
    ``content`` is encrypted as a body is: fields, holders, reason, law.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register: Any = models.CharField(max_length=40)
    kind: Any = models.CharField(max_length=10)
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="drafts")
    content: Any = models.BinaryField()
    state: Any = models.CharField(max_length=10, db_index=True)
    agency: Any = models.CharField(max_length=40)
    made_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: Any = models.DateTimeField()
    checked_by: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at: Any = models.DateTimeField(null=True)
    payloads: Any = models.BinaryField(null=True, help_text="The statements as they are signed, once checked")
    window_until: Any = models.DateTimeField(null=True)
    not_before: Any = models.DateTimeField(null=True)
    closed_at: Any = models.DateTimeField(null=True)
    said: Any = models.TextField(blank=True, help_text="Why it was sent back, refused or withdrawn")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "made_at"], name="drafts_by_state"),
        ]


class DraftSignature(models.Model):
    """One signature on a draft's statements; who a resident is stands here only until the draft is closed."""

    draft: Any = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="signatures")
    key: Any = models.BinaryField(max_length=32)
    signatures: Any = models.BinaryField(help_text="64 bytes for each statement, in order")
    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, null=True, related_name="+")
    signed_at: Any = models.DateTimeField()
    approval: Any = models.JSONField(
        null=True, help_text="An officer's yes by passkey, to be checked again; see approving"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "key"], name="one_signature_per_key")
        ]


class OfficerKey(models.Model):
    """A key with which an officer signs for an agency; ``where`` says who keeps the secret half."""

    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="officer_keys")
    agency: Any = models.CharField(max_length=40)
    roles: Any = models.JSONField()
    key: Any = models.BinaryField(max_length=32, unique=True)
    where: Any = models.CharField(max_length=10, default="file", help_text="file, module (PKCS#11), or elsewhere")
    automatic: Any = models.BooleanField(default=False, help_text="Signs what the law lets happen by itself")
    until: Any = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["agency"], name="keys_of_agency")]
