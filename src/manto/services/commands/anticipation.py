"""Telling residents before they ask.

1. Only who agreed is compared, on what she agreed to; a child is compared on its own consents, and told to who acts
   for it.
2. An offer is made where every condition is certain, now or within ninety days; never where she would have to confirm
   something or where something is unknown: those stand on the plan's page as questions.
3. What she refused for good is not offered again; what she put off comes back.
4. What is told at once is one notice for all that came of one event, so that a birth brings one word and not seven.
5. When what was offered is no longer hers, the offer goes without a word. Nothing is offered to the dead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from manto.city.wording import day_text
from manto.kernel.errors import Conflict, NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.models import Resident
from manto.residents.queries import Room, guardians_of, read_facts
from manto.services.anticipation.forecast import Forecast, forecast
from manto.services.anticipation.plans import Plan, plans
from manto.services.commands.applications import open_case
from manto.services.commands.notices import notify
from manto.services.knowing import known_case, may_anticipate, rules_on
from manto.services.models import Case, OfferState, ServiceOffer, Standing
from manto.services.reference import services
from manto.services.rules.case import Case as RuleCase
from manto.services.rules.deciding import State
from manto.services.wording import texts
from manto.store.command import command
from manto.store.row_ids import new_id

PUT_OFF_DAYS = 14
ADULT_DAYS = 18 * 365 + 5
HAD = ("granted", "sent", "in_progress", "under_review", "to_complete", "to_pay")
HAD_DAYS = 365
Answer = Literal["accept", "not_now", "never", "again"]


@dataclass(frozen=True)
class Due:
    """A service that is or will be somebody's."""

    service: str
    forecast: Forecast


@command
def anticipate(resident_id: UUID, *, now: datetime) -> list[UUID]:
    """Work out how every service stands with a resident, and offer what is or will be hers.

    Returns:
        The new offers.

    """
    resident = Resident.objects.select_for_update().filter(id=resident_id).first()
    if resident is None:
        return []
    if not may_anticipate(resident_id):  # (1)
        forget_anticipation(resident_id)
        return []
    today = city_day(now)
    known = known_case(resident_id, now, proactively=True)
    if known.is_dead:
        forget_anticipation(resident_id)
        return []
    case = known.case
    forecasts = {name: _forecast(name, case, today) for name in rules_on(today) if name in services()}
    Standing.objects.update_or_create(
        resident_id=resident_id,
        defaults={"states": {name: one.code() for name, one in forecasts.items()}, "day": today},
    )
    due = [Due(name, one) for name, one in forecasts.items() if one.now is State.YES or one.begins is not None]
    due = [one for one in due if not _to_confirm(one, case, today)]  # (2)
    had = _had(resident_id, today)
    due = [one for one in due if one.service not in had]
    ServiceOffer.objects.filter(subject=resident_id, state__in=(OfferState.OPEN, OfferState.NOT_NOW)).exclude(
        service__in=[one.service for one in due]
    ).delete()  # (5)
    return [
        offer for receiver in _receivers(resident_id, today, now) for offer in _offer(resident_id, receiver, due, now)
    ]


@command
def stand_as(states: Mapping[UUID, dict[str, str]], day: date) -> None:
    """Write down how every service stands with residents to whom nothing is or will be due: what was offered goes (5)."""
    rows = [Standing(resident_id=resident, states=letters, day=day) for resident, letters in states.items()]
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["resident"], update_fields=["states", "day"]
    )
    ServiceOffer.objects.filter(subject__in=list(states), state__in=(OfferState.OPEN, OfferState.NOT_NOW)).delete()


@command
def forget_anticipation(resident_id: UUID) -> None:
    """Forget what was worked out of a resident and what was offered on it: she no longer agrees."""
    Standing.objects.filter(resident=resident_id).delete()
    ServiceOffer.objects.filter(subject=resident_id).exclude(state=OfferState.ACCEPTED).delete()


