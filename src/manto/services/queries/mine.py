"""What is due to a resident: her offers, her plans, a service as it stands with her, and the few questions left."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from manto.city.wording import day_text
from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.queries import Room, live_purposes, on_behalf_of, read_facts, wards_of
from manto.residents.queries.own_pages import name_for, names_for
from manto.residents.queries.own_word import tellable
from manto.residents.reference import catalogue
from manto.services.anticipation.forecast import forecast
from manto.services.anticipation.plans import Plan, plans, steps_of
from manto.services.anticipation.questions import wordings
from manto.services.explaining import explain, in_language, why_text
from manto.services.knowing import KnownCase, known_case, rules_on
from manto.services.models import Case, ServiceOffer
from manto.services.reference import asks_at_school, place_of, services, the_service
from manto.services.rules.asking import choose_questions
from manto.services.rules.deciding import Rule, State
from manto.services.rules.telling_apart import foremost
from manto.services.schools import HOME, school_of_home
from manto.services.still_offered import OpenOffer, offers_to
from manto.services.wording import joined_text, texts

NOT_HERS = "not_hers"
QUESTIONS_MAX = 7
STILL_TO_COME = ("due", "ask", "confirm", "later")
OPEN_CASES = ("draft", "to_pay", "sent", "in_progress", "to_complete", "under_review")


@dataclass(frozen=True)
class Standing:
    """A plan that stands: which, whose, since when, with what is known."""

    plan: Plan
    subject: UUID
    event: date
    known: KnownCase
    name: str


def offers_of(receiver_id: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """List what is offered to somebody now: what ends first, then what matters most, before the rest; one question."""
    today = city_day(now)
    hers = offers_to(receiver_id, now)
    children = {offer.subject_id for offer in hers if services()[offer.service].for_child}
    named = {offer.subject_id for offer in hers if offer.subject_id != receiver_id} | children
    names = {one: name.split(" ")[0] for one, name in names_for(named, "acting_for", language, now).items()}
    hers.sort(key=lambda one: (one.begins or today, one.ends or date.max, -services()[one.service].weight, one.service))
    rules = {day: rules_on(day) for day in {one.begins or today for one in hers}}
    return [
        _tell_offer(one, rules[one.begins or today].get(one.service), names.get(one.subject_id, ""), language, today)
        for one in hers
    ]


def domain_of_offer(receiver_id: UUID, offer_id: UUID) -> str:
    """Give the domain of a service that was offered to somebody; empty when it was not, or is no more."""
    name = ServiceOffer.objects.filter(id=offer_id, receiver=receiver_id).values_list("service", flat=True).first()
    return services()[name].domain if name in services() else ""


def _tell_offer(offer: OpenOffer, rule: Any, name: str, language: str, today: date) -> dict[str, Any]:
    """Say an offer: what, for whom, why by its rule, until when."""
    service = the_service(offer.service)
    title = service.title[language]
    return {
        "id": offer.id,
        "service": offer.service,
        "subject": offer.subject_id,
        "title": texts.say("offer.for", language, title=title, name=name) if name else title,
        "text": service.summary[language],
        "why": _why(rule, name, language),
        "when_text": _when(offer, language, today),
        "urgent": offer.ends is not None,
        "made_at": offer.made_at,
        "domain": service.domain,
        "safety": service.safety,
        "weight": service.weight,
        "begins": offer.begins,
        "ends": offer.ends,
        "act": service.act[language],
        "plan": next((plan for plan in service.plans if plan in plans()), None),
        "ready": offer.begins is None,
        "journey": offer.journey or "",
    }


def _why(rule: Any, name: str, language: str) -> str:
    """Say why it is hers, or somebody's for whom she acts, in one sentence of what tells most in its rule."""
    reasons = _reasons(rule, language) if rule else ""
    if not reasons:
        return ""
    of_child = (
        rule.service.subject == "child"
    )  # whose conditions are said of it; all others speak to whom they are about
    key = "offer.why" if not name else "offer.why_of" if of_child else "offer.why_for"
    return texts.say(key, language, name=name, reasons=reasons)


def _reasons(rule: Rule, language: str) -> str:
    """Say what tells most in a rule: the same for everybody on its day, so it is said once."""
    key = ("foremost", language)
    if key not in rule.words:
        parts = [why_text(one.why, rule, language) for one in foremost(rule.version)]
        rule.words[key] = joined_text([part[:1].lower() + part[1:] for part in parts], language)
    return rule.words[key]


def _when(offer: OpenOffer, language: str, today: date) -> str | None:
    if offer.begins is not None:
        return texts.say("offer.from", language, day=day_text(offer.begins, language, today=today))
    if offer.ends is not None:
        return texts.say("offer.until", language, day=day_text(offer.ends, language, today=today))
    return None


