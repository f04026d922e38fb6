"""Identifiers: sortable by time where order helps, random where guessing would hurt."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID


def time_ordered_id(at: datetime, randomness: bytes | None = None) -> UUID:
    """Make an identifier that sorts by the time it was made.

    Args:
        at: When, with a time zone; kept to the millisecond.
        randomness: Ten bytes, for tests; drawn from the operating system otherwise.

    Returns:
        A UUID of version 7.

    Source: RFC 9562, section 5.7.

    >>> from datetime import UTC
    >>> str(time_ordered_id(datetime(2026, 6, 9, tzinfo=UTC), bytes(10)))
    '019ea9ad-cc00-7000-8000-000000000000'
    """
    milliseconds = int(at.timestamp() * 1000)
    tail = int.from_bytes(secrets.token_bytes(10) if randomness is None else randomness, "big")
    value = milliseconds << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    value = value & ~(0x3 << 62) | 0x2 << 62  # the variant of RFC 9562
    return UUID(int=value)


def unguessable_id() -> str:
    """Make 128 random bits as URL-safe text, for identifiers whose holder alone should know them."""
    return secrets.token_urlsafe(16)
