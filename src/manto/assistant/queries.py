"""Today: what the city offers to one visitor now; and, for the desk, what became of offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from manto.assistant.disruptions import from_usual_lines
from manto.assistant.due import from_services
from manto.assistant.models import Outcome
from manto.assistant.offering.candidates import SOURCES, Asked
from manto.assistant.offering.offers import ANY_AGE, Candidate, Chosen, Needs, Situation
from manto.assistant.offering.plain_rules import choose, in_plain_order, may_be_hers, sayable, tie_of, weigh_all
from manto.assistant.offering.policy import LEARNED_POLICIES, LEARNED_POLICY, WITH_TREES, plain_weights
from manto.assistant.offering.ranking import choose_by_taste
from manto.assistant.preferences.draws import seed_of
from manto.assistant.taste.hers import learned_about, taste_for
from manto.assistant.whose_ages import ages_with
from manto.assistant.wording import greeting, texts, when_text, why, why_parts
from manto.city.wording import day_text
from manto.places.snapshot import content_version
from manto.residents.queries import read_facts
from manto.residents.readers import Herself, Room
from manto.store.asked_often import AskedOften

SOON = timedelta(hours=3)
REFUSAL_HOLDS = timedelta(days=180)

FAMILY_FROM = 3  # so many who live together are taken for a family
NEEDS = (
    "access.wheelchair",
    "access.stroller",
    "access.kerb_cm_max",
    "access.incline_pct_max",
    "household.size",
    "mobility.usual_lines",
)


_REFUSED = AskedOften(
    lambda of, since: Outcome.objects.filter(
        resident=of, kind__in=(Outcome.NOT_THIS, Outcome.NOT_NOW), at__gte=since
    ).values_list("kind", "subject", "at"),
    of=models.UUIDField(),
    since=models.DateTimeField(),
)


@dataclass(frozen=True)
class Offer:
    """One card of Today, worded; every touchpoint draws this same thing.

    Attributes:
        id: The same for everybody who is offered this today under this policy.
        when_text: The mark above the title; None when there is no hurry to know.
        urgent: Whether it begins within three hours.
        place: Where it is, for the map.
        propensity: How likely the policy was to put it in its slot.
        among: How many could have stood in its slot.
        foremost: Whether it would stand there without a draw.
        journey: The version of the service's journey that is offered; empty for what has none.
        is_new: Whether it stands there as something that she never chose.

    """

    id: str
    kind: str
    subject: str
    title: str
    text: str
    when_text: str | None
    place: dict[str, Any] | None
    distance_m: float | None
    why: str
    why_parts: list[dict[str, str]]
    act: dict[str, str]
    slot: int
    policy: str
    propensity: float
    among: int
    foremost: bool
    journey: str
    is_new: bool
    urgent: bool


@dataclass(frozen=True)
class Today:
    """The first page.

    Attributes:
        learned: Whether what was learned about her had a say.

    """

    greeting: str
    date_text: str
    policy: str
    learned: bool
    items: list[Offer]
    all_done_text: str


def today(resident_id: UUID | None, *, near: tuple[float, float] | None, now: datetime, language: str) -> Today:
    """Choose and word what Today shows.

    Args:
        resident_id: For whom; None for somebody who is not signed in.
        near: Where she is, as coarse as her phone told.
        now: With a time zone.
        language: In which it is worded.

    """
    here = now.astimezone(settings.CITY.time_zone)
    if resident_id is None:
        return _for_anybody(near, here.replace(second=0, microsecond=0), language, content_version())
    situation, weights = situation_of(resident_id, near, here), plain_weights()
    name, learned = first_name(resident_id, now), learned_about(resident_id)
    weighed = sayable(weighed_for(resident_id, situation, language))
    if not (learned.chosen or learned.refused):
        day = here.date()
        plain = in_plain_order(weighed, day, weights, tie=lambda subject: tie_of(day, subject))
        return _page(plain, here, name, language, weights.policy)
    taste = taste_for(resident_id, learned, weighed, near, here)
    seed = seed_of(f"{resident_id}:{here.date()}")  # what is new stays the same until midnight
    chosen = choose_by_taste(weighed, taste, weights, today=here.date(), seed=seed)
    return _page(chosen, here, name, language, LEARNED_POLICY if taste.says is None else WITH_TREES)


@lru_cache(maxsize=512)
def _for_anybody(near: tuple[float, float] | None, minute: datetime, language: str, _version: str) -> Today:
    """Choose for those who are not signed in, once a minute for all who ask from the same rounded position."""
    weights, situation = plain_weights(), Situation(now=minute, position=near)
    chosen = choose(candidates_of(near, minute, language), situation, weights)
    return _page(chosen, minute, "", language, weights.policy)


def _page(chosen: list[Chosen], here: datetime, name: str, language: str, policy: str) -> Today:
    offers = [worded_offer(one, slot, policy, here, language) for slot, one in enumerate(chosen, start=1)]
    day = day_text(here.date(), language, today=here.date())
    return Today(
        greeting=greeting(here, name, language),
        date_text=day[:1].upper() + day[1:],
        policy=policy,
        learned=policy in LEARNED_POLICIES,
        items=offers,
        all_done_text=texts.say("all_done" if offers else "nothing", language),
    )


def candidates_of(near: tuple[float, float] | None, here: datetime, language: str) -> tuple[Candidate, ...]:
    """Gather what could be offered here this minute; the same for everybody who asks from the same rounded position."""
    return _gathered(near, here.replace(second=0, microsecond=0), language, content_version())


@lru_cache(maxsize=512)
def _gathered(
    near: tuple[float, float] | None, minute: datetime, language: str, _version: str
) -> tuple[Candidate, ...]:
    asked = Asked(minute, near, language)
    return tuple(chain.from_iterable(source(asked, plain_weights()) for source in SOURCES))


def weighed_for(resident_id: UUID, situation: Situation, language: str) -> list[Chosen]:
    """Weigh what is due to a resident, and give with it what of everybody's may be hers, with what speaks for it."""
    weights, here = plain_weights(), situation.now
    due = (
        *from_services(resident_id, weights, language, here),
        *from_usual_lines(situation.usual_lines, language, here),
    )
    shared = weighed_alike(situation, language)
    return [*weigh_all(due, situation, weights), *(one for one in shared if may_be_hers(one.candidate, situation))]


