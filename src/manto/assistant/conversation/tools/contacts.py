"""How one reaches a place: its telephone, website, address, and how one gets in. Quoted from its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from manto.assistant.conversation.answers import Answer, Line, Link, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import rest_of
from manto.assistant.conversation.tools.city import called_so, found_by, map_link
from manto.assistant.conversation.tools.people import ways_to
from manto.assistant.conversation.wording import texts
from manto.places import queries as places
from manto.places.cards import PlaceCard, PlaceDetails

KINDS = {  # what of a place is asked for; the first whose words stand in the question
    "mail": r"e ?mail|mail|pec|posta elettronica",
    "phone": r"numer\w (?:di )?telefon\w+|telefono|telefonic[oa]|numero|recapito|phone(?: number)?|telephone(?: number)?"
    r"|number",
    "website": r"sito(?: web| internet)?|pagina web|web ?site|web page|homepage",
    "access": r"carrozzin\w+|sedia a rotelle|accessibil\w+|gradin\w+|scalin\w+|barriere|ascensore"
    r"|wheelchairs?|accessib\w+|step free|steps?",
    "address": r"indirizzo|address",
}
_BESIDE = (
    r"entr\w+|ingresso|access\w+|get in|disabil\w*|disabled|senza|without|esatt\w+|exact|sapere|know|ha|hanno|have|has"
    r"|ufficial\w+|official|contatt\w+|contacts?|architettonic\w+|sapete"
)
_WHERE = re.compile(r"\b(?:dov|dove|where|cerco|trov\w+|find|looking|nearest|vicin\w+)\b")
OTHERS_MAX = 3
_WHEELCHAIR = ("yes", "limited", "no")


def kind_asked(question: str) -> str | None:
    """Say what of a place a question is about; None where it is about something else.

    >>> kind_asked("Qual è il sito del teatro?"), kind_asked("Is the museum wheelchair accessible?"), kind_asked("Dov'è?")
    ('website', 'access', None)
    """
    text = plain(question)
    kind = next((kind for kind, words in KINDS.items() if re.search(rf"\b(?:{words})\b", text)), None)
    return None if kind == "access" and _WHERE.search(text) else kind


def asks_for_contacts(question: str) -> bool:
    """Say whether a question asks how to reach something, by whatever way."""
    return kind_asked(question) is not None or re.search(r"\b(?:contatt|contact)", plain(question)) is not None


def words_for_place(question: str) -> str:
    """Keep of a question about contacts the words that may name a place.

    >>> words_for_place("What is the phone number of the library?")
    'library'
    """
    return " ".join(rest_of(question, *KINDS.values(), _BESIDE))


def names_a_place(asked: Asked) -> bool:
    """Say whether a question asks how to reach a place that the city knows by its name or kind."""
    return kind_asked(asked.question) is not None and bool(found_by(asked, words_for_place(asked.question)))


def contacts(asked: Asked) -> Answer:
    """Quote how a place is reached: the one named, else the one whose page is open, else the last one spoken of."""
    words = words_for_place(asked.question)
    named = called_so(found_by(asked, words), words, asked.language)
    if words and not named and not asked.place_here:
        say = texts.say("places.not_that", asked.language)
        return Answer("ask", say, slots={"awaits": "contacts"}, links=(map_link(asked),))
    place_id = named[0].id if named else asked.place_here or asked.slots.get("place")
    if place_id is None:
        return Answer("ask", texts.say("places.which", asked.language), slots={"awaits": "contacts"})
    answer, others = contacts_of(asked, place_id), _others(named, words)
    if not others:
        return answer
    return replace(answer, say=f"{texts.say('places.others', asked.language)} {answer.say}", lines=others)


def contacts_of(asked: Asked, place_id: str) -> Answer:
    """Quote of a place what is asked for, or all that is known; where no source gives it, say so, with whom else to ask."""
    found = places.place(place_id, now=asked.now, language=asked.language)
    kind, name = kind_asked(asked.question), found.card.name
    known = {one: text for one, tell in _TOLD.items() if (text := tell(found, asked.language))}
    wanted = list(known.values()) if kind is None else [known[kind]] if kind in known else []
    slots = {"place": place_id}
    if not wanted:
        say = texts.say(f"places.unknown_{kind or 'contacts'}", asked.language, name=name)
        others = () if kind == "access" and found.phone else ways_to(asked.language)
        return Answer("answer", say, links=(*_links(found), *others), slots=slots, person=True)
    source = texts.say("places.source", asked.language, name=name, source=found.card.source)
    quotes = tuple(Quote(text, source, found.imported_at.date(), f"/places/{place_id}") for text in wanted)
    say = texts.say(f"places.{kind or 'contacts'}", asked.language)
    return Answer("answer", say, quotes=quotes, links=_links(found), slots=slots)


def _phone(found: PlaceDetails, _: str) -> str:
    return found.phone or ""


def _website(found: PlaceDetails, _: str) -> str:
    return found.website or ""


def _address(found: PlaceDetails, _: str) -> str:
    return found.card.address or ""


def _access(found: PlaceDetails, language: str) -> str:
    """Say what the source measured of the way in, by the city's words for it; empty where it says nothing."""
    card = found.card
    told = [f"wheelchair_{card.wheelchair}"] if card.wheelchair in _WHEELCHAIR else []
    if isinstance(card.access.get("step_free"), bool):
        told.append("no_step" if card.access["step_free"] else "steps")
    told += ["accessible_toilet"] if card.access.get("accessible_toilet") is True else []
    said = [texts.say(f"places.way_in.{one}", language) for one in told]
    measured = [(one, card.access[one]) for one in ("door_cm", "incline_pct") if one in card.access]
    return " ".join([*said, *(texts.say(f"places.way_in.{one}", language, value=value) for one, value in measured)])


_TOLD: dict[str, Callable[[PlaceDetails, str], str]] = {
    "phone": _phone,
    "website": _website,
    "address": _address,
    "access": _access,
}


def _links(found: PlaceDetails) -> tuple[Link, ...]:
    links = [Link(found.phone, f"tel:{found.phone.replace(' ', '')}")] if found.phone else []
    if found.website:
        links.append(Link(found.website, found.website))
    return (*links, Link(found.card.name, f"/places/{found.card.id}"))


def _others(named: list[PlaceCard], words: str) -> tuple[Line, ...]:
    """List other places of the kind, where no one of them was named: "the library" may be any of three."""
    if not named or plain(named[0].name) == words:
        return ()
    others = [card for card in named[1:] if card.category == named[0].category][:OTHERS_MAX]
    return tuple(Line(card.name, card.address or "", f"/places/{card.id}") for card in others)
