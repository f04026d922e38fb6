"""What happened in the city and who has been told, for the auditor."""

from __future__ import annotations

from typing import Any

from manto.store.models import OutboxEvent

PAGE = 100


def events(*, cursor: int | None = None) -> dict[str, Any]:
    """List what happened, the latest first, with the deliveries that still wait; never about whom.

    Args:
        cursor: ``next_cursor`` of the page before.

    """
    written = OutboxEvent.objects.order_by("-sequence").prefetch_related("deliveries")
    if cursor is not None:
        written = written.filter(sequence__lt=cursor)
    page = list(written[: PAGE + 1])
    return {
        "items": [_told(event) for event in page[:PAGE]],
        "next_cursor": str(page[PAGE - 1].sequence) if len(page) > PAGE else None,
    }


def _told(event: OutboxEvent) -> dict[str, Any]:
    deliveries = sorted(event.deliveries.all(), key=lambda delivery: str(delivery.subscriber))
    return {
        "id": event.event_id,
        "name": event.name,
        "written_at": event.written_at,
        "delivered": sum(delivery.delivered_at is not None for delivery in deliveries),
        "waiting": [
            {
                "subscriber": delivery.subscriber,
                "attempts": delivery.attempts,
                "next_attempt_at": delivery.next_attempt_at,
                "last_error": delivery.last_error,
            }
            for delivery in deliveries
            if delivery.delivered_at is None
        ],
    }
