"""What is due to a resident stands first on Today: a deadline or an entitlement is never outranked by taste.

It is not learned from what she likes, and it leaves room: at most three of the five cards, the rest is on her services.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from manto.assistant.queries import Offer, Today
from manto.services.queries.mine import offers_of

DUE_SHOWN_MAX = 3
SHOWN_MAX = 5
CERTAIN = 1.0


def from_services(resident_id: UUID, policy: str, language: str, now: datetime) -> list[Offer]:
    """Give the services that are a resident's now, what ends first and what matters most before the rest."""
    due = [one for one in offers_of(resident_id, language, now) if one["ready"]]
    return [
        Offer(
            id=str(one["id"]),
            kind="service",
            subject=f"service:{one['id']}",
            title=one["title"],
            text=one["text"],
            when_text=one["when_text"],
            place=None,
            distance_m=None,
            why=one["why"],
            why_parts=[{"code": "rule", "text": one["why"]}],
            act={"label": one["act"], "href": f"/services/offers/{one['id']}"},
            slot=slot,
            policy=policy,
            propensity=CERTAIN,
            journey=one["journey"],
            is_new=False,
            urgent=one["urgent"],
        )
        for slot, one in enumerate(due[:DUE_SHOWN_MAX], start=1)
    ]


def put_due_first(page: Today, resident_id: UUID, language: str, now: datetime) -> Today:
    """Put what is due before what may please; five cards at most."""
    due = from_services(resident_id, page.policy, language, now)
    if not due:
        return page
    rest = page.items[: SHOWN_MAX - len(due)]
    return replace(page, items=[*due, *(replace(one, slot=len(due) + at) for at, one in enumerate(rest, start=1))])
