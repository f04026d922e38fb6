"""The days of a resident's plans, for her calendar: by when, or from when, each step that is still to come is done."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings

from manto.services.notices.calendar import Entry
from manto.services.queries.mine import show_plan, standing_plans


def plan_entries_of(resident_id: UUID, told: Container[str], language: str, now: datetime) -> Iterator[Entry]:
    """Give an entry for each step of her plans that has a day.

    Args:
        told: The matters of notices that stand in her calendar already.

    """
    for one in standing_plans(resident_id, language, now):
        plan = show_plan(one.plan.id, resident_id, one.subject, language, now)
        url = f"{settings.PUBLIC_URL}/services/plans/{one.plan.id}/{one.subject}"
        for step in plan["steps"]:
            if step["day"] is None or f"offer:{step['service']}:{step['subject']}" in told:
                continue
            title = ": ".join(part for part in (step["title"], one.name) if part)
            said = step["by_text"] or step["day_text"]
            name = f"plan-{one.plan.id}-{step['service']}-{step['subject']}"
            yield Entry(name, step["day"], title, f"{said}. {step['text']}\n{plan['title']}", url)
