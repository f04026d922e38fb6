"""Papers and wallet credentials that were given out, the lists that say which still hold, and wallets on their way."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.records.models.records import Record
from manto.residents.models.accounts import Account
from manto.residents.models.people import Resident
from manto.store.row_ids import new_id


class Issued(models.Model):
    """One paper or credential that was given out: from which statement it speaks, and its place in a status list.

    ``content`` is a hash over what that statement left as it was: it tells whether a later statement changed it.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="issued")
    resident: Any = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, related_name="+")
    form: Any = models.CharField(max_length=10, help_text="paper or wallet")
    statement: Any = models.BinaryField(max_length=32)
    content: Any = models.BinaryField(max_length=32)
    list_number: Any = models.PositiveIntegerField()
    place: Any = models.PositiveIntegerField()
    standing: Any = models.PositiveSmallIntegerField(default=0)
    made_at: Any = models.DateTimeField()
    ended_at: Any = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["list_number", "place"], name="one_place_each")
        ]


class StatusListPage(models.Model):
    """A status list as it was last signed: the same for everybody. ``due`` says that a place has changed since."""

    number: Any = models.PositiveIntegerField(primary_key=True)
    token: Any = models.TextField(blank=True)
    decoys: Any = models.JSONField(default=list, help_text="Places that belong to nobody, and what they pretend")
    made_at: Any = models.DateTimeField(null=True)
    due: Any = models.BooleanField(default=True)
    anchored: Any = models.BinaryField(max_length=32, null=True, help_text="The statement that holds its hash")


class WalletCode(models.Model):
    """A code that a wallet turns into a token, once. Kept as its hash; for minutes.

    ``how``: `offer` (agreed to in the app, with a number that travels apart) or `sign_in` (by the wallet's own browser).
    """

    code_hash: Any = models.BinaryField(max_length=32, unique=True)
    how: Any = models.CharField(max_length=8)
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    number_hash: Any = models.BinaryField(max_length=32, null=True)
    tries_left: Any = models.PositiveSmallIntegerField(default=5)
    challenge: Any = models.CharField(max_length=64, blank=True)
    client: Any = models.CharField(max_length=300, blank=True)
    redirect: Any = models.CharField(max_length=600, blank=True)
    until: Any = models.DateTimeField()
    used_at: Any = models.DateTimeField(null=True)


class WalletToken(models.Model):
    """What lets a wallet fetch one record as a credential; kept as its hash, for minutes."""

    token_hash: Any = models.BinaryField(max_length=32, unique=True)
    record: Any = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    until: Any = models.DateTimeField()


class WalletNonce(models.Model):
    """A number that a wallet's proof must repeat, once."""

    nonce_hash: Any = models.BinaryField(max_length=32, unique=True)
    until: Any = models.DateTimeField()


class Showing(models.Model):
    """A question to somebody's wallet, by an officer; what was shown is kept encrypted until the officer has read it."""

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state_hash: Any = models.BinaryField(max_length=32, unique=True)
    nonce: Any = models.CharField(max_length=64)
    register: Any = models.CharField(max_length=40)
    claims: Any = models.JSONField()
    purpose: Any = models.CharField(max_length=300)
    asked_by: Any = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    asked_at: Any = models.DateTimeField()
    until: Any = models.DateTimeField()
    answered_at: Any = models.DateTimeField(null=True)
    refused: Any = models.CharField(max_length=200, blank=True)
    shown: Any = models.BinaryField(null=True)
