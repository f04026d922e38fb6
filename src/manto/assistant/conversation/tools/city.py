"""Places, opening hours and events: public, and quoted from their sources."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings

from manto.assistant.conversation.answers import Answer, Line, Link, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.wished import wish_of
from manto.assistant.conversation.wording import texts
from manto.city.wording import day_text, distance_text, time_text
from manto.kernel.errors import NotFound
from manto.places import queries as places
from manto.places.cards import PlaceCard
from manto.places.categories import catalogue

SHOWN_MAX = 5
NEAR_M = 800
EVENTS_WITHIN = timedelta(days=3)
EVENTS_LOOKED_AHEAD = timedelta(days=31)
_NO_PLACE = """
dov dove cerco trovo trova si mostrami mostra indirizzo come arrivo c ce e sono i il lo la le gli un una uno di del della
dei delle al alla a che ora ore apre aprono chiude chiudono orari orario apertura aperto aperta adesso oggi domani quando
fino l per qui vicino piu vicina vicini trovano vorrei sabato domenica mattina giorni fa mi per favore
where is are the a an i m am looking for can find show me address of do get to there how what time does open close opening
hours now when until today near nearest closest here it in on saturday sunday morning days please
"""
LEFT_OUT = frozenset(_NO_PLACE.split())  # words of a question that name no place


def words_for_place(question: str) -> str:
    """Keep of a question the words that may name a place.

    >>> words_for_place("A che ora apre la biblioteca Baratta?")
    'biblioteca baratta'
    """
    return " ".join(word for word in plain(question).split() if word not in LEFT_OUT)


def find_place(asked: Asked) -> Answer:
    """Find places by name or kind, nearest first where a position is known."""
    cards = _found(asked, words_for_place(asked.question))
    if not cards:
        return Answer("answer", texts.say("places.none", asked.language), links=(_map(asked),), person=True)
    return Answer(
        "answer",
        texts.say("places.found", asked.language),
        lines=tuple(_line(card, asked.language) for card in cards),
        links=(_map(asked),),
        slots={"place": cards[0].id},
    )


def near(asked: Asked) -> Answer:
    """Say what is around."""
    where = asked.position or settings.CITY.centre
    page = places.places_near(where, now=asked.now, language=asked.language, radius_m=NEAR_M, limit=SHOWN_MAX)
    say = "places.near" if asked.position else "places.no_position"
    return Answer(
        "answer",
        texts.say(say if page.items else "places.none", asked.language),
        lines=tuple(_line(card, asked.language) for card in page.items),
        links=(_map(asked),),
    )


def hours(asked: Asked) -> Answer:
    """Quote the opening hours of a place: the one named, else the one whose page is open, else the last one spoken of."""
    words = words_for_place(asked.question)
    named = sorted(_found(asked, words), key=lambda card: _only_in_name(card, words, asked.language))
    place_id = named[0].id if named else asked.place_here or asked.slots.get("place")
    if place_id is None:
        return Answer("ask", texts.say("places.which", asked.language), slots={"awaits": "hours"})
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
    quotes = [Quote(card.open.text, source, since, href)]
    if week:
        quotes.append(Quote("; ".join(week), source, since, href))
    return Answer(
        "answer",
        texts.say("places.hours", asked.language),
        quotes=tuple(quotes),
        links=(Link(card.name, href),),
        slots={"place": place_id},
    )


def events(asked: Asked) -> Answer:
    """List what is on at the moments that are named, or in the next days."""
    shown: dict[str, Line] = {}
    here = asked.now.astimezone(settings.CITY.time_zone)
    wish = wish_of(asked.question, tuple(settings.CITY.languages), here.date())
    until = asked.now + (EVENTS_LOOKED_AHEAD if wish.names_something else EVENTS_WITHIN)
    for one in places.events_between(asked.now, until, language=asked.language):
        fits = wish.fits(one.starts.astimezone(settings.CITY.time_zone))
        if fits and one.id not in shown and len(shown) < SHOWN_MAX:
            shown[one.id] = Line(one.title, _when(one.starts, asked), f"/events/{one.id}")
    if not shown:
        return Answer("answer", texts.say("events.none", asked.language))
    return Answer("answer", texts.say("events.say", asked.language), lines=tuple(shown.values()))


def _found(asked: Asked, words: str) -> list[PlaceCard]:
    if not re.search(r"\w{2}", words):
        return []
    page = places.places_near(asked.position, now=asked.now, language=asked.language, text=words, limit=SHOWN_MAX)
    return page.items


def _only_in_name(card: PlaceCard, words: str, language: str) -> tuple[bool, bool]:
    """Order the library itself before its toilets: of the kind that is asked for, then called so from its first word."""
    kind = plain(catalogue()[card.category].name[language]).split()
    return not set(kind) & set(words.split()), not plain(card.name).startswith(words.split()[0])


def _line(card: PlaceCard, language: str) -> Line:
    known = [card.address, distance_text(card.distance_m, language) if card.distance_m else None, card.open.text]
    return Line(card.name, " · ".join(part for part in known if part), f"/places/{card.id}")


def _map(asked: Asked) -> Link:
    return Link(texts.say("places.map", asked.language), "/around")


def _when(at: datetime, asked: Asked) -> str:
    here = at.astimezone(settings.CITY.time_zone)
    today = asked.now.astimezone(settings.CITY.time_zone).date()
    return f"{day_text(here.date(), asked.language, today=today)}, {time_text(at)}"
