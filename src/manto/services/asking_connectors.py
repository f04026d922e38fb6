"""Asking the connectors beside the requests.

1. Whose time has come is taken in a transaction of its own.
2. It is asked outside of any, in a thread that is waited for only so long: a slow one is left behind, and is not asked
   again before the thread has ended.
3. What it says is checked whole, then kept, and how it did is written down.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import MantoError, Unavailable
from manto.residents.commands.lookups import city_day
from manto.residents.models import Consent
from manto.residents.reference import purposes
from manto.services.commands.connectors import (
    PURPOSE,
    claim_connectors,
    keep_closures,
    keep_due,
    note_answer,
    note_failure,
)
from manto.services.connectors.checking import checked_closed, checked_due
from manto.services.connectors.protocol import Configured, make_connector
from manto.services.reference import connectors

log = logging.getLogger("manto.connectors")
_left_behind: dict[str, threading.Thread] = {}


def ask_connectors(*, now: datetime) -> int:
    """Ask the connectors whose time has come; says how many were asked."""
    configured = connectors()
    claimed = claim_connectors(list(configured.values()), now=now)  # (1)
    for name in claimed:
        one = configured[name]
        try:
            taken = _ask(one, now=now)
        except MantoError as error:
            note_failure(one, error.what, now=now)
        except Exception as error:  # what somebody else's package raises is never ours to know
            log.warning("a connector failed", extra={"connector": name, "error": type(error).__name__})
            note_failure(one, Unavailable(f"It failed ({type(error).__name__}).").what, now=now)
        else:
            note_answer(one, taken, now=now)
    return len(claimed)


def _ask(one: Configured, *, now: datetime) -> int:
    today = city_day(now)
    if one.kind == "health":
        people = [str(person) for person in who_agreed()]
        due = checked_due(_in_time(one, lambda made: list(made.due(people, today))), asked=set(people), today=today)
        return keep_due(due, source="health", today=today, now=now)  # (3)
    return keep_closures(_closed(one, today), connector=one.id)


def _closed(one: Configured, today: date) -> Any:
    return checked_closed(_in_time(one, lambda made: list(made.closed(today))))


def who_agreed() -> list[UUID]:
    """List the residents who agree that their dates are asked of the health authority."""
    version = purposes()[PURPOSE].version
    agreed = Consent.objects.filter(purpose=PURPOSE, version=version, withdrawn_at__isnull=True)
    return list(agreed.order_by("resident").values_list("resident", flat=True).distinct())


def _in_time(one: Configured, question: Callable[[Any], Any]) -> Any:
    before = _left_behind.get(one.id)
    if before is not None and before.is_alive():
        raise Unavailable("It has not answered the last question yet.")
    box: dict[str, Any] = {}

    def ask() -> None:
        try:
            box["said"] = question(make_connector(one))
        except BaseException as error:  # carried over to whoever waits
            box["error"] = error

    thread = threading.Thread(target=ask, name=f"connector-{one.id}", daemon=True)
    thread.start()
    thread.join(one.answer_within_s)  # (2)
    if thread.is_alive():
        _left_behind[one.id] = thread
        raise Unavailable(f"It did not answer within {one.answer_within_s} seconds.")
    if "error" in box:
        raise box["error"]
    return box["said"]
