"""Which version of a journey somebody walks through: the one place that says so.

1. Whoever has begun stays on the version she began on: her case names it.
2. Whoever begins walks through the live one: of the published versions whose day has come, that with the highest number.
   A road test that gives some people another version gives it here, by ``applicant_id``, and nowhere else.
3. What is offered names the version that (2) would give, so that an outcome can be told by version.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from manto.services.models import JourneyState, JourneyVersion


def version_for(service_id: str, *, applicant_id: UUID, today: date) -> JourneyVersion | None:
    """Give the version through which somebody walks who begins today (2); none where the service has none.

    Args:
        service_id: For what she asks.
        applicant_id: Who walks; all get the live version while no test runs.
        today: The city's day.

    """
    return live_version(service_id, today)


def live_version(service_id: str, today: date) -> JourneyVersion | None:
    """Give the version that is live on a day."""
    found: JourneyVersion | None = live_versions(service_id, today).first()
    return found


def live_versions(service: Any, today: date) -> Any:
    """Query the published versions of a service whose day has come, the live one first.

    Args:
        service: Its id, or a reference to it in an outer query.
        today: The city's day.

    """
    begun = Q(live_from__isnull=True) | Q(live_from__lte=today)
    return JourneyVersion.objects.filter(begun, service=service, state=JourneyState.PUBLISHED).order_by("-number")


def live_hash(service: Any, today: date) -> Subquery:
    """Name, within a query over offers, the version that each would be answered on (3)."""
    return Subquery(live_versions(service, today).values("hash")[:1])
