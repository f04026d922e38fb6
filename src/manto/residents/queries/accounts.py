"""The account of a session, which is asked for at every request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from manto.residents.models import Account, Resident
from manto.store.asked_often import AskedOften

_OF_ACCOUNT = [field.name for field in Account._meta.concrete_fields]
_OF_RESIDENT = [field.attname for field in Resident._meta.concrete_fields]

_ACCOUNT = AskedOften(
    lambda account: Account.objects.filter(id=account).values_list(
        *_OF_ACCOUNT, *(f"resident__{name}" for name in _OF_RESIDENT)
    ),
    account=models.UUIDField(),
)


def account_by_id(account_id: UUID) -> Account | None:
    """Give an account with its resident, as ``AccountManager`` does; nothing when there is none."""
    rows = _ACCOUNT(account=account_id)
    if not rows:
        return None
    columns, rest = rows[0][: len(_OF_ACCOUNT)], rows[0][len(_OF_ACCOUNT) :]
    account: Any = Account.from_db("default", _OF_ACCOUNT, columns)
    resident = Resident.from_db("default", _OF_RESIDENT, rest) if rest[0] is not None else None
    account._state.fields_cache["resident"] = resident
    found: Account = account
    return found
