"""Where candidates come from: one function for each room that has something to offer.

A room that comes later (services, records, co-design) adds its function to ``SOURCES`` and its words to texts.yaml;
choosing, showing and recording stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from manto.assistant.offering.offers import ANY_AGE, Candidate
from manto.assistant.offering.weights import Weights
from manto.places import queries as places
from manto.places.cards import EventCard, PlaceCard
from manto.places.categories import catalogue

PLACES_CONSIDERED = 400
EVENTS_WITHIN = timedelta(days=7)
FAMILY_PLACES = frozenset({"playground", "park", "library"})


@dataclass(frozen=True)
class Asked:
    """What candidates depend on, which is nobody's own: the minute, the rounded position, the language."""

    now: datetime
    position: tuple[float, float] | None
    language: str


Source = Callable[[Asked, Weights], Iterator[Candidate]]


def from_places(asked: Asked, weights: Weights) -> Iterator[Candidate]:
    """Offer what is open, near by where that is known."""
    page = places.places_near(
        asked.position,
        now=asked.now,
        language=asked.language,
        radius_m=weights.considered_within_m if asked.position else float("inf"),
        categories=weights.places,
        open_now=True,
        limit=PLACES_CONSIDERED,
    )
    yield from map(place_candidate, page.items)


def from_events(asked: Asked, weights: Weights) -> Iterator[Candidate]:
    """Offer what happens within a week."""
    now = asked.now
    seen: set[str] = set()
    for card in places.events_between(now, now + EVENTS_WITHIN, language=asked.language, near=asked.position):
        if card.id not in seen:  # its next occurrence stands for those after it
            seen.add(card.id)
            yield event_candidate(card)


SOURCES: tuple[Source, ...] = (from_places, from_events)


def place_candidate(card: PlaceCard) -> Candidate:
    """See a place as something to offer."""
    return Candidate(
        kind="place",
        subject=card.id,
        category=card.category,
        group=catalogue()[card.category].group,
        distance_m=card.distance_m,
        is_open={"open": True, "closed": False}.get(card.open.state),
        open_until=card.open.until,
        wheelchair=card.wheelchair,  # type: ignore[arg-type]
        kerb_cm=card.access.get("kerb_cm"),
        incline_pct=card.access.get("incline_pct"),
        for_families=card.category in FAMILY_PLACES,
        shown=card,
    )


def event_candidate(card: EventCard) -> Candidate:
    """See an event as something to offer."""
    return Candidate(
        kind="event",
        subject=card.id,
        category=card.kind,
        group="event",
        distance_m=card.distance_m,
        starts=card.starts,
        ends=card.ends,
        wheelchair={True: "yes", False: "no", None: "unknown"}[card.step_free],  # type: ignore[arg-type]
        free=card.free,
        for_families=card.kind == "family",
        ages=(*card.ages, *ANY_AGE[len(card.ages) :]),  # type: ignore[arg-type]
        shown=card,
    )
