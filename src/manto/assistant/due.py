"""What is due to a resident, as candidates beside everything else: the services that are hers now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from manto.assistant.offering.hard_rules import rule_of
from manto.assistant.offering.offers import Candidate
from manto.assistant.offering.weights import Weights
from manto.services.queries.mine import offers_of


def from_services(resident_id: UUID, weights: Weights, language: str, here: datetime) -> list[Candidate]:
    """Give the services that are a resident's now, each with the rule that puts it first."""
    return [
        Candidate(
            kind="service",
            subject=f"service:{one['id']}",
            category=f"service:{one['domain']}",
            group="service",
            first=rule_of(one["ends"], here.date(), weights, safety=one["safety"]),
            by=one["ends"],
            matters=one["weight"],
            shown=one,
        )
        for one in offers_of(resident_id, language, here)
        if one["ready"] and one["made_at"] <= here  # a day that is looked back on knows nothing of later
    ]
