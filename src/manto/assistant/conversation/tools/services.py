"""Services: what they are, how they stand with a resident, and beginning one. Quotes the service's file and its rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import uuid4

from manto.assistant.conversation.answers import Answer, Choice, Line, Link, Pending, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.tools.people import ways_to
from manto.assistant.conversation.tools.whom import chosen_on_its_page, is_for_another, subjects_of
from manto.assistant.conversation.wording import texts
from manto.residents.commands.lookups import city_day
from manto.services import commands
from manto.services.explaining import why_text
from manto.services.knowing import rules_on
from manto.services.queries.cases import own_case
from manto.services.queries.catalogue import show_service
from manto.services.queries.mine import for_me
from manto.services.reference import office_for, services, the_service

# What of a service is asked for; the first whose words stand in the question is quoted, and all of it when none does.
FACETS = {
    "result": r"cosa (ottengo|ricevo)|quanto (prendo|ricevo|mi (danno|date|spetta))|am i due"
    r"|(what|how much)( money)? (do|will|would|can) i (get|receive)",
    "cost": r"quanto (cost\w*|si paga|pago|viene)|costo|costa|prezzo|gratis|gratuit\w*|tariff\w*"
    r"|(si|devo|bisogna|dove|come|quando) (si )?paga\w*"
    r"|how much|cost\w*|price|fee|free of charge|payment|paid"
    r"|(do|must|should|can|how|where|when) (i |we |one )?(have to )?pay(?! less)",
    "time": r"quanto tempo (ci )?(vuole|serve|occorre|mett\w+|impieg\w+)|quanto ci (vuole|mett\w+)|in quanto tempo"
    r"|how long (do|does|will|would|must) (\w+ ){0,3}(take|wait)|how many days",
    "law": r"legge|norma|decreto|quale regola|law|which rule|by what right|regulation",
    "office": r"ufficio|sportello|dove (vado|si va|mi rivolgo)"
    r"|(which|what|where is (the|that|this)) office|where do i go|counter",
    "evidence": r"document\w* (serv|occorr)\w*|(che|quali) document\w*(?! ho)|cosa (devo portare|porto|serve)"
    r"|(what|which) (papers|documents)|papers|what do i (need|bring)|bring",
}


def facet_of(question: str) -> str | None:
    """Say what of a service a question is about.

    >>> facet_of("E quanto costa?"), facet_of("Posso parcheggiare vicino a casa?")
    ('cost', None)
    """
    text = plain(question)
    return next((facet for facet, words in FACETS.items() if re.search(rf"\b(?:{words})\b", text)), None)


def service(asked: Asked, service_id: str) -> Answer:
    """Quote a service, and for a resident how it stands with her; offer to begin the application."""
    shown = show_service(service_id, asked.language)
    rule = rules_on(city_day(asked.now)).get(service_id)
    since = rule.version.valid_from if rule else None
    source = texts.say("service.source", asked.language, title=shown["title"])
    href = f"/services/about/{service_id}"
    facet = facet_of(asked.question)
    said = _facet_text(shown, facet, asked.language) if facet else None
    if said:
        quotes = [Quote(said, source, since, href)]
        say = texts.say("service.say", asked.language, title=shown["title"])
    else:
        quotes = [Quote(shown["about"], source, since, href), Quote(shown["cost"], source, since, href)]
        say, conditions = _standing(asked, service_id, shown)
        quotes = [*conditions, *quotes]
    links: tuple[Link, ...] = (Link(texts.say("service.open", asked.language), href),)
    choices: tuple[Choice, ...] = ()
    pending = None
    if shown["can_apply"] and asked.resident_id and not _is_for_another(asked, shown):
        pending, choices = _offer_to_begin(asked, service_id)
    elif shown["can_apply"]:
        links = (*links, Link(texts.say("service.begin", asked.language), f"/sign-in?next={href}"))
    if shown["has_times"]:
        send = texts.say("book.send", asked.language, title=shown["title"])
        choices = (*choices, Choice(texts.say("book.choose", asked.language), send))
    return Answer(
        "answer",
        say,
        quotes=tuple(quotes),
        links=links,
        choices=choices,
        pending=pending,
        slots={"service": service_id},
        person=True,
    )


def which_service(asked: Asked, fitting: Sequence[str]) -> Answer:
    """Ask which of several services is meant, each with what tells it apart and how it stands with her."""
    choices = []
    for service_id in fitting:
        title, summary = (
            the_service(service_id).title[asked.language],
            the_service(service_id).summary[asked.language],
        )
        stands = _stands(asked, service_id)
        choices.append(Choice(title, title, f"{summary} {stands}".strip()))
    return Answer("ask", texts.say("which.service", asked.language), choices=tuple(choices), person=True)


def _stands(asked: Asked, service_id: str) -> str:
    """Say in a few words how a service stands with her; nothing of a visitor, of a child, or where it is not known."""
    if asked.resident_id is None or the_service(service_id).for_child:
        return ""
    explanation = for_me(service_id, asked.resident_id, None, asked.language, asked.now)["explanation"]
    value = explanation["value"] if explanation else ""
    return texts.say(f"which.stands_{value}", asked.language) if value in ("yes", "no") else ""


def life_event(asked: Asked) -> Answer:
    """List the services of a life event that she names, and a person: much of it is not done in an app."""
    event = asked.slots["meant"].removeprefix("event_")
    found = [one for one in services().values() if event in one.life_events]
    lines = tuple(
        Line(one.title[asked.language], one.summary[asked.language], f"/services/about/{one.id}") for one in found
    )
    say = texts.say(f"life.{event}" if found else "life.none", asked.language)
    return Answer("answer", say, lines=lines, links=ways_to(asked.language), person=True)


def _offer_to_begin(asked: Asked, service_id: str) -> tuple[Pending | None, tuple[Choice, ...]]:
    """Let a yes begin the application; for one of several children it is begun on the page of the service."""
    found = subjects_of(asked, service_id)
    if len(found) != 1:
        return None, ()
    label = "service.begin_for" if found[0].name else "service.begin"
    choice = Choice(texts.say(label, asked.language, name=found[0].name), texts.say("say_yes", asked.language))
    return Pending("begin_service", {"service": service_id}), (choice,)


def begin_service(asked: Asked, service_id: str) -> Answer:
    """Begin an application, which is filled in with what the city knows and never sent from here."""
    assert asked.resident_id is not None  # noqa: S101 - the dialogue and the server of access let nobody else come here
    found = subjects_of(asked, service_id)
    if len(found) != 1:
        return chosen_on_its_page(asked, service_id, found)
    case = commands.open_case(
        uuid4(), service_id, subject_id=found[0].id, applicant_id=asked.resident_id, now=asked.now
    )
    known = own_case(case.id, asked.resident_id, asked.language, asked.now)["known"]
    return Answer(
        "done",
        texts.say("service.begun", asked.language),
        quotes=tuple(Quote(one["text"], one["source"], None) for one in known),
        links=(Link(texts.say("service.go_on", asked.language), f"/services/cases/{case.id}"),),
        slots={"service": service_id, "case": str(case.id)},
    )


def _facet_text(shown: dict[str, object], facet: str, language: str) -> str | None:
    if facet == "evidence":
        papers = "; ".join(one["text"] for one in shown["evidence"])  # type: ignore[attr-defined]
        return papers or (office_for(str(shown["id"])).bring[language] if shown["has_times"] else None)
    if facet == "time":
        return texts.say("service.within", language, count=shown["answer_within_days"])
    return str(shown[facet]) if shown.get(facet) else None


def _standing(asked: Asked, service_id: str, shown: dict[str, object]) -> tuple[str, list[Quote]]:
    """Say how a service stands with her, and quote each condition; for a visitor, the conditions alone."""
    title, language = shown["title"], asked.language
    explanation = None
    if asked.resident_id and not shown["for_child"] and not _is_for_another(asked, shown):
        explanation = for_me(service_id, asked.resident_id, None, language, asked.now)["explanation"]
    if explanation is None:
        return texts.say("service.say", language, title=title), _conditions(service_id, asked)
    rule = rules_on(city_day(asked.now))[service_id]
    since, href = rule.version.valid_from, f"/services/about/{service_id}"
    quotes = []
    for line in explanation["conditions"]:
        source = texts.say("service.rule", language, title=title, law=line["law"] or shown["law"])
        holds = texts.say(f"service.holds_{line['value']}", language)
        quotes.append(Quote(line["text"], f"{source}: {holds}", since, href))
    value = str(explanation["value"])
    return texts.say(f"service.mine_{value if value in ('yes', 'no', 'unknown') else 'no'}", language), quotes


def _is_for_another(asked: Asked, shown: dict[str, object]) -> bool:
    """Say whether she asks for somebody else: then nothing is said of how it stands with her, and nothing is begun."""
    return not shown["for_child"] and is_for_another(asked.question)


def _conditions(service_id: str, asked: Asked) -> list[Quote]:
    rule = rules_on(city_day(asked.now)).get(service_id)
    if rule is None:
        return []
    title = show_service(service_id, asked.language)["title"]
    law = rule.version.law.text[asked.language] if rule.version.law else ""
    source, since = texts.say("service.rule", asked.language, title=title, law=law), rule.version.valid_from
    named = [*([rule.applies] if rule.applies else []), *rule.conditions]
    texts_of = [why_text(one.condition.why, rule, asked.language) for one in named]
    return [Quote(text, source, since, f"/services/about/{service_id}") for text in texts_of]
