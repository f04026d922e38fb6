"""Where sessions are kept: in the database, each with the account it belongs to (``SESSION_ENGINE``)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from manto.residents.models import Session


class SessionStore(DatabaseStore):
    """Django's database sessions, findable by account."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Copy the account's id out of the signed data."""
        session: Session = super().create_model_instance(data)
        session.account_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        return session
