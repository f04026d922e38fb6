"""How the rows of every room are named."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from manto.kernel.ids import time_ordered_id


def new_id() -> UUID:
    """Make a row's identifier; rows written together then lie together on the disk."""
    return time_ordered_id(datetime.now(UTC))