def _forecast(service: str, case: RuleCase, today: date) -> Forecast:
    def state_on(day: date) -> State:
        rule = rules_on(day).get(service)
        return State.NOT_APPLICABLE if rule is None else rule.state_of(case)

    return forecast(state_on, today)


def _to_confirm(due: Due, case: RuleCase, today: date) -> bool:
    rule = rules_on(due.forecast.begins or today)[due.service]
    return bool(rule.decide(case).to_confirm)


def _had(resident_id: UUID, today: date) -> set[str]:
    """Name the services that she has asked for or been given within a year."""
    asked = Case.objects.filter(
        subject=resident_id, state__in=HAD, opened_at__date__gt=today - timedelta(days=HAD_DAYS)
    )
    return set(asked.values_list("service", flat=True))


def _receivers(resident_id: UUID, today: date, now: datetime) -> list[UUID]:
    """Name who is told: she, or who acts for a child; whoever has no account is served at the counter."""
    birth = read_facts(resident_id, ["person.birth"], Room("services"), "anticipate", now, purpose="proactive")
    known = birth.get("person.birth")
    child = known is not None and isinstance(known.value, date) and (today - known.value).days < ADULT_DAYS
    told = guardians_of(resident_id, on=today) if child else []
    with_account = Resident.objects.filter(id__in=told or [resident_id], account__isnull=False)
    return list(with_account.values_list("id", flat=True))


def _offer(subject_id: UUID, receiver_id: UUID, due: list[Due], now: datetime) -> list[UUID]:
    today = city_day(now)
    known = {one.service: one for one in ServiceOffer.objects.filter(subject=subject_id, receiver=receiver_id)}
    fresh: list[ServiceOffer] = []
    for one in due:
        offer = known.get(one.service)
        if offer is None:
            offer = ServiceOffer(
                id=new_id(), service=one.service, subject_id=subject_id, receiver_id=receiver_id, made_at=now
            )
            fresh.append(offer)
        elif offer.state == OfferState.NOT_NOW and offer.back_on and offer.back_on <= today:  # (3)
            offer.state, offer.back_on = OfferState.OPEN, None
        elif offer.state == OfferState.ACCEPTED and (
            offer.case is None or offer.case.state in ("withdrawn", "refused")
        ):
            continue
        offer.begins, offer.ends = one.forecast.begins, one.forecast.ends
        offer.save()
    tell_of([one for one in fresh if may_be_told(one, today)], now=now)
    return [one.id for one in fresh]


def may_be_told(offer: ServiceOffer, today: date) -> bool:
    """Say whether it is the season for a word about a service, and not too early for it."""
    rule = rules_on(today).get(offer.service)
    if rule is None:
        return False
    notify_ = rule.version.notify
    if notify_.window is not None:
        first, last = notify_.window
        day = (today.month, today.day)
        inside = first <= day <= last if first <= last else day >= first or day <= last
        if not inside:
            return False
    return offer.begins is None or (offer.begins - today).days <= max(notify_.lead_days, 1)


@command
def tell_of(offers: list[ServiceOffer], *, now: datetime) -> None:
    """Tell of new offers: one notice for those of one plan, one for all others that have no day of their own (4)."""
    for plan, several in _by_plan(offers, now):
        first = min(several, key=lambda offer: (offer.ends or date.max, offer.service))
        kind, matter, href, words = _word_of(plan, first, several, now)
        notify(first.receiver_id, kind, matter, values=words, href=href, now=now, day=first.begins or first.ends)
    ServiceOffer.objects.filter(id__in=[offer.id for offer in offers]).update(told_at=now)


