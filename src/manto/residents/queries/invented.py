"""What would be known of people who do not exist: the city's personas, as its file says, to try things on.

No table is read and no line is left: there is nobody whom anybody looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from manto.kernel.errors import NotFound
from manto.residents import personas
from manto.residents.catalogue import SourceKind
from manto.residents.commands.lookups import city_day
from manto.residents.queries.facts import KnownFact
from manto.residents.reference import catalogue


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist.

    Attributes:
        situation: Who she is, in a sentence.
        wards: For whom she acts, by their id.

    """

    id: str
    name: str
    situation: str
    wards: tuple[str, ...]


def invented_people(language: str) -> list[Invented]:
    """List the grown-up personas of the city's folder; none where it has no such file."""
    return [
        Invented(
            entry["id"],
            personas.name_of(entry),
            personas.words(entry.get("situation", ""), language),
            tuple(entry.get("guardian_of", ())),
        )
        for entry in personas.content_of_city().get("residents", ())
        if entry.get("enter", True) is not False
    ]


def facts_of_invented(persona: str, now: datetime) -> dict[str, KnownFact]:
    """Give what would be known of a persona, by the fact's name.

    Raises:
        NotFound: There is no such persona.

    """
    for entry in personas.content_of_city().get("residents", ()):
        if entry["id"] == persona:
            return {fact["name"]: _known(fact, now) for fact in entry.get("facts", ())}
    raise NotFound("There is no such persona.", "Choose one from the page of personas.")


def _known(fact: dict[str, Any], now: datetime) -> KnownFact:
    kind, today = catalogue()[fact["name"]], city_day(now)
    value = personas.day_of(fact["value"], today) if kind.type == "date" else fact["value"]
    return KnownFact(
        id=0,
        name=kind.name,
        value=kind.read(value),
        source_kind=SourceKind(fact["source"]["kind"]),
        source_ref=fact["source"].get("ref", {}).get("key", ""),
        consent_purpose=kind.purpose or "",
        valid_from=personas.day_of(fact["valid_from"], today),
        valid_to=None,
        recorded_at=now,
    )
