"""How the connectors are doing, for the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_timedelta

from manto.residents.refused import refusals
from manto.services.models import ConnectorState
from manto.services.reference import connectors
from manto.services.wording import texts


def connectors_for_desk(language: str, now: datetime) -> list[dict[str, Any]]:
    """Say of each connector when it last answered well, how old that is, and what is wrong now."""
    states = {one.id: one for one in ConnectorState.objects.all()}
    return [_tell(one, states.get(one.id), language, now) for one in connectors().values()]


def _tell(one: Any, state: ConnectorState | None, language: str, now: datetime) -> dict[str, Any]:
    answered = state.answered_at if state else None
    if state is None or (answered is None and not state.failures):
        key = "waits"
    elif state.failures:
        key = "fails"
    else:
        key = "well"
    age = format_timedelta(answered - now, add_direction=True, locale=language) if answered else None
    return {
        "id": one.id,
        "title": one.title[language],
        "kind_text": texts.say(f"connector.kind.{one.kind}", language),
        "state": key,
        "state_text": texts.say(f"connector.{key}", language),
        "answered_text": age or texts.say("connector.never", language),
        "taken": state.taken if state else 0,
        "failures": state.failures if state else 0,
        "error": refusals(language).say(state.last_error) if state and state.last_error else None,
    }