def weighed_alike(situation: Situation, language: str) -> tuple[Chosen, ...]:
    """Give what may be anybody's here this minute, weighed for all whose needs and households are alike."""
    return _weighed(
        Situation(
            now=situation.now.replace(second=0, microsecond=0),
            position=situation.position,
            needs=situation.needs,
            stroller=situation.stroller,
            lives_alone=situation.lives_alone,
            family=situation.family,
        ),
        language,
        content_version(),
    )


@lru_cache(maxsize=64)
def _weighed(alike: Situation, language: str, version: str) -> tuple[Chosen, ...]:
    return tuple(weigh_all(_gathered(alike.position, alike.now, language, version), alike, plain_weights()))


def situation_of(resident_id: UUID, near: tuple[float, float] | None, here: datetime) -> Situation:
    """Give a resident's situation: her limits as far as she lets them be used, and what she does not want."""
    facts = read_facts(resident_id, NEEDS, Room("assistant"), "order_today", here, purpose="tailoring")
    known = {name: fact.value for name, fact in facts.items()}
    stroller, size = known.get("access.stroller") is True, known.get("household.size")
    return Situation(
        now=here,
        position=near,
        needs=Needs(
            step_free=known.get("access.wheelchair") is True or stroller,
            kerb_cm_max=known.get("access.kerb_cm_max"),  # type: ignore[arg-type]
            incline_pct_max=known.get("access.incline_pct_max"),  # type: ignore[arg-type]
        ),
        stroller=stroller,
        lives_alone=size == 1,
        family=stroller or (isinstance(size, int) and size >= FAMILY_FROM),
        usual_lines=str(known.get("mobility.usual_lines") or ""),
        ages=ages_with(resident_id, here) if "household.size" in known else (ANY_AGE,),
        **refusals_of(resident_id, here),
    )