def standing_plans(resident_id: UUID, language: str, now: datetime) -> list[Standing]:
    """Find the plans that stand with a resident: her own, and those of the children for whom she acts."""
    today = city_day(now)
    found = []
    for subject in (resident_id, *wards_of(resident_id, on=today)):
        child = subject != resident_id
        known = known_case(subject, now, proactively=False, asked_by=resident_id)
        for plan in plans().values():
            event = known.case.facts.get(plan.fact)
            if plan.of_child == child and isinstance(event, date) and plan.stands(event, today):
                name = name_for(subject, "acting_for", language, now).split(" ")[0] if child else ""
                found.append(Standing(plan, subject, event, known, name))
    return found


def home(resident_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show what is due to a resident, her plans, and those that she may begin."""
    standing = standing_plans(resident_id, language, now)
    return {
        "offers": offers_of(resident_id, language, now),
        "plans": [
            {
                "id": one.plan.id,
                "subject": one.subject,
                "title": one.plan.title[language].format(name=one.name),
                "lead": one.plan.lead[language],
            }
            for one in standing
        ],
        "beginnings": _beginnings(resident_id, {one.plan.id for one in standing}, language),
    }


def _beginnings(resident_id: UUID, standing: Container[str], language: str) -> list[dict[str, Any]]:
    """List the plans that she begins herself, by telling the day of what happened to her."""
    may, agreed = {kind.name for kind in tellable()}, live_purposes(resident_id)
    return [
        {
            "id": plan.id,
            "subject": resident_id,
            "title": plan.begins[language],
            "question": {**_worded(plan.fact, language), "settles": []},
            "consent": None if _may_be_asked(plan.fact, agreed) else catalogue()[plan.fact].purpose,
        }
        for plan in plans().values()
        if plan.begins and plan.fact in may and plan.id not in standing
    ]


def show_plan(plan_id: str, resident_id: UUID, subject: UUID | None, language: str, now: datetime) -> dict[str, Any]:
    """Show a plan: its steps in the order of their days, each with how it stands with her and why.

    Raises:
        NotFound: No such plan stands with her.

    """
    today = city_day(now)
    of = on_behalf_of(resident_id, subject, on=today)
    one = next(
        (one for one in standing_plans(resident_id, language, now) if (one.plan.id, one.subject) == (plan_id, of)), None
    )
    if one is None:
        raise NotFound("There is no such plan now.", "Look at your services.")
    known = one.known
    facts = dict(known.case.facts)
    steps = [
        _step(step, one, resident_id, language, now)
        for step in steps_of(plan_id, services().values(), one.event, today, facts)
    ]
    shown = [step for step in steps if step["state"] != NOT_HERS]
    asked = questions_for([step["service"] for step in shown], known, of, language, today)
    return {
        "id": plan_id,
        "subject": of,
        "title": one.plan.title[language].format(name=one.name),
        "lead": one.plan.lead[language],
        "on_text": one.plan.on[language].format(day=day_text(one.event, language, today=today)),
        "done": [text[language] for text in one.plan.done],
        "stops": [text[language] for text in one.plan.stops],
        "person": one.plan.person[language],
        "steps": shown,
        "settled": sum(1 for step in shown if step["state"] != "ask"),
        "questions": asked,
    }


def _step(step: Any, one: Standing, receiver_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    today, service = city_day(now), the_service(step.service)
    known, subject = one.known, one.subject
    if service.plans[one.plan.id].get("of") == "guardian":  # about whoever acts for the child
        known, subject = known_case(receiver_id, now, proactively=False), receiver_id
    explanation = in_language(explain(service.id, known, today), language)
    case = (
        Case.objects.filter(subject=subject, applicant=receiver_id, service=service.id)
        .exclude(state="withdrawn")
        .order_by("-opened_at")
        .first()
    )
    ahead = _ahead(service.id, known, today)
    state = _state_of_step(explanation, case, ahead)
    # What can be done now is not put off by the day from which it is usual, unless that day is its own.
    dated = step.start == step.by
    coming = step.start if step.start > today and (state != "due" or dated) else None
    start = (ahead or coming) if state in STILL_TO_COME else None
    by = step.by if step.by and step.by >= today and not dated and state in STILL_TO_COME else None
    return {
        "service": service.id,
        "subject": subject,
        "title": service.title[language],
        "text": service.summary[language],
        "state": state,
        "state_text": texts.say(f"step.{state}", language) if state != NOT_HERS else "",
        "day_text": texts.say("step.from", language, day=day_text(start, language, today=today)) if start else None,
        "by_text": texts.say("step.by", language, day=day_text(by, language, today=today)) if by else None,
        "day": by or start,
        "why": [line["text"] for line in explanation["conditions"]] if explanation else [],
        "why_not": [line["text"] for line in explanation["conditions"] if line["value"] == "no"] if explanation else [],
        "law": service.law[language],
        "act": service.act[language],
        "way_href": _way_of(service.id, one.plan),
        "way_text": one.plan.way.get(language) or texts.say("step.way", language),
        "case": case.id if case else None,
    }


def _way_of(service: str, plan: Plan) -> str | None:
    """Give the page with the way to the office of a service, walked as the plan says."""
    place = place_of(service)
    return f"/way/{place}" + (f"?as={plan.way_as}" if plan.way_as else "") if place else None


def _ahead(service: str, known: KnownCase, today: date) -> date | None:
    def state_on(day: date) -> State:
        rule = rules_on(day).get(service)
        return State.NOT_APPLICABLE if rule is None else rule.state_of(known.case)

    return forecast(state_on, today).begins


def _state_of_step(explanation: dict[str, Any] | None, case: Case | None, ahead: date | None) -> str:
    if case is not None and case.state == "granted":
        return "had"
    if case is not None and case.state in OPEN_CASES and case.state != "draft":
        return "asked"
    if explanation is None or explanation["value"] == "not applicable":
        return "later" if ahead else NOT_HERS
    if explanation["had"]:
        return "had"
    if explanation["value"] == "unknown":
        return "ask"
    if explanation["value"] == "no":
        return "later" if ahead else "no"
    if explanation["to_confirm"]:
        return "confirm"
    return "due"


def questions_for(
    of_services: list[str], known: KnownCase, subject: UUID, language: str, today: date
) -> list[dict[str, Any]]:
    """Find the shortest list of questions that settles the most of these services, each with what it settles."""
    rules = rules_on(today)
    decisions = {name: rules[name].decide(known.case) for name in of_services if name in rules}
    may = {kind.name: kind for kind in tellable()}
    agreed = live_purposes(subject)
    open_ = {
        name: {missing.fact for missing in decision.missing}
        for name, decision in decisions.items()
        if decision.state is State.UNKNOWN
        and decision.can_become_yes
        and all(not missing.member and missing.fact in may for missing in decision.missing)
    }
    asked = choose_questions(
        {name: facts for name, facts in open_.items() if all(_may_be_asked(fact, agreed) for fact in facts)},
        QUESTIONS_MAX,
    )
    return [
        {**_worded(fact, language), "settles": [the_service(name).title[language] for name in settled]}
        for fact, settled in zip(asked.facts, asked.settled_by, strict=True)
    ]


def _may_be_asked(fact: str, agreed: Container[str]) -> bool:
    """Say whether somebody agreed to the city's keeping a fact."""
    purpose = catalogue()[fact].purpose
    return purpose is None or purpose in agreed


def _worded(fact: str, language: str) -> dict[str, Any]:
    """Ask for a fact: as a question where one is written, else by its label."""
    kind, asked = catalogue()[fact], wordings().get(fact, {})
    choices = [{"id": value, "text": words[language]} for value, words in (kind.values or {}).items()]
    choices += [{"id": str(one["value"]), "text": one["text"][language]} for one in asked.get("choices", ())]
    return {
        "fact": fact,
        "title": asked["title"][language] if asked else kind.label[language],
        "label": kind.label[language],
        "hint": asked["hint"][language] if "hint" in asked else None,
        "none": asked["none"][language] if "none" in asked and kind.may_be_none else None,
        "type": kind.type,
        "form": kind.form,
        "choices": choices,
    }


def for_me(service_id: str, resident_id: UUID, subject: UUID | None, language: str, now: datetime) -> dict[str, Any]:
    """Say whether a service is for somebody, why or why not, and what would have to be known.

    Raises:
        NotFound: There is no such service.
        NotAllowed: She does not act for that child.

    """
    service, today = the_service(service_id), city_day(now)
    of = on_behalf_of(resident_id, subject, on=today)
    known = known_case(of, now, proactively=False, asked_by=resident_id)
    explanation = in_language(explain(service.id, known, today), language)
    case = Case.objects.filter(subject=of, applicant=resident_id, service=service.id).exclude(state="withdrawn")
    latest = case.order_by("-opened_at").first()
    begins = _ahead(service.id, known, today)
    return {
        "service": service.id,
        "subject": of,
        "explanation": explanation,
        "value_text": texts.say(f"value.{explanation['value'].replace(' ', '_')}", language) if explanation else None,
        "begins_text": day_text(begins, language, today=today) if begins else None,
        "questions": questions_for([service.id], known, of, language, today),
        "case": latest.id if latest and latest.state in (*OPEN_CASES, "granted") else None,
        "school": _school_of(of, language, now) if asks_at_school(service.id) else None,
    }


def _school_of(resident_id: UUID, language: str, now: datetime) -> dict[str, str] | None:
    """Name the school of somebody's home, where it is, and how that was worked out."""
    school = school_of_home(read_facts(resident_id, HOME, Room("services"), "is_it_for_you", now))
    if school is None:
        return None
    return {"place": school.place, "name": school.name[language], "why": school.why[language]}
