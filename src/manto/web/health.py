"""Whether the program lives, and whether it can serve."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from manto.store.models import OutboxDelivery

TOO_LATE_S = 300


def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers and the outbox moves; 503 when not, naming what does not."""
    checks = {"database": "ok", "outbox": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        oldest = OutboxDelivery.objects.filter(delivered_at__isnull=True, attempts=0).order_by("event").first()
        if oldest and (settings.CLOCK.now() - oldest.next_attempt_at).total_seconds() > TOO_LATE_S:
            checks["outbox"] = "deliveries wait for more than five minutes"
    except DatabaseError as error:
        checks["database"] = type(error).__name__
        checks["outbox"] = "unknown"
    all_well = set(checks.values()) == {"ok"}
    return JsonResponse({"ready": all_well, "checks": checks}, status=200 if all_well else 503)
