"""For whom something is done: herself, or a child she acts for where a service is for children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from manto.assistant.conversation.answers import Answer, Link
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.wording import texts
from manto.residents.commands.lookups import city_day
from manto.residents.queries import wards_of
from manto.residents.queries.own_pages import name_for
from manto.services.reference import the_service


@dataclass(frozen=True)
class Subject:
    """Somebody, with the first name of a child; empty for herself."""

    id: UUID
    name: str


_OTHERS = re.compile(
    r"\b(?:madre|mamma|padre|papa|babbo|nonn[aoi]|zi[aoe]|suocer[aoi]|genitori|fratello|sorella|mio marito|mia moglie"
    r"|(?:my|our) (?:\w+ )?(?:mother|mum|mom|father|dad|grand\w+|aunt|uncle|parents?|brother|sister|husband|wife))\b"
)
_FOR_A_CHILD = re.compile(
    r"\b(?:(?:per|a|al|alla|ai) (?:il |la |i )?(?:mi[ao] |nostr[ao] |miei )?(?:figli\w*|bambin\w|bimb\w|piccol\w|neonat\w)"
    r"|(?:for|to) (?:my|our|the) (?:\w+ )?(?:son|daughter|baby|child|kids?|newborn|toddler))\b"
)
_MOURNS = re.compile(r"\b(?:mort[aeio]|mancat[aeio]|decedut\w|vedov\w|died|dead|passed|late|widow\w*)\b")


def subjects_of(asked: Asked, service_id: str) -> list[Subject]:
    """List for whom she may ask for a service: herself, or the children she acts for where it is for a child."""
    assert asked.resident_id is not None  # noqa: S101 - the dialogue and the server of access let nobody else come here
    if not the_service(service_id).for_child:
        return [Subject(asked.resident_id, "")]
    return [
        Subject(child, name_for(child, "acting_for", asked.language, asked.now).split(" ")[0])
        for child in wards_of(asked.resident_id, on=city_day(asked.now))
    ]


def chosen_on_its_page(asked: Asked, service_id: str, found: list[Subject]) -> Answer:
    """Say that there is no child, or that one of several is chosen on the page of the service."""
    title = the_service(service_id).title[asked.language]
    say = texts.say("whom.several" if found else "whom.no_child", asked.language)
    return Answer("answer", say, links=(Link(title, f"/services/about/{service_id}"),), person=not found)


def is_for_another(question: str) -> bool:
    """Say whether a question is about somebody of her family and not herself; a widow's own question is about herself.

    >>> is_for_another("Mia madre può avere il contrassegno?"), is_for_another("È morto mio marito, e la pensione?")
    (True, False)
    >>> is_for_another("Devo dare un pediatra alla bambina"), is_for_another("Ho un bambino, dove parcheggio?")
    (True, False)
    """
    text = plain(question)
    return not _MOURNS.search(text) and (_OTHERS.search(text) or _FOR_A_CHILD.search(text)) is not None
