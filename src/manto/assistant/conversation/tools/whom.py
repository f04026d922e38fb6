"""For whom something is done: herself, or a child she acts for where a service is for children."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from manto.assistant.conversation.answers import Answer, Link
from manto.assistant.conversation.asked import Asked
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
