"""Who the city serves, and who belongs to whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models

from manto.kernel.ids import time_ordered_id, unguessable_id
from manto.residents.models.accounts import Account, city_language


def new_id() -> UUID:
    """Make a row's identifier; rows written together then lie together on the disk."""
    return time_ordered_id(datetime.now(UTC))


class Resident(models.Model):
    """Somebody the city serves: an identifier, a language, perhaps an account. Whatever else is known is a fact.

    ``pairwise_id`` is what an outside system is told in place of ``id``; nobody can guess it or derive one from the
    other.
    """

    id: Any = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pairwise_id: Any = models.CharField(max_length=24, unique=True, default=unguessable_id, editable=False)
    language: Any = models.CharField(max_length=8, default=city_language)
    account: Any = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, related_name="resident")

    def __str__(self) -> str:
        return str(self.id)
