"""Going on with what was spoken of: "and tomorrow?", "the other one", "how much is it?"."""

from __future__ import annotations

import re

from django.conf import settings

from manto.assistant.conversation.answers import Answer, Link
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import Offered, is_moment_alone, offered_in, rest_of
from manto.assistant.conversation.tools import booking, city, contacts, people
from manto.assistant.conversation.tools.services import FACETS, facet_of, service
from manto.assistant.conversation.wished import moment_words
from manto.assistant.conversation.wording import texts
from manto.services.reference import services

_HOURS = r"apr\w+|chiu\w+|orari\w*|opens?|opening|closes?|closed|hours"

_NEAREST = r"nearest|closest|piu vicin[oaie]"
_GIVES_BACK = r"disd\w+|annull\w+|cancel\w*|rinunci\w*|give back"


def picks(asked: Asked, offered: Offered) -> int | None:
    """Say which of what was listed a question means, where it has no subject of its own: by its order, or as the nearest."""
    if _has(asked, _NEAREST) and _leaves_out(asked, _NEAREST):
        return city.nearest_of(asked, offered.things)
    return None if _says_more(asked) else offered.picked(asked.question)


def thing(asked: Asked, address: str) -> Answer | None:
    """Tell what is asked of one of the things that were listed; None where it is no place and no event."""
    place_id, event_id = address.removeprefix("/places/"), address.removeprefix("/events/")
    if event_id != address:
        return city.event_card(asked, event_id)
    if place_id == address:
        return None
    if facet_of(asked.question) == "cost":
        return city.price_of_place(asked, place_id)
    if contacts.kind_asked(asked.question):
        return contacts.contacts_of(asked, place_id)
    about_hours = _has(asked, _HOURS) or booking.wish_in(asked).names_something
    return city.hours_of(asked, place_id) if about_hours else city.place_card(asked, place_id)


def answer(asked: Asked) -> Answer | None:
    """Answer a question about what is open or was spoken of last; None where it says more, or nothing was."""
    if _has(asked, _NEAREST) and _leaves_out(asked, _NEAREST):
        return _nearest_of_what(asked)
    if contacts.kind_asked(asked.question) and not asked.slots.get("awaits"):
        return _contacts(asked)
    return _facet_or_moment(asked)


def _facet_or_moment(asked: Asked) -> Answer | None:
    facet, wish = facet_of(asked.question), booking.wish_in(asked)
    if asked.slots.get("appointment") and not rest_of(asked.question, _GIVES_BACK) and _has(asked, _GIVES_BACK):
        return booking.book(asked).about("book", 1.0)
    if asked.slots.get("awaits") or _says_more(asked) or not (facet or wish.names_something):
        return None
    if not facet and not is_moment_alone(asked.question, moment_words(tuple(settings.CITY.languages))):
        return None
    here = asked.service_here or asked.slots.get("service")
    place, event = asked.place_here or asked.slots.get("place"), asked.slots.get("event")
    if facet and here in services():
        return service(asked, str(here)).about(str(here), 1.0)
    if facet == "cost" and event:
        return city.event_card(asked, event).about("events", 1.0)
    if facet == "cost" and place:
        return city.price_of_place(asked, place).about("find_place", 1.0)
    if not wish.names_something:
        return Answer("ask", texts.say("which.of_what", asked.language), person=True)
    topic = asked.slots.get("topic")
    if topic == "events":
        return city.events(asked).about("events", 1.0)
    return city.hours_of(asked, place).about("hours", 1.0) if place else None


def _nearest_of_what(asked: Asked) -> Answer:
    """Say why no nearest is told: nothing was listed, or it is not known where she is."""
    listed = any(thing.startswith("/places/") for thing in offered_in(asked.slots).things)
    links = (Link(texts.say("places.map", asked.language), "/around"),)
    return Answer("ask", texts.say("which.nearest" if listed else "which.of_what", asked.language), links=links)


def _contacts(asked: Asked) -> Answer | None:
    """Quote how to reach the place that is named or was spoken of; with none of it, the ways to the town hall."""
    if contacts.names_a_place(asked):
        return contacts.contacts(asked).about("contacts", 1.0)
    if contacts.words_for_place(asked.question):
        return None
    place = asked.place_here or asked.slots.get("place")
    if place:
        return contacts.contacts_of(asked, place).about("contacts", 1.0)
    is_for_city = contacts.kind_asked(asked.question) in ("phone", "mail")
    return people.person(asked).about("person", 1.0) if is_for_city else None


def _leaves_out(asked: Asked, words: str) -> bool:
    return not asked.slots.get("awaits") and not rest_of(asked.question, words)


def _has(asked: Asked, words: str) -> bool:
    return re.search(rf"\b(?:{words})\b", plain(asked.question)) is not None


def _says_more(asked: Asked) -> bool:
    """Say whether a question names a subject of its own."""
    return bool(rest_of(asked.question, moment_words(tuple(settings.CITY.languages)), _HOURS, *FACETS.values()))
