"""A person: whoever handles what the assistant does not, and the way to her."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from manto.assistant.conversation.answers import Answer, Choice, Line, Link
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.wording import texts


def person(asked: Asked) -> Answer:
    """Offer a person: telephone, counters, a ticket on the desk."""
    return replace(
        Answer("answer", texts.say("person.say", asked.language), person=True), links=ways_to(asked.language)
    )


def upset(asked: Asked, waiting: tuple[Line, ...]) -> Answer:
    """Meet anger: no argument and no guess; what waits for an answer, and a person."""
    say = texts.say("person.upset_waiting" if waiting else "person.upset", asked.language)
    return Answer("answer", say, lines=waiting, links=ways_to(asked.language), person=True)


def thanks(asked: Asked) -> Answer:
    """Take thanks and goodbyes."""
    return Answer("answer", texts.say("thanks", asked.language))


def hello(asked: Asked) -> Answer:
    """Say what the assistant is and can do."""
    names = ("near", "due", "events") if asked.resident_id else ("near", "events")
    choices = [texts.say(f"hello.choice_{name}", asked.language) for name in names]
    return Answer("answer", texts.say("hello.say", asked.language), choices=tuple(Choice(one, one) for one in choices))


def ways_to(language: str) -> tuple[Link, ...]:
    """List the ways to a person: telephone, mail, offices."""
    contact = settings.CITY.contact
    ways = [Link(contact["phone"], f"tel:{contact['phone'].replace(' ', '')}")] if contact.get("phone") else []
    if contact.get("email"):
        ways.append(Link(texts.say("person.mail", language, address=contact["email"]), f"mailto:{contact['email']}"))
    return (*ways, Link(texts.say("person.offices", language), "/services/offices"))
