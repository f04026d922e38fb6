"""Places, opening hours and events: public, and quoted from their sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from manto.assistant.conversation.answers import Answer, Line, Link, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import rest_of
from manto.assistant.conversation.tools.kinds import asks_where, kinds_named, names_kinds_alone
from manto.assistant.conversation.wished import moment_words, wish_of
from manto.assistant.conversation.wording import texts
from manto.city.wording import day_text, distance_text, time_text
from manto.kernel.errors import NotFound
from manto.places import queries as places
from manto.places.cards import EventCard, PlaceCard
from manto.places.categories import catalogue
from manto.places.geometry import distance_m

SHOWN_MAX = 5
NEAR_M = 800
EVENTS_WITHIN = timedelta(days=3)
EVENTS_LOOKED_AHEAD = timedelta(days=31)
EVENT_WORDS = {  # how kinds of events are asked for, by beginnings of words without accents
    "market": ("mercat", "market", "bancarell"),
    "music": ("music", "concert", "sinfon", "jazz", "opera lirica"),
    "exhibition": ("mostr", "exhibition", "esposizion"),
    "talk": ("conferenz", "incontr", "talk", "lecture", "presentazion"),
    "family": ("bambin", "bimb", "famigli", "figli", "ragazzi", "kid", "child", "famil", "toddler"),
    "sport": ("sport", "cors", "partit", "ginnast", "run", "yoga"),
    "civic": ("civic", "assemble", "consiglio comunale", "council"),
    "food": ("cibo", "degustaz", "sagra", "food", "tasting"),
}
_NO_PLACE = """
dell all nell dall
e ed dov dove cerco trovo trova si mostrami mostra indirizzo come arrivo c ce e sono i il lo la le gli un una uno di del della
dei delle al alla a che ora ore apre aprono chiude chiudono orari orario apertura aperto aperta adesso oggi domani quando
fino l per qui vicino piu vicina vicini trovano vorrei sabato domenica mattina giorni fa mi per favore
and also where is are the a an i m am looking for can find show me address of do get to there how what time does open close
opening hours now when until today near nearest closest here it in on saturday sunday morning days please
"""
LEFT_OUT = frozenset(_NO_PLACE.split())  # words of a question that name no place


def words_for_place(question: str) -> str:
    """Keep of a question the words that may name a place.

    >>> words_for_place("A che ora apre la biblioteca Baratta?")
    'biblioteca baratta'
    """
    return " ".join(word for word in plain(question).split() if word not in LEFT_OUT)


def words_beside_a_moment(question: str) -> str:
    """Keep of a question about a moment the words that may name a place."""
    return words_for_place(re.sub(rf"\b(?:{moment_words(tuple(settings.CITY.languages))})\b", " ", plain(question)))


def find_place(asked: Asked) -> Answer:
    """Find places by name or kind, nearest first where a position is known; of one alone what is told of it."""
    cards = found_by(asked, words_for_place(asked.question)) or _of_kinds(asked, limit=SHOWN_MAX)
    if len(cards) == 1:
        return place_card(asked, cards[0].id)
    if not cards:
        return Answer("answer", texts.say("places.none", asked.language), links=(map_link(asked),), person=True)
    return Answer(
        "answer",
        texts.say("places.found", asked.language),
        lines=tuple(_line(card, asked.language) for card in cards),
        links=(map_link(asked),),
        slots={"place": cards[0].id},
    )


def finds(asked: Asked) -> bool:
    """Say whether there is a place by the words of a question."""
    return bool(found_by(asked, words_for_place(asked.question)))


def looks_for_a_kind(asked: Asked) -> bool:
    """Say whether a question looks for a kind of place by the city's words for it."""
    if asks_where(asked.question):
        return bool(kinds_named(asked.question))
    return names_kinds_alone(words_for_place(asked.question))


def near(asked: Asked) -> Answer:
    """Say what is around, of the kind that is asked for where one is."""
    where = asked.position or settings.CITY.centre
    kinds = kinds_named(asked.question)
    page = places.places_near(
        where, now=asked.now, language=asked.language, radius_m=NEAR_M, categories=kinds, limit=SHOWN_MAX
    )
    say = "places.near" if asked.position else "places.no_position"
    return Answer(
        "answer",
        texts.say(say if page.items else "places.none", asked.language),
        lines=tuple(_line(card, asked.language) for card in page.items),
        links=(map_link(asked),),
    )