def refusals_of(resident_id: UUID, here: datetime) -> dict[str, frozenset[str]]:
    """Give the subjects that she refused, and those that she put off today."""
    today_began = here.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _REFUSED(of=resident_id, since=here - REFUSAL_HOLDS)
    return {
        "refused": frozenset(subject for kind, subject, _ in rows if kind == Outcome.NOT_THIS),
        "put_off": frozenset(subject for kind, subject, at in rows if kind == Outcome.NOT_NOW and at >= today_began),
    }


def first_name(resident_id: UUID, now: datetime) -> str:
    """Give her first name; empty when it is not known."""
    facts = read_facts(resident_id, ["person.given_name"], Herself(), "greet", now)
    return str(facts["person.given_name"].value) if facts else ""


def id_of(candidate: Candidate, now: datetime, policy: str) -> str:
    """Give the identifier of an offer of this day under a policy, with trees or without; a service keeps its offer's own."""
    if candidate.kind == "service":
        return str(candidate.shown["id"])
    learned, _, _ = policy.partition("+")
    return sha256(f"{candidate.kind}:{candidate.subject}:{now.date()}:{learned}".encode()).hexdigest()[:16]


def worded_offer(chosen: Chosen, slot: int, policy: str, now: datetime, language: str) -> Offer:
    """Word what was chosen."""
    candidate = chosen.candidate
    if candidate.kind == "service":
        return _due(chosen, slot, policy)
    title, text, place = _shown(candidate)
    return Offer(
        id=id_of(candidate, now, policy),
        kind=candidate.kind,
        subject=candidate.subject,
        title=title,
        text=text,
        when_text=when_text(chosen, now, language),
        place=place,
        distance_m=candidate.distance_m,
        why=why(chosen, now, language),
        why_parts=[{"code": code, "text": said} for code, said in why_parts(chosen, now, language)],
        act={
            "label": texts.say(f"act.{candidate.kind}", language),
            "href": f"/events/{candidate.subject}" if candidate.kind == "event" else f"/places/{candidate.subject}",
        },
        slot=slot,
        policy=policy,
        propensity=chosen.propensity,
        among=chosen.among,
        foremost=chosen.foremost,
        journey="",
        is_new=chosen.is_new,
        urgent=candidate.starts is not None and now <= candidate.starts <= now + SOON,
    )


def _due(chosen: Chosen, slot: int, policy: str) -> Offer:
    """Word what is due, in the words of its service and its rule."""
    due = chosen.candidate.shown
    return Offer(
        id=str(due["id"]),
        kind="service",
        subject=chosen.candidate.subject,
        title=due["title"],
        text=due["text"],
        when_text=due["when_text"],
        place=None,
        distance_m=None,
        why=due["why"],
        why_parts=[{"code": str(chosen.candidate.first), "text": due["why"]}],
        act={"label": due["act"], "href": due.get("href") or f"/services/offers/{due['id']}"},
        slot=slot,
        policy=policy,
        propensity=chosen.propensity,
        among=chosen.among,
        foremost=chosen.foremost,
        journey=due["journey"],
        is_new=False,
        urgent=due["urgent"],
    )


def _shown(candidate: Candidate) -> tuple[str, str, dict[str, Any] | None]:
    """Give title, text and place of what is offered."""
    card = candidate.shown
    if candidate.kind == "event":
        spot = card.place
        where = {"id": spot.id, "name": spot.name, "lat": spot.lat, "lon": spot.lon} if spot else None
        return card.title, f"{spot.name}. {card.about}" if spot else card.about, where
    where = {"id": card.id, "name": card.name, "lat": card.lat, "lon": card.lon}
    hours = card.open.text if card.open.state != "unknown" else None
    said = ". ".join(part for part in (card.address, hours) if part)
    return card.name, f"{said}." if said else "", where
