"""Services: what they are, how they stand with a resident, and beginning one. Quotes the service's file and its rule."""

from __future__ import annotations

import re
from uuid import uuid4

from manto.assistant.conversation.answers import Answer, Choice, Link, Pending, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.tools.whom import chosen_on_its_page, subjects_of
from manto.assistant.conversation.wording import texts
from manto.residents.commands.lookups import city_day
from manto.services import commands
from manto.services.explaining import why_text
from manto.services.knowing import rules_on
from manto.services.queries.cases import own_case
from manto.services.queries.catalogue import show_service
from manto.services.queries.mine import for_me

# What of a service is asked for; the first whose words stand in the question is quoted, and all of it when none does.
FACETS = {
    "cost": r"quanto cost\w*|costo|prezzo|paga\w*|gratis|gratuit\w*|tariff\w*|how much|cost\w*|price|fee|free of charge|pay",
    "law": r"legge|norma|decreto|quale regola|law|which rule|by what right|regulation",
    "office": r"ufficio|sportello|dove (vado|si va|mi rivolgo)|which office|where do i go|counter",
    "evidence": r"document\w* (serv|occorr)\w*|che document\w*|cosa (devo portare|serve)|papers|what do i need|bring",
    "result": r"che cosa ottengo|cosa ricevo|what do i get|what will i receive",
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
    said = _facet_text(shown, facet) if facet else None
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
    if shown["can_apply"] and asked.resident_id:
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


def _facet_text(shown: dict[str, object], facet: str) -> str | None:
    if facet == "evidence":
        papers = shown["evidence"]
        return "; ".join(one["text"] for one in papers) or None  # type: ignore[attr-defined]
    return str(shown[facet]) if shown.get(facet) else None


def _standing(asked: Asked, service_id: str, shown: dict[str, object]) -> tuple[str, list[Quote]]:
    """Say how a service stands with her, and quote each condition; for a visitor, the conditions alone."""
    title, language = shown["title"], asked.language
    explanation = None
    if asked.resident_id and not shown["for_child"]:
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
