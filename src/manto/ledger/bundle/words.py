"""What a proof shows, in one sentence and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from manto.ledger.bundle.verify import Verdict
from manto.ledger.statements.statement import Status

STATUS_WORDS = {
    Status.ACTIVE: "valid",
    Status.SUSPENDED: "suspended",
    Status.DISPUTED: "disputed",
    Status.REVOKED: "revoked",
    Status.ANNULLED: "annulled, as if it had never been",
    Status.EXPIRED: "expired",
}


def sentence(verdict: Verdict, now_s: int) -> str:
    """Say in one sentence what a proof shows and how old it is."""
    as_of = f"as of {at(verdict.as_of_s)} ({age(now_s - verdict.as_of_s)})"
    known = f"{as_of}, {seen_by(verdict.witnesses)}; what came later is not known here."
    statement = verdict.statement
    if statement is None:
        return f"There is no record {verdict.record}, {known}"
    if statement.status is Status.ACTIVE and statement.until_s is not None and now_s >= statement.until_s:
        return f"{verdict.record} is over since {at(statement.until_s)}, {known}"
    since = f" since {at(verdict.since_s)}" if verdict.since_s is not None else ""
    until = f" until {at(statement.until_s)}" if statement.until_s is not None else ""
    return f"{verdict.record} is {STATUS_WORDS[statement.status]}{since}{until}, {known}"


def seen_by(witnesses: Sequence[str]) -> str:
    """Name those who saw the checkpoint.

    >>> seen_by(())
    'seen by no witness'
    """
    return f"seen by {', '.join(witnesses)}" if witnesses else "seen by no witness"


def as_json(verdict: Verdict, now_s: int) -> dict[str, Any]:
    """Give all that a proof shows, as JSON values."""
    statement = verdict.statement
    shows: dict[str, Any] = {
        "valid": verdict.is_valid(now_s),
        "record": verdict.record,
        "exists": statement is not None,
        "sentence": sentence(verdict, now_s),
        "as_of": at(verdict.as_of_s),
        "age_s": max(0, now_s - verdict.as_of_s),
        "block": verdict.height,
        "witnesses": list(verdict.witnesses),
    }
    if statement is None:
        return shows
    return shows | {
        "status": statement.status.name.lower(),
        "kind": statement.kind.name.lower(),
        "since": None if verdict.since_s is None else at(verdict.since_s),
        "until": None if statement.until_s is None else at(statement.until_s),
        "reason": statement.reason,
        "holders": [key.hex() for key in statement.holders],
        "signers": [
            {"key": one.key.hex(), "agency": one.agency or None, "roles": list(one.roles)} for one in verdict.signers
        ],
        "shown": {name: value.hex() if isinstance(value, bytes) else value for name, value in verdict.shown.items()},
    }


def at(seconds: int) -> str:
    """Write a time as people and programs read it.

    >>> at(-700_000_000)
    '1947-10-27 03:33 UTC'
    """
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):
        return f"{seconds} s from 1970"


def age(seconds: int) -> str:
    """Say how old something is.

    >>> age(30), age(7200), age(864000), age(-500)
    ('just now', '2 hours old', '10 days old', 'from the future: look at the clock')
    """
    if seconds < -300:
        return "from the future: look at the clock"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count != 1 else ''} old"
    return "just now"