def _word_of(
    plan: str, first: ServiceOffer, several: list[ServiceOffer], now: datetime
) -> tuple[str, str, str, dict[str, Any]]:
    """Say by which notice some offers are told, of which matter it is, where it leads, and what fills it."""
    service = services()[first.service]
    titles = [services()[offer.service].title for offer in several]
    listed = {language: ", ".join(one[language] for one in titles) for language in service.title}
    name = _first_name(first.subject_id, now) if first.subject_id != first.receiver_id else ""
    kind, title, text = "offer.soon" if first.begins else "offer.due", dict(service.title), dict(service.summary)
    matter, href = f"offer:{plan or first.service}:{first.subject_id}", f"/services/offers/{first.id}"
    if plan:
        href = f"/services/plans/{plan}/{first.subject_id}"
    if plan and len(several) > 1:
        title = {language: words.format(name=name) for language, words in plans()[plan].title.items()}
        text = listed
    elif len(several) > 1:
        kind, matter, href, text = "offer.several", f"offer:several:{first.subject_id}", "/services", listed
    if name and kind == "offer.several":
        text = {language: f"{name}: {words}" for language, words in text.items()}
    elif name and text is not listed:
        title = {
            language: texts.say("offer.for", language, title=words, name=name) for language, words in title.items()
        }
    day = {language: day_text(first.begins, language) if first.begins else "" for language in title}
    return kind, matter, href, {"title": title, "text": text, "day": day, "count": len(several)}


def _by_plan(offers: list[ServiceOffer], now: datetime) -> list[tuple[str, list[ServiceOffer]]]:
    """Group new offers by who is told, of whom and by plan; what is of no plan that stands and of no day is together."""
    found: dict[tuple[UUID, UUID, str, str], list[ServiceOffer]] = {}
    standing: dict[tuple[UUID, str], bool] = {}
    for offer in offers:
        of_child = offer.subject_id != offer.receiver_id
        fitting = (plans()[name] for name in services()[offer.service].plans if plans()[name].of_child == of_child)
        plan = next((one.id for one in fitting if _stands(one, offer.subject_id, standing, now)), "")
        alone = "" if plan or not (offer.begins or offer.ends) else offer.service
        found.setdefault((offer.receiver_id, offer.subject_id, plan, alone), []).append(offer)
    return [(plan, several) for (_, _, plan, _), several in found.items()]


def _stands(plan: Plan, subject_id: UUID, standing: dict[tuple[UUID, str], bool], now: datetime) -> bool:
    """Say whether a plan stands with somebody now; who has lived here for years has not moved."""
    key = (subject_id, plan.id)
    if key not in standing:
        known = read_facts(subject_id, [plan.fact], Room("services"), "anticipate", now, purpose="proactive")
        event = known[plan.fact].value if plan.fact in known else None
        standing[key] = isinstance(event, date) and plan.stands(event, city_day(now))
    return standing[key]


def _first_name(resident_id: UUID, now: datetime) -> str:
    facts = read_facts(resident_id, ["person.given_name"], Room("services"), "name_on_case", now)
    return str(facts["person.given_name"].value) if facts else ""


@command
def answer_offer(offer_id: UUID, answer: Answer, *, receiver_id: UUID, now: datetime) -> ServiceOffer:
    """Accept an offer, put it off, refuse it for good, or take a refusal back.

    Raises:
        NotFound: There is none of hers.
        Conflict: It cannot be accepted yet.

    """
    offer = ServiceOffer.objects.select_for_update().filter(id=offer_id, receiver=receiver_id).first()
    if offer is None:
        raise NotFound("There is no such offer any more.", "Look at your services: it may be yours already.")
    today = city_day(now)
    if answer == "accept":
        if offer.begins is not None and offer.begins > today:
            raise Conflict(f"This begins on {offer.begins}.", "It will be offered again then.")
        offer.case = open_case(
            offer.case_id or new_id(), offer.service, subject_id=offer.subject_id, applicant_id=receiver_id, now=now
        )
        offer.state = OfferState.ACCEPTED
    else:
        offer.state = {"not_now": OfferState.NOT_NOW, "never": OfferState.NEVER, "again": OfferState.OPEN}[answer]
    offer.back_on = today + timedelta(days=PUT_OFF_DAYS) if answer == "not_now" else None
    offer.answered_at = now
    offer.save()
    answered: ServiceOffer = offer
    return answered
