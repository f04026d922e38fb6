"""Every kind of notice as somebody would read it: filled with an example, or with what stands with a persona of the demo."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.city.wording import day_text
from manto.kernel.errors import NotFound
from manto.residents.models import Resident
from manto.residents.personas import resident_id
from manto.services.models import Appointment, Case
from manto.services.notices.templates import say, templates
from manto.services.queries.appointments import tell
from manto.services.reference import offices, services
from manto.services.still_offered import agreed_offers, still_offered
from manto.services.wording import texts

EXAMPLES = ("number", "due", "reason", "time", "where", "bring", "type", "step", "done", "until", "count")

OWN = ("title", "text", "reason")


def previews(language: str, now: datetime, persona: str = "") -> list[dict[str, Any]]:
    """Say every kind of notice as a resident would read it.

    Args:
        language: Of whoever looks; a persona is spoken to in her own.
        persona: Whose offer, application and appointment fill them, in the demo; what she has none of stays an example.

    Raises:
        NotFound: There is no such persona, or no demo.

    """
    filled: dict[str, dict[str, Any]] = {}
    if persona:
        resident = Resident.objects.filter(id=resident_id(persona)).first() if settings.MANTO_DEMO else None
        if resident is None:
            raise NotFound("There is no such persona.", "Choose one from the list.")
        language = resident.language
        filled = _of(resident.id, language, now)
    example = _example()
    return [
        {
            "kind": kind,
            "topic": one.topic,
            "language": language,
            "hers": kind.partition(".")[0] in filled,
            **vars(say(kind, {**example, **_example_of(kind), **filled.get(kind.partition(".")[0], {})}, language)),
        }
        for kind, one in templates().items()
    ]


def _example() -> dict[str, Any]:
    service = max(services().values(), key=lambda one: (one.weight, one.id), default=None)
    return {
        "title": dict(service.title) if service else texts.everywhere("domain.town_hall"),
        "text": dict(service.summary) if service else texts.everywhere("domain.town_hall"),
        "day": texts.everywhere("example.due"),
        **{name: texts.everywhere(f"example.{name}") for name in EXAMPLES},
    }


def _example_of(kind: str) -> dict[str, Any]:
    """Give what an example says where the common one would make no sense: the reason of a refusal is none of a grant."""
    return {name: texts.everywhere(f"example.of.{kind}.{name}") for name in OWN if f"example.of.{kind}.{name}" in texts}


def _of(resident: UUID, language: str, now: datetime) -> dict[str, dict[str, Any]]:
    """Give what fills the notices about her offers, applications and appointments, by the first word of their kind."""
    found: dict[str, dict[str, Any]] = {}
    offers = still_offered(agreed_offers().filter(receiver=resident), now)
    best = max(offers, key=lambda one: (services()[one.service].weight, one.service), default=None)
    if best is not None:
        day, service = best.begins or best.ends, services()[best.service]
        found["offer"] = {"title": service.title[language], "text": service.summary[language]}
        found["offer"] |= {"day": day_text(day, language)} if day else {}
    case = (
        Case.objects.filter(applicant=resident, number__isnull=False, service__in=services())
        .order_by("-opened_at")
        .first()
    )
    if case is not None:
        found["case"] = {"title": services()[case.service].title[language], "number": case.number}
        found["case"] |= {"due": day_text(case.due, language)} if case.due else {}
        last = case.moves.exclude(reason="").order_by("-at", "-id").first()
        found["case"] |= {"reason": last.reason} if last else {}
    seen = Appointment.objects.filter(booker=resident, office__in=offices(), begins__gt=now).order_by("begins").first()
    if seen is not None:
        told = tell(seen, language, now)
        found["appointment"] = {name: told[name] for name in ("title", "where", "bring")}
        found["appointment"] |= {"day": told["day_text"], "time": told["time_text"]}
    return found