def hours(asked: Asked) -> Answer:
    """Quote the opening hours of a place: the one named, else the one whose page is open, else the last one spoken of."""
    words = words_beside_a_moment(asked.question)
    named = called_so(found_by(asked, words), words, asked.language)
    if words and not named and not asked.place_here:
        return Answer(
            "ask", texts.say("places.not_that", asked.language), slots={"awaits": "hours"}, links=(map_link(asked),)
        )
    place_id = named[0].id if named else asked.place_here or asked.slots.get("place")
    if place_id is None:
        return Answer("ask", texts.say("places.which", asked.language), slots={"awaits": "hours"})
    return hours_of(asked, place_id)


def hours_of(asked: Asked, place_id: str) -> Answer:
    """Quote the opening hours of a place, those of the day that is named first."""
    try:
        found = places.place(place_id, now=asked.now, language=asked.language)
    except NotFound:
        return Answer("answer", texts.say("places.none", asked.language), person=True)
    card, href = found.card, f"/places/{place_id}"
    if not found.opening_hours:
        say = texts.say("places.unknown_hours", asked.language, name=card.name)
        return Answer("answer", say, links=(Link(card.name, href),), slots={"place": place_id}, person=True)
    source = texts.say("places.source", asked.language, name=card.name, source=card.source)
    since = found.imported_at.date()
    week = [f"{day}: {times}" for day, times in found.week]
    ahead = _days_ahead(asked)
    now = card.open.text if ahead is None or ahead >= len(week) else week[ahead]
    quotes = [Quote(now, source, since, href)]
    if week:
        quotes.append(Quote("; ".join(week), source, since, href))
    return Answer(
        "answer",
        texts.say("places.hours", asked.language),
        quotes=tuple(quotes),
        links=(Link(card.name, href),),
        slots={"place": place_id},
    )


def place_card(asked: Asked, place_id: str) -> Answer:
    """Quote what is told of a place."""
    found = places.place(place_id, now=asked.now, language=asked.language)
    card, href = found.card, f"/places/{place_id}"
    source = texts.say("places.source", asked.language, name=card.name, source=card.source)
    told = [text for text in (found.about or card.about, card.address, card.open.text) if text]
    return Answer(
        "answer",
        texts.say("places.this", asked.language, name=card.name),
        quotes=tuple(Quote(text, source, found.imported_at.date(), href) for text in told),
        links=(Link(card.name, href),),
        slots={"place": place_id},
    )


def price_of_place(asked: Asked, place_id: str) -> Answer:
    """Say that no source tells what a place costs, with the ways to ask there."""
    found = places.place(place_id, now=asked.now, language=asked.language)
    links = [Link(found.card.name, f"/places/{place_id}")]
    if found.phone:
        links.append(Link(found.phone, f"tel:{found.phone.replace(' ', '')}"))
    say = texts.say("places.unknown_price", asked.language, name=found.card.name)
    return Answer("answer", say, links=tuple(links), slots={"place": place_id})


def nearest_of(asked: Asked, addresses: Sequence[str]) -> int | None:
    """Say which of the places among some addresses is nearest; None without a place, or a position."""
    rows = {at: address.removeprefix("/places/") for at, address in enumerate(addresses) if "/places/" in address}
    if asked.position is None or not rows:
        return None
    here, found = asked.position, {}
    for at, place_id in rows.items():
        card = places.place(place_id, now=asked.now, language=asked.language).card
        found[at] = distance_m(here, (card.lat, card.lon))
    return min(found, key=lambda at: found[at])


def event_card(asked: Asked, event_id: str) -> Answer:
    """Quote what the programme tells of an event: what it is, when, where, whether it is free."""
    found, zone = places.event(event_id, now=asked.now, language=asked.language), settings.CITY.time_zone
    when = [_when(starts, asked) for starts, _ in found.dates[:1]]
    where = [found.place.name] if found.place else []
    price = texts.say("events.free" if found.free else "events.paid", asked.language)
    source = texts.say("events.source", asked.language, title=found.title, source=found.source.name)
    href, since = f"/events/{event_id}", found.imported_at.astimezone(zone).date()
    told = [text for text in (found.about, " · ".join([*when, *where]), price) if text]
    return Answer(
        "answer",
        texts.say("events.this", asked.language, title=found.title),
        quotes=tuple(Quote(text, source, since, href) for text in told),
        links=(Link(found.title, href),),
        slots={"event": event_id},
    )


