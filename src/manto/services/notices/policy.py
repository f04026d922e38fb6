"""When a notice may go out, and by which ways. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

TOPICS = ("cases", "offers", "dates", "records")
CHANNELS = ("mail", "push", "sms")
QUIET_FROM, QUIET_TO = time(21, 0), time(8, 0)
PER_WEEK_MAX = {"mail": 5, "push": 7, "sms": 2}
WEEK = timedelta(days=7)
RETRIES_MAX = 6
RETRY_FIRST = timedelta(minutes=1)


@dataclass(frozen=True)
class Choices:
    """How somebody wants to be told.

    Attributes:
        channels: The ways beside the inbox.
        stopped: Topics of which nothing goes out beside the inbox.
        quiet_from: When the night begins, city time.
        quiet_to: When it ends.

    """

    channels: frozenset[str] = frozenset(("mail", "push"))
    stopped: frozenset[str] = frozenset()
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO


def goes_out_at(now: datetime, choices: Choices, zone: ZoneInfo, *, urgent: bool) -> datetime:
    """Say when a notice may go out: now, or when the night is over; what is urgent goes at once.

    >>> from datetime import UTC
    >>> late = datetime(2026, 6, 9, 20, 30, tzinfo=UTC)  # half past ten in Mantua
    >>> goes_out_at(late, Choices(), ZoneInfo("Europe/Rome"), urgent=False).isoformat()
    '2026-06-10T08:00:00+02:00'
    """
    here = now.astimezone(zone)
    if urgent or not _is_quiet(here.time(), choices):
        return now
    end = here.replace(hour=choices.quiet_to.hour, minute=choices.quiet_to.minute, second=0, microsecond=0)
    return end if end > here else end + timedelta(days=1)


def ways_out(
    topic: str, choices: Choices, reachable: Collection[str], sent_this_week: Mapping[str, int], *, urgent: bool
) -> list[str]:
    """Name the ways by which a notice goes out beside the inbox.

    Args:
        topic: What it is about.
        choices: Hers.
        reachable: The ways for which an address is known.
        sent_this_week: How many went out by each way within seven days; the cap holds for what is not urgent.

    """
    if topic in choices.stopped and not urgent:
        return []
    return [
        way
        for way in CHANNELS
        if way in choices.channels and way in reachable and (urgent or sent_this_week.get(way, 0) < PER_WEEK_MAX[way])
    ]


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """Say when to try again after so many attempts; None when it was enough."""
    return None if attempts >= RETRIES_MAX else now + RETRY_FIRST * 4 ** (attempts - 1)


def _is_quiet(at: time, choices: Choices) -> bool:
    begin, end = choices.quiet_from, choices.quiet_to
    return begin <= at < end if begin <= end else at >= begin or at < end
