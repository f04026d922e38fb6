"""Where sessions are kept: in the database, each with the account it belongs to (``SESSION_ENGINE``)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import models
from django.utils import timezone

from manto.residents.models import Session
from manto.store.asked_often import AskedOften

_OPEN = AskedOften(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data"),
    key=models.CharField(),
    now=models.DateTimeField(),
)


class SessionStore(DatabaseStore):
    """Django's database sessions, findable by account."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name the table."""
        return Session

    def load(self) -> dict[str, Any]:
        """Read the session that the browser's key opens; an empty one when there is none or its time is over."""
        rows = _OPEN(key=self.session_key, now=timezone.now())
        if not rows:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(rows[0][0])
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Copy the account's id out of the signed data."""
        session: Session = super().create_model_instance(data)
        session.account_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        return session