def events(asked: Asked) -> Answer:
    """List what is on at the moments that are named, or in the next days; of the kind that is asked for, where one is."""
    here = asked.now.astimezone(settings.CITY.time_zone)
    wish = wish_of(asked.question, tuple(settings.CITY.languages), here.date())
    until = asked.now + (EVENTS_LOOKED_AHEAD if wish.names_something else EVENTS_WITHIN)
    found: dict[str, EventCard] = {}
    for one in places.events_between(asked.now, until, language=asked.language):
        if wish.fits(one.starts.astimezone(settings.CITY.time_zone)) and one.ends > asked.now:
            found.setdefault(one.id, one)
    says_what = rest_of(asked.question, moment_words(tuple(settings.CITY.languages)))
    words = asked.question if says_what else asked.slots.get("what", "")
    kinds = _kinds_in(words)
    chosen = [one for one in found.values() if not kinds or one.kind in kinds][:SHOWN_MAX]
    slots = {"what": words if kinds else ""}
    if not chosen:
        say = "events.none_then" if wish.names_something else "events.none"
        return Answer("answer", texts.say(say, asked.language), slots=slots)
    lines = tuple(Line(one.title, _when(one.starts, asked), f"/events/{one.id}") for one in chosen)
    return Answer("answer", texts.say("events.say", asked.language), lines=lines, slots=slots)


def _kinds_in(words: str) -> set[str]:
    """Name the kinds of events that a sentence asks for, in any language."""
    text = f" {plain(words)}"
    return {kind for kind, beginnings in EVENT_WORDS.items() if any(f" {one}" in text for one in beginnings)}


def _days_ahead(asked: Asked) -> int | None:
    """Count the days from today to the day that is named; None when none is."""
    today = asked.now.astimezone(settings.CITY.time_zone).date()
    wish = wish_of(asked.question, tuple(settings.CITY.languages), today)
    if wish.day is not None:
        return (wish.day - today).days if wish.day >= today else None
    return None if wish.weekday is None else (wish.weekday - today.weekday()) % 7


def found_by(asked: Asked, words: str) -> list[PlaceCard]:
    """Find the places that carry all of some words in their name or kind; without words none."""
    if not re.search(r"\w{2}", words):
        return []
    page = places.places_near(asked.position, now=asked.now, language=asked.language, text=words, limit=SHOWN_MAX)
    return page.items


def _of_kinds(asked: Asked, limit: int) -> list[PlaceCard]:
    kinds = kinds_named(asked.question)
    if not kinds:
        return []
    return places.places_near(
        asked.position, now=asked.now, language=asked.language, categories=kinds, limit=limit
    ).items


def called_so(cards: Sequence[PlaceCard], words: str, language: str) -> list[PlaceCard]:
    """Order places that were found by words: what is called so itself before what only has it in its name."""
    return sorted(cards, key=lambda card: _only_in_name(card, words, language))


def _only_in_name(card: PlaceCard, words: str, language: str) -> tuple[bool, bool]:
    """Order the library itself before its toilets: of the kind that is asked for, then called so from its first word."""
    kind = plain(catalogue()[card.category].name[language]).split()
    return not set(kind) & set(words.split()), not plain(card.name).startswith(words.split()[0])


def _line(card: PlaceCard, language: str) -> Line:
    known = [card.address, distance_text(card.distance_m, language) if card.distance_m else None, card.open.text]
    return Line(card.name, " · ".join(part for part in known if part), f"/places/{card.id}")


def map_link(asked: Asked) -> Link:
    """Give the way to the map."""
    return Link(texts.say("places.map", asked.language), "/around")


def _when(at: datetime, asked: Asked) -> str:
    here = at.astimezone(settings.CITY.time_zone)
    today = asked.now.astimezone(settings.CITY.time_zone).date()
    return f"{day_text(here.date(), asked.language, today=today)}, {time_text(at)}"
